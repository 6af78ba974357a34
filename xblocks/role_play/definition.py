"""What authors write for a role-play exercise. Source: `curriculum-facts 2.11, 2.12`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import Field, TypeAdapter

from xblocks.core.definitions import Identifier, Line, Part, Prose

END: Final = "end"
"""The `next` of a statement that closes the talk."""

SUM: Final = "sum"
"""The `of` of a condition on the sum of all indicators."""


class Tone(StrEnum):
    """How a talk ended."""

    POSITIVE = "positive"
    MIXED = "mixed"
    NEGATIVE = "negative"


class Criterion(Part):
    """One line of the observation sheet that feedback refers to."""

    id: Identifier
    label: Line
    hint: Line | None = None


class Indicator(Part):
    """A value from 0 to 10 that statements move; it never leaves that range."""

    id: Identifier
    label: Line
    start: Annotated[int, Field(ge=0, le=10)] = 5
    hint: Line | None = None


class Hidden(Part):
    """Something the other person tells only when there is enough trust."""

    id: Identifier
    text: Prose


class Reveal(Part):
    """Opens a hidden piece when, at the decision point, the indicators stand high enough.

    The values count as they are before the statement takes effect (`curriculum-facts 2.12`).
    """

    hidden: Identifier
    at_least: dict[Identifier, Annotated[int, Field(ge=0, le=10)]] = Field(default_factory=dict)


class Statement(Part):
    """Something the learner may say, and what comes of it."""

    id: Identifier
    text: Prose
    effects: dict[Identifier, Annotated[int, Field(ge=-10, le=10)]] = Field(default_factory=dict)
    reply: Prose
    feedback: Prose
    criteria: list[Identifier] = Field(min_length=1, max_length=4)
    reveals: list[Reveal] = Field(default_factory=list, max_length=4)
    next: Identifier


class Scene(Part):
    """A decision point: what happens, what is said, and what the learner may answer."""

    id: Identifier
    phase: Line | None = None
    situation: Prose | None = None
    says: Prose | None = None
    statements: list[Statement] = Field(min_length=2, max_length=4)


class Condition(Part):
    """An indicator, or the sum of all, within bounds (both inclusive)."""

    of: Identifier
    at_least: int | None = None
    at_most: int | None = None


class Ending(Part):
    """How the talk may end. The first ending in the list that fits counts.

    It fits when one of `any` holds; an empty list always fits.
    """

    id: Identifier
    tone: Tone
    title: Line
    text: Prose
    any: list[Condition] = Field(default_factory=list, max_length=6)


class Persona(Part):
    """The invented person the learner talks to."""

    name: Line
    role: Line
    description: Prose


class Dialogue(Part):
    """A branching talk. Texts are plain, except `briefing` and `debriefing` (Markdown)."""

    kind: Literal["dialogue"]
    title: Line
    briefing: Prose
    debriefing: Prose
    persona: Persona
    scored: bool = True
    criteria: list[Criterion] = Field(min_length=1, max_length=20)
    indicators: list[Indicator] = Field(min_length=1, max_length=3)
    hidden: list[Hidden] = Field(default_factory=list, max_length=20)
    start: Identifier
    scenes: list[Scene] = Field(min_length=1, max_length=60)
    endings: list[Ending] = Field(min_length=1, max_length=10)


Definition = Dialogue
"""Union of all kinds, told apart by `kind`."""

adapter: TypeAdapter[Definition] = TypeAdapter(Definition)
