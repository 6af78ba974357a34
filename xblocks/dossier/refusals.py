"""What the dossier refuses, as typed errors."""

from __future__ import annotations

from xblocks.core.errors import Conflict, Invalid, NotFound
from xblocks.core.text import gettext_noop


class SheetChanged(Conflict):
    """Somebody else noted this day meanwhile."""

    code = "sheet_changed"
    sentence = gettext_noop(
        "Somebody else has noted this day meanwhile. Nothing was saved: look at the day as it is "
        "now, then save again."
    )


class NotOnSheet(Invalid):
    """A pasted list names people who are not on this sheet."""

    code = "not_on_sheet"
    sentence = gettext_noop(
        "Not on this sheet: %(names)s. Correct these lines; nothing was saved yet."
    )


class NoCertificateYet(Conflict):
    """A badge is for those who have the certificate."""

    code = "no_certificate_yet"
    sentence = gettext_noop("The badge is there as soon as you have the certificate.")


class NothingChosen(Invalid):
    """A page with a name alone says nothing."""

    code = "nothing_chosen"
    sentence = gettext_noop("Choose at least one thing to show.")


class DayNotPossible(Invalid):
    """The last day is in the past, too far away, or no day."""

    code = "day_not_possible"
    sentence = gettext_noop("Choose a last day from today on, at most two years ahead.")


class TooManyLinks(Invalid):
    """Nobody keeps an eye on that many links."""

    code = "too_many_links"
    sentence = gettext_noop("You have %(limit)s open links. End one before you make another.")


class NotShared(NotFound):
    """A link that never was, has ended or was ended: nobody learns which."""

    code = "not_shared"
    sentence = gettext_noop(
        "This link shows nothing. It has ended, was ended, or is not complete. Ask the person who "
        "gave it to you."
    )
