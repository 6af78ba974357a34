"""Cases and matrices of people whose traces are looked for, written into the tables."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.records import needs_own_cases
from xblocks.exercises.records import Exercise
from xblocks.needs_analysis.domain.grid import (
    Rating,
    Skill,
    Target,
    levels_text,
    skills_text,
    targets_text,
)
from xblocks.needs_analysis.records import MatrixRow, Sheet, SheetEntry, TeamMatrix

if TYPE_CHECKING:
    from tests.records.privacy_cases import Human, World


def analyse(here: World) -> None:
    """Let both trainees work on a case, and their team keep a matrix in which each is named.

    Bea changed it last; nobody should, but both stand in it by name.
    """
    own = needs_own_cases.exercise(here.where)
    for who, mate in ((here.xenia, here.bea), (here.bea, here.xenia)):
        sheet_of(here, who, own, f"As {who.actor.name} and {mate.actor.name} see it.")
    names = [here.xenia.actor.name, here.bea.actor.name]
    matrix = TeamMatrix.objects.create(
        course_key=here.where.key,
        usage_key=own.usage_key,
        company_id=here.xenia.actor.company,
        columns=skills_text([Skill("k1", f"As {' and '.join(names)} do"), Skill("k2", "Robots")]),
        profiles=targets_text([Target("p1", f"Place of {names[0]}", {"k1": 3})]),
        changed_at=here.now,
        changed_by_id=here.bea.actor.person_id,
    )
    for number, name in enumerate([*names, "P3"]):
        MatrixRow.objects.create(
            matrix=matrix,
            position=number,
            code=name,
            activity=f"beside {names[0]}",
            profile="p1",
            levels=levels_text({"k1": Rating(2, "s")}),
        )


def sheet_of(here: World, who: Human, exercise: Exercise, text: str) -> Sheet:
    """Keep a sheet of somebody with a figure, people and a reason."""
    sheet = Sheet.objects.create(
        course_key=here.where.key,
        usage_key=exercise.usage_key,
        person_id=who.actor.person_id,
        definition_hash=exercise.definition_hash,
        started_at=here.now,
        changed_at=here.now,
    )
    answers = {"question:q1": "42", "measure:m1": {"people": ["a01"]}, "reason:r1": text}
    for revision, (name, value) in enumerate(answers.items(), 1):
        SheetEntry.objects.create(
            sheet=sheet,
            name=name,
            value=json.dumps(value),
            revision=revision,
            changed_at=here.now,
        )
    return sheet
