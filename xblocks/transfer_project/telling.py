"""What the project tells people about, outside its pages."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

from django.urls import reverse

from xblocks.core.people import Role
from xblocks.exercises.records import Exercise
from xblocks.notices import service as notices
from xblocks.roster.records import Person
from xblocks.transfer_project.project import positions
from xblocks.transfer_project.reach import BLOCK_TYPE


def milestone_path(course_key: str, usage_key: str) -> str:
    """Return the address of a milestone's page, by which its notices are known."""
    return str(reverse("wbm:project_milestone", args=[course_key, usage_key]))


def tell(
    exercise: Exercise,
    people: Collection[int],
    kind: notices.Kind,
    now: datetime,
    due: datetime | None = None,
) -> None:
    """Tell people about a milestone; inside the transaction of what happened."""
    notices.tell(
        exercise.course_key,
        people,
        kind,
        link=milestone_path(exercise.course_key, exercise.usage_key),
        params={"title": exercise.title, "due": due} if due else {"title": exercise.title},
        now=now,
    )


def open_deadlines(after: datetime, until: datetime) -> Iterator[notices.Deadline]:
    """Return what teams have not handed in and is due soon (`notices.DeadlineSource`)."""
    found = Exercise.objects.filter(block_type=BLOCK_TYPE, kind="milestone").order_by("pk")
    courses: dict[str, list[Exercise]] = {}
    for exercise in found:
        courses.setdefault(exercise.course_key, []).append(exercise)
    for course_key, exercises in courses.items():
        teams = _teams(course_key)
        titles = {each.usage_key: each.title for each in exercises}
        for (company, usage_key), here in positions(exercises, list(teams), after).items():
            due = here.deadline.due
            if due is not None and after < due <= until and here.stage.writable:
                yield notices.Deadline(
                    course_key=course_key,
                    person_ids=teams[company],
                    title=titles[usage_key],
                    link=milestone_path(course_key, usage_key),
                    due=due,
                )


def _teams(course_key: str) -> dict[int, list[int]]:
    """Return the trainees of a course by company."""
    people = Person.objects.filter(
        course_key=course_key, left_at=None, roles__role=Role.TRAINEE, company__isnull=False
    )
    teams: dict[int, list[int]] = {}
    for company, person in people.order_by("company", "pk").values_list("company", "pk"):
        teams.setdefault(company, []).append(person)
    return teams
