"""What the platform hears of a work: ticks in the course and tracking events, for all members."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from xblocks.grading.domain import Decision, Judgement, Rating, Status
from xblocks.grading.records import Work, WorkMember
from xblocks.host import completion, events

FULL = 100
"""Points of a work that has them all."""


def tell_handed_in(work: Work) -> None:
    """Report that a version was handed in, for all it is for."""
    _report(work, "handed_in", _accounts(work).values(), version=work.number, late=work.late)


def tell_withdrawn(work: Work) -> None:
    """Report that a version was taken back."""
    _report(work, "withdrawn", _accounts(work).values(), version=work.number)


def tell_decided(work: Work, before: str, judgement: Judgement, rating: Rating) -> None:
    """Tick the exercise when it is passed, or take the tick back, and report the decision.

    `before` is the status the work had. Points are those of each member.
    """
    accounts = _accounts(work)
    if judgement.decision is Decision.PASSED:
        completion.publish_completion(work.usage_key, list(accounts.values()), done=True)
    elif before == Status.PASSED:
        elsewhere = _passed().filter(work__usage_key=work.usage_key).values_list("person_id")
        kept = {person_id for (person_id,) in elsewhere.exclude(work=work)}
        losing = [user_id for person_id, user_id in accounts.items() if person_id not in kept]
        completion.publish_completion(work.usage_key, losing, done=False)
    for person_id, user_id in accounts.items():
        own = rating.deviations.get(person_id)
        points = own.points if own else judgement.points
        score = {} if points is None else {"score": round(float(points) / FULL, 4)}
        again = before != Status.WAITING
        _report(work, judgement.decision, [user_id], version=work.number, again=again, **score)


def accounts_linked(person_ids: Collection[int]) -> None:
    """Tick what people have passed before they got their account."""
    found = _passed().filter(person__in=person_ids).exclude(person__user=None)
    for usage_key, user_id in found.values_list("work__usage_key", "person__user_id"):
        completion.publish_completion(usage_key, [user_id], done=True)


def _passed() -> QuerySet[WorkMember]:
    return WorkMember.objects.filter(work__status=Status.PASSED)


def _accounts(work: Work) -> dict[int, int]:
    """Return the accounts of the members who have one, by person."""
    members = WorkMember.objects.filter(work=work).exclude(person__user=None)
    return dict(members.order_by("person_id").values_list("person_id", "person__user_id"))


def _report(work: Work, verb: str, user_ids: Collection[int], **facts: float | bool) -> None:
    events.report(
        "grading",
        verb,
        course_key=work.course_key,
        usage_key=work.usage_key,
        user_ids=user_ids,
        **facts,
    )
