"""A work to decide about, with the grade book it ends in."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from opaque_keys.edx.keys import CourseKey
from submissions import api

from course_export.preview.anonymous import course_anonymous_id
from tests.records.grading_cases import NOW, Course, course, hand_in
from xblocks.core.people import Actor
from xblocks.exercises.records import Exercise
from xblocks.grading.records import MemberScore, Work

LATER = NOW + timedelta(days=1)


class Scene:
    """A team of two with a work, and a trainer."""

    def __init__(self, **options: Any) -> None:
        self.course: Course = course()
        company = self.course.company("Adler")
        self.ada = self.course.trainee("Ada", company)
        self.ben = self.course.trainee("Ben", company)
        self.tom = self.course.trainer("Tom")
        self.exercise: Exercise = self.course.exercise(**options)
        self.work = hand_in(self.ada, self.exercise, self.ben)

    def book(self, who: Actor) -> tuple[int, int] | None:
        """Return what the platform's grade book holds."""
        key = CourseKey.from_string(self.course.key)
        scores = api.get_scores(self.course.key, course_anonymous_id(who.user_id, key))
        score = scores.get(self.exercise.usage_key)
        return (score["points_earned"], score["points_possible"]) if score else None

    def points(self, who: Actor) -> Decimal | None:
        score = MemberScore.objects.filter(
            usage_key=self.exercise.usage_key, person=who.person_id
        ).first()
        return score.points if score else None

    @property
    def status(self) -> str:
        return Work.objects.get(id=self.work.pk).status
