"""The people one can be in the preview: everybody on the roster, and two who are not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from opaque_keys.edx.keys import CourseKey

from xblocks.core.people import Role
from xblocks.roster.matching import link_people
from xblocks.roster.records import Person, PersonDistrict, PersonRole

ROLE_NAMES = {
    Role.TRAINEE: _("Trainees"),
    Role.TRAINER: _("Trainers"),
    Role.EXPERT: _("Experts"),
    Role.COORDINATOR: _("Coordinators"),
    Role.AUTHOR: _("Authors"),
    None: _("Not on the roster"),
}
STAFF, STRANGER = "staff", "stranger"
EXTRAS = {
    STAFF: ("Sascha Leitner", _("course staff of the platform")),
    STRANGER: ("Kim Fremdling", _("has an account, takes part in nothing")),
}


@dataclass(frozen=True)
class Persona:
    """Somebody to be. `note` is the company or what else tells people apart.

    `user_id` is None for people on the roster without an account; it is made when one becomes them.
    """

    ident: str
    user_id: int | None
    name: str
    roles: tuple[Role, ...] = ()
    note: str = ""
    staff: bool = False

    def has(self, *roles: Role) -> bool:
        """Whether the person has one of the roles; staff acts as coordinator and trainer."""
        given = (*self.roles, Role.COORDINATOR, Role.TRAINER) if self.staff else self.roles
        return any(role in given for role in roles)


def personas(course_key: CourseKey) -> list[Persona]:
    """Return everybody on the roster by name, and those who are not on it: three statements."""
    found = _on_roster(str(course_key))
    for user in User.objects.filter(username__in=EXTRAS).order_by("username"):
        name, note = EXTRAS[user.username]
        found.append(Persona(user.username, user.pk, name, note=str(note), staff=user.is_staff))
    return found


def by_role(found: Iterable[Persona]) -> list[tuple[str, list[Persona]]]:
    """Group personas under the name of their first role, in the order of roles."""
    groups: dict[Role | None, list[Persona]] = {role: [] for role in ROLE_NAMES}
    for persona in found:
        groups[persona.roles[0] if persona.roles else None].append(persona)
    return [(str(ROLE_NAMES[role]), members) for role, members in groups.items() if members]


def account_of(ident: str, course_key: CourseKey) -> User | None:
    """Return the account of a persona, made when there is none; None for nobody known."""
    if ident in EXTRAS:
        return User.objects.filter(username=ident).first()
    if not ident.isdigit():
        return None
    person = Person.objects.filter(pk=ident, course_key=str(course_key)).first()
    if person and person.user is None:
        ensure_accounts(course_key)
        person.refresh_from_db()
    return person.user if person else None


def ensure_accounts(course_key: CourseKey) -> None:
    """Make accounts for people on the roster who have none, and those who are not on it.

    Nobody has a password: one signs in by choosing who to be.
    """
    waiting = Person.objects.filter(course_key=str(course_key), user=None, left_at=None)
    made = [_account(_username(person), person.email, person.name) for person in waiting]
    made += [_account(name, f"{name}@example.org", EXTRAS[name][0]) for name in EXTRAS]
    known = set(User.objects.values_list("username", flat=True))
    User.objects.bulk_create(user for user in made if user.username not in known)
    link_people(str(course_key))


def _account(username: str, email: str, name: str) -> User:
    first, _space, last = name.rpartition(" ")
    user = User(
        username=username,
        email=email,
        first_name=first[:150],
        last_name=last[:150],
        is_staff=username == STAFF,
    )
    user.set_unusable_password()
    return user


def _username(person: Person) -> str:
    """A name like those platforms give, one for each address."""
    return f"{slugify(person.email.partition('@')[0])[:100]}-{person.pk}"


def _on_roster(course_key: str) -> list[Persona]:
    """Every page shows them: read as plain values, not as records with all they hang together."""
    districts: dict[int, list[str]] = defaultdict(list)
    for person_id, name in (
        PersonDistrict.objects.filter(person__course_key=course_key)
        .order_by("district__name")
        .values_list("person_id", "district__name")
    ):
        districts[person_id].append(name)
    found: dict[int, Persona] = {}
    for person_id, role, name, user_id, company in (
        PersonRole.objects.filter(person__course_key=course_key, person__left_at=None)
        .order_by("person__search_text", "person_id")
        .values_list(
            "person_id", "role", "person__name", "person__user_id", "person__company__name"
        )
    ):
        known = found.get(person_id)
        roles = {Role(role), *(known.roles if known else ())}
        note = company or ", ".join(districts[person_id])
        ordered = tuple(each for each in Role if each in roles)
        found[person_id] = Persona(str(person_id), user_id, name, ordered, note)
    return list(found.values())
