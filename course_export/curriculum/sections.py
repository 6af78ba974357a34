"""Sections of a part: seminar days, online phases, milestones, coaching and lessons."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, field_validator, model_validator

from course_export.curriculum.blocks import Exercise, Unit
from course_export.curriculum.pieces import Minutes, Name, Piece, Text, Units, Week
from xblocks.core.definitions import Unfit
from xblocks.core.rubric import Rubric, RubricCriterion
from xblocks.core.text import gettext_noop as _

UNITS_PER_DAY = 8
"""A seminar day has 8 teaching units (`curriculum-facts 1.1`)."""

MINUTES_PER_UNIT = 45
"""A teaching unit takes 45 minutes (`curriculum-facts 1.1`)."""

ROUNDING = 5
"""Minutes by which theory and practice of a schedule may miss their teaching units."""

LONGEST_STRETCH = 100
"""Minutes without a pause on a seminar day; a decision of this course."""

FULL_WEIGHT = 100


class Requires(Piece):
    """What must be done before a section opens; `completion` and `score` in percent."""

    section: Name
    completion: Annotated[int, Field(ge=0, le=100)] = 100
    score: Annotated[int, Field(ge=0, le=100)] = 0


class Section(Piece):
    """What all sections share. `grade` is the id of the assignment type that it counts for."""

    has_due_date: ClassVar[bool] = False

    id: Name
    title: Text
    week: Week | None = None
    grade: Name | None = None
    requires: Requires | None = None
    units: list[Unit] = Field(default_factory=list)

    @property
    def due_week(self) -> int | None:
        """The week at whose end this has to be done, if it has to be done by a date."""
        return self.week if self.has_due_date or self.grade else None

    @model_validator(mode="after")
    def _graded_has_week(self) -> Self:
        if self.grade and self.week is None:
            raise Unfit(_("a section with 'grade' needs 'week', the week in which it is due"))
        return self


class Topic(Piece):
    """A piece of a seminar day."""

    text: Text
    ue: Units | None = None


class Share(Piece):
    """Theory or practice of a day: teaching units in sum, and what they are spent on."""

    ue: Units
    topics: list[Topic] = Field(min_length=1)

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        known = [topic.ue for topic in self.topics if topic.ue is not None]
        if not known:
            return self
        if len(known) != len(self.topics):
            raise Unfit(_("give 'ue' for all topics or for none"))
        if _sum(known) != Fraction(self.ue):
            text = _("the topics have %(total)s ue in sum, but ue is %(ue)s")
            raise Unfit(text, total=float(_sum(known)), ue=self.ue)
        return self


class BlockUse(Piece):
    """How a seminar day uses one of the building blocks."""

    block: Name
    note: Text | None = None


class Step(Piece):
    """A step of a seminar day. `script` is for trainers alone: what they say and do."""

    kind: Literal["frame", "theory", "practice", "pause"]
    minutes: Annotated[int, Field(gt=0, le=MINUTES_PER_UNIT * UNITS_PER_DAY)]
    title: Text
    script: Text | None = None
    materials: list[Text] = Field(default_factory=list)

    @model_validator(mode="after")
    def _trainers_know_what_to_do(self) -> Self:
        if (self.script is None) != (self.kind == "pause"):
            raise Unfit(_("every step but a pause has a 'script' for trainers"))
        return self


class Schedule(Piece):
    """A seminar day minute by minute: what everybody reads, and what trainers need."""

    begins: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
    steps: list[Step] = Field(min_length=1)
    print: list[Text] = Field(default_factory=list)
    bring: list[Text] = Field(default_factory=list)

    def minutes(self, kind: str) -> int:
        """How long all steps of one kind take."""
        return sum(step.minutes for step in self.steps if step.kind == kind)

    def times(self) -> list[tuple[str, str]]:
        """When every step begins and ends, as ``09:00``."""
        hours, minutes = map(int, self.begins.split(":"))
        at, times = hours * 60 + minutes, []
        for step in self.steps:
            times.append((_clock(at), _clock(at + step.minutes)))
            at += step.minutes
        return times

    @model_validator(mode="after")
    def _pauses_come_in_time(self) -> Self:
        """Nobody sits for longer than 100 minutes."""
        without = 0
        for step in self.steps:
            without = 0 if step.kind == "pause" else without + step.minutes
            if without > LONGEST_STRETCH:
                text = _("there is no pause for %(minutes)s minutes before '%(title)s' ends")
                raise Unfit(text, minutes=without, title=step.title)
        return self


class Day(Section):
    """A seminar day (`curriculum-facts 1.4, 1.6, 1.8`)."""

    kind: Literal["day"]
    number: Annotated[int, Field(ge=1, le=9)]
    week: Week
    subtitle: Text
    goals: list[Text] = Field(min_length=1)
    theory: Share
    practice: Share
    before: list[Text] = Field(min_length=1)
    after: list[Text] = Field(min_length=1)
    building_blocks: list[BlockUse] = Field(min_length=1)
    schedule: Schedule | None = None

    @model_validator(mode="after")
    def _full_day(self) -> Self:
        total = _sum([self.theory.ue, self.practice.ue])
        if total != UNITS_PER_DAY:
            raise Unfit(_("theory and practice are %(total)s ue, a day has 8"), total=float(total))
        return self

    @model_validator(mode="after")
    def _schedule_fits(self) -> Self:
        """Half units are 22.5 minutes, so theory and practice may be some minutes off."""
        if self.schedule is None:
            return self
        text = _("the schedule has %(minutes)s min of %(kind)s, the day %(wanted)s")
        found = {}
        for kind, share in (("theory", self.theory), ("practice", self.practice)):
            wanted = Fraction(share.ue) * MINUTES_PER_UNIT
            found[kind] = self.schedule.minutes(kind)
            if abs(found[kind] - wanted) >= ROUNDING:
                raise Unfit(text, minutes=found[kind], kind=kind, wanted=float(wanted))
        if sum(found.values()) != MINUTES_PER_UNIT * UNITS_PER_DAY:
            full = MINUTES_PER_UNIT * UNITS_PER_DAY
            raise Unfit(text, minutes=sum(found.values()), kind="/".join(found), wanted=full)
        return self


class Module(Piece):
    """Something to learn alone."""

    text: Text
    minutes: Minutes


class Task(Piece):
    """Something to do. Without `minutes` the time counts for the transfer project."""

    text: Text
    week: Week | None = None
    minutes: Minutes | None = None


class Meetings(Piece):
    """Online meetings of the learning group."""

    count: Annotated[int, Field(gt=0, le=10)]
    minutes: Minutes


class Phase(Section):
    """An online phase from week `week` to `until` (`curriculum-facts 1.5, 1.7`).

    `hours` are the hours of modules, meetings and timed tasks together.
    """

    kind: Literal["phase"]
    number: Annotated[int, Field(ge=0, le=3)]
    week: Week
    until: Week
    hours: Annotated[int, Field(gt=0, le=40)]
    intro: Text
    modules: list[Module] = Field(default_factory=list)
    tasks: list[Task] = Field(min_length=1)
    meetings: Meetings | None = None

    @property
    def due_week(self) -> int | None:
        """Phases are no deadline; their tasks have weeks of their own."""
        return None

    @model_validator(mode="after")
    def _time_adds_up(self) -> Self:
        minutes = sum(module.minutes for module in self.modules)
        minutes += sum(task.minutes or 0 for task in self.tasks)
        if self.meetings:
            minutes += self.meetings.count * self.meetings.minutes
        if minutes != self.hours * 60:
            text = _("the parts take %(minutes)s min, but %(hours)s h are promised")
            raise Unfit(text, minutes=minutes, hours=self.hours)
        if self.until < self.week:
            raise Unfit(_("'until' is before 'week'"))
        return self


class RubricLine(Piece):
    """A criterion with its levels 0 to 3. A `must` fails the work when on level 0."""

    id: Name
    label: Text
    weight: Annotated[int, Field(gt=0, le=100)]
    must: bool = False
    levels: list[Text] = Field(min_length=4, max_length=4)


class Milestone(Section):
    """A milestone of the transfer project (`curriculum-facts 1.9, 1.10`).

    A voluntary milestone has no rubric. `rubric` is for milestones without an exercise of ours;
    with one the rubric stands there, once.
    """

    has_due_date: ClassVar[bool] = True

    kind: Literal["milestone"]
    number: Annotated[int, Field(ge=1, le=8)]
    week: Week
    purpose: Text
    hand_in: list[Text] = Field(min_length=1)
    extent: Text
    approval: Text
    voluntary: bool = False
    notes: list[Text] = Field(default_factory=list)
    rubric: list[RubricLine] = Field(default_factory=list)

    @field_validator("rubric")
    @classmethod
    def _weights_add_up(cls, rubric: list[RubricLine]) -> list[RubricLine]:
        weight = sum(line.weight for line in rubric)
        if rubric and weight != FULL_WEIGHT:
            raise Unfit(_("the weights are %(total)s in sum, not 100"), total=weight)
        return rubric

    @property
    def criteria(self) -> Sequence[RubricLine | RubricCriterion]:
        """The rubric of the exercise, or the milestone's own."""
        for exercise in self._exercises():
            rubric = getattr(exercise.definition, "rubric", None)
            if isinstance(rubric, Rubric):
                return rubric.criteria
        return self.rubric

    @model_validator(mode="after")
    def _has_rubric(self) -> Self:
        if any(type(exercise.definition) is Piece for exercise in self._exercises()):
            return self  # a broken definition, which is told elsewhere
        if self.voluntary != (not self.criteria):
            raise Unfit(_("a milestone has a rubric, except when it is voluntary"))
        if self.rubric and self.criteria is not self.rubric:
            raise Unfit(_("the rubric stands in the exercise: leave it out here"))
        return self

    def _exercises(self) -> list[Exercise]:
        return [
            block for unit in self.units for block in unit.blocks if isinstance(block, Exercise)
        ]


class FormField(Piece):
    """A field of the coaching request."""

    label: Text
    entry: Text
    required: bool
    note: Text | None = None


class Coaching(Section):
    """How coaching works (`curriculum-facts 1.11`).

    Below `feedback_below` points for `quality` people get a word on how to ask better.
    """

    kind: Literal["coaching"]
    intro: Text
    form: list[FormField] = Field(min_length=1)
    quality: list[Text] = Field(min_length=1)
    feedback_below: Annotated[int, Field(gt=0)]
    states: list[Text] = Field(min_length=2)
    rules: list[Text] = Field(min_length=1)


class Lessons(Section):
    """Units without an overview of their own."""

    kind: Literal["lessons"]
    units: list[Unit] = Field(min_length=1)


AnySection = Annotated[Day | Phase | Milestone | Coaching | Lessons, Field(discriminator="kind")]


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _sum(numbers: list[float]) -> Fraction:
    return sum((Fraction(number) for number in numbers), Fraction(0))
