"""Handing in a plan: it stays as it is, and counts by the rules or goes to graders."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import transaction

from xblocks.core.people import Actor
from xblocks.core.permissions import Action, may, require
from xblocks.core.text import Message, gettext_noop
from xblocks.exercises.records import Exercise
from xblocks.exercises.service import keep_version
from xblocks.grading import service as grading
from xblocks.grading.points import book_points, kept
from xblocks.host import completion, grades
from xblocks.host.dates import day_of
from xblocks.moderation.definition import PlanExercise
from xblocks.moderation.domain.checking import POINTS, Checked
from xblocks.moderation.plan_keeping import TEXTS, locked, writing
from xblocks.moderation.plans import Draft, checked, draft_of, plans_of
from xblocks.moderation.records import Plan
from xblocks.moderation.refusals import ChangedMeanwhile, NoCompany, PlanGone, TextsMissing
from xblocks.moderation.reporting import report_checked

FULL = 100
"""Points of a plan in which the rules find nothing."""


@transaction.atomic
def hand_in(
    actor: Actor,
    exercise: Exercise,
    number: int,
    version: int,
    definition_hash: str,
    now: datetime,
) -> Plan:
    """Hand in a plan as it is; handed in already, it is left alone.

    `version` and `definition_hash` are those of the page that asked. Without a rubric the rules
    make the score, and the best plan counts; another one may follow. With one it goes to graders;
    whoever hands in again has seen the model, so the points of the rules stay those of the first.
    Raises `NotAllowed`, `Masquerading`, `NotFound`, `NoCompany`, `PlanGone`, `ChangedMeanwhile`,
    `TextsMissing`, and what `grading.hand_in` raises.
    """
    definition = writing(actor, exercise)
    if definition.rubric is not None:
        require(actor, Action.HAND_IN)
    plan = locked(actor, exercise, number)
    if plan.handed_in_at is not None:
        return plan
    if plan.removed_at is not None:
        raise PlanGone
    if version != plan.version or definition_hash != exercise.definition_hash:
        raise ChangedMeanwhile
    draft = draft_of(plan)
    if missing(definition, draft):
        raise TextsMissing
    found = checked(definition, draft, now)
    graded = definition.rubric is not None
    first = first_of(plans_of(actor, exercise)) if graded else None
    plan.handed_in_at = now
    plan.points = found.points if first is None else first.points
    plan.definition_hash = keep_version(exercise)
    plan.save(update_fields=["handed_in_at", "points", "definition_hash"])
    report_checked(actor, plan, Fraction(plan.points, POINTS))
    if graded:
        _to_graders(actor, exercise, plan, now, again=first is not None)
    else:
        _score(actor, exercise, plan, found)
    return plan


def missing(definition: PlanExercise, draft: Draft) -> list[Message]:
    """Return what must be there before a plan is handed in: rows, and texts that are rated."""
    names: list[str] = [] if draft.rows else [gettext_noop("Rows of the plan")]
    if definition.rubric is not None:
        asked = {"reasons": definition.reasons, "plan_b": definition.plan_b}
        names += [
            TEXTS[field][0] for field, is_asked in asked.items()
            if is_asked and not getattr(draft, field)
        ]  # fmt: skip
    return [Message(name) for name in names]


def first_of(plans: Iterable[Plan]) -> Plan | None:
    """Return the plan that was handed in before all others; None when none is."""
    handed_in = [each for each in plans if each.handed_in_at is not None]
    return min(handed_in, key=lambda each: (each.handed_in_at, each.pk), default=None)


def content_of(plan: Plan, now: datetime, *, again: bool = False) -> dict[str, Any]:
    """Return what graders get: the plan, the day it was handed in, and the points of the rules.

    `again`: the points are those of the plan the person handed in first.
    """
    return {
        "title": plan.title,
        "rows": json.loads(plan.rows),
        "measures": json.loads(plan.measures),
        "reasons": plan.reasons,
        "plan_b": plan.plan_b,
        "points": plan.points,
        "again": again,
        "day": day_of(now).isoformat(),
    }


def _to_graders(
    actor: Actor, exercise: Exercise, plan: Plan, now: datetime, *, again: bool
) -> None:
    if actor.company is None:
        raise NoCompany
    grading.hand_in(
        actor,
        exercise,
        company=None,
        members=[actor.person_id or 0],
        content=content_of(plan, now, again=again),
        definition_hash=exercise.definition_hash,
        due=exercise.due,
        late=exercise.due is not None and now > exercise.due,
        now=now,
    )


def _score(actor: Actor, exercise: Exercise, plan: Plan, found: Checked) -> None:
    """Tell the grade book of the best plan; who passes has done the exercise."""
    others = plans_of(actor, exercise).exclude(pk=plan.pk).exclude(points=None)
    best = max(others.values_list("points", flat=True), default=None)
    possible = max(1, round(exercise.weight)) if exercise.weight else None
    if (best is None or found.points > best) and possible and may(actor, Action.HAND_IN):
        grades.set_score(
            exercise.course_key,
            exercise.usage_key,
            exercise.block_type,
            actor.user_id,
            book_points(share_of(found.points), possible, 0),
            possible,
        )
    if found.passed:
        completion.publish_completion(exercise.usage_key, [actor.user_id], done=True)


def share_of(points: int) -> Decimal:
    """Return points of the rules as points of 100."""
    return kept(Fraction(points * FULL, POINTS))
