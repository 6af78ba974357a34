"""A small list, and people to act with."""

from __future__ import annotations

from django.contrib.auth.models import User
from opaque_keys.edx.keys import CourseKey

from xblocks.core.people import Actor, SignedIn
from xblocks.roster import service
from xblocks.roster.records import Person

COURSE = CourseKey.from_string("course-v1:WBM+People+2027")
OTHER = CourseKey.from_string("course-v1:WBM+Other+2027")
HEADINGS = "email;name;roles;company;district;topics;districts;states\n"
LINES = (
    HEADINGS
    + """mira@example.org;Mira Muster;trainee;Werk GmbH;Nord;;;HH
timo@example.org;Timo Ünal;trainee;Amt AG;Süd;;;
tara@example.org;Tara Trainer;trainer;;;;Nord;
eda@example.org;Eda Expert;expert|trainer;;;law|talk;*;
kim@example.org;Kim Koordinator;coordinator;;;;;
ada@example.org;Ada Autor;author;;;;;
"""
)


def fill(course: CourseKey = COURSE, lines: str = LINES) -> None:
    """Put the people of `lines` on a course's list."""
    result = service.import_roster(None, course, lines.encode())
    assert result.applied, result.problems


def account(email: str, *, active: bool = True) -> User:
    """Make an account; its name is its address."""
    return User.objects.create(username=email, email=email, is_active=active)


def signed_in(user: User, **rights: bool) -> SignedIn:
    """Return the account as `host` sees it."""
    return SignedIn(user.pk, user.username, user.email, email_confirmed=user.is_active, **rights)


def acting(email: str, course: CourseKey = COURSE) -> Actor:
    """Return somebody of the list with an account of their own, made when there is none."""
    user = User.objects.filter(email=email).first() or account(email)
    return service.actor_for(signed_in(user), course)


def stored(email: str, course: CourseKey = COURSE) -> Person:
    """Return a person as the database has them now."""
    return Person.objects.select_related("company__district", "user").get(
        course_key=str(course), email=email
    )
