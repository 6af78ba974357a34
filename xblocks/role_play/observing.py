"""Role-play with people, and rating talks: what authors write (`curriculum-facts 2.6–2.11`)."""

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
    "agreement": gettext_noop("Agreement"),
}
"""Phases of a guidance talk in their order (`curriculum-facts 2.7`)."""

Speaker = Literal["adviser", "colleague"]
SPEAKERS: Final = {
    "adviser": gettext_noop("Mentor (WBM)"),
    "colleague": gettext_noop("Colleague"),
}


def _title() -> Any:
    return Field(title=gettext_noop("Title"), json_schema_extra=in_editor(section=FRAME))


def _intro() -> Any:
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


def _criteria() -> Any:
    return Field(
        min_length=1,
        max_length=20,
        title=gettext_noop("Observation sheet"),
        json_schema_extra=in_editor(
            item=gettext_noop("Line"), add=gettext_noop("Add a line"), prefix="b"
        ),
    )


class HiddenConcern(Part):
    """Something only the colleague knows, and when they tell it."""

    model_config = ConfigDict(json_schema_extra=in_editor(summary=("text",)))

    text: Prose = Field(
        title=gettext_noop("What only you know"), json_schema_extra=in_editor(rows=2)
    )
    when: Line | None = Field(
        default=None,
        title=gettext_noop("When you tell it"),
        description=gettext_noop("For example: only when you feel listened to."),
    )


class RoleCase(Part):
    """A case with its role cards. `hidden`, `playing` and `opening` are the colleague's alone.

    `setting` all three read, `task` only who advises, `watch` only who observes; `aim` all read
    once the talk is over.
    """

    model_config = ConfigDict(json_schema_extra=in_editor(summary=("title",)))

    id: OwnId
    title: Line = Field(title=gettext_noop("Title"))
    setting: Prose = Field(
        title=gettext_noop("Setting"),
        description=gettext_noop("Company, place, occasion. All three read it."),
        json_schema_extra=in_editor(rows=4),
    )
    task: Prose = Field(
        title=gettext_noop("Card of the mentor"),
        description=gettext_noop("What the mentor knows before the talk. Nobody else reads it."),
        json_schema_extra=in_editor(rows=4),
    )
    name: Line = Field(title=gettext_noop("Name of the colleague"))
    role: Line = Field(
        title=gettext_noop("Who it is"),
        description=gettext_noop("For example: machine operator, 52."),
    )
    playing: Prose = Field(
        title=gettext_noop("Card of the colleague"),
        description=gettext_noop("Who you are and how you feel. Only the colleague reads it."),
        json_schema_extra=in_editor(rows=5),
    )
    opening: Prose = Field(
        title=gettext_noop("First sentence of the colleague"), json_schema_extra=in_editor(rows=2)
    )
    hidden: list[HiddenConcern] = Field(
        default_factory=list,
        max_length=8,
        title=gettext_noop("Hidden concerns"),
        description=gettext_noop("Only the colleague reads them."),
        json_schema_extra=in_editor(
            item=gettext_noop("Concern"), add=gettext_noop("Add a concern"), inline=True
        ),
    )
    watch: Prose | None = Field(
        default=None,
        title=gettext_noop("Card of the observer"),
        json_schema_extra=in_editor(rows=3),
    )
    aim: Prose | None = Field(
        default=None,
        title=gettext_noop("What a good talk reaches"),
        description=gettext_noop("Read by all three when the talk is over."),
        json_schema_extra=in_editor(rows=3),
    )


def _minutes(default: int, title: str) -> Any:
    return Field(
        default=default, title=title, json_schema_extra=in_editor(unit=gettext_noop("minutes"))
    )


Minutes = Annotated[int, Field(ge=1, le=60)]


class TriadMinutes(Part):
    """How long the steps of a round take; 45 minutes in all (`curriculum-facts 2.10`)."""

    prepare: Minutes = _minutes(5, gettext_noop("Clarify roles, read the card, name the focus"))
    talk: Minutes = _minutes(20, gettext_noop("Talk"))
    leave: Minutes = _minutes(3, gettext_noop("Leave the roles"))
    feedback: Minutes = _minutes(12, gettext_noop("Feedback"))
    intention: Minutes = _minutes(5, gettext_noop("Intention and change of roles"))


class Triad(Part):
    """Role-play of three with one clock; roles rotate over the rounds (`features R4–R9, R12`)."""

    model_config = ConfigDict(title=gettext_noop("Triad"))

    kind: Literal["triad"]
    title: Line = _title()
    intro: Prose = _intro()
    rounds: Annotated[int, Field(ge=1, le=3)] = Field(
        default=3, title=gettext_noop("Rounds"), json_schema_extra=in_editor(section=FRAME)
    )
    minutes: TriadMinutes = Field(
        default_factory=TriadMinutes, title=gettext_noop("Time for each step")
    )
    cases: list[RoleCase] = Field(
        min_length=1,
        max_length=12,
        title=gettext_noop("Cases"),
        description=gettext_noop("The group chooses one for each round."),
        json_schema_extra=in_editor(
            item=gettext_noop("Case"), add=gettext_noop("Add a case"), prefix="r"
        ),
    )
    criteria: list[ObservedCriterion] = _criteria()


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
    title: Line = _title()
    intro: Prose = _intro()
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
    criteria: list[ObservedCriterion] = _criteria()
    closing: Prose | None = Field(
        default=None,
        title=gettext_noop("What one should take along"),
        json_schema_extra=in_editor(markdown=True, rows=4),
    )
