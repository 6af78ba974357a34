"""What the suite reports to the platform's tracking: every event, with every fact it may carry.

A fact is a number, a yes or no, or a word of a list that stands here: no event has room for free
text, a name or an address. Whose event it is, in which course and exercise, the platform keeps
beside the facts. Events of team work are reported for each member; none tells who of the team
pressed the button, and none is reported of graders and experts (no monitoring of behaviour or
performance). Of a request no event tells the topic: who asks about what is in confidence. Of a
card board none tells who wrote or voted, of a triad none who advised.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

Value = int | float | bool | str


class Kind(StrEnum):
    """What values a fact may have."""

    COUNT = "whole number"
    SHARE = "share 0–1"
    YES_NO = "yes or no"
    WORD = "word"


@dataclass(frozen=True)
class Fact:
    """A fact of an event. `words` are all values of a word; `always` is False if it may lack."""

    kind: Kind
    words: tuple[str, ...] = ()
    always: bool = True

    def takes(self, value: object) -> bool:
        """Whether a value is one of this fact."""
        match self.kind:
            case Kind.COUNT:
                return type(value) is int and value >= 0
            case Kind.SHARE:
                if not isinstance(value, int | float) or type(value) is bool:
                    return False
                return 0 <= value <= 1
            case Kind.YES_NO:
                return type(value) is bool
            case Kind.WORD:
                return isinstance(value, str) and value in self.words


@dataclass(frozen=True)
class Event:
    """An event: when it is reported, and its facts by name."""

    when: str
    facts: Mapping[str, Fact]


@dataclass(frozen=True)
class Checked:
    """An event as it may be reported, and what spoke against it as it was.

    `facts` is None where nothing may be reported at all.
    """

    facts: dict[str, Value] | None
    defects: tuple[str, ...]


COUNT = Fact(Kind.COUNT)
YES_NO = Fact(Kind.YES_NO)
SHARE = Fact(Kind.SHARE)
POINTS = Fact(Kind.SHARE, always=False)
TONE = Fact(Kind.WORD, ("positive", "mixed", "negative"))

DECIDED = {"version": COUNT, "again": YES_NO, "score": POINTS}

EVENTS: Mapping[str, Event] = {
    "wbm.role_play.started": Event("a talk is begun", {"attempt": COUNT}),
    "wbm.role_play.said": Event("an answer is given", {"attempt": COUNT, "turn": COUNT}),
    "wbm.role_play.taken_back": Event("an answer is taken back", {"attempt": COUNT, "turn": COUNT}),
    "wbm.role_play.finished": Event(
        "a talk reaches its end", {"attempt": COUNT, "tone": TONE, "score": SHARE}
    ),
    "wbm.role_play.rating_begun": Event("a rating of a sample talk is begun", {"attempt": COUNT}),
    "wbm.role_play.rated": Event("a sample talk is rated as a whole", {"attempt": COUNT}),
    "wbm.role_play.triad_opened": Event("a triad is opened", {"members": COUNT}),
    "wbm.role_play.triad_begun": Event("a triad begins to play", {"members": COUNT}),
    "wbm.role_play.round_finished": Event("a round of a triad is over", {"number": COUNT}),
    "wbm.role_play.round_rated": Event("a round is rated by one of the triad", {"number": COUNT}),
    "wbm.grading.handed_in": Event("a version is handed in", {"version": COUNT, "late": YES_NO}),
    "wbm.grading.withdrawn": Event("a version is taken back", {"version": COUNT}),
    "wbm.grading.passed": Event("a version is passed", DECIDED),
    "wbm.grading.returned": Event("a version comes back to be revised", DECIDED),
    "wbm.grading.failed": Event("a version is failed", DECIDED),
    "wbm.transfer_project.handed_over": Event(
        "a team puts its matrix into a milestone", {"rows": YES_NO}
    ),
    "wbm.transfer_project.extended": Event("a team gets more time", {"days": COUNT}),
    "wbm.needs_analysis.started": Event("a case is begun", {"attempt": COUNT}),
    "wbm.needs_analysis.reckoned": Event(
        "figures of a case are told right from wrong", {"attempt": COUNT, "score": SHARE}
    ),
    "wbm.needs_analysis.asked": Event(
        "a question of a living case is put", {"attempt": COUNT, "minutes": COUNT}
    ),
    "wbm.needs_analysis.debriefed": Event(
        "a living case is told", {"attempt": COUNT, "minutes": COUNT, "score": SHARE}
    ),
    "wbm.moderation.planned": Event("a plan is begun", {"attempt": COUNT}),
    "wbm.moderation.checked": Event("a plan is handed in", {"score": SHARE}),
    "wbm.moderation.run_ended": Event("a plan is run to its end", {"minutes": COUNT}),
    "wbm.moderation.round_begun": Event(
        "a round through disturbances is begun", {"attempt": COUNT}
    ),
    "wbm.moderation.round_closed": Event(
        "a round through disturbances is over", {"attempt": COUNT, "score": SHARE}
    ),
    "wbm.moderation.agreed": Event("a group agrees on measures", {"measures": COUNT}),
    "wbm.coaching.sent": Event("a request is sent", {"for_team": YES_NO}),
    "wbm.coaching.asked_back": Event("somebody is asked to say more", {"reopened": COUNT}),
    "wbm.coaching.answered": Event("a request is answered", {"reopened": COUNT}),
    "wbm.coaching.closed": Event("a request is closed", {"reopened": COUNT, "solved": YES_NO}),
    "wbm.coaching.reopened": Event("an answer did not solve it", {"reopened": COUNT}),
    "wbm.coaching.withdrawn": Event("a request is taken back", {"reopened": COUNT}),
    "wbm.coaching.booked": Event("an appointment is booked", {"group": YES_NO}),
    "wbm.coaching.cancelled": Event("an appointment is given back", {"group": YES_NO}),
}


def checked(name: str, facts: Mapping[str, object]) -> Checked:
    """Compare an event with its declaration; what is not declared is left out and named."""
    event = EVENTS.get(name)
    if event is None:
        return Checked(None, (f"{name} is not declared",))
    defects = [f"{name} has no fact {fact}" for fact in sorted(facts) if fact not in event.facts]
    kept: dict[str, Value] = {}
    for fact, declared in event.facts.items():
        value = facts.get(fact)
        if isinstance(value, int | float | str) and declared.takes(value):
            kept[fact] = value
        elif fact in facts:
            defects.append(f"{name} takes no such {fact}")
        elif declared.always:
            defects.append(f"{name} lacks {fact}")
    return Checked(kept, tuple(defects))
