"""Ways through dialogues and ratings of people whose traces are looked for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from xblocks.role_play.records import PracticeRating, TalkPath

if TYPE_CHECKING:
    from tests.records.privacy_cases import World

TALK = "block-v1:wbm+x+1+type@wbm_role_play+block@talk"
SAMPLE = "block-v1:wbm+x+1+type@wbm_role_play+block@sample"


def play(here: World) -> None:
    """Let both trainees finish a dialogue and rate a sample talk."""
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
