"""What the platform's tracking hears of sample talks and triads: that and when, never how.

Dialogues report theirs from the block (`wbm.role_play.started` and the like).
"""

from __future__ import annotations

from collections.abc import Collection

from xblocks.core.people import Actor
from xblocks.host import events
from xblocks.role_play.records import PracticeRating, TriadGroup

COMPONENT = "role_play"


def report_rating_begun(actor: Actor, rating: PracticeRating) -> None:
    """Report that somebody began to rate a sample talk."""
    _report(rating, [actor.user_id], "rating_begun", attempt=rating.number)


def report_rated(actor: Actor, rating: PracticeRating) -> None:
    """Report that somebody rated a whole talk; how far they agree with it is theirs alone."""
    _report(rating, [actor.user_id], "rated", attempt=rating.number)


def report_triad_opened(actor: Actor, triad: TriadGroup) -> None:
    """Report that somebody opened a triad."""
    _report(triad, [actor.user_id], "triad_opened", members=len(_present(triad)))


def report_triad_begun(actor: Actor, triad: TriadGroup) -> None:
    """Report for everybody of a triad that it begins to play."""
    members = _present(triad)
    _report(triad, _accounts(actor, members), "triad_begun", members=len(members))


def report_round_finished(actor: Actor, triad: TriadGroup, number: int) -> None:
    """Report for everybody of a triad that its round `number` is over."""
    _report(triad, _accounts(actor, _present(triad)), "round_finished", number=number)


def report_round_rated(actor: Actor, triad: TriadGroup, number: int) -> None:
    """Report that one of a triad rated round `number`; of trainers who rate nothing is told."""
    if triad.members.filter(person=actor.person_id).exists():
        _report(triad, [actor.user_id], "round_rated", number=number)


def _present(triad: TriadGroup) -> list[int | None]:
    """The account of everybody who is there; None for who has not signed in yet."""
    return list(triad.members.filter(left_at=None).values_list("person__user", flat=True))


def _accounts(actor: Actor, members: Collection[int | None]) -> list[int]:
    return sorted({actor.user_id} | {each for each in members if each is not None})


def _report(
    about: PracticeRating | TriadGroup, user_ids: Collection[int], verb: str, **facts: int
) -> None:
    events.report(
        COMPONENT,
        verb,
        course_key=about.course_key,
        usage_key=about.usage_key,
        user_ids=user_ids,
        **facts,
    )
