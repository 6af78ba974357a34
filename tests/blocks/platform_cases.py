"""Who comes by at our blocks on a platform, and a block of each kind to come by at."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser, User

from course_export.preview.course import Course
from course_export.preview.people import account_of
from tests import sample_course
from tests.blocks.platform_runtime import PlatformRuntime
from tests.blocks.platform_store import Platform, Visitor
from tests.personas import find
from tests.unit import dialogue_cases, milestone_samples
from xblocks.roster.records import Person

Enter = Callable[[str, str], PlatformRuntime]
"""Takes a place and who comes by, and gives the runtime."""

TALK = sample_course.usage("wbm_role_play", "talk")
MILESTONE = sample_course.usage("wbm_transfer_project", "m1")
OVERVIEW = sample_course.usage("wbm_transfer_project", "all")
DESK = sample_course.usage("wbm_coaching", "desk")
BLOCKS = (TALK, MILESTONE, OVERVIEW, DESK)

LEARNERS = frozenset({"trainee", "team mate", "masquerading"})
SCRIPT_READERS = frozenset({"trainer", "author"})
LISTED = LEARNERS | SCRIPT_READERS | {"coordinator", "expert"}
LMS_STAFF = frozenset({"limited staff", "global staff"})
STUDIO_AUTHORS = frozenset({"global staff", "studio author"})
ANY_LEARNER = "as any learner"
"""Staff who look at the course as any learner have no rights meanwhile; not so in Studio."""

EVERYBODY = LISTED | LMS_STAFF | STUDIO_AUTHORS | {ANY_LEARNER, "stranger", "nobody"}

IN_LMS = LISTED | LMS_STAFF
IN_STUDIO = LISTED | STUDIO_AUTHORS


def a_course() -> Platform:
    """Return a course with a block of each kind."""
    platform = Platform()
    platform.write(TALK, definition=dialogue_cases.good(), display_name="Talk", weight=10.0)
    platform.write(MILESTONE, definition=milestone_samples.data(), weight=100.0)
    overview = {"kind": "overview", "title": "All", "intro": "«intro»"}
    platform.write(OVERVIEW, definition=overview, weight=0.0)
    desk = {"kind": "desk", "title": "Desk", "intro": "«desk»", "topics": [{"topic": "law"}]}
    platform.write(DESK, definition=desk, weight=0.0)
    return platform


def visitor(course: Course, who: str) -> Visitor:
    """Return one of `EVERYBODY`."""
    if who == "nobody":
        return Visitor(AnonymousUser())
    if who == "team mate":
        first = Person.objects.get(pk=find(course, "trainee").ident)
        mates = Person.objects.filter(company=first.company).exclude(pk=first.pk)
        return Visitor(_account(course, str(mates.earliest("pk").pk)))
    if who in LMS_STAFF | STUDIO_AUTHORS | {ANY_LEARNER}:
        user, _new = User.objects.get_or_create(username=who, email=f"{len(who)}@example.org")
        return Visitor(
            user,
            staff=who == "limited staff",
            global_staff=who == "global staff",
            author=who in STUDIO_AUTHORS,
            masquerading=who == ANY_LEARNER,
        )
    known = "trainee" if who == "masquerading" else who
    found = _account(course, find(course, known).ident)
    return Visitor(found, masquerading=who == "masquerading")


def _account(course: Course, ident: str) -> User:
    found = account_of(ident, course.key)
    assert found
    return found
