"""Steps of a card board, one after the other: collect, arrange, vote, plan measures."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import ConfigDict, Field, model_validator

from xblocks.core.definitions import Line, OwnId, Part, Unfit, in_editor
from xblocks.core.text import gettext_noop

Anonymity = Literal["named", "anonymous", "chosen"]
ANONYMITY: Final = {
    "named": gettext_noop("with names"),
    "anonymous": gettext_noop("anonymous"),
    "chosen": gettext_noop("the facilitator chooses before the step opens"),
}


class Step(Part):
    """What all steps have."""

    model_config = ConfigDict(json_schema_extra=in_editor(summary=("title",)))

    id: OwnId
    title: Line = Field(title=gettext_noop("Title"))
    task: Line = Field(
        title=gettext_noop("Question or task"),
        description=gettext_noop("As it stands on top of the board."),
    )


class Collect(Step):
    """Cards, one thought each. `hidden`: nobody reads those of others before they are revealed."""

    model_config = ConfigDict(title=gettext_noop("Collect cards"))

    kind: Literal["collect"]
    hidden: bool = Field(
        default=True, title=gettext_noop("Cards stay hidden until they are revealed")
    )
    anonymity: Anonymity = Field(
        default="named",
        title=gettext_noop("Cards are"),
        json_schema_extra=in_editor(choices=ANONYMITY),
    )
    most: Annotated[int, Field(ge=1, le=50)] = Field(
        default=5,
        title=gettext_noop("Cards for each person"),
        description=gettext_noop("As a guide: three to five."),
    )


class Arrange(Step):
    """All revealed cards are put together in groups, and the groups get headings."""

    model_config = ConfigDict(title=gettext_noop("Arrange cards"))

    kind: Literal["arrange"]


class Vote(Step):
    """Dots on groups of cards, or on the fields of a scale. Nobody sees a sum before it closes.

    `budget` is what each person has, half the number of groups when it is empty; `cap` the most
    they put on one (`curriculum-facts 3.3 MPA`).
    """

    model_config = ConfigDict(title=gettext_noop("Vote with dots"))

    kind: Literal["vote"]
    scale: list[Line] = Field(
        default_factory=list,
        max_length=10,
        title=gettext_noop("Fields of the scale"),
        description=gettext_noop("Empty: dots go on the groups of cards."),
        json_schema_extra=in_editor(item=gettext_noop("Field"), inline=True),
    )
    budget: Annotated[int, Field(ge=1, le=20)] | None = Field(
        default=None,
        title=gettext_noop("Dots for each person"),
        description=gettext_noop("Empty: half as many as there are groups."),
    )
    cap: Annotated[int, Field(ge=1, le=20)] = Field(default=2, title=gettext_noop("At most on one"))
    anonymity: Anonymity = Field(
        default="anonymous",
        title=gettext_noop("Dots are"),
        json_schema_extra=in_editor(choices=ANONYMITY),
    )

    @model_validator(mode="after")
    def _scale_has_fields(self) -> Vote:
        if len(self.scale) == 1:
            raise Unfit(gettext_noop("A scale has at least two fields."))
        return self


class Plan(Step):
    """Measures for what the group has chosen: what, who, by when, how it is recognised."""

    model_config = ConfigDict(title=gettext_noop("Plan measures"))

    kind: Literal["plan"]


AnyStep = Annotated[Collect | Arrange | Vote | Plan, Field(discriminator="kind")]
