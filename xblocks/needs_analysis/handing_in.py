"""Handing in, beginning anew, and taking over the profiles of the model answer."""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import transaction

from xblocks.core.errors import NotFound
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, may, require, require_own_hand
from xblocks.exercises.records import Exercise
from xblocks.exercises.service import keep_version
from xblocks.grading import service as grading
from xblocks.grading.points import book_points, kept
from xblocks.host import completion, grades
from xblocks.needs_analysis import keeping, reach
from xblocks.needs_analysis.definition import CaseStudy
from xblocks.needs_analysis.domain.comparing import model_profiles
from xblocks.needs_analysis.domain.funding_figures import funding_way
from xblocks.needs_analysis.domain.law import law
from xblocks.needs_analysis.domain.marking import Marks, marks_of
from xblocks.needs_analysis.domain.names import Part, name_of
from xblocks.needs_analysis.domain.readiness import missing_parts, missing_reasons
from xblocks.needs_analysis.records import Sheet, SheetEntry
from xblocks.needs_analysis.refusals import (
    ChangedMeanwhile,
    NoCompany,
    NotAnew,
    NotReady,
    NotWritable,
)
from xblocks.needs_analysis.reporting import report_reckoned, report_started
from xblocks.needs_analysis.sheets import Opened, Stage, look_into


@transaction.atomic
def hand_in(
    actor: Actor, exercise: Exercise, revision: int, definition_hash: str, now: datetime
) -> Opened:
    """Hand in the person's work, or a returned one again; what is handed in already stays.

    `revision` and `definition_hash` are those of the summary the person has seen. Figures are told
    right from wrong with this and stay as they are. Without a rubric they make the score, and the
    best round counts. Raises `NotAllowed`, `Masquerading`, `NotFound`, `NoCompany`, `NotReady`,
    `ChangedMeanwhile`, and what `grading.hand_in` raises.
    """
    require_own_hand(actor, Action.ANALYSE)
    graded = reach.case_study_of(exercise).rubric is not None
    if graded:
        require(actor, Action.HAND_IN)
    if actor.person_id is None:
        raise NotFound
    sheet = keeping.locked_sheet(actor, exercise, now)
    found = look_into(exercise, sheet, now)
    if found.stage not in (Stage.OPEN, Stage.RETURNED):
        return found
    if revision != sheet.revision or definition_hash != exercise.definition_hash:
        raise ChangedMeanwhile
    again = found.stage is Stage.RETURNED
    missing = missing_reasons if again else missing_parts
    if any(each.needed for each in missing(found.current, found.answers)):
        raise NotReady
    if not again:
        sheet.closed_at = now
        sheet.definition_hash = keep_version(exercise)
        report_reckoned(actor, sheet, marked(found.current, found.answers).share)
    if graded:
        _to_graders(actor, exercise, found, now)
    elif not again:
        _score(actor, exercise, sheet, marked(found.current, found.answers))
    sheet.revision += 1
    sheet.changed_at = now
    sheet.save()
    return look_into(exercise, sheet, now)


@transaction.atomic
def begin_anew(actor: Actor, exercise: Exercise, round_: int, now: datetime) -> Opened:
    """Begin a case anew that nobody grades; the best round counts.

    Whoever handed one in to graders has seen the model answer, whatever became of the work.
    `round_` is the one the person has seen: pressing twice begins once. Raises `NotAllowed`,
    `Masquerading`, `NotFound`, `NotAnew`.
    """
    require_own_hand(actor, Action.ANALYSE)
    if actor.person_id is None:
        raise NotFound
    sheet = keeping.locked_sheet(actor, exercise, now)
    found = look_into(exercise, sheet, now)
    if sheet.round == round_ + 1 and found.stage is Stage.OPEN:
        return found
    if found.stage is not Stage.CLOSED or sheet.round != round_ or _was_graded(actor, exercise):
        raise NotAnew
    SheetEntry.objects.filter(sheet=sheet).delete()
    sheet.round += 1
    sheet.revision += 1
    sheet.closed_at = None
    sheet.definition_hash = exercise.definition_hash
    sheet.started_at = sheet.changed_at = now
    sheet.save()
    report_started(actor, sheet)
    return look_into(exercise, sheet, now)


def _was_graded(actor: Actor, exercise: Exercise) -> bool:
    return bool(grading.works_of(exercise.usage_key, person=actor.person_id))


@transaction.atomic
def take_over(actor: Actor, exercise: Exercise, now: datetime) -> Opened:
    """Set the target profiles of the model answer for everybody, where right and wrong are told.

    Offered to who has tried everybody: a wrong profile would make every later figure another one.
    Raises `NotAllowed`, `Masquerading`, `NotFound`, `NotWritable`.
    """
    require_own_hand(actor, Action.ANALYSE)
    definition = reach.case_study_of(exercise)
    if actor.person_id is None or definition.targets != "set" or definition.feedback != "at_once":
        raise NotFound
    sheet = keeping.locked_sheet(actor, exercise, now)
    found = look_into(exercise, sheet, now)
    if not found.writes(Part.PROFILE):
        raise NotWritable
    if not _may_take_over(definition, found.answers):
        raise NotReady
    for person, profile in model_profiles(definition).items():
        name = name_of(Part.PROFILE, person)
        if found.answers.get(name) != profile:
            keeping.put(sheet, name, profile, now)
    return look_into(exercise, sheet, now)


def _may_take_over(definition: CaseStudy, answers: dict[str, Any]) -> bool:
    return all(answers.get(name_of(Part.PROFILE, each.id)) for each in definition.people)


def marked(definition: CaseStudy, answers: dict[str, Any]) -> Marks:
    """Return what of a case is right."""
    return marks_of(definition, answers, lambda question: funding_way(question, definition, law()))


def _to_graders(actor: Actor, exercise: Exercise, found: Opened, now: datetime) -> None:
    if actor.company is None:
        raise NoCompany
    grading.hand_in(
        actor,
        exercise,
        company=None,
        members=[actor.person_id or 0],
        content=content_of(found),
        definition_hash=exercise.definition_hash,
        due=exercise.due,
        late=exercise.due is not None and now > exercise.due,
        now=now,
    )


def content_of(found: Opened) -> dict[str, Any]:
    """Return what is handed in: all answers, and what of them was right when figures were told.

    ``marks`` holds shares as text, for a share is exact: ``"3/4"``. A work handed in again keeps
    those of the first version.
    """
    if found.work is not None:
        marks = content_marks(found.work.content)
    else:
        marks = marked(found.current, found.answers)
    return {
        "answers": found.answers,
        "marks": {name: str(share) for name, share in marks.shares.items()},
    }


def content_marks(text: str) -> Marks:
    """Return the marks that a work holds."""
    shares = json.loads(text).get("marks", {})
    return Marks({name: Fraction(share) for name, share in shares.items()})


def _score(actor: Actor, exercise: Exercise, sheet: Sheet, marks: Marks) -> None:
    """Keep the points of a round nobody grades; the grade book hears of the best alone."""
    points = kept(marks.share * 100)
    better = sheet.best is None or points > Decimal(sheet.best)
    if better:
        sheet.best = points
        possible = max(1, round(exercise.weight)) if exercise.weight else None
        if possible is not None and may(actor, Action.HAND_IN):
            grades.set_score(
                exercise.course_key,
                exercise.usage_key,
                exercise.block_type,
                actor.user_id,
                book_points(points, possible, 0),
                possible,
            )
    completion.publish_completion(exercise.usage_key, [actor.user_id], done=True)
