"""Rating oneself at the start and at the end of the series: what authors write.

The items of both are told apart by their ids; what people rate is theirs alone
(`curriculum-facts 1.4, 1.8`: opening survey of 12 items, looked at again on the last day).
"""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from xblocks.core.definitions import Identifier, Line, OwnId, Part, Prose, in_editor
from xblocks.core.text import gettext_noop
from xblocks.role_play.observing import introduced, titled


class SelfItem(Part):
    """Something people rate themselves on, as a sentence with "I"."""

    model_config = ConfigDict(json_schema_extra=in_editor(summary=("label",)))

    id: OwnId
    label: Line = Field(title=gettext_noop("Sentence with “I”"))


class SelfRating(Part):
    """A rating of oneself. With `compares` it shows the earlier one beside it, to nobody else."""

    model_config = ConfigDict(title=gettext_noop("Self-rating"))

    kind: Literal["self_rating"]
    title: Line = titled()
    intro: Prose = introduced()
    compares: Identifier | None = Field(
        default=None,
        title=gettext_noop("Beside which earlier self-rating"),
        description=gettext_noop("The name of its block in the course. Empty: this is the first."),
    )
    scale: list[Line] = Field(
        min_length=4,
        max_length=4,
        title=gettext_noop("What levels 1 to 4 mean"),
        json_schema_extra=in_editor(
            item=gettext_noop("Level"), add=gettext_noop("Add a level"), inline=True
        ),
    )
    items: list[SelfItem] = Field(
        min_length=1,
        max_length=20,
        title=gettext_noop("Sentences"),
        json_schema_extra=in_editor(
            item=gettext_noop("Sentence"), add=gettext_noop("Add a sentence"), prefix="s"
        ),
    )
    closing: Prose | None = Field(
        default=None,
        title=gettext_noop("What one should take along"),
        json_schema_extra=in_editor(markdown=True, rows=4),
    )
