"""Pages of the list of people, asked by a browser."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from tests.records.roster_people import (
    COURSE,
    LINES,
    account,
)


def sign_in(client: Client, email: str) -> Client:
    user = User.objects.filter(email=email).first() or account(email)
    client.force_login(user)
    return client


def url(name: str, *args, course=COURSE) -> str:
    return reverse(f"wbm:{name}", args=[str(course), *args])


def text(response) -> str:
    return response.content.decode()


def rows(response) -> list[str]:
    """Return the names on the page in their order."""
    return [person.name for person in response.context["page"].people]


def many(count: int) -> str:
    return LINES + "".join(
        f"p{number}@example.org;Person {number};trainee;Company {number // 2};Nord;;;\n"
        for number in range(count)
    )
