"""Feedback in its order, and levels on the sheet; all of it belongs to who advised.

The colleague says how it was, the adviser rates themselves, the observer names a strength and then
one suggestion (`curriculum-facts 2.6`); only then are the sheets laid side by side.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from xblocks.core.people import Actor
from xblocks.core.wording import prose
from xblocks.role_play.playing import Triad
from xblocks.role_play.records import RoundSheet, TriadRound
from xblocks.role_play.triad.membership import Access, cast_in, held, touch
from xblocks.role_play.triad.refusals import (
    GoneOn,
    NoSuchCriterion,
    NoSuchLevel,
    NotYourPart,
    NotYourTurn,
    RatingTooEarly,
    WishWithoutStrength,
)
from xblocks.role_play.triad.rules import (
    STAGES,
    WITH_FEEDBACK,
    Part,
    Stage,
    speaker_at,
    stage_after,
)

WORDS_LENGTH = 2000
STILL_TAKEN = timedelta(days=1)
"""For so long after the end of a triad phones that were offline may send what they kept."""

RATERS: Mapping[Part, str] = {
    Part.ADVISER: "self",
    Part.COLLEAGUE: "colleague",
    Part.OBSERVER: "observer",
}
FIELDS: Mapping[Stage, str] = {
    Stage.EXPERIENCE: "experience",
    Stage.STRENGTH: "strength",
    Stage.WISH: "wish",
}

Levels = Mapping[str, int | None]


@transaction.atomic
def rate(
    actor: Actor, triad_id: int, number: int, part: Part, levels: Levels, now: datetime
) -> None:
    """Keep levels of the sheet of a part; None takes one away: what is not there stays empty.

    The observer rates from the talk on, the others when it is over. When the round is over what a
    phone sends late fills what is empty and changes nothing. Raises `NotAllowed`, `Masquerading`,
    `NotFound`, `GoneOn`, `NotYourPart`, `RatingTooEarly`, `NoSuchLevel`, `NoSuchCriterion`.
    """
    here = held(actor, triad_id)
    row = round_of(here, number)
    _require_part(here, row, part, now)
    _require_time(here, row, part)
    check_levels(here.definition, levels)
    sheet = sheet_of(row, RATERS[part], here.person, now)
    kept = json.loads(sheet.levels)
    if row.ended_at:
        levels = {name: level for name, level in levels.items() if name not in kept}
    keep_levels(sheet, levels, now)


@transaction.atomic
def give(actor: Actor, triad_id: int, number: int, stage: Stage, text: str, now: datetime) -> None:
    """Say what a stage of feedback asks for; the next one opens. An earlier one can be mended.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `GoneOn`, `NotYourPart`, `NotYourTurn`,
    `WishWithoutStrength`, and what `wording.prose` raises.
    """
    here, row = _at_stage(actor, triad_id, number, stage)
    if field := FIELDS.get(stage):
        sheet = sheet_of(row, RATERS[speaker_at(stage, here.cast)], here.person, now)
        setattr(sheet, field, prose(text, WORDS_LENGTH, needed=True))
        sheet.version += 1
        sheet.changed_at = now
        sheet.save(update_fields=[field, "version", "changed_at"])
    _advance(here, row, stage, now, given=True)


@transaction.atomic
def skip(actor: Actor, triad_id: int, number: int, stage: Stage, now: datetime) -> None:
    """Go on without what a stage asks for; without a strength there is no wish either.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `GoneOn`, `NotYourPart`, `NotYourTurn`.
    """
    here, row = _at_stage(actor, triad_id, number, stage)
    _advance(here, row, stage, now, given=False)


@transaction.atomic
def intend(actor: Actor, triad_id: int, number: int, text: str, now: datetime) -> None:
    """Keep what the adviser takes along; they may mend it when the round is over.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `GoneOn`, `NotYourPart`, and what
    `wording.prose` raises.
    """
    here = held(actor, triad_id)
    row = round_of(here, number)
    playing = here.round is not None and here.round.pk == row.pk
    if row.adviser_id != here.person and not (playing and Part.ADVISER in here.serves):
        raise NotYourPart
    row.intention = prose(text, WORDS_LENGTH)
    row.save(update_fields=["intention"])
    touch(here.group, now)


def round_of(here: Access, number: int) -> TriadRound:
    """Return a round of the triad by its number; raises `GoneOn`."""
    row = next((each for each in here.rounds if each.number == number), None)
    if row is None:
        raise GoneOn
    return row


def check_levels(definition: Triad, levels: Levels) -> None:
    """Raise `NoSuchCriterion` and `NoSuchLevel` for what the sheet does not have."""
    known = {each.id for each in definition.criteria}
    for name, level in levels.items():
        if name not in known:
            raise NoSuchCriterion
        if level is not None and not 1 <= level <= 4:
            raise NoSuchLevel


def sheet_of(row: TriadRound, rater: str, by: int, now: datetime) -> RoundSheet:
    """Return the sheet of a rater of a round, whose triad must be held; a new one if need be."""
    sheet, _new = RoundSheet.objects.get_or_create(
        round=row, rater=rater, defaults={"by_id": by, "changed_at": now}
    )
    return sheet


def keep_levels(sheet: RoundSheet, levels: Levels, now: datetime) -> None:
    """Put levels into a sheet; None takes one away."""
    kept = {**json.loads(sheet.levels), **levels}
    there = {name: level for name, level in kept.items() if level is not None}
    sheet.levels = json.dumps(there, sort_keys=True)
    sheet.version += 1
    sheet.changed_at = now
    sheet.save(update_fields=["levels", "version", "changed_at"])


def _require_part(here: Access, row: TriadRound, part: Part, now: datetime) -> None:
    """Raise `NotYourPart` unless the person rates for this part in this round."""
    if here.round is not None and here.round.pk == row.pk:
        # Whoever was said to have no phone, and has one, writes their own sheet all the same.
        allowed = part in here.serves or part is here.part
    else:
        ended = here.group.ended_at
        late = ended is not None and now > ended + STILL_TAKEN
        allowed = cast_in(row).get(part) == here.person and not late
    if not allowed:
        raise NotYourPart


def _require_time(here: Access, row: TriadRound, part: Part) -> None:
    over = row.ended_at is not None or here.step in WITH_FEEDBACK
    early = row.talk_at is None if part is Part.OBSERVER else not over
    if early or row.talk_at is None:
        raise RatingTooEarly


def _at_stage(actor: Actor, triad_id: int, number: int, stage: Stage) -> tuple[Access, TriadRound]:
    here = held(actor, triad_id)
    row = round_of(here, number)
    if here.round is None or here.round.pk != row.pk:
        raise GoneOn
    if here.stage is None:
        raise NotYourTurn
    if speaker_at(stage, here.cast) not in here.serves:
        raise NotYourPart
    if STAGES.index(stage) > STAGES.index(here.stage):
        raise WishWithoutStrength if stage is Stage.WISH else NotYourTurn
    if stage is Stage.WISH and here.stage is Stage.COMPARE and not _strength(here, row):
        raise WishWithoutStrength
    return here, row


def _strength(here: Access, row: TriadRound) -> bool:
    rater = RATERS[speaker_at(Stage.STRENGTH, here.cast)]
    return RoundSheet.objects.filter(round=row, rater=rater).exclude(strength="").exists()


def _advance(here: Access, row: TriadRound, stage: Stage, now: datetime, *, given: bool) -> None:
    if row.stage == stage:
        row.stage = stage_after(stage, given=given)
        row.save(update_fields=["stage"])
    touch(here.group, now)
