"""What authors write for a role-play exercise. Source: `curriculum-facts 2.11, 2.12`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Final, Literal

from pydantic import ConfigDict, Field, TypeAdapter

from xblocks.core.definitions import Identifier, Line, OwnId, Part, Prose, in_editor
from xblocks.core.text import gettext_noop
from xblocks.role_play.observing import RatingPractice
from xblocks.role_play.playing import Triad
from xblocks.role_play.self_rating import SelfRating

END: Final = "end"
"""The `next` of a statement that closes the talk."""

SUM: Final = "sum"
"""The `of` of a condition on the sum of all indicators."""


FRAME: Final = gettext_noop("Frame")
SCENES: Final = gettext_noop("Scenes")
"""Parts of the form that several fields stand in."""


class Tone(StrEnum):
    """How a talk ended."""

    POSITIVE = "positive"
    MIXED = "mixed"
    NEGATIVE = "negative"


class Criterion(Part):
    """One line of the observation sheet that feedback refers to."""

    model_config = ConfigDict(json_schema_extra=in_editor(summary=("label",)))

    id: OwnId
    label: Line = Field(title=gettext_noop("What one can observe"))
    hint: Line | None = Field(
        default=None,
        title=gettext_noop("Explanation"),
        description=gettext_noop("Shown below it in the profile at the end."),
    )


class Indicator(Part):
    """A value from 0 to 10 that statements move; it never leaves that range."""

    model_config = ConfigDict(json_schema_extra=in_editor(summary=("label",)))

    id: OwnId
    label: Line = Field(title=gettext_noop("Name"))
    start: Annotated[int, Field(ge=0, le=10)] = Field(
        default=5,
        title=gettext_noop("Value at the start"),
        description=gettext_noop("From 0 to 10."),
    )
    hint: Line | None = Field(
        default=None,
        title=gettext_noop("Question behind it"),
        description=gettext_noop("For example: How safe does the other person feel with you?"),
    )


class Hidden(Part):
    """Something the other person tells only when there is enough trust."""

    model_config = ConfigDict(json_schema_extra=in_editor(summary=("text",)))

    id: OwnId
    text: Prose = Field(title=gettext_noop("What the person then says"))


class Reveal(Part):
    """Opens a hidden piece when, at the decision point, the indicators stand high enough.

    The values count as they are before the statement takes effect (`curriculum-facts 2.12`).
    """

    hidden: Identifier = Field(
        title=gettext_noop("Hidden piece"), json_schema_extra=in_editor(refers="hidden")
    )
    at_least: dict[Identifier, Annotated[int, Field(ge=0, le=10)]] = Field(
        default_factory=dict,
        title=gettext_noop("Only when there is at least"),
        description=gettext_noop("As the values stand before this answer. Empty: in any case."),
        json_schema_extra=in_editor(refers="indicators"),
    )


class Statement(Part):
    """Something the learner may say, and what comes of it."""

    model_config = ConfigDict(json_schema_extra=in_editor(summary=("text",)))

    id: OwnId
    text: Prose = Field(title=gettext_noop("What the trainee says"))
    effects: dict[Identifier, Annotated[int, Field(ge=-10, le=10)]] = Field(
        default_factory=dict,
        title=gettext_noop("What it changes"),
        description=gettext_noop("From -10 to 10. Empty: no change."),
        json_schema_extra=in_editor(refers="indicators"),
    )
    reply: Prose = Field(title=gettext_noop("What the person answers"))
    feedback: Prose = Field(
        title=gettext_noop("Feedback"),
        description=gettext_noop("Why this helps the talk or slows it."),
    )
    criteria: list[Identifier] = Field(
        min_length=1,
        max_length=4,
        title=gettext_noop("What it is about"),
        description=gettext_noop("One to four lines of the observation sheet."),
        json_schema_extra=in_editor(refers="criteria"),
    )
    reveals: list[Reveal] = Field(
        default_factory=list,
        max_length=4,
        title=gettext_noop("What it brings to light"),
        json_schema_extra=in_editor(
            item=gettext_noop("Hidden piece"),
            add=gettext_noop("Bring something to light"),
            inline=True,
        ),
    )
    next: Identifier = Field(
        title=gettext_noop("Leads to"),
        json_schema_extra=in_editor(
            refers="scenes", also={END: gettext_noop("The talk ends here")}
        ),
    )


class Scene(Part):
    """A decision point: what happens, what is said, and what the learner may answer."""

    model_config = ConfigDict(json_schema_extra=in_editor(summary=("says", "situation", "phase")))

    id: OwnId
    phase: Line | None = Field(
        default=None,
        title=gettext_noop("Phase of the talk"),
        description=gettext_noop("For example: Arriving."),
    )
    situation: Prose | None = Field(
        default=None,
        title=gettext_noop("What happens"),
        description=gettext_noop("Told before the person speaks, like a stage direction."),
    )
    says: Prose | None = Field(default=None, title=gettext_noop("What the person says"))
    statements: list[Statement] = Field(
        min_length=2,
        max_length=4,
        title=gettext_noop("Possible answers"),
        description=gettext_noop("Two to four. Trainees see them in another order each time."),
        json_schema_extra=in_editor(item=gettext_noop("Answer"), add=gettext_noop("Add an answer")),
    )


class Condition(Part):
    """An indicator, or the sum of all, within bounds (both inclusive)."""

    of: Identifier = Field(
        title=gettext_noop("Value"),
        json_schema_extra=in_editor(
            refers="indicators", also={SUM: gettext_noop("Sum of all values")}
        ),
    )
    at_least: int | None = Field(default=None, ge=0, le=99, title=gettext_noop("At least"))
    at_most: int | None = Field(default=None, ge=0, le=99, title=gettext_noop("At most"))


class Ending(Part):
    """How the talk may end. The first ending in the list that fits counts.

    It fits when one of `any` holds; an empty list always fits.
    """

    model_config = ConfigDict(json_schema_extra=in_editor(summary=("title",)))

    id: OwnId
    tone: Tone = Field(
        title=gettext_noop("How it went"),
        json_schema_extra=in_editor(
            choices={
                "positive": gettext_noop("well"),
                "mixed": gettext_noop("partly"),
                "negative": gettext_noop("badly"),
            }
        ),
    )
    title: Line = Field(title=gettext_noop("Title"))
    text: Prose = Field(title=gettext_noop("What trainees read"))
    any: list[Condition] = Field(
        default_factory=list,
        max_length=6,
        title=gettext_noop("When it fits"),
        description=gettext_noop("One of these must hold. None: it always fits."),
        json_schema_extra=in_editor(
            item=gettext_noop("Condition"), add=gettext_noop("Add a condition"), inline=True
        ),
    )


class Persona(Part):
    """The invented person the learner talks to."""

    name: Line = Field(title=gettext_noop("Name"))
    role: Line = Field(
        title=gettext_noop("Who it is"),
        description=gettext_noop("For example: machine operator, 52."),
    )
    description: Prose = Field(
        title=gettext_noop("Description"),
        description=gettext_noop("What trainees know about the person before they talk."),
    )


class Dialogue(Part):
    """A branching talk. Texts are plain, except `briefing` and `debriefing` (Markdown)."""

    model_config = ConfigDict(title=gettext_noop("Dialogue"))

    kind: Literal["dialogue"]
    title: Line = Field(title=gettext_noop("Title"), json_schema_extra=in_editor(section=FRAME))
    briefing: Prose = Field(
        title=gettext_noop("Before the talk"),
        description=gettext_noop("Place, occasion, what the trainee knows, and the task."),
        json_schema_extra=in_editor(section=FRAME, markdown=True, rows=10),
    )
    debriefing: Prose = Field(
        title=gettext_noop("After the talk"),
        description=gettext_noop("What was behind it. Only read at the end."),
        json_schema_extra=in_editor(section=FRAME, markdown=True, rows=10),
    )
    persona: Persona = Field(title=gettext_noop("Person"))
    scored: bool = Field(
        default=True,
        title=gettext_noop("The best attempt counts"),
        description=gettext_noop("Otherwise the talk is for practice only."),
        json_schema_extra=in_editor(section=gettext_noop("In the course")),
    )
    criteria: list[Criterion] = Field(
        min_length=1,
        max_length=20,
        title=gettext_noop("Observation sheet"),
        description=gettext_noop("What feedback is about, line by line."),
        json_schema_extra=in_editor(
            item=gettext_noop("Line"), add=gettext_noop("Add a line"), prefix="b"
        ),
    )
    indicators: list[Indicator] = Field(
        min_length=1,
        max_length=3,
        title=gettext_noop("Indicators"),
        description=gettext_noop("Values from 0 to 10 that answers move, such as trust."),
        json_schema_extra=in_editor(
            item=gettext_noop("Indicator"), add=gettext_noop("Add an indicator"), prefix="v"
        ),
    )
    hidden: list[Hidden] = Field(
        default_factory=list,
        max_length=20,
        title=gettext_noop("Hidden pieces"),
        description=gettext_noop("What the person tells only when there is enough trust."),
        json_schema_extra=in_editor(
            item=gettext_noop("Hidden piece"), add=gettext_noop("Add a hidden piece"), prefix="h"
        ),
    )
    start: Identifier = Field(
        title=gettext_noop("The talk starts at"),
        json_schema_extra=in_editor(section=SCENES, refers="scenes"),
    )
    scenes: list[Scene] = Field(
        min_length=1,
        max_length=60,
        title=SCENES,
        json_schema_extra=in_editor(
            section=SCENES, item=gettext_noop("Scene"), add=gettext_noop("Add a scene"), prefix="s"
        ),
    )
    endings: list[Ending] = Field(
        min_length=1,
        max_length=10,
        title=gettext_noop("Endings"),
        description=gettext_noop("The first one that fits counts, from top to bottom."),
        json_schema_extra=in_editor(
            item=gettext_noop("Ending"), add=gettext_noop("Add an ending"), prefix="e"
        ),
    )


Definition = Annotated[Dialogue | RatingPractice | Triad | SelfRating, Field(discriminator="kind")]
"""Union of all kinds, told apart by `kind`."""

adapter: TypeAdapter[Any] = TypeAdapter(Definition)
