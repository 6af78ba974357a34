"""Companies and districts: seen together, renamed, moved. Their people stay in them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Count, Q, QuerySet

from xblocks.core.errors import Conflict, NotFound
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require
from xblocks.core.text import Message, gettext_noop
from xblocks.roster import domain
from xblocks.roster.domain import Column, Problem
from xblocks.roster.editing import NotAcceptable
from xblocks.roster.importing import district_ids
from xblocks.roster.records import Company, District

_Place = TypeVar("_Place", Company, District)


def districts(actor: Actor) -> list[District]:
    """Return the course's districts with `team_count`, how many companies are in each."""
    require(actor, Action.SEE_ROSTER)
    return list(
        District.objects.filter(course_key=actor.course_key)
        .annotate(team_count=Count("companies"))
        .order_by("key")
    )


def companies(actor: Actor) -> list[Company]:
    """Return the course's companies with district and `member_count`, who is in the team today."""
    require(actor, Action.SEE_ROSTER)
    return list(
        Company.objects.filter(course_key=actor.course_key)
        .select_related("district")
        .annotate(member_count=Count("people", filter=Q(people__left_at=None)))
        .order_by("district__key", "key")
    )


def company(actor: Actor, company_id: int) -> Company:
    """Return one company with its district; raises `NotFound`."""
    require(actor, Action.SEE_ROSTER)
    return _found(Company.objects.select_related("district"), actor, company_id)


def district(actor: Actor, district_id: int) -> District:
    """Return one district; raises `NotFound`."""
    require(actor, Action.SEE_ROSTER)
    return _found(District.objects, actor, district_id)


@transaction.atomic
def rename_company(
    actor: Actor, company_id: int, name: str, district_key: str, *, before: str
) -> Company:
    """Change a company's name or district; its team stays the same team.

    `before` is the name the form showed. Raises `NotFound`, `Conflict`, `NotAcceptable`.
    """
    require(actor, Action.EDIT_ROSTER)
    found = _one(Company.objects, actor, company_id, before)
    name = _acceptable_name(actor, Company, found.pk, name, Column.COMPANY)
    ids = district_ids(actor.course_key)
    if district_key not in ids:
        raise NotFound
    found.name, found.key, found.district_id = name, domain.key_of(name), ids[district_key]
    return _saved(found)


@transaction.atomic
def rename_district(
    actor: Actor, district_id: int, name: str, states: Iterable[str], *, before: str
) -> District:
    """Change a district's name or federal states; everything in it stays in it.

    Raises `NotFound`, `Conflict` when the form showed another name, `NotAcceptable`.
    """
    require(actor, Action.EDIT_ROSTER)
    found = _one(District.objects, actor, district_id, before)
    name = _acceptable_name(actor, District, found.pk, name, Column.DISTRICT)
    chosen = set(states)
    if not chosen <= set(domain.STATES):
        raise NotFound
    found.name, found.key, found.states = name, domain.key_of(name), "|".join(sorted(chosen))
    return _saved(found)


def _found(places: QuerySet, actor: Actor, place_id: int) -> Any:
    place = places.filter(course_key=actor.course_key, id=place_id).first()
    if place is None:
        raise NotFound
    return place


def _one(places: QuerySet, actor: Actor, place_id: int, before: str) -> Any:
    """Return a place for changing it; raises `Conflict` when it is no longer what was shown."""
    place = _found(places.select_for_update(), actor, place_id)
    if place.name != before:
        raise Conflict
    return place


def _saved(place: _Place) -> _Place:
    try:
        with transaction.atomic():
            place.save()
    except IntegrityError:  # the same name came in at the same moment
        raise Conflict from None
    return place


def _acceptable_name(
    actor: Actor, model: type[_Place], place_id: int, name: str, column: Column
) -> str:
    name = domain.tidy(name)
    message = domain.text_problem(name)
    if not domain.key_of(name):
        message = Message(gettext_noop("The name is missing."))
    elif (
        model.objects.filter(course_key=actor.course_key, key=domain.key_of(name))
        .exclude(id=place_id)
        .exists()
    ):
        message = Message(gettext_noop("This name is on the list already."))
    if message:
        raise NotAcceptable([Problem(None, column, message)])
    return name
