"""Grades and completion: what blocks report, what people give, what it comes to."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from opaque_keys.edx.keys import UsageKey
from submissions import api

from course_export.preview import start
from course_export.preview.access import Reader
from course_export.preview.anonymous import course_anonymous_id
from course_export.preview.course import Course
from course_export.preview.gradebook import Report, reports
from course_export.preview.models import Completion, Event, Grade
from course_export.preview.outline import Standing, standing_for
from tests import counter_block, personas, sample_course

pytestmark = pytest.mark.django_db

TALK = sample_course.usage("wbm_role_play", "talk")
COUNTER = sample_course.usage("counter", "one")


@pytest.fixture
def course(tmp_path: Path) -> Iterator[Course]:
    """The small course; beside the text stands a counter that can publish anything."""
    files = sample_course.files()
    files["vertical/u-text.xml"] = (
        '<vertical display_name="Zählen"><html url_name="text"/><counter url_name="one"/>'
        "</vertical>"
    )
    with counter_block.installed():
        yield start.open_course(sample_course.write(tmp_path, files))


@pytest.fixture
def trainee(course: Course, client: Client) -> User:
    """A trainee, signed in."""
    user = personas.be(client, course, "trainee")
    assert user
    return user


def standing_of(course: Course, user: User) -> Standing:
    """How far an account is that is on no list."""
    return standing_for(Reader(course, None, timezone.now()), user)


def publish(client: Client, event: str, **data: Any) -> None:
    """Let the counter publish something."""
    response = client.post(
        f"/xblock/{COUNTER}/handler/publish/{event}", json.dumps(data), "application/json"
    )
    assert response.status_code == 200, response.content


def grade_of(user: User, usage_key: str = COUNTER) -> tuple[float, float] | None:
    """The points the block itself reported."""
    rows = Grade.objects.filter(user=user, usage_key=usage_key, by_person=False)
    return rows.values_list("earned", "possible").first()


def give(
    user: User, course: Course, earned: int, possible: int, usage_key: str = TALK
) -> dict[str, Any]:
    """Give points for the talk, as a trainer's review does."""
    item = {
        "student_id": course_anonymous_id(user.pk, course.key),
        "course_id": str(course.key),
        "item_id": usage_key,
        "item_type": UsageKey.from_string(usage_key).block_type,
    }
    submission = api.create_submission(item, "work")
    api.set_score(submission["uuid"], earned, possible)
    return item


def report_of(course: Course, user: User) -> Report:
    """What all points of somebody come to."""
    return reports(course, [user.pk])[user.pk]


@pytest.mark.parametrize("value", [0, 2, -1, 9])
def test_grades_are_stored_as_they_come(trainee: User, client: Client, value: int) -> None:
    publish(client, "grade", value=value, max_value=3)
    assert grade_of(trainee) == (value, 3)


def test_a_grade_counts_for_the_caller_whoever_is_named(
    course: Course, trainee: User, client: Client
) -> None:
    other = personas.find(course, "trainee", 1)
    publish(client, "grade", value=1, max_value=3, user_id=other.user_id)
    assert grade_of(trainee) == (1, 3)
    assert Grade.objects.count() == 1


def test_a_lower_grade_is_dropped_when_only_higher_ones_count(
    trainee: User, client: Client
) -> None:
    publish(client, "grade", value=2, max_value=3)
    publish(client, "grade", value=1, max_value=3, only_if_higher=True)
    assert grade_of(trainee) == (2, 3)
    publish(client, "grade", value=3, max_value=3, only_if_higher=True)
    assert grade_of(trainee) == (3, 3)


def test_an_empty_grade_takes_the_grade_back(trainee: User, client: Client) -> None:
    publish(client, "grade", value=2, max_value=3)
    publish(client, "grade", value=None, max_value=None)
    assert grade_of(trainee) is None


def test_a_grade_marks_the_block_done(trainee: User, client: Client) -> None:
    publish(client, "grade", value=0, max_value=3)
    assert Completion.objects.get(user=trainee, usage_key=COUNTER).share == 1.0


def test_completion_is_kept_as_told_and_progress_only_when_nothing_is_known(
    trainee: User, client: Client
) -> None:
    publish(client, "completion", completion=0.4)
    publish(client, "progress")
    assert Completion.objects.get(user=trainee, usage_key=COUNTER).share == 0.4


def test_events_are_logged_and_nobody_gets_no_grade(course: Course, client: Client) -> None:
    publish(client, "grade", value=1, max_value=3)
    publish(client, "wbm.role_play.begun", attempt=1)
    assert not Grade.objects.exists()
    assert list(Event.objects.values_list("name", "user")) == [
        ("grade", None),
        ("wbm.role_play.begun", None),
    ]


def test_given_points_win_over_own_ones_and_know_no_weight(course: Course, trainee: User) -> None:
    Grade.objects.create(user=trainee, usage_key=TALK, earned=0.5, possible=1)
    result = report_of(course, trainee).results[0]
    assert (result.earned, result.possible, result.percent) == (5, 10, 50)  # weight 10
    item = give(trainee, course, 11, 12)
    result = report_of(course, trainee).results[0]
    assert (result.earned, result.possible) == (11, 12)
    api.reset_score(item["student_id"], item["course_id"], item["item_id"])
    assert report_of(course, trainee).results[0].earned == 5


def test_given_points_mark_a_block_done_that_does_not_say_so_itself(
    course: Course, trainee: User
) -> None:
    give(trainee, course, 3, 10, COUNTER)
    give(trainee, course, 3, 10, TALK)
    done = Completion.objects.filter(user=trainee, share=1.0)
    assert list(done.values_list("usage_key", flat=True)) == [COUNTER]
    assert standing_of(course, trainee).is_done(course.units["u-talk"]) is False


def test_missing_work_counts_as_zero_and_the_weakest_is_dropped(
    course: Course, trainee: User
) -> None:
    give(trainee, course, 8, 10)
    rule = dict(course.grading["GRADER"][0])
    totals = {}
    for wanted, dropped in ((1, 0), (2, 0), (2, 1)):
        course.grading = {"GRADER": [{**rule, "min_count": wanted, "drop_count": dropped}]}
        totals[wanted, dropped] = report_of(course, trainee).percent
    assert totals == {(1, 0): 80, (2, 0): 40, (2, 1): 80}


def test_nothing_handed_in_is_shown_as_that(course: Course, trainee: User) -> None:
    result = report_of(course, trainee).results[0]
    assert (result.touched, result.earned, result.possible) == (False, 0, 10)
