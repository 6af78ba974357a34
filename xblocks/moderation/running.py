"""Running a plan of one's own by the clock: start it, press its buttons, read what became of it.

A page goes on without connection and sends later what was pressed. So a press brings its time, an
id by which it counts once, and the version it was made after.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from xblocks.core.errors import NotFound
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require, require_own_hand
from xblocks.exercises.records import Exercise
from xblocks.moderation.domain.actual import Report, report_of
from xblocks.moderation.domain.running import (
    MOST_PRESSES,
    Button,
    Clock,
    Press,
    State,
    fitted,
    played,
    presses_json,
    presses_of,
)
from xblocks.moderation.domain.written import read_rows, rows_json
from xblocks.moderation.planned import Row
from xblocks.moderation.reach import find, plan_exercise_of
from xblocks.moderation.records import Plan, PlanRun
from xblocks.moderation.refusals import NoSuchPress, NothingToRun, OtherPress
from xblocks.moderation.reporting import report_run_ended


@dataclass(frozen=True)
class Run:
    """A run of a plan as it stands. `now` counts seconds since it started."""

    record: PlanRun
    presses: tuple[Press, ...]
    clock: Clock
    now: int

    @property
    def going_on(self) -> bool:
        """Whether it has not ended."""
        return self.clock.state is not State.ENDED

    @property
    def ends_at(self) -> datetime:
        """When it ended, or ends if all goes on as planned."""
        return self.at(self.clock.expected_end(self.now))

    def at(self, seconds: int) -> datetime:
        """Return the moment so many seconds after the start."""
        started: datetime = self.record.started_at
        return started + timedelta(seconds=seconds)

    def report(self) -> Report:
        """Return planned against actual."""
        return report_of(self.clock, self.now)


@dataclass(frozen=True)
class Standing:
    """A plan before its clock: its rows as they are written now, and its runs, the newest first."""

    plan: Plan
    exercise: Exercise
    rows: tuple[Row, ...]
    runs: tuple[Run, ...]

    @property
    def latest(self) -> Run | None:
        """The newest run; None before the first."""
        return self.runs[0] if self.runs else None

    @property
    def present(self) -> Run | None:
        """The run that goes on; None when none does."""
        return self.latest if self.latest and self.latest.going_on else None


def standing(actor: Actor, plan: int, now: datetime) -> Standing:
    """Return a plan of one's own with its runs. Raises `NotAllowed`, `NotFound`."""
    require(actor, Action.PLAN_MEETING)
    return _standing(actor, _plan(actor, plan), now)


def run_of(actor: Actor, run: int, now: datetime) -> Run:
    """Return a run of a plan of one's own. Raises `NotAllowed`, `NotFound`."""
    require(actor, Action.PLAN_MEETING)
    found = PlanRun.objects.filter(pk=run).first()
    if found is None:
        raise NotFound
    _plan(actor, found.plan_id)
    return _run(found, now)


@transaction.atomic
def start(actor: Actor, plan: int, seen: int, now: datetime) -> Standing:
    """Start the clock for a plan as it is now. `seen` is the newest run the page knows, 0 for none.

    The same twice, or from two devices, starts once. Raises `NotAllowed`, `Masquerading`,
    `NotFound`, `NothingToRun`.
    """
    require_own_hand(actor, Action.PLAN_MEETING)
    here = _standing(actor, _plan(actor, plan, lock=True), now)
    if here.present or (here.latest and here.latest.record.pk > seen):
        return here
    if not here.rows:
        raise NothingToRun
    PlanRun.objects.create(plan=here.plan, rows=rows_json(here.rows), started_at=now)
    return _standing(actor, here.plan, now)


@transaction.atomic
def press(actor: Actor, run: int, seen: int, press: Press, now: datetime) -> Run:
    """Press a button; `seen` is the version before it. A press that is known counts no second time.

    Its time is kept between that of the press before it and now. Raises `NotAllowed`,
    `Masquerading`, `NotFound`, `OtherPress`, `NoSuchPress`.
    """
    require_own_hand(actor, Action.PLAN_MEETING)
    found = PlanRun.objects.select_for_update().filter(pk=run).first()
    if found is None:
        raise NotFound
    plan = _plan(actor, found.plan_id)
    here = _run(found, now)
    if press.id in {each.id for each in here.presses}:
        return here
    if found.version != seen:
        raise OtherPress
    if not here.clock.can(press.button, press.minutes) or not _room(here, press):
        raise NoSuchPress
    if not here.going_on and _has_newer(found):
        raise NoSuchPress
    kept = (*here.presses, fitted(press, here.presses, here.now))
    found.presses = presses_json(kept)
    found.version = len(kept)
    after = _run(found, now)
    found.ended_at = None if after.going_on else after.ends_at
    found.save()
    if here.going_on and not after.going_on:
        report_run_ended(actor, plan, after.report().used // 60)
    return after


@transaction.atomic
def remove(actor: Actor, run: int) -> Plan:
    """Remove a run for good, and return its plan. Raises as `press` does, but for conflicts."""
    require_own_hand(actor, Action.PLAN_MEETING)
    found = PlanRun.objects.filter(pk=run).first()
    if found is None:
        raise NotFound
    plan = _plan(actor, found.plan_id)
    found.delete()
    return plan


def _plan(actor: Actor, plan: int, *, lock: bool = False) -> Plan:
    """Return a plan of the person's own in this course; raises `NotFound`."""
    if actor.person_id is None or actor.masquerading:
        raise NotFound
    mine = Plan.objects.select_for_update() if lock else Plan.objects
    found = mine.filter(
        pk=plan, person=actor.person_id, course_key=actor.course_key, removed_at=None
    ).first()
    if found is None:
        raise NotFound
    return found


def _standing(actor: Actor, plan: Plan, now: datetime) -> Standing:
    exercise = find(actor, plan.usage_key)
    plan_exercise_of(exercise)
    runs = PlanRun.objects.filter(plan=plan).order_by("-pk")
    return Standing(plan, exercise, read_rows(plan.rows), tuple(_run(each, now) for each in runs))


def _run(found: PlanRun, now: datetime) -> Run:
    presses = presses_of(found.presses)
    seconds = max(0, int((now - found.started_at).total_seconds()))
    return Run(found, presses, played(read_rows(found.rows), presses), seconds)


def _room(here: Run, press: Press) -> bool:
    """Whether another press can be kept; the end always can."""
    return len(here.presses) < MOST_PRESSES or press.button is Button.END


def _has_newer(found: PlanRun) -> bool:
    return bool(PlanRun.objects.filter(plan=found.plan_id, pk__gt=found.pk).exists())
