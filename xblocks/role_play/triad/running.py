"""A triad plays: rounds begin, the clock runs, somebody presses for all three."""

from __future__ import annotations

import json
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from xblocks.core.errors import BadRequest
from xblocks.core.people import Actor
from xblocks.core.wording import line
from xblocks.host import completion
from xblocks.role_play import reporting
from xblocks.role_play.records import TriadGroup, TriadRound
from xblocks.role_play.triad.membership import Access, cast_in, held, touch
from xblocks.role_play.triad.refusals import (
    GoneOn,
    NoSuchCase,
    NoSuchCriterion,
    NotNow,
    NotYourPart,
    TooFew,
    TooMuchFocus,
)
from xblocks.role_play.triad.rules import (
    AFTER_TALK,
    STEPS,
    Part,
    Stage,
    Step,
    cast_of,
    goes_on,
    milliseconds,
)

CLOCK = ("round", "step", "step_at", "stopped_at", "stopped_ms", "more", "ended_at")
MOST_FOCUS = 2
MOST_MORE = 60
MOST_STOPPED_MS = 10 * 24 * 60 * 60 * 1000
"""Who takes a break of weeks goes on with a clock that ran out, instead of not at all."""

ATTENTION_LENGTH = 300


class Press(StrEnum):
    """What any member presses for all: next step, stop, go on, more time, end of everything."""

    NEXT = "next"
    STOP = "stop"
    GO_ON = "go_on"
    MORE = "more"
    END = "end"


@transaction.atomic
def begin(actor: Actor, triad_id: int, now: datetime) -> None:
    """Begin the first round; a second press begins nothing.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `TooFew`.
    """
    here = held(actor, triad_id)
    if here.group.round or here.group.ended_at:
        return
    if len(here.present) < 2:
        raise TooFew
    _begin_round(here, now)
    touch(here.group, now, *CLOCK)
    reporting.report_triad_begun(actor, here.group)


@transaction.atomic
def press(
    actor: Actor,
    triad_id: int,
    what: Press,
    seen: tuple[int, str],
    now: datetime,
    minutes: int = 1,
) -> None:
    """Press for all three. `seen` are round and step as the page shows them.

    Whoever wants to go on from a step the triad has left is there already. Raises `NotAllowed`,
    `Masquerading`, `NotFound`, `GoneOn`, `BadRequest`.
    """
    here = held(actor, triad_id)
    group = here.group
    if (group.round, group.step) != seen:
        if what is Press.NEXT:
            return
        raise GoneOn
    if here.step is None:
        return
    if what is Press.NEXT:
        _next(actor, here, now)
    elif what is Press.END:
        _end_round(actor, here, now)
        _end(group, now)
    elif what is Press.MORE:
        if not 1 <= minutes <= 5:
            raise BadRequest
        group.more = min(group.more + minutes, MOST_MORE)
    elif what is Press.STOP:
        group.stopped_at = group.stopped_at or now
    elif group.stopped_at is not None:
        stood = max(0, milliseconds(group.stopped_at, now))
        group.stopped_ms = min(group.stopped_ms + stood, MOST_STOPPED_MS)
        group.stopped_at = None
    touch(group, now, *CLOCK)


@transaction.atomic
def choose_case(actor: Actor, triad_id: int, number: int, case: str, now: datetime) -> None:
    """Choose the case of a round that has not begun to talk.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `GoneOn`, `NotNow`, `NoSuchCase`.
    """
    here = held(actor, triad_id)
    row = _round(here, number)
    if here.step is not Step.PREPARE:
        raise NotNow
    if case not in {each.id for each in here.definition.cases}:
        raise NoSuchCase
    row.case = case
    row.save(update_fields=["case"])
    touch(here.group, now)


@transaction.atomic
def pay_attention(
    actor: Actor, triad_id: int, number: int, attention: str, focus: list[str], now: datetime
) -> None:
    """Keep what the adviser wants to watch in their own talk, at most two criteria.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `GoneOn`, `NotYourPart`, `NoSuchCriterion`,
    `TooMuchFocus`, and what `wording.line` raises.
    """
    here = held(actor, triad_id)
    row = _round(here, number)
    if Part.ADVISER not in here.serves:
        raise NotYourPart
    chosen = list(dict.fromkeys(focus))
    if set(chosen) - {each.id for each in here.definition.criteria}:
        raise NoSuchCriterion
    if len(chosen) > MOST_FOCUS:
        raise TooMuchFocus
    row.attention = line(attention, ATTENTION_LENGTH)
    row.focus = json.dumps(chosen)
    row.save(update_fields=["attention", "focus"])
    touch(here.group, now)


def _round(here: Access, number: int) -> TriadRound:
    if here.round is None or here.round.number != number:
        raise GoneOn
    return here.round


def _next(actor: Actor, here: Access, now: datetime) -> None:
    row, _clock = here.playing()
    if here.step is Step.TALK:
        _talk_over(here, now)
    if here.group.step != STEPS[-1]:
        step = STEPS[STEPS.index(Step(here.group.step)) + 1]
        if step is Step.TALK:
            row.talk_at = now
            row.save(update_fields=["talk_at"])
        _stand_at(here.group, step, now)
        return
    _end_round(actor, here, now)
    before = [cast_in(each) for each in here.rounds]
    present = [each.person_id for each in here.present]
    if goes_on(present, before, here.definition.rounds):
        _begin_round(here, now)
    else:
        _end(here.group, now)


def _begin_round(here: Access, now: datetime) -> None:
    before = [cast_in(each) for each in here.rounds]
    cast = cast_of([each.person_id for each in here.present], before)
    number = len(before) + 1
    played = {each.case for each in here.rounds}
    cases = [each.id for each in here.definition.cases]
    TriadRound.objects.create(
        triad=here.group,
        number=number,
        case=next((each for each in cases if each not in played), cases[0]),
        adviser_id=cast[Part.ADVISER],
        colleague_id=cast[Part.COLLEAGUE],
        observer_id=cast.get(Part.OBSERVER),
        stage=Stage.EXPERIENCE,
        begun_at=now,
    )
    here.group.round = number
    _stand_at(here.group, Step.PREPARE, now)


def _stand_at(group: TriadGroup, step: Step, now: datetime) -> None:
    group.step = step
    group.step_at = now
    group.stopped_at = None
    group.stopped_ms = 0
    group.more = 0


def _talk_over(here: Access, now: datetime) -> None:
    row, clock = here.playing()
    row.talk_seconds = clock.elapsed_ms(now) // 1000
    row.save(update_fields=["talk_seconds"])


def _end_round(actor: Actor, here: Access, now: datetime) -> None:
    """End the round; it counts for who advised in it when the talk was held."""
    row, _clock = here.playing()
    if here.step is Step.TALK:
        _talk_over(here, now)
    row.ended_at = now
    row.save(update_fields=["ended_at"])
    if here.step not in AFTER_TALK:
        return
    adviser = next((each for each in here.members if each.person_id == row.adviser_id), None)
    if adviser is not None and adviser.person.user_id is not None:
        users = [adviser.person.user_id]
        completion.publish_completion(here.group.usage_key, users, done=True)
    reporting.report_round_finished(actor, here.group, row.number)


def _end(group: TriadGroup, now: datetime) -> None:
    group.step = ""
    group.step_at = None
    group.stopped_at = None
    group.ended_at = now
