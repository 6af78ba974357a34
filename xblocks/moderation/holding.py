"""What moderation keeps of people: plans, rounds, and their part of card boards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from xblocks.core.holdings import Holding, Subject, Term
from xblocks.core.text import gettext_noop
from xblocks.exercises.holding import PRACTICE
from xblocks.host.course import of_ended_courses
from xblocks.moderation import disclosing, forgetting
from xblocks.moderation.records import Board, Plan, SceneRound

BOARDS = Term(
    "card_boards",
    180,
    gettext_noop("Card boards of teams, districts and seminars"),
    gettext_noop("after the end of the course"),
)


class ModerationHolding(Holding):
    """Plans and rounds of single people, boards of groups."""

    ident = "moderation"
    title = gettext_noop("Moderation")
    what = gettext_noop(
        "Your plans, your reasons, what ran when, and what you chose about disturbances. On card "
        "boards: what you write with your name, dots with your name, measures you answer for, "
        "and feedback on how you facilitate. Of steps without names only that you voted – not "
        "which cards and dots are yours."
    )
    why = gettext_noop("So that you can plan, go on, compare, and work with your group.")
    readers = gettext_noop(
        "Plans and rounds: only you; trainers of your district what you hand in for rating. "
        "Boards: your group, and trainers who watch. Feedback: only you and who gave it."
    )
    leaving = gettext_noop(
        "Your plans, rounds and feedback on you are removed. What the group has on its board stays "
        "without your name; if nobody is left in the group, the board is removed."
    )
    references = {
        "Plan": frozenset({"person"}),
        "PlanRun": frozenset(),
        "SceneRound": frozenset({"person"}),
        "Board": frozenset({"moderator", "opened_by"}),
        "BoardMember": frozenset({"person"}),
        "Card": frozenset({"author"}),
        "CardGroup": frozenset(),
        "Ballot": frozenset({"person"}),
        "DrawnBallot": frozenset({"person"}),
        "BoardMeasure": frozenset({"who"}),
        "BoardMove": frozenset(),
        "BoardFeedback": frozenset({"trainer", "moderator"}),
    }
    terms = (PRACTICE, BOARDS)

    def export(self, who: Subject) -> Mapping[str, Any]:
        """Return the person's plans, rounds and part of boards, and feedback they gave."""
        return {
            "plans": disclosing.plans_of(who),
            "disturbances": disclosing.rounds_of(who),
            "boards": disclosing.boards_of(who),
            "feedback_given": disclosing.feedback_by(who),
        }

    def erase(self, who: Subject, _now: datetime) -> None:
        """Forget the person's plans and rounds; let boards go on without them."""
        Plan.objects.filter(person__in=who.people).delete()
        SceneRound.objects.filter(person__in=who.people).delete()
        forgetting.leave_boards(who)
        forgetting.redact_texts(who)

    def expire(self, term: str, before: datetime, *, dry_run: bool) -> int:
        """Forget boards, and later plans and rounds, of courses long over."""
        kept: tuple[QuerySet[Any], ...]
        if term == BOARDS.ident:
            kept = (Board.objects.all(),)
        else:
            kept = (Plan.objects.all(), SceneRound.objects.all())
        count = 0
        for rows in (of_ended_courses(each, before) for each in kept):
            count += rows.count()
            if not dry_run:
                rows.delete()
        return count
