"""When experts are away, and who stands in for them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from xblocks.coaching.reach import absences_of, experts, own_person
from xblocks.coaching.records import Absence
from xblocks.coaching.refusals import AwayAlready, NotAnExpert, SubstituteAway, WrongDays
from xblocks.core.errors import NotFound
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require, require_own_hand
from xblocks.host.dates import day_of
from xblocks.roster.records import Person

LONGEST = timedelta(days=366)


def absences(actor: Actor) -> list[Absence]:
    """Return somebody's own absences with their substitutes, the earliest first.

    Raises `NotAllowed`.
    """
    require(actor, Action.ANSWER)
    return list(_own(actor).select_related("substitute").order_by("since", "id"))


def colleagues(actor: Actor) -> list[Person]:
    """Return the other experts of the course by name: who can stand in or take a request over.

    With topics and districts read. Raises `NotAllowed`.
    """
    require(actor, Action.ANSWER)
    others = experts(actor.course_key).exclude(pk=actor.person_id)
    return list(others.prefetch_related("topics", "districts__district"))


@transaction.atomic
def be_away(
    actor: Actor, since: date, until: date, substitute: int | None, now: datetime
) -> Absence:
    """Be away from one day up to and with another; the substitute answers meanwhile.

    The same again is one. Without a substitute, requests wait; the coordinators see it. Raises
    `NotAllowed`, `Masquerading`, `NotOnRoster`, `WrongDays`, `AwayAlready`, `NotAnExpert`,
    `SubstituteAway`.
    """
    require_own_hand(actor, Action.ANSWER)
    person = Person.objects.select_for_update().get(pk=own_person(actor))
    if until < since or until < day_of(now) or until - since > LONGEST:
        raise WrongDays
    if substitute is not None:
        _check_expert(person, substitute)
    same = Absence.objects.filter(
        person=person, since=since, until=until, substitute=substitute
    ).first()
    if same is not None:
        return same
    if any(each.meets(since, until) for each in absences_of([person.pk], since)):
        raise AwayAlready
    if substitute is not None and any(
        each.meets(since, until) for each in absences_of([substitute], since)
    ):
        raise SubstituteAway
    return Absence.objects.create(person=person, since=since, until=until, substitute_id=substitute)


@transaction.atomic
def come_back(actor: Actor, absence_id: int) -> None:
    """Remove an absence of one's own; raises `NotAllowed`, `Masquerading`, `NotFound`."""
    require_own_hand(actor, Action.ANSWER)
    removed, _rows = _own(actor).filter(pk=absence_id).delete()
    if not removed:
        raise NotFound


def _own(actor: Actor) -> QuerySet[Absence]:
    return Absence.objects.filter(person=actor.person_id, person__course_key=actor.course_key)


def _check_expert(person: Person, substitute: int) -> None:
    if substitute == person.pk or not experts(person.course_key).filter(pk=substitute).exists():
        raise NotAnExpert
