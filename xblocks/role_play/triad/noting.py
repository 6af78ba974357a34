"""Notes on a talk: they come from a phone that may have been offline, each with an id of its own.

What arrives twice is kept once; what the phone says of its clock is taken as far as it can be true.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from xblocks.core.people import Actor
from xblocks.core.wording import prose
from xblocks.role_play.observing import PHASES
from xblocks.role_play.records import RoundNote, TriadRound
from xblocks.role_play.triad.feedback import STILL_TAKEN, round_of
from xblocks.role_play.triad.membership import Access, cast_in, held
from xblocks.role_play.triad.refusals import NoteNotKept, NotYourPart
from xblocks.role_play.triad.rules import Part, clamped

NOTE_LENGTH = 500
MOST_AT_ONCE = 200
_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Noted:
    """A note as a phone sends it: `at` seconds since the talk began, a phase or a text."""

    id: str
    at: int
    text: str = ""
    phase: str = ""
    criterion: str = ""
    removed: bool = False


@transaction.atomic
def keep(
    actor: Actor, triad_id: int, number: int, notes: Sequence[Noted], now: datetime
) -> list[str]:
    """Keep notes of a round once, and return the ids that are kept now.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `GoneOn`, `NotYourPart`, `NoteNotKept`, and
    what `wording.prose` raises.
    """
    here = held(actor, triad_id)
    row = round_of(here, number)
    _require_watching(here, row, now)
    if len(notes) > MOST_AT_ONCE or row.talk_at is None:
        raise NoteNotKept
    seconds = _seconds(here, row, now)
    criteria = {each.id for each in here.definition.criteria}
    rows = [_row(each, row, here.person, seconds, criteria) for each in notes]
    RoundNote.objects.bulk_create(rows, ignore_conflicts=True)
    ids = [each.id for each in rows]
    mine = RoundNote.objects.filter(pk__in=ids, round=row)
    if mine.count() != len(set(ids)):
        raise NoteNotKept
    mine.filter(pk__in=[each.id for each in notes if each.removed]).update(removed=True, text="")
    return ids


def _row(
    noted: Noted, row: TriadRound, by: int, seconds: int, criteria: Collection[str]
) -> RoundNote:
    known = noted.phase in PHASES if noted.phase else True
    about = noted.criterion in criteria if noted.criterion else True
    if not (_ID.fullmatch(noted.id) and known and about):
        raise NoteNotKept
    text = prose(noted.text, NOTE_LENGTH)
    if not (text or noted.phase or noted.removed):
        raise NoteNotKept
    return RoundNote(
        id=noted.id,
        round=row,
        by_id=by,
        at=clamped(noted.at, seconds),
        phase=noted.phase,
        criterion=noted.criterion,
        text="" if noted.removed else text,
        removed=noted.removed,
    )


def _seconds(here: Access, row: TriadRound, now: datetime) -> int:
    """Return for how long the talk has lasted."""
    if row.talk_seconds is not None:
        return row.talk_seconds
    return here.clock.elapsed_ms(now) // 1000 if here.clock else 0


def _require_watching(here: Access, row: TriadRound, now: datetime) -> None:
    """Raise `NotYourPart` unless the person observes, or writes down for who does.

    Once the talk is over anybody of the round may have stood in for the observer's phone: what it
    kept while it was offline is not refused because the parts have changed since.
    """
    ended = here.group.ended_at
    if ended is not None and now > ended + STILL_TAKEN:
        raise NotYourPart
    if here.round is not None and here.round.pk == row.pk and Part.OBSERVER in here.serves:
        return
    late = row.talk_seconds is not None and row.observer_id is not None
    if row.observer_id != here.person and not (late and here.person in cast_in(row).values()):
        raise NotYourPart
