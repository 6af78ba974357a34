"""What the asker reads of a request in words: choices, states, criteria."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from xblocks.coaching.desk.words import Badge
from xblocks.coaching.domain.hints import Criterion
from xblocks.coaching.domain.values import Outcome, Phase, State, Urgency

STATES: Mapping[State, tuple[Promise, str]] = {
    State.DRAFT: (gettext_lazy("Draft"), ""),
    State.NEW: (gettext_lazy("Sent"), "info"),
    State.ASSIGNED: (gettext_lazy("An expert is at it"), "info"),
    State.WAITING_TRAINEE: (gettext_lazy("A question to you"), "attention"),
    State.WAITING_EXPERT: (gettext_lazy("An expert is at it"), "info"),
    State.ANSWERED: (gettext_lazy("Answered"), "good"),
    State.CLOSED: (gettext_lazy("Closed"), ""),
}
OUTCOMES: Mapping[Outcome, tuple[Promise, Promise]] = {
    Outcome.CLARITY: (gettext_lazy("Clarity"), gettext_lazy("I want to understand something.")),
    Outcome.DECISION: (
        gettext_lazy("Help with a decision"),
        gettext_lazy("I have a choice and want to weigh it up."),
    ),
    Outcome.FEEDBACK: (
        gettext_lazy("Feedback on a document"),
        gettext_lazy("I attach it, without names."),
    ),
    Outcome.CONTACT: (gettext_lazy("A contact"), gettext_lazy("I look for the right place.")),
}
URGENCIES: Mapping[Urgency, Promise] = {
    Urgency.URGENT: gettext_lazy("Urgent"),
    Urgency.SOON: gettext_lazy("Soon"),
    Urgency.MEETING: gettext_lazy("Until our next meeting"),
}
PHASES: Mapping[Phase, Promise] = {
    Phase.M1: gettext_lazy("M1 · Project outline"),
    Phase.M2: gettext_lazy("M2 · Agreement with stakeholders and works council"),
    Phase.M3: gettext_lazy("M3 · Needs analysis"),
    Phase.M4: gettext_lazy("M4 · Implementation plan"),
    Phase.M5: gettext_lazy("M5 · Interim report"),
    Phase.M6: gettext_lazy("M6 · Final report"),
    Phase.M7: gettext_lazy("M7 · Presentation"),
    Phase.M8: gettext_lazy("M8 · Sustainability check"),
}
CRITERIA: Mapping[Criterion, Promise] = {
    Criterion.SITUATION: gettext_lazy("a concrete situation"),
    Criterion.QUESTION: gettext_lazy("exactly one question"),
    Criterion.TRIED: gettext_lazy("an own attempt"),
    Criterion.OUTCOME: gettext_lazy("the result you want"),
    Criterion.NO_PERSON: gettext_lazy("nothing about certain persons"),
}
LABELS: Mapping[str, Promise] = {
    "situation": gettext_lazy("What is the situation?"),
    "question": gettext_lazy("What is your question?"),
    "tried": gettext_lazy("What have you tried already?"),
    "urgency_reason": gettext_lazy("Why is it urgent?"),
}


def own_badge(state: str) -> Badge:
    """Return where a request stands, as its asker reads it."""
    words, tone = STATES[State(state)]
    return Badge(str(words), tone)
