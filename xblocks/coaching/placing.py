"""Who is to answer a request now, and telling them (`features C2`)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from xblocks.coaching.domain.routing import Expertise, covering, on_duty
from xblocks.coaching.domain.values import RUNNING, State
from xblocks.coaching.log import Verb, log, was_told_unanswerable
from xblocks.coaching.reach import absences_of, expertise_of, experts
from xblocks.coaching.records import Request
from xblocks.coaching.telling import REQUEST_NEW, REQUEST_UNANSWERABLE, coordinators, tell
from xblocks.host.dates import day_of
from xblocks.notices.service import Kind


def answering(request: Request, now: datetime) -> list[int]:
    """Return who is to answer a request today, by id; empty when there is nobody.

    Of a request somebody has: they, or who stands in for them. Of a new one: the experts of its
    topic and district that are there, or who stands in for them. Five statements at most.
    """
    return answering_all([request], now)[request.pk]


def answering_all(requests: Sequence[Request], now: datetime) -> dict[int, list[int]]:
    """Return who is to answer today, for requests of one course; statements as `answering`."""
    if not requests:
        return {}
    people = list(experts(requests[0].course_key).prefetch_related("topics", "districts"))
    experience = expertise_of(people)
    active = frozenset(person.pk for person in people)
    day = day_of(now)
    absences = absences_of([*active, *(each.expert_id for each in requests if each.expert_id)], day)
    found = {}
    for request in requests:
        asked = _asked(request, experience)
        duty = on_duty(asked, absences, active, day)
        found[request.pk] = [person for person in duty if person != request.asker_id]
    return found


def without_expert(requests: Sequence[Request], now: datetime) -> frozenset[int]:
    """Return those of the requests of one course whose clock runs and that nobody can answer."""
    running = [each for each in requests if each.state in RUNNING]
    return frozenset(pk for pk, people in answering_all(running, now).items() if not people)


def place(request: Request, now: datetime) -> None:
    """Tell the experts of a request that nobody has; without any, the coordinators at once."""
    people = answering(request, now)
    if people:
        tell(request, people, REQUEST_NEW, now)
    else:
        surface(request, now)


def surface(request: Request, now: datetime) -> bool:
    """Tell the coordinators that nobody can answer a request, once as it lies; whether it was."""
    if was_told_unanswerable(request):
        return False
    log(request, None, Verb.UNANSWERABLE, now)
    tell(request, coordinators(request.course_key, request.district_id), REQUEST_UNANSWERABLE, now)
    return True


def tell_answering(
    request: Request, kind: Kind, now: datetime, due: datetime | None = None
) -> None:
    """Tell who is to answer; who is away without a substitute is told all the same."""
    people = answering(request, now)
    if not people and request.expert_id is not None:
        people = [request.expert_id]
    tell(request, people, kind, now, due)


def _asked(request: Request, experience: Sequence[Expertise]) -> list[int]:
    if request.expert_id is not None:
        return [request.expert_id]
    if request.state == State.NEW:
        return covering(experience, request.topic, request.district_id)
    return []
