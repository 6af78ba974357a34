"""Measures a group agrees on: what, who (one person), until when, how it is recognised."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from xblocks.core.people import Actor
from xblocks.core.wording import line
from xblocks.moderation.board.membership import Access, held, members, require_open, touch
from xblocks.moderation.board.refusals import (
    BoardFull,
    CardGone,
    DayPassed,
    MeasureConflict,
    NotAMember,
    OnePerson,
)
from xblocks.moderation.records import BoardMeasure, CardGroup
from xblocks.moderation.records.boards import TEXT_LENGTH, TITLE_LENGTH
from xblocks.moderation.steps import Plan

MOST_MEASURES = 60


@dataclass(frozen=True)
class Values:
    """What stands in a measure. `who` is a person of the board, `who_else` anybody else's name."""

    what: str = ""
    who: int | None = None
    who_else: str = ""
    until: date | None = None
    sign: str = ""
    group: int | None = None


@transaction.atomic
def add(actor: Actor, board_id: int, step: str, values: Values, now: datetime) -> BoardMeasure:
    """Add a measure at the end; it may be incomplete.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `StepClosed`, `BoardFull`, `OnePerson`,
    `NotAMember`, `DayPassed`, `CardGone`, and what `wording.line` raises.
    """
    here = held(actor, board_id)
    require_open(here, step, Plan)
    there = BoardMeasure.objects.filter(board=here.board, removed=False)
    if there.count() >= MOST_MEASURES:
        raise BoardFull(most=MOST_MEASURES)
    made = BoardMeasure(board=here.board, step=step)
    _write(here, made, values, now)
    made.revision = touch(here, now)
    made.save()
    return made


@transaction.atomic
def change(
    actor: Actor,
    board_id: int,
    step: str,
    measure: int,
    values: Values,
    version: int,
    now: datetime,
) -> BoardMeasure:
    """Write a measure anew; `version` is the one the page showed.

    Raises what `add` raises but `BoardFull`, and `MeasureConflict`.
    """
    here = held(actor, board_id)
    require_open(here, step, Plan)
    found = _measure(here, measure)
    if found.removed:
        raise CardGone
    if _values(found) == values:
        return found
    if found.version != version:
        raise MeasureConflict(found.version)
    _write(here, found, values, now)
    found.version += 1
    found.revision = touch(here, now)
    found.save()
    return found


@transaction.atomic
def remove(
    actor: Actor, board_id: int, step: str, measure: int, now: datetime, *, back: bool = False
) -> None:
    """Take a measure away, or with `back` put it back; again is as good as once.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `StepClosed`, `CardGone`.
    """
    here = held(actor, board_id)
    require_open(here, step, Plan)
    found = _measure(here, measure)
    if found.removed == (not back):
        return
    found.removed = not back
    found.revision = touch(here, now)
    found.save(update_fields=["removed", "revision"])


def of(here: Access, since: int = 0) -> list[BoardMeasure]:
    """Return the measures of the steps the group has reached; with `since` those changed after."""
    steps = [stage.id for stage in here.progress.stages[: here.progress.furthest + 1]]
    found = BoardMeasure.objects.filter(
        board=here.board, step__in=steps, removed=False, revision__gt=since
    )
    return list(found.select_related("who", "group").order_by("id"))


def _measure(here: Access, measure: int) -> BoardMeasure:
    found = BoardMeasure.objects.filter(board=here.board, pk=measure).first()
    if found is None or found.step != here.step.id:
        raise CardGone
    return found


def _values(measure: BoardMeasure) -> Values:
    return Values(
        measure.what,
        measure.who_id,
        measure.who_else,
        measure.until,
        measure.sign,
        measure.group_id,
    )


def _write(here: Access, measure: BoardMeasure, values: Values, now: datetime) -> None:
    what = line(values.what, TEXT_LENGTH)
    who_else = line(values.who_else, TITLE_LENGTH)
    sign = line(values.sign, TEXT_LENGTH)
    if values.who is not None and who_else:
        raise OnePerson
    _require_people(here, measure, values)
    if values.until != measure.until and values.until and values.until < timezone.localdate(now):
        raise DayPassed
    measure.what, measure.who_else, measure.sign = what, who_else, sign
    measure.who_id, measure.until, measure.group_id = values.who, values.until, values.group


def _require_people(here: Access, measure: BoardMeasure, values: Values) -> None:
    """Refuse a person or group that is not of this board; what stood there already may stay."""
    if values.who not in {None, measure.who_id} and values.who not in {
        each.pk for each in members(here.board)
    }:
        raise NotAMember
    groups = CardGroup.objects.filter(board=here.board, pk=values.group, removed=False)
    if values.group not in {None, measure.group_id} and not groups.exists():
        raise CardGone
