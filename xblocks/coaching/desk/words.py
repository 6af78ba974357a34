"""States, choices and dates of requests in words, the same on every page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext

from xblocks.coaching.domain.values import State, Urgency
from xblocks.coaching.log import Verb
from xblocks.coaching.records import RequestStep
from xblocks.core.topics import Topic
from xblocks.host.dates import FORMATS, day_of
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
_STATE_TONES = {
    State.NEW: "attention",
    State.ASSIGNED: "info",
    State.WAITING_EXPERT: "info",
    State.ANSWERED: "good",
}
_VERBS: Mapping[str, Promise] = {
    Verb.SENT: gettext_lazy("sent"),
    Verb.CLAIMED: gettext_lazy("%(name)s took it"),
    Verb.HANDED_OVER: gettext_lazy("%(name)s handed it to %(other)s"),
    Verb.GIVEN_BACK: gettext_lazy("%(name)s gave it back to all of the topic"),
    Verb.REASSIGNED: gettext_lazy("%(name)s gave it to %(other)s as coordinator"),
    Verb.RELEASED: gettext_lazy("free again: %(other)s takes part no more"),
    Verb.REPLIED: gettext_lazy("%(name)s replied"),
    Verb.ASKED_BACK: gettext_lazy("%(name)s asked back, the clock rests"),
    Verb.WROTE: gettext_lazy("the trainee wrote"),
    Verb.CLOSED: gettext_lazy("closed"),
    Verb.REOPENED: gettext_lazy("opened again, the clock starts anew"),
    Verb.WITHDRAWN: gettext_lazy("taken back"),
    Verb.WARNED: gettext_lazy("four fifths of the time are over"),
    Verb.OVERDUE: gettext_lazy("the time is over"),
    Verb.UNANSWERABLE: gettext_lazy("nobody there who may answer, coordinators told"),
}


class Step(NamedTuple):
    """Something that happened to a request: in words, why, and when."""

    text: str
    reason: str
    at: datetime


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


def steps_of(steps: Iterable[RequestStep]) -> list[Step]:
    """Return the steps of a request in words; no trainee is named."""
    return [
        Step(
            str(_VERBS[each.verb])
            % {
                "name": each.person.name if each.person else gettext("Somebody"),
                "other": each.other.name if each.other else gettext("somebody"),
            },
            each.reason,
            each.at,
        )
        for each in steps
    ]


def day_text(day: date) -> str:
    """Return a day in words."""
    return date_format(day, FORMATS.get((get_language() or "")[:2], FORMATS["en"])[0])


def due_badge(state: str, due: date | None, now: datetime, *, late: bool, soon: bool) -> Badge:
    """Return until when an answer is due, or what the request waits for.

    Overdue is a danger, the last fifth of the time needs attention.
    """
    if due is None:
        return state_badge(state)
    days = (due - day_of(now)).days
    if late:
        return Badge(_late_text(-days), "danger")
    if days <= 0:
        text = gettext("due today")
    elif days == 1:
        text = gettext("due tomorrow")
    else:
        text = gettext("due by %(day)s") % {"day": day_text(due)}
    return Badge(text, "attention" if soon else "")


def _late_text(days: int) -> str:
    if days <= 0:
        return gettext("overdue since today")
    text = ngettext("overdue for %(days)s day", "overdue for %(days)s days", days)
    return text % {"days": days}
