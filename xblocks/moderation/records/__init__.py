"""What moderation keeps."""

from xblocks.moderation.records.boards import (
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
)
from xblocks.moderation.records.plans import Plan, PlanRun
from xblocks.moderation.records.rounds import SceneRound

__all__ = [
    "Ballot",
    "Board",
    "BoardFeedback",
    "BoardMeasure",
    "BoardMember",
    "BoardMove",
    "BoardSeat",
    "BoardStep",
    "Card",
    "CardGroup",
    "DrawnBallot",
    "Plan",
    "PlanRun",
    "SceneRound",
]
