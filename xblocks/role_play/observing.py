"""Observation sheets and sample talks to rate by them: what authors write.

Source: `curriculum-facts 2.7, 2.11`.
"""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import ConfigDict, Field

from xblocks.core.definitions import Identifier, Line, OwnId, Part, Prose, in_editor
from xblocks.core.text import gettext_noop

FRAME: Final = gettext_noop("Frame")

Phase = Literal["contact", "request", "exploration", "options", "agreement"]
PHASES: Final = {
    "contact": gettext_noop("Contact"),
    "request": gettext_noop("Clarifying the request"),
    "exploration": gettext_noop("Exploration"),
    "options": gettext_noop("Options"),
    "agreement": gettext_noop("Agreeing on a step"),
}
"""Phases of a guidance talk in their order (`curriculum-facts 2.7`)."""

Speaker = Literal["adviser", "colleague"]
SPEAKERS: Final = {
    "adviser": gettext_noop("Mentor (WBM)"),
    "colleague": gettext_noop("Colleague"),
}


def titled() -> Any:
    """Return the field of an exercise's title."""
    return Field(title=gettext_noop("Title"), json_schema_extra=in_editor(section=FRAME))


def introduced() -> Any:
    """Return the field of what an exercise is about."""
    return Field(
        title=gettext_noop("What it is about"),
        json_schema_extra=in_editor(section=FRAME, markdown=True, rows=6),
    )


class ObservedCriterion(Part):
    """A line of the observation sheet. `levels` say what one sees at 1, 2, 3 and 4."""

    model_config = ConfigDict(json_schema_extra=in_editor(summary=("label",)))

    id: OwnId
    label: Line = Field(title=gettext_noop("What one can observe"))
    hint: Line | None = Field(default=None, title=gettext_noop("Explanation"))
    levels: list[Line] = Field(
        min_length=4,
        max_length=4,
        title=gettext_noop("Anchors"),
        description=gettext_noop("What one sees at levels 1 to 4, from not shown to shown well."),
        json_schema_extra=in_editor(
            item=gettext_noop("Level"), add=gettext_noop("Add a level"), inline=True
        ),
    )


def on_sheet() -> Any:
    """Return the field of the lines of an observation sheet."""
    return Field(
        min_length=1,
        max_length=20,
        title=gettext_noop("Observation sheet"),
        json_schema_extra=in_editor(
            item=gettext_noop("Line"), add=gettext_noop("Add a line"), prefix="b"
        ),
    )


class TalkLine(Part):
    """Something that was said in the sample talk, or happened (`who` empty)."""

    model_config = ConfigDict(json_schema_extra=in_editor(summary=("text",)))

    id: OwnId
    who: Speaker | None = Field(
        default=None,
        title=gettext_noop("Who speaks"),
        description=gettext_noop("Empty: nobody speaks, something happens."),
        json_schema_extra=in_editor(choices=SPEAKERS),
    )
    phase: Phase | None = Field(
        default=None,
        title=gettext_noop("Phase that begins here"),
        json_schema_extra=in_editor(choices=PHASES),
    )
    text: Prose = Field(title=gettext_noop("Words"), json_schema_extra=in_editor(rows=2))


class Passage(Part):
    """Marked lines of the talk from `first` to `last`; `criteria` are those they bear on."""

    model_config = ConfigDict(json_schema_extra=in_editor(summary=("id",)))

    id: OwnId
    first: Identifier = Field(
        title=gettext_noop("From line"), json_schema_extra=in_editor(refers="lines")
    )
    last: Identifier = Field(
        title=gettext_noop("To line"), json_schema_extra=in_editor(refers="lines")
    )
    criteria: list[Identifier] = Field(
        min_length=1,
        max_length=5,
        title=gettext_noop("What it is about"),
        json_schema_extra=in_editor(refers="criteria"),
    )


class Reference(Part):
    """How a criterion is rated, and why. `level` None: it could not be observed."""

    model_config = ConfigDict(json_schema_extra=in_editor(summary=("criterion",)))

    criterion: Identifier = Field(
        title=gettext_noop("Criterion"), json_schema_extra=in_editor(refers="criteria")
    )
    level: Annotated[int, Field(ge=1, le=4)] | None = Field(
        default=None,
        title=gettext_noop("Level"),
        description=gettext_noop("1 to 4. Empty: it could not be observed."),
    )
    reason: Prose = Field(title=gettext_noop("Reason"), json_schema_extra=in_editor(rows=3))
    passages: list[Identifier] = Field(
        default_factory=list,
        max_length=8,
        title=gettext_noop("Passages that show it"),
        json_schema_extra=in_editor(refers="passages"),
    )


class RatingPractice(Part):
    """A written sample talk to be rated and compared with a reference (`features R7`)."""

    model_config = ConfigDict(title=gettext_noop("Rating practice"))

    kind: Literal["rating_practice"]
    title: Line = titled()
    intro: Prose = introduced()
    situation: Prose = Field(
        title=gettext_noop("Situation"),
        description=gettext_noop("Who talks with whom, and why."),
        json_schema_extra=in_editor(section=FRAME, markdown=True, rows=4),
    )
    lines: list[TalkLine] = Field(
        min_length=2,
        max_length=120,
        title=gettext_noop("Talk"),
        json_schema_extra=in_editor(
            item=gettext_noop("Line of the talk"),
            add=gettext_noop("Add a line of the talk"),
            prefix="l",
        ),
    )
    passages: list[Passage] = Field(
        default_factory=list,
        max_length=40,
        title=gettext_noop("Marked passages"),
        json_schema_extra=in_editor(
            item=gettext_noop("Passage"), add=gettext_noop("Mark a passage"), prefix="p"
        ),
    )
    references: list[Reference] = Field(
        min_length=1,
        max_length=20,
        title=gettext_noop("Reference"),
        description=gettext_noop("Shown once somebody has rated."),
        json_schema_extra=in_editor(item=gettext_noop("Rating"), add=gettext_noop("Add a rating")),
    )
    criteria: list[ObservedCriterion] = on_sheet()
    closing: Prose | None = Field(
        default=None,
        title=gettext_noop("What one should take along"),
        json_schema_extra=in_editor(markdown=True, rows=4),
    )
