"""A presentation before a jury, with everybody who sits in it."""

from __future__ import annotations

from typing import Any

from tests.records.grading_cases import (
    GOOD,
    NOW,
    WEAK,
    Course,
    course,
    hand_in,
    rating,
)
from xblocks.core.people import Actor, Role
from xblocks.grading import service
from xblocks.grading.records import Review, Work

OTHER = {"aim": 2, "way": 3}


class Table:
    """A presentation before a jury of three: a chair, a second trainer, a guest."""

    def __init__(self) -> None:
        self.course: Course = course()
        company = self.course.company("Adler")
        self.ada = self.course.trainee("Ada", company)
        self.chair = self.course.trainer("Clara")
        self.second = self.course.trainer("Sven")
        self.guest = self.course.person("Gerd", [Role.EXPERT])
        self.work: Work = hand_in(self.ada, self.course.exercise("Talk", jury=3))

    def sit(self) -> None:
        service.take_seat(self.chair, self.work.pk, NOW)
        service.take_seat(self.second, self.work.pk, NOW)
        assert self.guest.person_id is not None
        service.seat_guest(self.chair, self.work.pk, self.guest.person_id, NOW)

    def rate(self, who: Actor, levels: dict[str, int] | None = None, **rest: Any) -> Review:
        seen = service.draft(who, self.work.pk).version
        saved = service.save_draft(who, self.work.pk, seen, rating(levels, **rest), NOW)
        return service.submit_seat(who, self.work.pk, saved.version, NOW)

    def rate_all(self) -> None:
        self.rate(self.chair, GOOD)
        self.rate(self.second, OTHER)
        self.rate(self.guest, WEAK)
