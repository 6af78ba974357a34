"""Ways through dialogues, ratings and triads of people whose traces are looked for."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING

from xblocks.role_play.records import (
    PracticeRating,
    RoundNote,
    RoundSheet,
    TalkPath,
    TriadGroup,
    TriadMember,
    TriadRound,
)

if TYPE_CHECKING:
    from tests.records.privacy_cases import World

TALK = "block-v1:wbm+x+1+type@wbm_role_play+block@talk"
SAMPLE = "block-v1:wbm+x+1+type@wbm_role_play+block@sample"


def play(here: World) -> None:
    """Let both trainees finish a dialogue, rate a sample talk, and play a triad."""
    _play_triad(here)
    for who in (here.xenia, here.bea):
        whose = {"course_key": here.where.key, "person_id": who.actor.person_id}
        TalkPath.objects.create(
            **whose,
            usage_key=TALK,
            attempt=1,
            turns=json.dumps([["s1", "a"]]),
            profile=json.dumps({"b1": [1, 1.0]}),
            ending="green",
            tone="positive",
            score=1,
            finished_at=here.now,
        )
        PracticeRating.objects.create(
            **whose,
            usage_key=SAMPLE,
            levels=json.dumps({"b1": 3}),
            definition_hash="0" * 16,
            begun_at=here.now,
            done_at=here.now,
        )


def _play_triad(here: World) -> None:
    people = [here.xenia.actor.person_id, here.bea.actor.person_id]
    group = TriadGroup.objects.create(
        course_key=here.where.key,
        usage_key=SAMPLE,
        code="BCDFGH",
        code_until=here.now,
        opened_by_id=people[0],
        round=2,
        definition_hash="0" * 16,
        created_at=here.now,
        changed_at=here.now,
        ended_at=here.now,
    )
    for seat, person in enumerate(people):
        TriadMember.objects.create(triad=group, person_id=person, seat=seat, joined_at=here.now)
    parts = [("colleague", people), ("observer", people[::-1])]
    for number, (part, (adviser, other)) in enumerate(parts, 1):
        row = TriadRound.objects.create(
            triad=group,
            number=number,
            case="r1",
            adviser_id=adviser,
            **{f"{part}_id": other},
            trainer_id=here.tilda.actor.person_id,
            begun_at=here.now,
            talk_at=here.now,
            talk_seconds=60,
            ended_at=here.now,
        )
        RoundSheet.objects.create(
            round=row, rater=part, by_id=other, levels='{"b1": 3}', changed_at=here.now
        )
        RoundNote.objects.create(id=uuid.uuid4().hex, round=row, by_id=other, at=5, phase="contact")
