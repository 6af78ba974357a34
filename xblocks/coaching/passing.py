"""Taking a request, and passing it on."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from xblocks.coaching.changing import advance, answered_by, check_version, other_has
from xblocks.coaching.domain.checking import clean
from xblocks.coaching.domain.states import Deed
from xblocks.coaching.domain.values import REASON_LENGTH, State
from xblocks.coaching.log import Verb, log
from xblocks.coaching.placing import place
from xblocks.coaching.reach import ANSWERING, Side, experts, locked, own_person, side_of
from xblocks.coaching.records import Request
from xblocks.coaching.refusals import (
    NotAnExpert,
    ReasonMissing,
    TextTooLong,
    WaitsForTrainee,
)
from xblocks.coaching.telling import REQUEST_GONE, REQUEST_HANDED_OVER, tell
from xblocks.core.errors import NotFound
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require_own_hand


@transaction.atomic
def claim(actor: Actor, request_id: int, now: datetime) -> Request:
    """Take a request nobody has: of two at once one gets it. The same again is no error.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `HasOther`, `NotNow` (it was taken back).
    """
    require_own_hand(actor, Action.ANSWER)
    person = own_person(actor)
    request = locked(actor, request_id)
    side = side_of(actor, request, now)
    if side in ANSWERING:
        return request
    if side is Side.COLLEAGUE:
        raise other_has(request)
    if side is not Side.FREE:
        raise NotFound
    advance(request, Deed.CLAIM)
    request.expert_id = person
    request.updated_at = now
    request.save()
    log(request, actor, Verb.CLAIMED, now)
    return request


@transaction.atomic
def hand_over(
    actor: Actor, request_id: int, to: int | None, reason: str, version: int, now: datetime
) -> Request:
    """Pass a request on to another expert of the course, or with None to all of its topic.

    The clock goes on as it is. Raises `NotAllowed`, `Masquerading`, `NotFound`, `HasOther`,
    `NotClaimed`, `RequestChanged`, `ReasonMissing`, `TextTooLong`, `NotAnExpert`, `NotNow`,
    `WaitsForTrainee`.
    """
    require_own_hand(actor, Action.ANSWER)
    request = answered_by(actor, request_id, now)
    reason = _reason(reason)
    check_version(request, version, reason)
    if to is not None:
        _pass(request, actor, to, (Verb.HANDED_OVER, reason), now)
        return request
    if request.state == State.WAITING_TRAINEE:
        raise WaitsForTrainee
    advance(request, Deed.GIVE_BACK)
    request.expert = None
    request.updated_at = now
    request.save()
    log(request, actor, Verb.GIVEN_BACK, now, reason=reason)
    place(request, now)
    return request


@transaction.atomic
def reassign(
    actor: Actor, request_id: int, to: int, reason: str, version: int, now: datetime
) -> Request:
    """Give any request of the course to an expert, without reading it (coordinators).

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `RequestChanged`, `ReasonMissing`,
    `TextTooLong`, `NotAnExpert`, `NotNow`.
    """
    require_own_hand(actor, Action.OVERSEE)
    request = locked(actor, request_id)
    if request.state == State.DRAFT:
        raise NotFound
    reason = _reason(reason)
    check_version(request, version, reason)
    before = request.expert_id
    _pass(request, actor, to, (Verb.REASSIGNED, reason), now)
    if before is not None:
        tell(request, [before], REQUEST_GONE, now)
    return request


@transaction.atomic
def release(course_key: str, person_id: int, now: datetime) -> int:
    """Give what somebody has who takes part no more to all experts of its topic; return how many.

    What waits for the trainee is released once they write, what is answered once it is reopened.
    """
    held = Request.objects.select_for_update().filter(
        course_key=course_key,
        expert=person_id,
        state__in=[State.ASSIGNED.value, State.WAITING_EXPERT.value],
    )
    requests = list(held.order_by("pk"))
    for request in requests:
        advance(request, Deed.GIVE_BACK)
        request.expert = None
        request.updated_at = now
        request.save()
        log(request, None, Verb.RELEASED, now, other=person_id)
        place(request, now)
    return len(requests)


def still_answers(request: Request) -> bool:
    """Whether who has a request is an expert of the course still."""
    return (
        request.expert_id is not None
        and experts(request.course_key).filter(pk=request.expert_id).exists()
    )


def _reason(reason: str) -> str:
    reason = " ".join(clean(reason).split())
    if not reason:
        raise ReasonMissing
    if len(reason) > REASON_LENGTH:
        raise TextTooLong(limit=REASON_LENGTH)
    return reason


def _pass(request: Request, actor: Actor, to: int, why: tuple[Verb, str], now: datetime) -> None:
    """Give a request to an expert of its course, who is told."""
    known = experts(request.course_key).filter(pk=to).exists()
    if not known or to in (request.expert_id, request.asker_id):
        raise NotAnExpert
    advance(request, Deed.HAND_OVER)
    request.expert_id = to
    request.updated_at = now
    request.save()
    verb, reason = why
    log(request, actor, verb, now, other=to, reason=reason)
    tell(request, [to], REQUEST_HANDED_OVER, now)
