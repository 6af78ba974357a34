"""What can be in the way of publishing; every sentence says what to do."""

from __future__ import annotations

from xblocks.core.errors import Refusal
from xblocks.core.text import gettext_noop


class UnusableOrder(Refusal):
    """What was asked for cannot be begun: address, credentials, archive or list of people."""

    code = "unusable_order"
    status = 422


class UnsafeAddress(UnusableOrder):
    """The address of a server is none, or would send the credentials in the clear."""

    code = "unsafe_address"
    sentence = gettext_noop(
        "“%(address)s” cannot be used: give the plain address of the server with https,"
        " as in https://studio.example.org. Only localhost may do without."
    )


class NotACourse(UnusableOrder):
    """The key is not that of a course run."""

    code = "not_a_course"
    sentence = gettext_noop(
        "“%(key)s” is not the key of a course. Keys look like course-v1:WBM+WBM1+2027."
    )


class NoCredentials(UnusableOrder):
    """The environment names no client."""

    code = "no_credentials"
    sentence = gettext_noop(
        "Set WBM_CLIENT_ID and WBM_CLIENT_SECRET: an operator creates them in the admin of the LMS,"
        " under OAuth applications, with the grant type “client credentials”."
    )


class NotAnArchive(UnusableOrder):
    """A folder is no archive."""

    code = "not_an_archive"
    sentence = gettext_noop("%(path)s is no file. Name the archive that `wbm build` has written.")


class SameCourse(UnusableOrder):
    """Staging and live are one course."""

    code = "same_course"
    sentence = gettext_noop("Staging and live must be two different courses.")


class UnusableJournal(UnusableOrder):
    """Somebody has changed what is remembered of a course."""

    code = "unusable_journal"
    sentence = gettext_noop(
        "%(path)s is damaged. Delete it to begin anew; changes made in Studio since the last"
        " publishing are then not recognised."
    )


class PublishFailed(Refusal):
    """It was begun and could not be brought to its end."""

    code = "publish_failed"
    status = 409


class ArchiveHasErrors(PublishFailed):
    """The checks found what the platform would lose or break."""

    code = "archive_has_errors"
    sentence = gettext_noop(
        "The archive has errors, so nothing was published. Correct them and build it again."
    )


class NoConsent(PublishFailed):
    """Something would be overwritten and nobody agreed."""

    code = "no_consent"
    sentence = gettext_noop(
        "Nothing was overwritten. Take the changes over into the course's content first,"
        " or repeat the command with --yes."
    )


class Unreachable(PublishFailed):
    """No answer, or the connection broke."""

    code = "unreachable"
    sentence = gettext_noop(
        "%(server)s does not answer (%(reason)s). Check the address and the network,"
        " then start the same command again: it goes on where it stopped."
    )


class NotThePlatform(PublishFailed):
    """Something else than the expected interface answers."""

    code = "not_the_platform"
    sentence = gettext_noop(
        "What answers at %(server)s is not what we look for (%(path)s, status %(status)s)."
        " Check that --lms and --studio are not swapped and that the addresses are complete."
    )


class NotThere(PublishFailed):
    """Status 404 in the platform's own words."""

    code = "not_there"
    sentence = gettext_noop(
        "%(server)s has no %(path)s. The course may have been deleted meanwhile, or not have"
        " arrived in the LMS yet. Start the same command again."
    )


class NotUnderstood(PublishFailed):
    """An answer in a form that we do not know."""

    code = "not_understood"
    sentence = gettext_noop(
        "%(server)s answers in a form that this version does not know (%(detail)s). Check for a"
        " newer version of the suite, and tell its makers which release the platform has."
    )


class WrongCredentials(PublishFailed):
    """The LMS gives no token, or a fresh one is not accepted."""

    code = "wrong_credentials"
    sentence = gettext_noop(
        "%(server)s does not accept the credentials. Check WBM_CLIENT_ID and WBM_CLIENT_SECRET,"
        " and that --studio belongs to the same platform as --lms."
    )


class NotPermitted(PublishFailed):
    """The account behind the client may not do this."""

    code = "not_permitted"
    sentence = gettext_noop(
        "%(server)s does not permit %(path)s. The account of the client needs the right “staff” on"
        " the whole platform; an operator sets it in the admin of the LMS, under users."
    )


class ServerFault(PublishFailed):
    """The server answers with an error of its own, again and again."""

    code = "server_fault"
    sentence = gettext_noop(
        "%(server)s answers %(path)s with an error (status %(status)s%(detail)s). Try again later;"
        " if it stays, the operator finds the cause in the server's log."
    )


class UploadTooLarge(PublishFailed):
    """The server takes no body of that size."""

    code = "upload_too_large"
    sentence = gettext_noop(
        "%(server)s refuses the upload as too large. Link to large media instead of packing"
        " them, or ask the operator to raise the limit."
    )


class CourseNotMade(PublishFailed):
    """Studio answers the creation with an error and the course is not there."""

    code = "course_not_made"
    sentence = gettext_noop(
        "Studio could not create %(course)s. A course whose key differs in capitals only may be in"
        " the way, or the organisation is not allowed. Create it in Studio and start again."
    )


class ImportFailed(PublishFailed):
    """Studio's import ended with a failure."""

    code = "import_failed"
    sentence = gettext_noop(
        "Studio could not import the archive into %(course)s: %(reason)s. The course may be half"
        " overwritten; publish again once the cause is removed."
    )


class ImportUnexplained(ImportFailed):
    """Studio's import failed without a reason."""

    code = "import_unexplained"
    sentence = gettext_noop(
        "Studio could not import the archive into %(course)s and gives no reason. Known causes: the"
        " course was deleted meanwhile, another import ran at the same time, or its tabs, groups"
        " or dates are wrong. The course may be half overwritten; publish again."
    )


class StillImporting(PublishFailed):
    """Our import takes longer than we are willing to wait."""

    code = "still_importing"
    sentence = gettext_noop(
        "Studio is still importing into %(course)s after %(minutes)s minutes. Start the same"
        " command again to go on waiting, or give it more time with --patience."
    )


class OtherImport(PublishFailed):
    """Another import of the course does not come to its end."""

    code = "other_import"
    sentence = gettext_noop(
        "Another import into %(course)s is running since %(since)s. Two at once destroy each"
        " other: wait until it has ended and start the same command again."
    )


class ContentLost(PublishFailed):
    """What Studio has is not what the archive says."""

    code = "content_lost"
    sentence = gettext_noop(
        "%(course)s is not as in the archive, see above. Check that the suite is installed on the"
        " platform, correct what is named, and publish again."
    )


class PeopleLeft(PublishFailed):
    """The content is there, but not everybody is where the list wants them."""

    code = "people_left"
    sentence = gettext_noop(
        "The course is published, but something is left to do for the people, see above."
        " Do it and start the same command again."
    )
