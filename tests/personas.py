"""Lets a test client be somebody in the preview."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.test import Client

from course_export.preview.course import Course
from course_export.preview.people import EXTRAS, Persona, account_of, personas
from xblocks.core.people import Actor, Role
from xblocks.roster.records import Person


def find(course: Course, who: str, nth: int = 0) -> Persona:
    """The nth persona with a role (``trainee``, …), or the one called ``staff`` or ``stranger``."""
    found = [
        each
        for each in personas(course.key)
        if each.ident == who or (who not in EXTRAS and who in each.roles)
    ]
    return found[nth]


def be(client: Client, course: Course, who: str, nth: int = 0) -> User | None:
    """Sign the client in as somebody; ``nobody`` signs out."""
    if who == "nobody":
        client.logout()
        return None
    user = account_of(find(course, who, nth).ident, course.key)
    assert user
    client.force_login(user)
    return user


def actor(course: Course, who: str, nth: int = 0) -> Actor:
    """Return a persona as the use cases know them."""
    person = Person.objects.get(pk=find(course, who, nth).ident)
    return Actor(
        person.user_id,
        str(course.key),
        person.name,
        frozenset({Role(who)}),
        person.pk,
        person.company_id,
        frozenset(each.district_id for each in person.districts.all()),
    )
