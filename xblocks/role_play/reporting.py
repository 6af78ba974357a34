"""What the platform's tracking hears of rating practice: that it was done, never how.

Dialogues report theirs from the block (`wbm.role_play.started` and the like).
"""

from __future__ import annotations

from xblocks.core.people import Actor
from xblocks.host import events
from xblocks.role_play.records import PracticeRating

COMPONENT = "role_play"


def report_rating_begun(actor: Actor, rating: PracticeRating) -> None:
    """Report that somebody began to rate a sample talk."""
    _report(actor, rating, "rating_begun")


def report_rated(actor: Actor, rating: PracticeRating) -> None:
    """Report that somebody rated a whole talk; how far they agree with it is theirs alone."""
    _report(actor, rating, "rated")


def _report(actor: Actor, rating: PracticeRating, verb: str) -> None:
    events.report(
        COMPONENT,
        verb,
        course_key=rating.course_key,
        usage_key=rating.usage_key,
        user_ids=[actor.user_id],
        attempt=rating.number,
    )
