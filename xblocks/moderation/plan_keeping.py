"""Plans begun, copied, saved as a whole, removed and fetched back by who they belong to."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext

from xblocks.core.errors import NotFound
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require_own_hand
from xblocks.core.text import Message, gettext_noop
from xblocks.exercises.records import Exercise
from xblocks.moderation.definition import PlanExercise
from xblocks.moderation.domain.written import measures_json, rows_json
from xblocks.moderation.plans import Draft, draft_of, plans_of
from xblocks.moderation.reach import plan_exercise_of
from xblocks.moderation.records import Plan
from xblocks.moderation.records.plans import TITLE_LENGTH
from xblocks.moderation.refusals import (
    PlanConflict,
    PlanGone,
    PlanStays,
    TextTooLong,
    TooManyPlans,
)
from xblocks.moderation.reporting import report_planned
from xblocks.roster.records import Person

MOST_PLANS = 8
LONGEST_TEXT = 800
"""Characters of the reasons, and of plan B (`curriculum-facts 3.6`)."""

TEXTS = {
    "title": (gettext_noop("Name of the plan"), TITLE_LENGTH),
    "reasons": (gettext_noop("Why these methods?"), LONGEST_TEXT),
    "plan_b": (gettext_noop("Plan B"), LONGEST_TEXT),
}
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Seen:
    """What a page knew when it sent a plan: the version it showed, and which message it is."""

    version: int
    client: str = ""
    stamp: int = 0


@transaction.atomic
def begin(actor: Actor, exercise: Exercise, latest: int, now: datetime) -> Plan:
    """Begin a plan with the rows the exercise gives.

    `latest` is the number of the newest plan the person has seen: pressing twice begins once.
    Raises `NotAllowed`, `Masquerading`, `NotFound`, `TooManyPlans`.
    """
    definition = writing(actor, exercise)
    newer = _newer(actor, exercise, latest)
    if newer is not None:
        return newer
    return _made(actor, exercise, Draft(rows=tuple(definition.start)), now)


@transaction.atomic
def copy(actor: Actor, exercise: Exercise, number: int, latest: int, now: datetime) -> Plan:
    """Copy a plan, also one that is handed in. Otherwise as `begin`."""
    writing(actor, exercise)
    newer = _newer(actor, exercise, latest)
    if newer is not None:
        return newer
    return _made(actor, exercise, draft_of(locked(actor, exercise, number)), now)


@transaction.atomic
def keep_beside(actor: Actor, exercise: Exercise, draft: Draft, now: datetime) -> Plan:
    """Keep what was written as a further plan: the way out of a conflict that loses nothing.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `TooManyPlans`, `TextTooLong`.
    """
    writing(actor, exercise)
    return _made(actor, exercise, _fitting(draft), now)


@transaction.atomic
def save(
    actor: Actor, exercise: Exercise, number: int, draft: Draft, seen: Seen, now: datetime
) -> Plan:
    """Keep a plan as it was sent. The same again changes nothing.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `PlanGone`, `PlanStays`, `TextTooLong`,
    `PlanConflict`.
    """
    writing(actor, exercise)
    draft = _fitting(draft)
    plan = locked(actor, exercise, number)
    there = draft_of(plan)
    if draft == there or _is_stale(plan, seen):
        return plan
    if plan.removed_at is not None:
        raise PlanGone
    if plan.handed_in_at is not None:
        raise PlanStays
    if seen.version != plan.version and not _goes_on(plan, seen):
        raise PlanConflict(draft, there, plan.version)
    _write(plan, draft)
    plan.version += 1
    plan.client, plan.stamp, plan.changed_at = seen.client, seen.stamp, now
    plan.save()
    return plan


@transaction.atomic
def remove(actor: Actor, exercise: Exercise, number: int, now: datetime) -> Plan:
    """Remove a plan; it can be fetched back. Raises as `save`, but never `PlanConflict`."""
    writing(actor, exercise)
    plan = locked(actor, exercise, number)
    if plan.handed_in_at is not None:
        raise PlanStays
    if plan.removed_at is None:
        plan.removed_at = now
        plan.save(update_fields=["removed_at"])
    return plan


@transaction.atomic
def restore(actor: Actor, exercise: Exercise, number: int, now: datetime) -> Plan:
    """Fetch back a plan that was removed. Raises as `begin`."""
    writing(actor, exercise)
    plan = locked(actor, exercise, number)
    if plan.removed_at is not None:
        _refuse_more(actor, exercise)
        plan.removed_at = None
        plan.changed_at = now
        plan.save(update_fields=["removed_at", "changed_at"])
    return plan


def writing(actor: Actor, exercise: Exercise) -> PlanExercise:
    """Let only who writes for themselves go on; whoever makes two plans at once queues up here."""
    require_own_hand(actor, Action.PLAN_MEETING)
    definition = plan_exercise_of(exercise)
    if actor.person_id is None:
        raise NotFound
    Person.objects.select_for_update().filter(pk=actor.person_id).values_list("pk").first()
    return definition


def locked(actor: Actor, exercise: Exercise, number: int) -> Plan:
    """Return one of the person's plans for this transaction alone; raises `NotFound`."""
    plan = plans_of(actor, exercise).select_for_update().filter(pk=number).first()
    if plan is None:
        raise NotFound
    return plan


