"""Appointments in words, for the pages of both sides."""

from __future__ import annotations

from datetime import date, datetime, time

from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy

from xblocks.coaching.domain.allowance import Occasion
from xblocks.coaching.domain.unfit import NotATime
from xblocks.coaching.records import Slot
from xblocks.core.numbers import whole
from xblocks.host.dates import course_zone

OCCASIONS = {
    Occasion.M2: gettext_lazy("before M2"),
    Occasion.M5: gettext_lazy("before M5"),
    Occasion.DEMAND: gettext_lazy("on demand"),
    Occasion.EXTRA: gettext_lazy("additional"),
}


def hours(slot: Slot) -> str:
    """Return from when to when, in the time of the course."""
    return gettext("%(start)s to %(end)s") % {
        "start": clock(slot.starts_at),
        "end": clock(slot.ends_at),
    }


def clock(moment: datetime) -> str:
    """Return what a clock of the course shows."""
    return date_format(timezone.localtime(moment, course_zone()), "H:i")


def day_from(form: QueryDict, name: str = "day") -> date:
    """Return the day of a form; raises `NotATime`."""
    try:
        return date.fromisoformat(form.get(name, "").strip())
    except ValueError:
        raise NotATime from None


def time_from(form: QueryDict) -> time:
    """Return the time of a form, to the minute; raises `NotATime`."""
    try:
        found = time.fromisoformat(form.get("at", "").strip())
    except ValueError:
        raise NotATime from None
    return found.replace(second=0, microsecond=0, tzinfo=None)


def number_from(form: QueryDict, name: str) -> int | None:
    """Return a whole number of a form or an address; None for anything else."""
    return whole(form.get(name, "").strip())
