"""The list as the coordinator reads it: counted, filtered, sorted, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from xblocks.core.people import Actor, Role
from xblocks.core.permissions import Action, require
from xblocks.roster.domain import key_of, tidy, without_marks
from xblocks.roster.records import ERASED, District, Person, PersonDistrict

PAGE_SIZE = 50

SORTINGS = {
    "name": ("search_text",),
    "-name": ("-search_text",),
    "company": (F("company__key").asc(nulls_last=True), "search_text"),
    "-company": (F("company__key").desc(nulls_last=True), "search_text"),
    "email": ("email",),
    "-email": ("-email",),
}


@dataclass(frozen=True)
class Filter:
    """What is looked for; empty values look for everything. `left` shows those who have left."""

    text: str = ""
    role: str = ""
    district: int | None = None
    company: int | None = None
    waiting: bool = False
    left: bool = False
    sort: str = "name"
    page: int = 1


@dataclass(frozen=True)
class Listed:
    """A person as a line of the list. `districts` are names, the company's for a trainee."""

    person_id: int
    name: str
    email: str
    company: str
    has_account: bool
    left: bool
    roles: tuple[Role, ...] = ()
    topics: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Counters:
    """How many take part: people, companies, people without account, and each role."""

    people: int = 0
    companies: int = 0
    waiting: int = 0
    left: int = 0
    roles: Mapping[Role, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """One page of what was found: `found` people altogether on `pages` pages."""

    people: tuple[Listed, ...]
    found: int
    number: int
    pages: int

    @property
    def first(self) -> int:
        """The place of the first person shown, from 1."""
        return (self.number - 1) * PAGE_SIZE + 1 if self.people else 0

    @property
    def last(self) -> int:
        """The place of the last person shown."""
        return self.first + len(self.people) - 1 if self.people else 0


@dataclass(frozen=True)
class Place:
    """A district with its companies, for choosing one."""

    district_id: int
    name: str
    companies: tuple[tuple[int, str], ...]


def page_of(actor: Actor, wanted: Filter) -> Page:
    """Return one page of the people found, in three statements however many there are."""
    require(actor, Action.SEE_ROSTER)
    found = _matching(_known(actor), wanted)
    count = found.count()
    pages = max(1, -(-count // PAGE_SIZE))
    number = min(max(1, wanted.page), pages)
    order = (*SORTINGS.get(wanted.sort, SORTINGS["name"]), "id")
    start = (number - 1) * PAGE_SIZE
    ids = list(found.order_by(*order).values_list("id", flat=True)[start : start + PAGE_SIZE])
    return Page(_listed(ids), count, number, pages)


def counters(actor: Actor) -> Counters:
    """Count the whole list, in one statement."""
    require(actor, Action.SEE_ROSTER)
    here = Q(left_at=None)
    numbers = _known(actor).aggregate(
        people=Count("id", filter=here, distinct=True),
        companies=Count("company", filter=here, distinct=True),
        waiting=Count("id", filter=here & Q(user=None), distinct=True),
        left=Count("id", filter=~here, distinct=True),
        **{
            f"role_{role}": Count("id", filter=here & Q(roles__role=role), distinct=True)
            for role in Role
        },
    )
    roles = {role: numbers.pop(f"role_{role}") for role in Role}
    return Counters(**numbers, roles=roles)


def places(actor: Actor) -> list[Place]:
    """Return all districts with their companies, in one statement."""
    require(actor, Action.SEE_ROSTER)
    rows = (
        District.objects.filter(course_key=actor.course_key)
        .order_by("key", "companies__key")
        .values_list("id", "name", "companies__id", "companies__name")
    )
    found: dict[tuple[int, str], list[tuple[int, str]]] = {}
    for district_id, name, company_id, company in rows:
        companies = found.setdefault((district_id, name), [])
        if company_id is not None:
            companies.append((company_id, company))
    return [Place(*district, tuple(companies)) for district, companies in found.items()]


def _known(actor: Actor) -> QuerySet:
    """Everybody of the course whose name is known: erased rows are nobody's."""
    return Person.objects.filter(course_key=actor.course_key).exclude(email__startswith=ERASED)


def _matching(people: QuerySet, wanted: Filter) -> QuerySet:
    people = people.filter(left_at__isnull=not wanted.left)
    if wanted.text:
        people = people.filter(_search(wanted.text))
    if wanted.role:
        people = people.filter(roles__role=wanted.role)
    if wanted.district:
        own = PersonDistrict.objects.filter(person=OuterRef("pk"), district=wanted.district)
        people = people.filter(Q(company__district=wanted.district) | Exists(own))
    if wanted.company:
        people = people.filter(company=wanted.company)
    if wanted.waiting:
        people = people.filter(user=None)
    return people


def _search(text: str) -> Q:
    """Match part of the name, of the address or of the company's name."""
    condition = Q(search_text__contains=without_marks(tidy(text)))
    if key := key_of(text):
        condition |= Q(company__key__contains=key)
    return condition


def _listed(ids: list[int]) -> tuple[Listed, ...]:
    """Read a page's people with all that hangs on them in one statement, in the order of `ids`."""
    rows = Person.objects.filter(id__in=ids).values_list(
        "id",
        "name",
        "email",
        "company__name",
        "user_id",
        "left_at",
        "company__district__name",
        "roles__role",
        "topics__topic",
        "districts__district__name",
    )
    plain: dict[int, tuple[str, str, str, bool, bool]] = {}
    sets: dict[int, tuple[set, set, set]] = {}
    for person_id, name, email, company, user, left_at, home, *scopes in rows:
        plain[person_id] = (name, email, company or "", user is not None, left_at is not None)
        found = sets.setdefault(person_id, (set(), set(), set()))
        for values, value in zip(found, scopes, strict=True):
            if value is not None:
                values.add(value)
        if home:
            found[2].add(home)
    return tuple(
        Listed(
            person_id,
            *plain[person_id],
            roles=tuple(role for role in Role if role in sets[person_id][0]),
            topics=tuple(sorted(sets[person_id][1])),
            districts=tuple(sorted(sets[person_id][2])),
        )
        for person_id in ids
        if person_id in plain
    )
