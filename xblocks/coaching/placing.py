"""Telling those who are to answer a request that it waits (`features C2`)."""

from __future__ import annotations

from datetime import datetime

from xblocks.coaching.duty import duty_of
from xblocks.coaching.log import Verb, log, was_told_unanswerable
from xblocks.coaching.records import Request
from xblocks.coaching.telling import REQUEST_NEW, REQUEST_UNANSWERABLE, coordinators, tell
from xblocks.notices.service import Kind


def place(request: Request, now: datetime) -> None:
    """Tell the experts of a request that nobody has; without any, the coordinators at once."""
    people = duty_of(request.course_key, now).answering(request)
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
    people = duty_of(request.course_key, now).answering(request)
    if not people and request.expert_id is not None:
        people = [request.expert_id]
    tell(request, people, kind, now, due)
