"""States, choices and dates of requests in words, the same on every page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext

from xblocks.coaching.domain.values import Outcome, State, Urgency
from xblocks.core.topics import Topic
from xblocks.host.dates import FORMATS, course_zone, day_of, long_date
from xblocks.roster.domain import TOPIC_NAMES

STATE_NAMES: Mapping[str, Promise] = {
    State.DRAFT: gettext_lazy("Draft"),
    State.NEW: gettext_lazy("Nobody has it yet"),
    State.ASSIGNED: gettext_lazy("Taken, no reply yet"),
    State.WAITING_TRAINEE: gettext_lazy("Waits for the trainee"),
    State.WAITING_EXPERT: gettext_lazy("Waits for the expert"),
    State.ANSWERED: gettext_lazy("Answered"),
    State.CLOSED: gettext_lazy("Closed"),
}
URGENCY_NAMES: Mapping[str, Promise] = {
    Urgency.URGENT: gettext_lazy("Urgent"),
    Urgency.SOON: gettext_lazy("Soon"),
    Urgency.MEETING: gettext_lazy("Until the next meeting"),
}
OUTCOME_NAMES: Mapping[str, Promise] = {
    Outcome.CLARITY: gettext_lazy("Clarity"),
    Outcome.DECISION: gettext_lazy("Help with a decision"),
    Outcome.FEEDBACK: gettext_lazy("Feedback on a document"),
    Outcome.CONTACT: gettext_lazy("A contact"),
}
_STATE_TONES = {
    State.NEW: "attention",
    State.ASSIGNED: "info",
    State.WAITING_EXPERT: "info",
    State.ANSWERED: "good",
}


class Badge(NamedTuple):
    """A state; `tone` is that of the badge, empty for a plain one."""

    text: str
    tone: str = ""


def topic_name(topic: str) -> str:
    """Return a topic in words; what is none as it is."""
    return gettext(TOPIC_NAMES[Topic(topic)]) if topic in set(Topic) else topic


def state_badge(state: str) -> Badge:
    """Return where a request stands."""
    return Badge(str(STATE_NAMES[State(state)]), _STATE_TONES.get(State(state), ""))


def day_text(moment: datetime) -> str:
    """Return the day that a moment ends: a clock that runs out at midnight belongs to the day
    before."""
    local = timezone.localtime(moment - timedelta(minutes=1), course_zone())
    return date_format(local, FORMATS.get((get_language() or "")[:2], FORMATS["en"])[0])


def due_badge(
    state: str, warn_at: datetime | None, due_at: datetime | None, now: datetime
) -> Badge:
    """Return until when an answer is due, or what the request waits for.

    Overdue is a danger, the last fifth of the time needs attention.
    """
    if due_at is None:
        return Badge("") if state == State.DRAFT else state_badge(state)
    if due_at <= now:
        return Badge(_late_text(due_at, now), "danger")
    left = (day_of(due_at - timedelta(minutes=1)) - day_of(now)).days
    if left == 0:
        text = gettext("due today")
    elif left == 1:
        text = gettext("due tomorrow")
    else:
        text = gettext("due by %(day)s") % {"day": day_text(due_at)}
    return Badge(text, "attention" if warn_at is not None and warn_at <= now else "")


def due_title(due_at: datetime | None) -> str:
    """Return the exact moment an answer is due."""
    return long_date(due_at)


def _late_text(due_at: datetime, now: datetime) -> str:
    days = (day_of(now) - day_of(due_at - timedelta(minutes=1))).days
    if days <= 0:
        return gettext("overdue since today")
    text = ngettext("overdue for %(days)s day", "overdue for %(days)s days", days)
    return text % {"days": days}
