"""Disturbances: scenes with moments in which somebody intervenes (`curriculum-facts 3.5`)."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import ConfigDict, Field

from xblocks.core.definitions import Identifier, Line, OwnId, Part, Prose, in_editor
from xblocks.core.text import gettext_noop

Rung = Literal["notice", "name", "clarify", "agree"]
RUNGS: Final = {
    "notice": gettext_noop("notice it"),
    "name": gettext_noop("name it"),
    "clarify": gettext_noop("clarify it"),
    "agree": gettext_noop("agree on something"),
}
"""How far an intervention goes, from the lightest on."""

Disturbance = Literal[
    "talker", "silence", "asides", "drift", "attack", "doubt", "futile", "superior", "time"
]
DISTURBANCES: Final = {
    "talker": gettext_noop("Somebody talks a lot"),
    "silence": gettext_noop("Silence"),
    "asides": gettext_noop("Side conversations"),
    "drift": gettext_noop("Drifting off"),
    "attack": gettext_noop("Attack on a person"),
    "doubt": gettext_noop("Attack on the facilitator"),
    "futile": gettext_noop("“That is of no use”"),
    "superior": gettext_noop("A superior in the room inhibits"),
    "time": gettext_noop("Time is short"),
}


class Intervention(Part):
    """Something one can do now. `points` of 3; `leads` names the moment that follows in the scene.

    `rung` is None for what is no intervention: to let it run, to strike back.
    """

    model_config = ConfigDict(json_schema_extra=in_editor(summary=("text",)))

    id: Identifier = Field(title=gettext_noop("Short name"))
    text: Line = Field(title=gettext_noop("What you do or say"))
    rung: Rung | None = Field(
        default=None,
        title=gettext_noop("How far it goes"),
        description=gettext_noop("Empty: it is no intervention."),
        json_schema_extra=in_editor(choices=RUNGS),
    )
    points: Annotated[int, Field(ge=0, le=3)] = Field(title=gettext_noop("Points"))
    feedback: Prose = Field(
        title=gettext_noop("Feedback"),
        description=gettext_noop("What it does to the group, and why."),
        json_schema_extra=in_editor(rows=3),
    )
    leads: Identifier | None = Field(
        default=None,
        title=gettext_noop("Leads to moment"),
        description=gettext_noop("Short name of a moment of this scene. Empty: the scene ends."),
    )


class Moment(Part):
    """What happens, and what can be done. `fits` is the rung that suits it best."""

    model_config = ConfigDict(json_schema_extra=in_editor(summary=("happens",)))

    id: Identifier = Field(title=gettext_noop("Short name"))
    happens: Prose = Field(title=gettext_noop("What happens"), json_schema_extra=in_editor(rows=3))
    fits: Rung = Field(
        title=gettext_noop("What fits now"), json_schema_extra=in_editor(choices=RUNGS)
    )
    interventions: list[Intervention] = Field(
        min_length=2,
        max_length=6,
        title=gettext_noop("Interventions"),
        json_schema_extra=in_editor(
            item=gettext_noop("Intervention"), add=gettext_noop("Add an intervention"), prefix="i"
        ),
    )


class Scene(Part):
    """A disturbance from its first moment on; the first of `moments` begins it."""

    model_config = ConfigDict(json_schema_extra=in_editor(summary=("title",)))

    id: OwnId
    title: Line = Field(title=gettext_noop("Title"))
    disturbance: Disturbance = Field(
        title=gettext_noop("Disturbance"), json_schema_extra=in_editor(choices=DISTURBANCES)
    )
    situation: Prose = Field(title=gettext_noop("Situation"), json_schema_extra=in_editor(rows=3))
    causes: list[Line] = Field(
        default_factory=list,
        max_length=6,
        title=gettext_noop("What may be behind it"),
        json_schema_extra=in_editor(item=gettext_noop("Cause"), inline=True),
    )
    moments: list[Moment] = Field(
        min_length=1,
        max_length=5,
        title=gettext_noop("Moments"),
        json_schema_extra=in_editor(
            item=gettext_noop("Moment"), add=gettext_noop("Add a moment"), prefix="m"
        ),
    )
    closing: Prose = Field(
        title=gettext_noop("What one should take along"), json_schema_extra=in_editor(rows=3)
    )
