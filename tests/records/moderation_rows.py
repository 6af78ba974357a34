"""Plans, rounds and boards of people whose traces are looked for, written into the tables."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from tests.records import moderation_boards, moderation_scenes_stage
from tests.unit.moderation_scene_cases import data
from xblocks.exercises.service import keep_version
from xblocks.moderation.board.moves import Kept
from xblocks.moderation.domain.written import Measure, measures_json, rows_json
from xblocks.moderation.planned import Row
from xblocks.moderation.records import (
    Ballot,
    Board,
    BoardFeedback,
    BoardMeasure,
    BoardMember,
    BoardMove,
    BoardSeat,
    BoardStep,
    Card,
    CardGroup,
    DrawnBallot,
    Plan,
    PlanRun,
    SceneRound,
)

if TYPE_CHECKING:
    from tests.records.privacy_cases import Human, World

TEAM_BOARD = "block-v1:wbm+x+1+type@wbm_moderation+block@team"
SEMINAR = "block-v1:wbm+x+1+type@wbm_moderation+block@seminar"
PLAN = "block-v1:wbm+x+1+type@wbm_moderation+block@plan"
SCENES = "block-v1:wbm+x+1+type@wbm_moderation+block@scenes"


def moderate(here: World) -> None:
    """Let both trainees plan, play and work on boards, and both trainers tell them something.

    Everybody is named by somebody else. Xenia moderates the team's board.
    """
    for who, mate in ((here.xenia, here.bea), (here.bea, here.xenia)):
        plan_of(here, who, mate)
        round_of(here, who)
    _team_board(here)
    _seminar(here)


def plan_of(here: World, who: Human, mate: Human) -> Plan:
    """A plan with a run that names both wherever words stand."""
    both = f"{who.actor.name} and {mate.actor.name}"
    first = Row.model_validate(
        {"id": "z1", "phase": "P1", "method": "BEG", "minutes": 5, "content": f"{both} begin."}
    )
    plan = Plan.objects.create(
        course_key=here.where.key,
        usage_key=PLAN,
        person_id=who.actor.person_id,
        title=f"For {both}",
        rows=rows_json([first]),
        measures=measures_json([Measure("Train", mate.actor.name, here.now.date(), both)]),
        reasons=f"Because {both} are there.",
        plan_b=f"Ask {both}.",
        created_at=here.now,
        changed_at=here.now,
    )
    PlanRun.objects.create(plan=plan, rows=plan.rows, presses="[]", started_at=here.now)
    return plan


def round_of(here: World, who: Human) -> SceneRound:
    """A round with one deed."""
    exercise = moderation_scenes_stage.exercise(here.where, data(), SCENES)
    return SceneRound.objects.create(
        course_key=here.where.key,
        usage_key=SCENES,
        person_id=who.actor.person_id,
        definition_hash=keep_version(exercise),
        chosen=json.dumps({"talk": ["thank"]}),
        started_at=here.now,
        closed_at=here.now,
        best=50,
    )


def board_of(here: World, usage_key: str, **values: object) -> Board:
    """A board at the first step of a registered exercise."""
    known = moderation_boards.definition(group="team" if usage_key == TEAM_BOARD else "seminar")
    exercise = moderation_boards.register(here.where.key, usage_key, known)
    return Board.objects.create(
        course_key=here.where.key,
        usage_key=usage_key,
        step="plan",
        definition_hash=keep_version(exercise),
        created_at=here.now,
        changed_at=here.now,
        **values,
    )


def board_version(here: World, *steps: dict[str, Any]) -> str:
    """Keep another version of the team's board and return its hash."""
    known = moderation_boards.definition(*steps)
    return keep_version(moderation_boards.register(here.where.key, TEAM_BOARD, known))


def _team_board(here: World) -> None:
    xenia, bea = here.xenia.actor, here.bea.actor
    board = board_of(
        here,
        TEAM_BOARD,
        company_id=xenia.company,
        title=f"Board of {xenia.name} and {bea.name}",
        moderator_id=xenia.person_id,
        opened_by_id=here.tilda.actor.person_id,
        revision=5,
    )
    for step in ("collect", "arrange", "vote", "plan"):
        BoardStep.objects.create(board=board, step=step, state="open", anonymous=step == "vote")
    BoardSeat.objects.create(board=board, number=1)
    heading = f"{xenia.name}, {bea.name}: robots"
    group = CardGroup.objects.create(board=board, heading=heading, revision=3)
    text = Kept.of(groups=[group]).text()
    BoardMove.objects.create(board=board, number=1, before=text, after=text)
    Card.objects.create(
        id=uuid4().hex, board=board, step="collect", text="Nobody's card", group=group, revision=2
    )
    for who, mate in ((xenia, bea), (bea, xenia)):
        mine = {"board": board, "step": "collect", "author_id": who.person_id}
        Card.objects.create(
            id=uuid4().hex, text=f"{mate.name} knows", group=group, revision=4, **mine
        )
        Card.objects.create(id=uuid4().hex, text="hidden yet", revision=0, **mine)
        BoardMember.objects.create(board=board, person_id=who.person_id, proxy=True)
        vote = {"board": board, "step": "vote", "person_id": who.person_id}
        Ballot.objects.create(id=uuid4().hex, dots=json.dumps({str(group.pk): 2}), **vote)
        DrawnBallot.objects.create(**vote)
        BoardMeasure.objects.create(
            board=board,
            step="plan",
            what=f"{who.name} and {mate.name} learn",
            who_id=who.person_id,
            until=here.now.date() + timedelta(days=9),
            sign=f"{mate.name} says so",
            revision=5,
        )
        BoardMeasure.objects.create(
            board=board, step="plan", what="Ask", who_else=mate.name, revision=5
        )
        for trainer in (here.tilda.actor, here.uwe.actor):
            BoardFeedback.objects.create(
                board=board,
                trainer_id=trainer.person_id,
                moderator_id=who.person_id,
                ratings=json.dumps({"goal": 3}),
                text=f"{who.name} was clear, says {trainer.name}; {mate.name} was not.",
                changed_at=here.now,
            )


def _seminar(here: World) -> None:
    """Xenia alone writes on a board with a code, and Uwe watches."""
    board = board_of(here, SEMINAR, code="BCDFGH", opened_by_id=here.xenia.actor.person_id)
    for who in (here.xenia, here.uwe):
        BoardMember.objects.create(board=board, person_id=who.actor.person_id)
