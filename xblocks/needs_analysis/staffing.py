"""Who can do what, and who has to: competences, target profiles, people.

Source: `curriculum-facts 4.4`.
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from xblocks.core.definitions import Identifier, Line, OwnId, Part, Unfit, in_editor
from xblocks.core.text import gettext_noop

MOST_COMPETENCES = 40
MOST_PEOPLE = 200
MOST_PROFILES = 12


def _levels(text: str) -> str:
    if not re.fullmatch("[0-4](?: [0-4])*", text):
        raise Unfit(gettext_noop("Write a level from 0 to 4 for each competence: 2 3 3 2"))
    return text


Levels = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=2 * MOST_COMPETENCES),
    AfterValidator(_levels),
]
"""A level from 0 to 4 for each competence, in their order, parted by spaces."""

IN_ORDER = gettext_noop("0 to 4 for each competence in their order, for example: 2 3 3 2")


def levels_of(text: str) -> tuple[int, ...]:
    """Return the levels of a line as authors write it."""
    return tuple(int(each) for each in text.split())


class Competence(Part):
    """A column of the matrix."""

    model_config = ConfigDict(json_schema_extra=in_editor(summary=("label",)))

    id: OwnId
    label: Line = Field(title=gettext_noop("Competence"))

    @property
    def code(self) -> str:
        """What it is called for short, as in K1."""
        return self.id.upper()


class Profile(Part):
    """What a task will ask for: a target level for each competence."""

    model_config = ConfigDict(json_schema_extra=in_editor(summary=("label",)))

    id: OwnId
    label: Line = Field(title=gettext_noop("Task"))
    levels: Levels = Field(title=gettext_noop("Target levels"), description=IN_ORDER)

    @property
    def code(self) -> str:
        """What it is called for short, as in P1."""
        return self.id.upper()


class Employee(Part):
    """A row of the matrix: an invented person, known by a code.

    `profile` is the target profile of the model answer, `also` others one can defend. `levels` is
    what the person can do today. Age, qualification, earlier funding and severe disability decide
    on funding (`curriculum-facts 6.6`).
    """

    model_config = ConfigDict(json_schema_extra=in_editor(summary=("activity",)))

    id: OwnId
    activity: Line = Field(title=gettext_noop("What the person does today"))
    age: Annotated[int, Field(ge=15, le=75)] | None = Field(
        default=None, title=gettext_noop("Age"), json_schema_extra=in_editor(unit="")
    )
    hours: Annotated[int, Field(ge=1, le=60)] | None = Field(
        default=None,
        title=gettext_noop("Working time"),
        json_schema_extra=in_editor(unit=gettext_noop("hours a week")),
    )
    qualified: bool = Field(
        default=True,
        title=gettext_noop("Has a vocational qualification"),
        description=gettext_noop("One that counts in Germany."),
    )
    qualified_years: Annotated[int, Field(ge=0, le=60)] | None = Field(
        default=None,
        title=gettext_noop("Qualified for"),
        description=gettext_noop("Empty: long ago."),
        json_schema_extra=in_editor(unit=gettext_noop("years")),
    )
    funded_years: Annotated[int, Field(ge=0, le=60)] | None = Field(
        default=None,
        title=gettext_noop("Last funded by § 82"),
        description=gettext_noop("Empty: never."),
        json_schema_extra=in_editor(unit=gettext_noop("years ago")),
    )
    disabled: bool = Field(default=False, title=gettext_noop("Severely disabled"))
    profile: Identifier = Field(
        title=gettext_noop("Target profile"), json_schema_extra=in_editor(refers="profiles")
    )
    also: list[Identifier] = Field(
        default_factory=list,
        max_length=MOST_PROFILES,
        title=gettext_noop("Other profiles one can defend"),
        json_schema_extra=in_editor(refers="profiles"),
    )
    why: Line | None = Field(
        default=None,
        title=gettext_noop("Why this profile"),
        description=gettext_noop("Shown with the model answer."),
    )
    levels: Levels = Field(title=gettext_noop("Levels today"), description=IN_ORDER)

    @property
    def code(self) -> str:
        """What the person is called, as in A01."""
        return self.id.upper()
