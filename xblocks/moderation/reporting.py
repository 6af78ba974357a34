"""What the platform's tracking hears of moderation: numbers, and nothing anybody wrote.

Of boards it hears only what a whole group has reached: no card, no dot, nobody's hand.
"""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

from xblocks.core.people import Actor
from xblocks.host import events
from xblocks.moderation.records import Board, Plan, SceneRound

COMPONENT = "moderation"


def report_planned(actor: Actor, plan: Plan, attempt: int) -> None:
    """Report that somebody began a plan; `attempt` counts their plans of the exercise."""
    _report(plan, [actor.user_id], "planned", attempt=attempt)


def report_checked(actor: Actor, plan: Plan, share: Fraction) -> None:
    """Report that somebody handed in a plan; `share` 0 to 1 of the points of the rules."""
    _report(plan, [actor.user_id], "checked", score=_rounded(share))


def report_run_ended(actor: Actor, plan: Plan, minutes: int) -> None:
    """Report that somebody ran a plan by the clock to its end; so long it took."""
    _report(plan, [actor.user_id], "run_ended", minutes=minutes)


def report_round_begun(actor: Actor, begun: SceneRound) -> None:
    """Report that somebody began a round through disturbances."""
    _report(begun, [actor.user_id], "round_begun", attempt=begun.number)


def report_round_closed(actor: Actor, closed: SceneRound, share: Fraction) -> None:
    """Report that somebody dealt with all disturbances; `share` 0 to 1 of the points."""
    _report(closed, [actor.user_id], "round_closed", attempt=closed.number, score=_rounded(share))


def report_agreed(board: Board, user_ids: Collection[int], measures: int) -> None:
    """Report for everybody of a group that it agreed on measures."""
    _report(board, user_ids, "agreed", measures=measures)


def _report(
    about: Plan | SceneRound | Board, user_ids: Collection[int], verb: str, **facts: float
) -> None:
    events.report(
        COMPONENT,
        verb,
        course_key=about.course_key,
        usage_key=about.usage_key,
        user_ids=user_ids,
        **facts,
    )


def _rounded(share: Fraction) -> float:
    return round(float(share), 4)
