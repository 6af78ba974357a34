"""A milestone in the course: who has its tick and its points after a decision and after another."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from course_export.preview import start
from course_export.preview.access import Reader
from course_export.preview.course import Course
from course_export.preview.gradebook import reports
from course_export.preview.outline import standing_for
from course_export.preview.people import account_of
from tests import sample_course
from tests.personas import find
from tests.records import grading_cases, transfer_cases
from tests.unit import milestone_samples
from xblocks.core.people import Actor, Role
from xblocks.exercises.service import find as exercise_of
from xblocks.roster.records import Person, PersonDistrict

pytestmark = pytest.mark.django_db

M1 = sample_course.usage("wbm_transfer_project", "m1")
WEAK = dict.fromkeys(milestone_samples.GOOD, 0)


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """The small course with a graded milestone in a unit of its own."""
    files = sample_course.files()
    milestone = sample_course.exercise(
        "wbm_transfer_project", "m1", milestone_samples.data(), weight="100"
    )
    files["vertical/u-talk.xml"] = f"<vertical>{milestone}</vertical>"
    return start.open_course(sample_course.write(tmp_path, files))


def actor(course: Course, person: Person, role: Role) -> Actor:
    """Return somebody of the demo people as the use cases see them."""
    user = account_of(str(person.pk), course.key)
    assert user
    districts = PersonDistrict.objects.filter(person=person).values_list("district", flat=True)
    return Actor(
        user_id=user.pk,
        course_key=str(course.key),
        name=person.name,
        roles=frozenset({role}),
        person_id=person.pk,
        company=person.company_id,
        districts=frozenset(districts),
    )


def marks(course: Course, people: list[Actor]) -> list[tuple[bool, int]]:
    """Return tick and points of people as their pages of the course show them."""
    found = []
    for each in people:
        user = User.objects.get(pk=each.user_id)
        standing = standing_for(Reader(course, None, timezone.now()), user)
        [result] = reports(course, [user.pk])[user.pk].results
        found.append((standing.is_done(course.units["u-talk"]), round(result.earned)))
    return found


def test_both_members_have_tick_and_points_and_lose_them_together(course: Course) -> None:
    first = Person.objects.get(pk=find(course, "trainee").ident)
    team = Person.objects.filter(company=first.company, roles__role=Role.TRAINEE).order_by("pk")
    members = [actor(course, each, Role.TRAINEE) for each in team]
    assert len(members) > 1
    trainers = PersonDistrict.objects.filter(
        district=first.company.district_id, person__roles__role=Role.TRAINER
    )
    tom = actor(course, trainers.earliest("pk").person, Role.TRAINER)
    now, m1 = timezone.now(), exercise_of(M1)
    transfer_cases.fill(members[0], m1, now)
    work = transfer_cases.hand_in(members[0], m1, now)
    assert marks(course, members) == [(False, 0)] * len(members)
    transfer_cases.review(tom, work, now)
    passed = marks(course, members)
    assert passed == [(True, 80)] * len(members)
    again = grading_cases.rating(WEAK, reason="Looked again")
    grading_cases.regrade(tom, work, again, now=now + timedelta(hours=1))
    assert [ticked for ticked, _points in marks(course, members)] == [False] * len(members)
