"""Triads as they stand in the tables, however they came about."""

from __future__ import annotations

import itertools
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from xblocks.core.people import Actor
from xblocks.role_play.records import (
    RoundNote,
    RoundSheet,
    TriadGroup,
    TriadMember,
    TriadRound,
)

NOW = datetime(2027, 3, 1, 18, 0, tzinfo=UTC)
USAGE = "block-v1:wbm+x+1+type@wbm_role_play+block@triads"
ROLES = ("adviser", "colleague", "observer")
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Said:
    """What everybody of a round wrote into their sheet, by who rates."""

    self: str = "mine"
    colleague: str = "experienced"
    observer: str = "strong"
    trainer: str = "from outside"


def triad(key: str, *members: Actor, usage_key: str = USAGE, **more: Any) -> TriadGroup:
    """Return a triad of these people in this order, opened by the first."""
    opened = TriadGroup.objects.create(
        course_key=key,
        usage_key=usage_key,
        code=f"C{next(_numbers)}",
        code_until=NOW + timedelta(hours=6),
        opened_by_id=members[0].person_id if members else None,
        definition_hash="0" * 16,
        created_at=NOW,
        changed_at=NOW,
        **more,
    )
    for seat, each in enumerate(members):
        TriadMember.objects.create(triad=opened, person_id=each.person_id, seat=seat, joined_at=NOW)
    return opened


def round_of(
    where: TriadGroup,
    number: int,
    cast: Sequence[Actor],
    trainer: Actor | None = None,
    said: Said | None = None,
    **more: Any,
) -> TriadRound:
    """Return a finished round; `cast` is adviser, colleague and perhaps observer.

    Everybody has rated; who observed wrote a note and changed the phase once.
    """
    people = dict(zip(ROLES, cast, strict=False))
    made = TriadRound.objects.create(
        triad=where,
        number=number,
        trainer_id=trainer.person_id if trainer else None,
        **{f"{role}_id": each.person_id for role, each in people.items()},
        **{
            "case": "r1",
            "focus": json.dumps(["b1"]),
            "attention": f"I ask first, in {number}",
            "intention": f"Wait longer after {number}",
            "stage": "compare",
            "begun_at": NOW,
            "talk_at": NOW,
            "talk_seconds": 1200,
            "ended_at": NOW + timedelta(minutes=45),
        }
        | more,
    )
    for rater, who in {**people, "trainer": trainer}.items():
        if who:
            _rated(made, "self" if rater == "adviser" else rater, who, said or Said())
    _noted(made, people.get("observer") or people["colleague"])
    return made


def _rated(made: TriadRound, rater: str, who: Actor, said: Said) -> None:
    words = getattr(said, rater)
    RoundSheet.objects.create(
        round=made,
        rater=rater,
        by_id=who.person_id,
        levels=json.dumps({"b1": 3}),
        experience=words if rater == "colleague" else "",
        strength=words if rater in {"observer", "trainer"} else "",
        wish="Wait longer" if rater in {"observer", "trainer"} else "",
        version=1,
        changed_at=NOW,
        done_at=NOW,
    )


def _noted(made: TriadRound, by: Actor) -> None:
    for at, what in ((0, {"phase": "contact"}), (61, {"text": f"asks openly, in {made.number}"})):
        RoundNote.objects.create(
            id=f"{next(_numbers):032x}", round=made, by_id=by.person_id, at=at, **what
        )
