"""The words of a request (`curriculum-facts 1.11`)."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """Where a request stands (`features C4`).

    `ASSIGNED`: an expert has taken it and not replied yet. `WAITING_TRAINEE`: the expert asked
    back, the clock rests. `WAITING_EXPERT`: the trainee has answered or reopened it.
    """

    DRAFT = "draft"
    NEW = "new"
    ASSIGNED = "assigned"
    WAITING_TRAINEE = "waiting_trainee"
    WAITING_EXPERT = "waiting_expert"
    ANSWERED = "answered"
    CLOSED = "closed"


OPEN = frozenset({State.NEW, State.ASSIGNED, State.WAITING_TRAINEE, State.WAITING_EXPERT})
"""Somebody still has to answer."""

RUNNING = frozenset({State.NEW, State.ASSIGNED, State.WAITING_EXPERT})
"""The clock runs."""


class Urgency(StrEnum):
    """Until when an answer is needed."""

    URGENT = "urgent"
    SOON = "soon"
    MEETING = "meeting"


class Outcome(StrEnum):
    """What the asker wants to have in the end."""

    CLARITY = "clarity"
    DECISION = "decision"
    FEEDBACK = "feedback"
    CONTACT = "contact"


class Phase(StrEnum):
    """Where the project stands: the milestone the team works on."""

    M1 = "m1"
    M2 = "m2"
    M3 = "m3"
    M4 = "m4"
    M5 = "m5"
    M6 = "m6"
    M7 = "m7"
    M8 = "m8"


SITUATION_LENGTH = 600
QUESTION_LENGTH = 250
TRIED_LENGTH = 400
URGENCY_REASON_LENGTH = 200
MESSAGE_LENGTH = 4_000
NOTE_LENGTH = 2_000
REASON_LENGTH = 300
RECORD_LENGTH = 1_000
THANKS_LENGTH = 300
