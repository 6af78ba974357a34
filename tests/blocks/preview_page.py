"""What tests of the preview's pages have in common."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from course_export.preview.access import Reader
from course_export.preview.course import Course
from course_export.preview.outline import Standing, standing_for


def page(client: Client, address: str) -> str:
    """The page at an address, which must answer with 200."""
    response = client.get(address)
    assert response.status_code == 200, response
    return response.content.decode()


def standing_of(course: Course, user: User) -> Standing:
    """How far an account is that is on no list."""
    return standing_for(Reader(course, None, timezone.now()), user)
