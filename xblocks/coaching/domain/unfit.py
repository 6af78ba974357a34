"""What is wrong with a time or an offer, as typed errors: the rules of `slots` alone."""

from __future__ import annotations

from xblocks.core.errors import Invalid
from xblocks.core.text import gettext_noop


class NotATime(Invalid):
    """Day or time are missing, or are none."""

    code = "not_a_time"
    sentence = gettext_noop("Choose a day and a time.")


class NoSuchTime(Invalid):
    """The clock is put forward over this time."""

    code = "no_such_time"
    sentence = gettext_noop(
        "On %(day)s there is no %(time)s: the clock is put forward. Choose another time."
    )


class InThePast(Invalid):
    """An appointment that would lie in the past."""

    code = "in_the_past"
    sentence = gettext_noop("Choose a time that is still to come.")


class TooFarAhead(Invalid):
    """An appointment nobody plans yet."""

    code = "too_far_ahead"
    sentence = gettext_noop("Choose a day within the next year.")


class SeriesTooLong(Invalid):
    """More dates than a series may have, or later than a year from now."""

    code = "series_too_long"
    sentence = gettext_noop(
        "This series is too long: at most %(times)s dates, and none later than a year from now."
    )


class NotOffered(Invalid):
    """Length, seats, guard time or place are not possible."""

    code = "not_offered"
