"""The course: parts of sections of units of blocks, and what holds for all of them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Annotated, Self

from pydantic import Field, field_validator, model_validator

from course_export.curriculum import weeks
from course_export.curriculum.blocks import Block, Exercise, Unit
from course_export.curriculum.glossary import Glossary
from course_export.curriculum.labels import Labels
from course_export.curriculum.language import Language
from course_export.curriculum.pieces import FileName, Name, Piece, Text, Week
from course_export.curriculum.sections import AnySection, Day, Section
from xblocks.core.definitions import Unfit
from xblocks.core.text import gettext_noop as _

FIRST_PARTITION = 100
"""Ids below belong to the platform (`platform-facts 4`)."""


class Group(Piece):
    """A district. Its id stays for ever: content is assigned to it."""

    id: Annotated[int, Field(ge=FIRST_PARTITION)]
    name: str = Field(min_length=1, max_length=100)


class TrainerGroup(Piece):
    """The group whose members read what is for trainers alone."""

    id: Annotated[int, Field(ge=FIRST_PARTITION)]
    name: Text


class Districts(Piece):
    """The districts as groups of the course, so that content can be shown to one of them."""

    id: Annotated[int, Field(ge=FIRST_PARTITION)]
    name: Text
    description: Text
    groups: list[Group] = Field(min_length=1)
    trainers: TrainerGroup | None = None

    @property
    def all_groups(self) -> list[tuple[int, str]]:
        """Ids and names of the districts, and of the trainers' group."""
        own = [(group.id, group.name) for group in self.groups]
        return own + ([(self.trainers.id, self.trainers.name)] if self.trainers else [])

    @model_validator(mode="after")
    def _ids_differ(self) -> Self:
        ids = [self.id, *(ident for ident, _name in self.all_groups)]
        if len(set(ids)) != len(ids):
            raise Unfit(_("ids of the districts must differ"))
        return self

    def group_access(self, group: int) -> str:
        """What a unit says that is for one of the groups alone."""
        return json.dumps({str(self.id): [group]})


class AssignmentType(Piece):
    """A kind of graded work; `share` of the grade as a fraction, `drop` worst works not counted."""

    id: Name
    title: Text
    short: Text
    share: Annotated[float, Field(gt=0, le=1)]
    drop: Annotated[int, Field(ge=0)] = 0


class Grading(Piece):
    """How the grade of the course is made; `passing` is a fraction."""

    passing: Annotated[float, Field(gt=0, lt=1)]
    types: list[AssignmentType] = Field(min_length=1)

    @field_validator("types")
    @classmethod
    def _shares_add_up(cls, types: list[AssignmentType]) -> list[AssignmentType]:
        total = round(sum(kind.share for kind in types), 6)
        if total != 1:
            raise Unfit(_("the shares are %(total)s in sum, not 1"), total=total)
        for what in ("id", "title", "short"):
            if len({getattr(kind, what) for kind in types}) != len(types):
                raise Unfit(_("two assignment types have the same %(key)s"), key=what)
        return types


class RubricRule(Piece):
    """What holds for the rubrics of all milestones (`curriculum-facts 1.10`)."""

    levels: list[Text] = Field(min_length=4, max_length=4)
    pass_points: Annotated[int, Field(gt=0, le=100)]
    revision_days: Annotated[int, Field(gt=0)]


class BuildingBlock(Piece):
    """One of the interactive building blocks (`curriculum-facts 1.2`)."""

    id: Name
    title: Text
    core: Text
    where: Text
    assessment: Text


class Part(Piece):
    """A part of the course: a chapter."""

    id: Name
    title: Text
    sections: list[AnySection] = Field(min_length=1)


class Course(Piece):
    """A course in one language, ready to be written.

    `start` is the Monday of the first seminar week (week 0), `opens` and `closes` are weeks.
    `assets` maps file names to contents.
    """

    language: Language
    org: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]+$")]
    number: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]+$")]
    run: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]+$")]
    title: Text
    summary: Text
    effort: Text
    about: str
    image: FileName
    start: date
    timezone: str
    opens: Week
    closes: Week
    districts: Districts
    grading: Grading
    rubric_rule: RubricRule
    building_blocks: list[BuildingBlock] = Field(min_length=1)
    labels: Labels
    glossary: Glossary | None = None
    parts: list[Part] = Field(min_length=1)
    assets: dict[FileName, bytes] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _calendar_is_real(self) -> Self:
        weeks.zone(self.timezone)
        if self.start.weekday() != 0:
            raise Unfit(_("'start' must be a Monday, the first day of week 0"))
        return self

    @property
    def run_in_language(self) -> str:
        """The course run: one run per language (`platform-facts 4`)."""
        return f"{self.run}-{self.language}"

    def due(self, section: Section) -> datetime | None:
        """When the section has to be done, in the course's time zone."""
        if section.due_week is None:
            return None
        return weeks.due(self.start, section.due_week, self.timezone)

    def seminar_days(self) -> Iterator[tuple[Day, date]]:
        """Every seminar day and its date: the days of a week follow each other from Monday on."""
        of_week: Counter[int] = Counter()
        for section in self.sections():
            if isinstance(section, Day):
                first = self.start + timedelta(weeks=section.week)
                yield section, first + timedelta(days=of_week[section.week])
                of_week[section.week] += 1

    def sections(self) -> Iterator[Section]:
        """All sections in order."""
        for part in self.parts:
            yield from part.sections

    def units(self) -> Iterator[Unit]:
        """All units in order."""
        for section in self.sections():
            yield from section.units

    def blocks(self) -> Iterator[Block]:
        """All blocks in order."""
        for unit in self.units():
            yield from unit.blocks

    def exercise_types(self) -> list[str]:
        """The block types of ours that the course uses, sorted."""
        return sorted({block.type for block in self.blocks() if isinstance(block, Exercise)})
