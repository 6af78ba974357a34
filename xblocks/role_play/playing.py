"""Triads: what authors write for role-play of three (`curriculum-facts 2.10, 2.12`)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from xblocks.core.definitions import Line, OwnId, Part, Prose, in_editor
from xblocks.core.text import gettext_noop
from xblocks.role_play.observing import (
    FRAME,
    ObservedCriterion,
    introduced,
    on_sheet,
    titled,
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
    title: Line = titled()
    intro: Prose = introduced()
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
    criteria: list[ObservedCriterion] = on_sheet()
