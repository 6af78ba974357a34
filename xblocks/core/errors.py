"""Refusals: what went wrong, as a type, a status and a sentence that says what to do.

Use cases raise them; `host` turns them into an answer in the reader's language.
"""

from __future__ import annotations

from typing import Any, ClassVar

from xblocks.core.text import Message, gettext_noop


class Refusal(Exception):  # noqa: N818 - it is an answer, not a defect
    """Something asked for is not done.

    `code` is stable and machine-readable, `status` the HTTP status (400, 403, 404, 409, 413, 422).
    A subclass states its sentence once as `sentence`; a call may replace it and fill its places.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 400
    sentence: ClassVar[str] = gettext_noop("This does not work. Please go back and try again.")

    def __init__(self, sentence: str | None = None, **params: Any) -> None:
        self.message = Message(sentence or self.sentence, params)
        super().__init__(str(self.message))


class BadRequest(Refusal):
    """The request itself is not understood."""

    code = "bad_request"
    sentence = gettext_noop("We could not read this request. Please reload the page and try again.")


class NotSignedIn(Refusal):
    """Nobody is signed in."""

    code = "not_signed_in"
    status = 403
    sentence = gettext_noop("You are not signed in. Please sign in and come back to this page.")


class NotOnRoster(Refusal):
    """Somebody is signed in who does not take part in this course."""

    code = "not_on_roster"
    status = 403
    sentence = gettext_noop(
        "You are not on the list of this course. Please ask your coordinator to add you."
    )


class NotAllowed(Refusal):
    """The person takes part, but this is for others."""

    code = "not_allowed"
    status = 403
    sentence = gettext_noop("This page is for other roles. Go back to the course to continue.")


class Masquerading(Refusal):
    """Somebody looks at the course as another person and wants to write."""

    code = "masquerading"
    status = 403
    sentence = gettext_noop(
        "You are looking at the course as somebody else. Leave this view to change something."
    )


class NotFound(Refusal):
    """What is asked for does not exist, or not for this person."""

    code = "not_found"
    status = 404
    sentence = gettext_noop("We cannot find this. It may have been moved or removed.")


class Conflict(Refusal):
    """Somebody, or the same person in another tab, was faster."""

    code = "conflict"
    status = 409
    sentence = gettext_noop("This has changed in the meantime. Please look at it and decide again.")


class TooLarge(Refusal):
    """More bytes than allowed."""

    code = "too_large"
    status = 413
    sentence = gettext_noop("This is too large: at most %(limit)s are allowed.")


class Invalid(Refusal):
    """Understood, but not acceptable as it stands."""

    code = "invalid"
    status = 422
    sentence = gettext_noop("Something is not right yet. Please check what you entered.")
