"""Corrects the list by hand, one person at a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from xblocks.core.errors import Conflict, Invalid, NotFound
from xblocks.core.people import Actor, Role
from xblocks.core.permissions import Action, require
from xblocks.core.text import Message, gettext_noop
from xblocks.core.topics import Topic
from xblocks.roster import domain
from xblocks.roster.domain import Change, ChangeKind, Column, Entry, Known, Problem
from xblocks.roster.importing import company_ids, district_ids, known_people, rewrite, write_scopes
from xblocks.roster.matching import link_people
from xblocks.roster.records import ERASED, Company, PastMembership, Person


class NotAcceptable(Invalid):
    """What was entered for a person is not right yet; `problems` says where."""

    code = "not_acceptable"

    def __init__(self, problems: Iterable[Problem]) -> None:
        super().__init__()
        self.problems = tuple(problems)


class PersonChanged(Conflict):
    """Somebody else changed the person since the form was opened."""

    code = "person_changed"
    sentence = gettext_noop(
        "Somebody changed this person in the meantime. "
        "Look at both versions below, correct yours and save again."
    )


@dataclass(frozen=True)
class Draft:
    """A person as typed into the form. `company` is a name; a new one needs its district's key."""

    email: str
    name: str
    roles: frozenset[Role]
    company: str = ""
    company_district: str = ""
    districts: frozenset[str] = frozenset()
    topics: frozenset[Topic] = frozenset()


def person(actor: Actor, person_id: int) -> Person:
    """Return one person of the actor's course with all that hangs on them; raises `NotFound`."""
    require(actor, Action.SEE_ROSTER)
    found = (
        _known(actor, person_id)
        .select_related("company__district", "user")
        .prefetch_related("roles", "topics", "districts__district", "past_memberships__company")
        .first()
    )
    if found is None:
        raise NotFound
    return found


@transaction.atomic
def add_person(actor: Actor, draft: Draft) -> Person:
    """Put a person on the list; raises `NotAcceptable`."""
    require(actor, Action.EDIT_ROSTER)
    entry = _accepted(actor, draft, None)
    found = Person(course_key=actor.course_key)
    _write(found, domain.change_of(entry, None))
    return found


@transaction.atomic
def correct_person(actor: Actor, person_id: int, draft: Draft, version: int) -> Person:
    """Change a person; the account linked stays linked, also under a new address.

    Raises `NotFound`, `PersonChanged` when `version` is not the stored one, `NotAcceptable`.
    """
    require(actor, Action.EDIT_ROSTER)
    found, known = _locked(actor, person_id, version)
    change = domain.change_of(_accepted(actor, draft, known), known)
    if change.fields:
        _write(found, Change(ChangeKind.UPDATE, change.entry, person_id, known.entry))
    return found


@transaction.atomic
def mark_left(actor: Actor, person_id: int, version: int) -> Person:
    """Note that a person takes part no more; nothing of theirs is deleted."""
    require(actor, Action.EDIT_ROSTER)
    found, known = _locked(actor, person_id, version)
    if message := domain.own_hands_problem(known.protected, frozenset()):
        raise NotAcceptable([Problem(None, Column.ROLES, message)])
    if not known.left:
        _write(found, Change(ChangeKind.LEAVE, known.entry, person_id, known.entry))
    return found


@transaction.atomic
def take_back(actor: Actor, person_id: int, version: int) -> Person:
    """Let a person who has left take part again, in the same company and roles."""
    require(actor, Action.EDIT_ROSTER)
    found, known = _locked(actor, person_id, version)
    if known.left:
        _write(found, Change(ChangeKind.RETURN, known.entry, person_id, known.entry))
    return found


@transaction.atomic
def release_account(actor: Actor, person_id: int, version: int) -> Person:
    """Part a person from an account that is not theirs; they wait under their address again."""
    require(actor, Action.EDIT_ROSTER)
    found, known = _locked(actor, person_id, version)
    if known.account_email == known.entry.email:
        raise Invalid(gettext_noop("The account has this very address. Correct the address first."))
    found.user = None
    found.version += 1
    found.save()
    _find_account(found)
    return found


def _known(actor: Actor, person_id: int) -> QuerySet[Person]:
    """A person of the course; who has been erased is nobody's to look up or to bring back."""
    mine = Person.objects.filter(course_key=actor.course_key, id=person_id)
    return mine.exclude(email__startswith=ERASED)


def _locked(actor: Actor, person_id: int, version: int) -> tuple[Person, Known]:
    mine = _known(actor, person_id)
    found = mine.select_for_update().first()
    if found is None:
        raise NotFound
    if found.version != version:
        raise PersonChanged
    (known,) = known_people(mine, actor.person_id)
    return found, known


def _accepted(actor: Actor, draft: Draft, known: Known | None) -> Entry:
    """Return the entry a draft stands for; raises `NotAcceptable` with everything not right."""
    entry = Entry(
        email=domain.tidy(draft.email).lower(),
        name=domain.tidy(draft.name),
        roles=draft.roles,
        company=domain.key_of(draft.company) or None,
        districts=draft.districts,
        topics=draft.topics,
    )
    problems = list(domain.entry_problems(entry))
    taken = Person.objects.filter(course_key=actor.course_key, email=entry.email)
    if taken.exclude(id=known.person_id if known else None).exists():
        text = gettext_noop("Somebody with this address is on the list already.")
        problems.append(Problem(None, Column.EMAIL, Message(text)))
    own = known is not None and known.protected
    if message := domain.own_hands_problem(own, entry.roles):
        problems.append(Problem(None, Column.ROLES, message))
    districts = district_ids(actor.course_key)
    if not entry.districts <= set(districts):
        raise NotFound
    new_company = entry.company and entry.company not in company_ids(actor.course_key)
    if new_company:
        problems += _company_problems(draft, districts)
    if problems:
        raise NotAcceptable(problems)
    if new_company:
        Company.objects.create(
            course_key=actor.course_key,
            key=entry.company,
            name=domain.tidy(draft.company),
            district_id=districts[draft.company_district],
        )
    return entry


def _company_problems(draft: Draft, districts: dict[str, int]) -> list[Problem]:
    problems = []
    if message := domain.text_problem(domain.tidy(draft.company)):
        problems.append(Problem(None, Column.COMPANY, message))
    if draft.company_district not in districts:
        text = gettext_noop("This company is new. Choose its district.")
        problems.append(Problem(None, Column.DISTRICT, Message(text)))
    return problems


def _write(found: Person, change: Change) -> None:
    """Save a person as a change says, with the team they leave behind."""
    fresh = found.pk is None
    past = rewrite(found, change, company_ids(found.course_key), timezone.now())
    if fresh:
        found.version = 1
    try:
        with transaction.atomic():
            found.save()
            PastMembership.objects.bulk_create(past)
            write_scopes(
                {found.pk: change.entry},
                district_ids(found.course_key),
                anew=[] if fresh else [found.pk],
            )
    except IntegrityError:
        raise Conflict from None
    if found.user_id is None:
        _find_account(found)


def _find_account(found: Person) -> None:
    link_people(found.course_key, [found.pk])
    found.refresh_from_db(fields=["user"])
