"""What waits too long comes up by itself (`features C5`): run as often as one likes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from xblocks.coaching.domain.clock import OVERDUE_PERCENT, WARN_PERCENT
from xblocks.coaching.domain.values import RUNNING, State
from xblocks.coaching.duty import without_expert
from xblocks.coaching.expecting import due_moment
from xblocks.coaching.log import Verb, log
from xblocks.coaching.passing import release
from xblocks.coaching.placing import surface, tell_answering
from xblocks.coaching.reach import experts
from xblocks.coaching.records import Request
from xblocks.coaching.telling import REQUEST_OVERDUE, REQUEST_WARNING, coordinators, tell

_RUNNING = [state.value for state in RUNNING]


@dataclass
class Escalated:
    """How many requests came up now: near their end, over it, or with nobody to answer.

    `released` lost an expert who takes part no more and lie open for their colleagues again.
    """

    warned: int = 0
    overdue: int = 0
    unanswerable: int = 0
    released: int = 0


def escalate(now: datetime) -> Escalated:
    """Tell whom it concerns, once each, in all courses; also twice at once.

    At 80 % of the time who is to answer and the coordinators, at 100 % both again. What nobody can
    answer today goes to the coordinators. One transaction for each request: what breaks off goes
    on next time.
    """
    result = Escalated()
    for course_key in _courses():
        result.released += _release(course_key, now)
        for request_id in _near(course_key, now):
            _escalate(request_id, now, result)
        for request_id in _with_nobody(course_key, now):
            result.unanswerable += _surface(request_id, now)
    return result


def unseen(then: datetime) -> int:
    """Return how many requests were to come up at a moment in the past and never did."""
    return Request.objects.filter(_unseen(then), state__in=_RUNNING).count()


def _courses() -> list[str]:
    found = Request.objects.filter(state__in=_RUNNING).order_by("course_key")
    return list(found.values_list("course_key", flat=True).distinct())


def _release(course_key: str, now: datetime) -> int:
    held = Request.objects.filter(
        course_key=course_key, state__in=(State.ASSIGNED, State.WAITING_EXPERT)
    )
    gone = held.exclude(expert__in=experts(course_key).values("pk")).exclude(expert=None)
    people = sorted(set(gone.values_list("expert", flat=True)))
    return sum(release(course_key, person, now) for person in people)


def _near(course_key: str, now: datetime) -> list[int]:
    found = Request.objects.filter(_unseen(now), course_key=course_key, state__in=_RUNNING)
    return list(found.order_by("due_at", "pk").values_list("pk", flat=True))


def _unseen(now: datetime) -> Q:
    return Q(warn_at__lte=now, escalated__lt=WARN_PERCENT) | Q(
        due_at__lte=now, escalated__lt=OVERDUE_PERCENT
    )


def _with_nobody(course_key: str, now: datetime) -> Iterator[int]:
    running = Request.objects.filter(course_key=course_key, state__in=_RUNNING)
    narrow = running.only("course_key", "state", "topic", "district", "expert", "asker")
    yield from sorted(without_expert(list(narrow.order_by("pk")), now))


@transaction.atomic
def _escalate(request_id: int, now: datetime, result: Escalated) -> None:
    found = Request.objects.select_for_update().filter(_unseen(now), state__in=_RUNNING)
    request = found.filter(pk=request_id).first()
    if request is None:
        return
    late = request.due_at <= now
    request.escalated = OVERDUE_PERCENT if late else WARN_PERCENT
    request.save(update_fields=["escalated"])
    log(request, None, Verb.OVERDUE if late else Verb.WARNED, now)
    kind = REQUEST_OVERDUE if late else REQUEST_WARNING
    due = due_moment(request)
    tell_answering(request, kind, now, due)
    tell(request, coordinators(request.course_key, request.district_id), kind, now, due)
    if late:
        result.overdue += 1
    else:
        result.warned += 1


@transaction.atomic
def _surface(request_id: int, now: datetime) -> bool:
    found = Request.objects.select_for_update().filter(state__in=_RUNNING)
    request = found.filter(pk=request_id).first()
    if request is None or not without_expert([request], now):
        return False
    return surface(request, now)
