"""Who is who in a course."""

from __future__ import annotations

from opaque_keys.edx.keys import CourseKey

from xblocks.core.errors import NotOnRoster
from xblocks.core.people import Actor, SignedIn


def actor_for(signed_in: SignedIn, course_key: CourseKey) -> Actor:
    """Return the person behind an account in one course; raises `NotOnRoster`."""
    raise NotOnRoster
