"""How a living case stands for somebody: read from what was asked, decided and answered.

Everything follows from it and from the definition the round was begun under. So a case that authors
change meanwhile stays as it was until it is begun anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from pydantic import ValidationError

from xblocks.core.errors import NotFound
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require
from xblocks.exercises import service as exercises
from xblocks.exercises.records import Exercise
from xblocks.needs_analysis.definition import LivingCase, adapter
from xblocks.needs_analysis.domain.checking import Context, Verdict, judge
from xblocks.needs_analysis.domain.debriefing import Debriefing
from xblocks.needs_analysis.domain.interviewing import Interview, Place
from xblocks.needs_analysis.domain.names import Part, parts_of
from xblocks.needs_analysis.keeping import Entry, entries_of, sheet_of
from xblocks.needs_analysis.reach import living_case_of
from xblocks.needs_analysis.records import Sheet


class Stage(StrEnum):
    """Where somebody stands with a living case."""

    NEW = "new"
    ASKING = "asking"
    ANSWERING = "answering"
    TOLD = "told"


@dataclass(frozen=True)
class Conversation:
    """A living case as it stands for one person.

    `reasons` says why somebody is believed, by field; `answers` are those to the questions of the
    case, `rounds` what earlier rounds came to, by number. `outdated`: authors changed the case
    since this round began.
    """

    exercise: Exercise
    case: LivingCase
    stage: Stage
    round: int
    interview: Interview
    reasons: Mapping[Place, str] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)
    rounds: Mapping[int, Mapping[str, int]] = field(default_factory=dict)
    outdated: bool = False

    @property
    def missing(self) -> tuple[str, ...]:
        """The questions of the case without answer."""
        return tuple(each.id for each in self.case.questions if each.id not in self.answers)

    def verdicts(self) -> dict[str, Verdict]:
        """Return how the answers are judged, against the matrix as it really is.

        A question whose own figures are broken is judged by nobody: it is left out.
        """
        context = Context(Debriefing(self.interview).truth())
        found = {}
        for each in self.case.questions:
            # `defects` has told the author of what cannot be reckoned.
            with suppress(ValueError):
                found[each.id] = judge(each, self.answers.get(each.id), context)
        return found

    def summary(self) -> dict[str, int]:
        """Return what the round came to, in numbers: what stays of it after beginning anew."""
        told, verdicts = Debriefing(self.interview), self.verdicts()
        return {
            "minutes": self.interview.spent,
            "budget": self.case.minutes,
            "known": self.interview.known,
            "fields": len(told.held),
            "recognised": len(told.recognised),
            "critical": len(told.critical),
            "right": sum(each.right for each in verdicts.values()),
            "questions": len(verdicts),
        }


def opened(actor: Actor, exercise: Exercise) -> Conversation:
    """Return the case as it stands for the person. Raises `NotAllowed`, `NotFound`."""
    require(actor, Action.ANALYSE)
    return conversation_of(exercise, sheet_of(actor, exercise))


def conversation_of(exercise: Exercise, sheet: Sheet | None) -> Conversation:
    """Return how a case stands by its sheet; None before it was begun."""
    if sheet is None:
        case = living_case_of(exercise)
        return Conversation(exercise, case, Stage.NEW, 0, Interview(case))
    case = _begun_under(exercise, sheet)
    found = _by_part(entries_of(sheet))
    believed = {
        (ids[0], ids[1]): each.value for ids, each in found.get(Part.BELIEVED, ()) if each.value
    }
    interview = Interview(
        case,
        tuple(ids[0] for ids, _each in found.get(Part.ASKED, ())),
        {place: value["inquiry"] for place, value in believed.items()},
    )
    closed = bool(found.get(Part.CLOSED))
    stage = Stage.ANSWERING if closed else Stage.ASKING
    return Conversation(
        exercise,
        case,
        Stage.TOLD if sheet.closed_at else stage,
        sheet.round,
        interview,
        reasons={place: value["reason"] for place, value in believed.items()},
        answers={
            ids[0]: each.value
            for ids, each in found.get(Part.QUESTION, ())
            if each.value is not None
        },
        rounds={
            int(ids[0]): each.value
            for ids, each in found.get(Part.ROUND, ())
            if int(ids[0]) < sheet.round
        },
        outdated=sheet.definition_hash != exercise.definition_hash,
    )


def _by_part(entries: Mapping[str, Entry]) -> dict[Part, list[tuple[tuple[str, ...], Entry]]]:
    """Return answers by what they answer, in the order they were given."""
    found: dict[Part, list[tuple[tuple[str, ...], Entry]]] = {}
    for name, entry in entries.items():
        part, ids = parts_of(name)
        found.setdefault(part, []).append((ids, entry))
    return found


def _begun_under(exercise: Exercise, sheet: Sheet) -> LivingCase:
    """Return the case as it was when the round began; as it is now where that cannot be read."""
    if sheet.definition_hash == exercise.definition_hash:
        return living_case_of(exercise)
    try:
        kept = adapter.validate_python(exercises.version_of(sheet.definition_hash))
    except (NotFound, ValidationError):
        return living_case_of(exercise)
    return kept if isinstance(kept, LivingCase) else living_case_of(exercise)