def _newer(actor: Actor, exercise: Exercise, latest: int) -> Plan | None:
    mine = plans_of(actor, exercise)
    return mine.filter(removed_at=None, pk__gt=latest).order_by("pk").last()


def _refuse_more(actor: Actor, exercise: Exercise) -> None:
    if plans_of(actor, exercise).filter(removed_at=None).count() >= MOST_PLANS:
        raise TooManyPlans(most=MOST_PLANS)


def _made(actor: Actor, exercise: Exercise, draft: Draft, now: datetime) -> Plan:
    """Make a plan with the next free letter; of removed ones only the newest stay."""
    _refuse_more(actor, exercise)
    mine = plans_of(actor, exercise)
    removed = mine.exclude(removed_at=None).order_by("-pk").values_list("pk", flat=True)
    mine.filter(pk__in=list(removed[MOST_PLANS:])).delete()
    plan = Plan(
        course_key=exercise.course_key,
        usage_key=exercise.usage_key,
        person_id=actor.person_id,
        version=1,
        created_at=now,
        changed_at=now,
    )
    _write(plan, replace(draft, title=_free_title(mine.filter(removed_at=None))))
    plan.save()
    report_planned(actor, plan, mine.count())
    return plan


def _free_title(plans: QuerySet[Plan]) -> str:
    taken = set(plans.values_list("title", flat=True))
    letters = (gettext("Plan %(letter)s") % {"letter": each} for each in "ABCDEFGHIJKLMNOP")
    return next(each for each in letters if each not in taken)


def _write(plan: Plan, draft: Draft) -> None:
    plan.title = draft.title
    plan.rows = rows_json(draft.rows)
    plan.measures = measures_json(draft.measures)
    plan.reasons, plan.plan_b = draft.reasons, draft.plan_b


def _fitting(draft: Draft) -> Draft:
    """Return it with texts as they are kept; raises `TextTooLong`."""
    found = {field: _text_of(getattr(draft, field), field) for field in TEXTS}
    return replace(draft, title=found["title"], reasons=found["reasons"], plan_b=found["plan_b"])


def _text_of(value: str, field: str) -> str:
    name, limit = TEXTS[field]
    text = _UNSEEN.sub("", value.replace("\r\n", "\n")).strip()
    if len(text) > limit:
        raise TextTooLong(field, Message(name), limit)
    return text


def _is_stale(plan: Plan, seen: Seen) -> bool:
    """Whether a message was overtaken by a later one of the same page."""
    return bool(seen.client) and plan.client == seen.client and seen.stamp <= plan.stamp


def _goes_on(plan: Plan, seen: Seen) -> bool:
    """Whether the same page writes on without having heard our last answer."""
    return bool(seen.client) and plan.client == seen.client
