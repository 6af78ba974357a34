"""Figures and states of grading in words."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext, gettext_lazy, ngettext

from xblocks.grading.rows import Row
from xblocks.grading.service import Decision, Status
from xblocks.host.dates import day_of, long_date

DECISION_NAMES = {
    Decision.PASSED: gettext_lazy("Passed"),
    Decision.RETURNED: gettext_lazy("Back for revision"),
    Decision.FAILED: gettext_lazy("Not passed"),
}
STATUS_NAMES = {
    Status.WAITING: gettext_lazy("Waiting for review"),
    Status.RETURNED: DECISION_NAMES[Decision.RETURNED],
    Status.PASSED: DECISION_NAMES[Decision.PASSED],
    Status.FAILED: DECISION_NAMES[Decision.FAILED],
    Status.WITHDRAWN: gettext_lazy("Taken back"),
    Status.SUPERSEDED: gettext_lazy("Replaced by a newer version"),
}
_TONES = {Status.PASSED: "good", Status.RETURNED: "attention", Status.FAILED: "danger"}


class Badge(NamedTuple):
    """A state; `tone` is that of the badge, empty for a plain one."""

    text: str
    tone: str = ""


def age_text(row: Row, now: datetime) -> str:
    """Return how long a work has waited, in working days."""
    if day_of(now) <= day_of(row.handed_in_at):
        return gettext("today")
    if not row.waited:
        return gettext("no working day has passed yet")
    text = ngettext("%(count)s working day ago", "%(count)s working days ago", row.waited)
    return text % {"count": row.waited}


def status_badge(status: Status) -> Badge:
    """Return how a version stands."""
    return Badge(str(STATUS_NAMES[status]), _TONES.get(status, ""))


def row_badges(row: Row) -> list[Badge]:
    """Return what there is to know of a row of the queue at a glance."""
    badges = [_waiting_badge(row) if row.status is Status.WAITING else status_badge(row.status)]
    if row.status is Status.RETURNED and row.revise_by:
        badges[0] = Badge(
            gettext("Back for revision until %(day)s") % {"day": long_date(row.revise_by)},
            "attention",
        )
    if row.late:
        badges.append(Badge(gettext("Handed in late"), "attention"))
    return badges


def _waiting_badge(row: Row) -> Badge:
    if row.seats:
        params = {"count": row.submitted or row.seated, "seats": row.seats}
        if row.submitted:
            return Badge(gettext("Jury: %(count)s of %(seats)s have rated") % params, "info")
        return Badge(gettext("Jury: %(count)s of %(seats)s seats taken") % params)
    if row.mine:
        return Badge(gettext("You are reviewing this"), "info")
    if row.stale:
        return Badge(gettext("%(name)s has not come back") % {"name": row.holder}, "attention")
    if row.holder:
        return Badge(gettext("%(name)s is reviewing this") % {"name": row.holder}, "info")
    return Badge(gettext("Nobody has it yet"))
