"""Examples of moderation for a fresh preview: plans, rounds through disturbances, boards midway.

Made by the use cases people have, and recognisable as examples.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext

from course_export.preview import example_boards
from course_export.preview.course import Course
from course_export.preview.examples import made
from xblocks.core.people import Actor
from xblocks.exercises import service as exercises
from xblocks.exercises.records import Exercise
from xblocks.host.dates import day_of
from xblocks.moderation import dealing, handing_in, plan_keeping
from xblocks.moderation.domain.written import dated
from xblocks.moderation.planned import Row
from xblocks.moderation.plans import Draft
from xblocks.moderation.reach import BLOCK_TYPE, plan_exercise_of
from xblocks.moderation.records import Plan

DAY = timedelta(days=1)
WRITER, MENDER, OTHER = "aylin.demirbas", "svetlana.morgenrot", "birte.hansdotter"
PLAYER = "emre.kuestenau"
PEOPLE = {WRITER, MENDER, OTHER, PLAYER, *example_boards.PEOPLE}


def add(course: Course, now: datetime) -> bool:
    """Add the examples to a course with the demo roster; return whether it was done.

    Written in the language of the course, all or none.
    """
    here = [each for each in exercises.of_course(str(course.key)) if each.block_type == BLOCK_TYPE]

    def make(found: Mapping[str, Actor]) -> None:
        _Examples(found, now).make(here)
        example_boards.make(found, here, now)

    return made(course, PEOPLE, make)


@dataclass
class _Examples:
    """What people did in the last days."""

    people: Mapping[str, Actor]
    now: datetime

    def make(self, here: Iterable[Exercise]) -> None:
        """Make what the exercises of the course have room for."""
        for each in here:
            if each.kind == "interventions":
                self.dealt_with(each)
            elif each.kind == "plan":
                self.planned(each)

    def planned(self, exercise: Exercise) -> None:
        """A plan to mend is half mended, one is handed in beside another, one waits for graders."""
        definition = plan_exercise_of(exercise)
        if definition.start:
            rows = [*definition.start, *_closing(definition.model)]
            self.write(self.people[MENDER], exercise, rows, gettext("Example: half mended"))
            return
        weak = [each for each in definition.model if each.phase != "buffer"]
        first = self.write(self.people[WRITER], exercise, weak, gettext("Example: first try"))
        self.hand_in(self.people[WRITER], exercise, first)
        if definition.rubric is None:
            self.write(
                self.people[WRITER], exercise, definition.model, gettext("Example: with a buffer")
            )
            self.write(self.people[OTHER], exercise, weak[:4], gettext("Example: just begun"))

    def write(self, who: Actor, exercise: Exercise, rows: Sequence[Row], title: str) -> Plan:
        """Begin a plan and write it."""
        at = self.now - 2 * DAY
        latest = Plan.objects.filter(person=who.person_id, usage_key=exercise.usage_key)
        newest = latest.order_by("-pk").values_list("pk", flat=True).first() or 0
        plan = plan_keeping.begin(who, exercise, newest, at)
        definition = plan_exercise_of(exercise)
        draft = Draft(
            title,
            tuple(rows),
            dated(definition.measures, day_of(self.now)),
            gettext(
                "Example: Cards and dots protect people where a superior listens or the topic is "
                "delicate. Small groups let everybody talk."
            ),
            gettext(
                "Example: If time gets short, we work on one topic only. The closing stays. If it "
                "is silent, people write in pairs first."
            ),
        )
        return plan_keeping.save(who, exercise, plan.pk, draft, plan_keeping.Seen(plan.version), at)

    def hand_in(self, who: Actor, exercise: Exercise, plan: Plan) -> None:
        """Hand in a plan a day ago."""
        at = self.now - DAY
        handing_in.hand_in(who, exercise, plan.pk, plan.version, exercise.definition_hash, at)

    def dealt_with(self, exercise: Exercise) -> None:
        """One is through all scenes, mostly well; another one has played two."""
        self.play(self.people[PLAYER], exercise, most=None)
        self.play(self.people[OTHER], exercise, most=2)

    def play(self, who: Actor, exercise: Exercise, most: int | None) -> None:
        """Go through scenes; in every third moment something else than the best is chosen."""
        at = self.now - DAY
        here = dealing.begin(who, exercise, 0, at)
        moments = 0
        while (passage := here.round.following()) and passage.moment:
            if most is not None and here.round.ended >= most:
                return
            order = sorted(passage.moment.interventions, key=lambda each: -each.points)
            chosen = order[1 if moments % 3 == 1 else 0]
            here = dealing.choose(
                who, exercise, here.number, passage.scene.id, passage.moment.id, chosen.id, at
            )
            moments += 1


def _closing(model: Sequence[Row]) -> list[Row]:
    return [each.model_copy(update={"id": f"x-{each.id}"}) for each in model if each.phase == "P6"]
