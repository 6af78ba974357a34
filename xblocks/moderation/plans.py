"""What somebody has of an exercise: their plans of a meeting, and where they stand with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import QuerySet
from pydantic import ValidationError

from xblocks.core.errors import NotFound
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require
from xblocks.exercises import service as exercises
from xblocks.exercises.records import Exercise
from xblocks.grading import service as grading
from xblocks.grading.domain import Status
from xblocks.grading.records import Work
from xblocks.host.dates import day_of
from xblocks.moderation.definition import PlanExercise, adapter
from xblocks.moderation.domain.checking import Checked, check
from xblocks.moderation.domain.written import Measure, read_measures, read_rows
from xblocks.moderation.planned import Row
from xblocks.moderation.reach import plan_exercise_of
from xblocks.moderation.records import Plan


class Stage(StrEnum):
    """Where somebody stands. `DONE`: a plan is handed in, nobody grades, another one may follow."""

    OPEN = "open"
    DONE = "done"
    HANDED_IN = "handed_in"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    PASSED = "passed"
    FAILED = "failed"

    @property
    def takes_more(self) -> bool:
        """Whether a plan can be handed in now."""
        return self in (Stage.OPEN, Stage.DONE, Stage.RETURNED)


@dataclass(frozen=True)
class Draft:
    """What is written in a plan, as a page sends it and as it is kept."""

    title: str = ""
    rows: tuple[Row, ...] = ()
    measures: tuple[Measure, ...] = ()
    reasons: str = ""
    plan_b: str = ""


@dataclass(frozen=True)
class Opened:
    """What somebody has of an exercise: `plans` in the order they were begun, without removed ones.

    `work` is the version that counts where trainers grade.
    """

    exercise: Exercise
    definition: PlanExercise
    plans: tuple[Plan, ...] = ()
    work: Work | None = None
    stage: Stage = Stage.OPEN

    @property
    def latest(self) -> int:
        """The number of the newest plan, 0 before the first."""
        return max((each.pk for each in self.plans), default=0)

    @property
    def best(self) -> int | None:
        """The points of the best plan that was handed in."""
        return max((each.points for each in self.plans if each.points is not None), default=None)

    def plan(self, number: int) -> Plan:
        """Return one of the plans; raises `NotFound`."""
        found = next((each for each in self.plans if each.pk == number), None)
        if found is None:
            raise NotFound
        return found

    def usual(self) -> Plan | None:
        """Return the plan to show when none is asked for: the one changed last."""
        return max(self.plans, key=lambda each: (each.changed_at, each.pk), default=None)


def opened(actor: Actor, exercise: Exercise, now: datetime) -> Opened:
    """Return the person's plans; who only looks, or looks as somebody else, sees none.

    Raises `NotAllowed`, `NotFound`.
    """
    require(actor, Action.PLAN_MEETING)
    definition = plan_exercise_of(exercise)
    if actor.masquerading or actor.person_id is None:
        return Opened(exercise, definition)
    plans = tuple(plans_of(actor, exercise).filter(removed_at=None).order_by("pk"))
    work = grading.latest(exercise.usage_key, person=actor.person_id) if plans else None
    return Opened(exercise, definition, plans, work, _stage(plans, work, now))


def draft_of(plan: Plan) -> Draft:
    """Return what is written in a plan."""
    return Draft(
        plan.title, read_rows(plan.rows), read_measures(plan.measures), plan.reasons, plan.plan_b
    )


def checked(definition: PlanExercise, draft: Draft, at: datetime) -> Checked:
    """Return what the rules say to a plan on the day of a moment."""
    return check(draft.rows, draft.measures, definition.scenario, day_of(at))


def judged_at(plan: Plan, now: datetime) -> datetime:
    """Return the moment whose day the rules look from: now, or when the plan was handed in."""
    return plan.handed_in_at or now


def definition_for(exercise: Exercise, plan: Plan) -> PlanExercise:
    """Return what a plan answers to: what it was handed in under, before that what stands now.

    What stands now also where nobody reads the old one any more. Raises `NotFound`.
    """
    now = plan_exercise_of(exercise)
    if plan.handed_in_at is None or plan.definition_hash == exercise.definition_hash:
        return now
    try:
        kept = adapter.validate_python(exercises.version_of(plan.definition_hash))
    except (NotFound, ValidationError):
        return now
    return kept if isinstance(kept, PlanExercise) else now


def plans_of(actor: Actor, exercise: Exercise) -> QuerySet[Plan]:
    """Return all plans of the person, removed ones too; for the use cases of this component."""
    return Plan.objects.filter(person=actor.person_id, usage_key=exercise.usage_key)


def _stage(plans: Sequence[Plan], work: Work | None, now: datetime) -> Stage:
    if work is None:
        return Stage.DONE if any(each.handed_in_at for each in plans) else Stage.OPEN
    if work.status != Status.WAITING:
        return Stage(work.status)
    held = work.claimed_until is not None and work.claimed_until > now
    return Stage.IN_REVIEW if held else Stage.HANDED_IN
