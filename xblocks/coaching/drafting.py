"""Writing a request: the draft, sending it, throwing it away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time

from django.db import transaction

from xblocks.coaching import clocks
from xblocks.coaching.domain.checking import CHOICES, HARD_LIMIT, LIMITS, Filled, clean, problems
from xblocks.coaching.domain.values import OPEN, State
from xblocks.coaching.log import Verb, log
from xblocks.coaching.placing import place
from xblocks.coaching.reach import desk_of, find_desk, locked, own_person
from xblocks.coaching.records import HandedContext, Request
from xblocks.coaching.refusals import (
    DeskClosed,
    NoSuchChoice,
    NotReady,
    RequestChanged,
    TextTooLong,
    TooManyOpen,
    TooManyToday,
)
from xblocks.core.errors import NotFound
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require_own_hand
from xblocks.exercises.records import Exercise
from xblocks.host.dates import course_zone, day_of, long_date
from xblocks.roster.records import Company, Person

OPEN_AT_ONCE = 5
"""Requests of one person that may wait for an answer at the same time."""

SENT_A_DAY = 10
"""Requests one person may send on one day."""

_TICKED = ("on", "true", "1")


@transaction.atomic
def draft(actor: Actor, usage_key: str, now: datetime) -> Request:
    """Return the one draft somebody has at a desk, made when there is none.

    Raises `NotAllowed`, `Masquerading`, `NotOnRoster`, `NotFound`.
    """
    require_own_hand(actor, Action.ASK)
    exercise = find_desk(actor, usage_key)
    person = _alone(actor)
    found = Request.objects.filter(asker=person, usage_key=usage_key, state=State.DRAFT)
    return found.order_by("id").first() or Request.objects.create(
        course_key=exercise.course_key,
        usage_key=usage_key,
        asker=person,
        created_at=now,
        updated_at=now,
    )


@transaction.atomic
def save_draft(
    actor: Actor, request_id: int, values: Mapping[str, str], version: int, now: datetime
) -> Request:
    """Write what a form holds into the draft; fields that are not in `values` stay as they are.

    `values` by field: ``topic``, ``situation``, ``question``, ``tried``, ``outcome``, ``urgency``,
    ``urgency_reason``, ``phase``, and ``for_team`` and ``pseudonymised``, which are true as "on",
    "true" or "1". Texts may be longer than can be sent. Raises `NotAllowed`, `Masquerading`,
    `NotFound`, `RequestChanged` (another tab saved), `NoSuchChoice`, `TextTooLong`.
    """
    require_own_hand(actor, Action.ASK)
    request = _own_draft(actor, request_id)
    if version != request.version:
        raise RequestChanged(version=request.version)
    before = _written(request)
    _fill(request, values)
    if request.for_team and actor.company is None:
        request.for_team = False
    if _written(request) != before:
        request.version += 1
        request.updated_at = now
        request.save()
    return request


@transaction.atomic
def send(actor: Actor, request_id: int, version: int, now: datetime) -> Request:
    """Send the draft to the experts of its topic; from now on the clock runs.

    The same again, of a request already sent as it stands, is no error. Raises `NotAllowed`,
    `Masquerading`, `NotFound`, `RequestChanged`, `DeskClosed`, `NotReady`, `TooManyOpen`,
    `TooManyToday`. Nothing is lost: the draft stays.
    """
    require_own_hand(actor, Action.ASK)
    person = _alone(actor)
    request = locked(actor, request_id)
    if request.asker_id != person.pk:
        raise NotFound
    if request.state == State.NEW and request.version == version + 1:
        return request
    if request.state != State.DRAFT or request.version != version:
        raise RequestChanged(version=request.version)
    exercise = find_desk(actor, request.usage_key)
    _check_desk(exercise, request, now)
    _check_limits(person, now)
    _put_down(actor, request, now)
    log(request, actor, Verb.SENT, now)
    place(request, now)
    return request


@transaction.atomic
def discard(actor: Actor, request_id: int) -> None:
    """Throw the draft away with its files; raises `NotAllowed`, `Masquerading`, `NotFound`."""
    require_own_hand(actor, Action.ASK)
    _own_draft(actor, request_id).delete()


def has_draft(actor: Actor, usage_key: str) -> bool:
    """Whether somebody has begun to write at a desk."""
    return Request.objects.filter(
        asker=actor.person_id, usage_key=usage_key, state=State.DRAFT
    ).exists()


def filled_in(request: Request) -> Filled:
    """Return the fields of a request as `domain.checking` judges them."""
    return Filled(**{name: getattr(request, name) for name in Filled.__dataclass_fields__})


def _alone(actor: Actor) -> Person:
    """Return the person, locked: so nobody writes two drafts or passes a limit with two tabs."""
    return Person.objects.select_for_update().get(pk=own_person(actor))


def _own_draft(actor: Actor, request_id: int) -> Request:
    request = locked(actor, request_id)
    if request.asker_id != own_person(actor) or request.state != State.DRAFT:
        raise NotFound
    return request


def _fill(request: Request, values: Mapping[str, str]) -> None:
    for field in LIMITS.keys() & values.keys():
        text = clean(values[field])
        if len(text) > HARD_LIMIT:
            raise TextTooLong(limit=HARD_LIMIT)
        setattr(request, field, text)
    for field in CHOICES.keys() & values.keys():
        if values[field] and values[field] not in CHOICES[field]:
            raise NoSuchChoice
        setattr(request, field, values[field])
    for field in {"for_team", "pseudonymised"} & values.keys():
        setattr(request, field, values[field] in _TICKED)


def _written(request: Request) -> tuple[object, ...]:
    return (filled_in(request), request.for_team)


def _check_desk(exercise: Exercise, request: Request, now: datetime) -> None:
    desk = desk_of(exercise)
    if desk.closes is not None and day_of(now) > desk.closes:
        raise DeskClosed(long_date(_midnight(desk.closes)))
    topics = {offer.topic.value for offer in desk.topics}
    found = problems(filled_in(request), topics, has_files=request.files.exists())
    if found:
        raise NotReady(found)


def _check_limits(person: Person, now: datetime) -> None:
    own = Request.objects.filter(asker=person)
    if own.filter(state__in=[state.value for state in OPEN]).count() >= OPEN_AT_ONCE:
        raise TooManyOpen(limit=OPEN_AT_ONCE)
    if own.filter(sent_at__gte=_midnight(day_of(now))).count() >= SENT_A_DAY:
        raise TooManyToday(limit=SENT_A_DAY)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, course_zone())


def _put_down(actor: Actor, request: Request, now: datetime) -> None:
    """Keep with the request whose it is at this moment, and start its clock."""
    if request.company_id != actor.company:  # what they lent is another team's work
        HandedContext.objects.filter(request=request).delete()
    company = Company.objects.select_related("district").filter(pk=actor.company).first()
    request.company = company
    request.district = company.district if company else None
    request.state = State.NEW
    request.sent_at = request.updated_at = now
    request.version += 1
    clocks.restart(request, now)
    request.save()
