"""Who is who in a course: from an account to the person who acts, and the whole list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from opaque_keys.edx.keys import CourseKey

from xblocks.core.errors import Conflict, NotOnRoster
from xblocks.core.people import Actor, Role, SignedIn
from xblocks.core.permissions import Action, require
from xblocks.core.text import gettext_noop
from xblocks.roster import domain
from xblocks.roster.importing import carry_out, state_of
from xblocks.roster.matching import link_account
from xblocks.roster.records import District, Person


@dataclass(frozen=True)
class ImportResult:
    """What a file changed, would change (`applied` is false), or why it cannot.

    `before` is the list as it stood.
    """

    plan: domain.Plan
    applied: bool
    before: domain.State

    @property
    def problems(self) -> tuple[domain.Problem, ...]:
        """Everything that is wrong with the file; empty when it can be applied."""
        return self.plan.problems


class PlanChanged(Conflict):
    """The list is no longer as it was when the file was checked."""

    code = "plan_changed"
    sentence = gettext_noop(
        "The list has changed since the file was checked. Look at the changes again, then confirm."
    )


def actor_for(signed_in: SignedIn, course_key: CourseKey) -> Actor:
    """Return the person behind an account in one course; raises `NotOnRoster`.

    Staff of the platform act as coordinator and trainer of all districts, its authors as author,
    on the list or not (`architecture`, Who may do what). Costs one statement for people on the
    list, two more for somebody met the first time.
    """
    course = str(course_key)
    actor = _on_list(signed_in, course)
    if actor is None and signed_in.email_confirmed and signed_in.email:
        link_account(signed_in.user_id, signed_in.email)
        actor = _on_list(signed_in, course)
    given = _given_roles(signed_in)
    if actor is None and not given:
        raise NotOnRoster
    if actor is None:
        actor = Actor(signed_in.user_id, course, signed_in.username, frozenset())
    districts = actor.districts
    if signed_in.course_staff:
        districts = frozenset(
            District.objects.filter(course_key=course).values_list("id", flat=True)
        )
    return replace(
        actor,
        roles=actor.roles | given,
        districts=districts,
        masquerading=signed_in.masquerading,
    )


def people(course_key: CourseKey | str) -> list[Person]:
    """Return everybody who takes part, by name, with company, district, roles and topics read."""
    return list(
        Person.objects.filter(course_key=str(course_key), left_at=None)
        .select_related("company__district", "user")
        .prefetch_related("roles", "topics", "districts__district")
        .order_by("search_text", "id")
    )


def import_roster(
    actor: Actor | None,
    course_key: CourseKey | str,
    data: bytes,
    *,
    dry_run: bool = False,
    missing_leave: bool = False,
    expected: str | None = None,
) -> ImportResult:
    """Bring a CSV file onto the list: all of it, or nothing when a line is faulty.

    `actor` is None at the operator's command line. `expected` is the fingerprint of the plan that
    was shown and agreed to (made without `missing_leave`). Raises `NotAllowed`,
    `UnreadableRoster`, `PlanChanged`, and `Conflict` when somebody else wrote at the same moment.
    """
    if actor is not None:
        require(actor, Action.EDIT_ROSTER)
    course = str(course_key)
    with transaction.atomic():
        acting = actor.person_id if actor else None
        state = state_of(course, acting=acting, lock=not dry_run)
        found = domain.read_people(data, state.companies, state.districts)
        plan = domain.plan(found, state)
        if expected is not None and plan.fingerprint != expected:
            raise PlanChanged
        if missing_leave:
            plan = domain.plan(found, state, missing_leave=True)
        applied = not dry_run and not plan.problems
        if applied:
            carry_out(course, plan)
    return ImportResult(plan, applied, state)


def export_csv(actor: Actor, *, german: bool = False) -> bytes:
    """Return everybody who takes part as CSV that `import_roster` takes back unchanged."""
    require(actor, Action.SEE_ROSTER)
    state = state_of(actor.course_key)
    entries = [known.entry for known in state.people if not known.left]
    entries.sort(key=lambda entry: domain.search_text(entry.name, entry.email))
    return domain.write_csv(entries, state.companies, state.districts, german=german)


def _on_list(signed_in: SignedIn, course: str) -> Actor | None:
    rows = Person.objects.filter(
        course_key=course, user_id=signed_in.user_id, left_at=None
    ).values_list(
        "id",
        "name",
        "company_id",
        "company__district_id",
        "roles__role",
        "topics__topic",
        "districts__district_id",
    )
    return _actor(signed_in, course, list(rows))


def _actor(signed_in: SignedIn, course: str, rows: list[tuple[Any, ...]]) -> Actor | None:
    """Put together what the joins bring once per combination."""
    if not rows:
        return None
    person_id, name, company, home, *_rest = rows[0]
    roles = frozenset(Role(row[4]) for row in rows if row[4])
    districts = _present(row[6] for row in rows)
    if home and not roles & {Role.TRAINER, Role.EXPERT}:
        districts |= {home}
    return Actor(
        user_id=signed_in.user_id,
        course_key=course,
        name=name,
        roles=roles,
        person_id=person_id,
        company=company,
        districts=districts,
        topics=_present(row[5] for row in rows),
    )


def _present(values: Iterable[Any]) -> frozenset[Any]:
    return frozenset(value for value in values if value is not None)


def _given_roles(signed_in: SignedIn) -> frozenset[Role]:
    """Return the roles the platform's own rights bring."""
    roles: set[Role] = set()
    if signed_in.course_staff:
        roles |= {Role.COORDINATOR, Role.TRAINER}
    if signed_in.course_author:
        roles.add(Role.AUTHOR)
    return frozenset(roles)
