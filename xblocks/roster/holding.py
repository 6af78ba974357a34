"""What the list of a course keeps of people, and how somebody leaves it for good."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from xblocks.core.holdings import Holding, Subject, Term
from xblocks.core.text import gettext_noop
from xblocks.host.course import of_ended_courses
from xblocks.host.erasing import former_member
from xblocks.roster.domain import search_text
from xblocks.roster.records import (
    ERASED,
    PastMembership,
    PendingImport,
    Person,
    PersonDistrict,
    PersonRole,
    PersonTopic,
)

PEOPLE = Term(
    "people",
    1095,
    gettext_noop("Names and addresses on the list"),
    gettext_noop("after the end of the course"),
)
PENDING = Term(
    "pending_imports",
    1,
    gettext_noop("Lists that were checked and not confirmed"),
    gettext_noop("after the check"),
)


class RosterHolding(Holding):
    """People, their roles, companies and districts."""

    ident = "roster"
    title = gettext_noop("List of the course")
    what = gettext_noop(
        "Your name, e-mail address, role, company, district and topics, since when you take part, "
        "and which team you were in before."
    )
    why = gettext_noop("So that you reach your team, your exercises and the people who help you.")
    readers = gettext_noop(
        "Coordinators see the whole list. Your team and your trainers see your name and company."
    )
    leaving = gettext_noop(
        "Name, address and account are removed. An empty row stays, so that the work of your team "
        "stays together."
    )
    references = {
        "Person": frozenset({"user"}),
        "PersonRole": frozenset({"person"}),
        "PersonTopic": frozenset({"person"}),
        "PersonDistrict": frozenset({"person"}),
        "PastMembership": frozenset({"person"}),
        "PendingImport": frozenset({"user"}),
    }
    terms = (PEOPLE, PENDING)

    def export(self, who: Subject) -> Mapping[str, Any]:
        """Return the person's rows with all that hangs on them, and lists they had checked."""
        people = Person.objects.filter(pk__in=who.people).order_by("course_key", "pk")
        files = PendingImport.objects.filter(user=who.user_id).values(
            "course_key", "file_name", "checked_at"
        )
        return {
            "people": [_shown(person) for person in people.select_related("company__district")],
            "lists_checked": list(files) if who.user_id else [],
        }

    def erase(self, who: Subject, now: datetime) -> None:
        """Leave rows without a name. Files waiting to be confirmed may name the person: they go."""
        PendingImport.objects.filter(
            Q(course_key__in=who.courses) | Q(user__isnull=False, user=who.user_id)
        ).delete()
        _anonymise(Person.objects.filter(pk__in=who.people), now)

    def expire(self, term: str, before: datetime, *, dry_run: bool) -> int:
        """Forget lists that were never confirmed, and names of courses long over."""
        if term == PENDING.ident:
            waiting = PendingImport.objects.filter(checked_at__lt=before)
            return waiting.count() if dry_run else waiting.delete()[0]
        over = of_ended_courses(Person.objects.exclude(email__startswith=ERASED), before)
        count = over.count()
        if not dry_run:
            _anonymise(over, before)
        return count


def companies_left_empty(people: Collection[int]) -> frozenset[int]:
    """Return the companies of these people in whose team nobody else is or was.

    Whoever has been erased before counts no more: what such a team wrote is nobody's work now.
    """
    rows = Person.objects.filter(pk__in=people)
    past = PastMembership.objects.filter(person__in=people)
    own = {*rows.values_list("company_id", flat=True), *past.values_list("company_id", flat=True)}
    others = Person.objects.exclude(pk__in=people).exclude(email__startswith=ERASED)
    taken = {
        *others.filter(company__in=own - {None}).values_list("company_id", flat=True),
        *PastMembership.objects.filter(company__in=own - {None}, person__in=others).values_list(
            "company_id", flat=True
        ),
    }
    return frozenset(own - taken - {None})


def _anonymise(people: QuerySet, now: datetime) -> None:
    """Take everything from rows that tells who they were; erased ones stay as they are."""
    found = dict(people.exclude(email__startswith=ERASED).values_list("pk", "course_key"))
    for model in (PersonRole, PersonTopic, PersonDistrict, PastMembership):
        model.objects.filter(person__in=found).delete()
    for person_id, course_key in found.items():
        name = former_member(course_key)
        rows = Person.objects.filter(pk=person_id)
        rows.filter(left_at=None).update(left_at=now)
        rows.update(
            user=None,
            name=name,
            email=f"{ERASED}{person_id}",
            search_text=search_text(name, ""),
            version=F("version") + 1,
        )


def _shown(person: Person) -> dict[str, Any]:
    past = person.past_memberships.order_by("until").values("company__name", "since", "until")
    return {
        "course": person.course_key,
        "name": person.name,
        "email": person.email,
        "roles": sorted(person.roles.values_list("role", flat=True)),
        "topics": sorted(person.topics.values_list("topic", flat=True)),
        "districts": sorted(person.districts.values_list("district__name", flat=True)),
        "company": person.company.name if person.company else "",
        "district": person.company.district.name if person.company else "",
        "in_this_company_since": person.company_since,
        "earlier_companies": list(past),
        "on_the_list_since": person.created_at,
        "left_at": person.left_at,
    }
