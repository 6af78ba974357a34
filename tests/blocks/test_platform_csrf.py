"""No address of ours takes anything from another site's form."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from course_export.preview.course import Course
from tests.personas import be
from xblocks import studio_urls, urls

pytestmark = pytest.mark.django_db

PATTERNS = [each for each in urls.urlpatterns if isinstance(each, URLPattern)]


def address(pattern: URLPattern, course: Course) -> str:
    """Return an address of a view; whether what it names exists is not asked before the token."""
    places: dict[str, Any] = {
        name: 1 if type(converter).__name__ == "IntConverter" else "x"
        for name, converter in pattern.pattern.converters.items()
    }
    if "course_key" in places:
        places["course_key"] = str(course.key)
    return reverse(f"wbm:{pattern.name}", kwargs=places)


def refused_for_the_token(response: Any) -> bool:
    """Whether Django itself refused, before anything of ours ran."""
    return response.status_code == 403 and "X-WBM-Refusal" not in response.headers


def test_every_address_is_walked() -> None:
    assert len(PATTERNS) == len(urls.urlpatterns)


@pytest.mark.parametrize("who", ["trainee", "trainer", "coordinator"])
def test_no_address_takes_a_post_without_token(course: Course, who: str) -> None:
    client = Client(enforce_csrf_checks=True)
    be(client, course, who)
    for pattern in PATTERNS:
        for method in ("post", "put", "patch", "delete"):
            response = getattr(client, method)(address(pattern, course))
            assert refused_for_the_token(response), f"{method} {pattern.name}"


def test_with_the_token_ours_answers(course: Course) -> None:
    client = Client(enforce_csrf_checks=True)
    be(client, course, "trainee")
    client.get("/")
    token = {"X-CSRFToken": client.cookies["csrftoken"].value}
    for pattern in PATTERNS:
        response = client.post(address(pattern, course), headers=token)
        assert not refused_for_the_token(response), pattern.name


@pytest.mark.parametrize("patterns", [urls.urlpatterns, studio_urls.urlpatterns])
def test_no_view_is_exempt(patterns: list[URLPattern]) -> None:
    assert [each.name for each in patterns if getattr(each.callback, "csrf_exempt", False)] == []
