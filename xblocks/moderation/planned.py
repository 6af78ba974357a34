"""A row of a plan and a measure of it: the same in definitions, in what people write, in checks."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import ConfigDict, Field, StringConstraints

from xblocks.core.definitions import Identifier, Part, in_editor
from xblocks.core.text import gettext_noop

MOST_ROWS = 60
MOST_MINUTES = 600
MOST_MEASURES = 20
LONGEST_CONTENT = 600

Place = Literal["P1", "P2", "P3", "P4", "P5", "P6", "break", "buffer"]
PLACES: Final = {
    "P1": gettext_noop("Opening"),
    "P2": gettext_noop("Collecting topics"),
    "P3": gettext_noop("Choosing a topic"),
    "P4": gettext_noop("Working on a topic"),
    "P5": gettext_noop("Planning measures"),
    "P6": gettext_noop("Closing"),
    "break": gettext_noop("Break"),
    "buffer": gettext_noop("Buffer"),
}
"""The six phases of the cycle (`curriculum-facts 3.2`), and what is no phase."""

MethodCode = Literal[
    "BEG",
    "EIN",
    "ERW",
    "PIN",
    "BLI",
    "ZUR",
    "KAR",
    "CLU",
    "TSP",
    "MPA",
    "EMX",
    "KGA",
    "ZFT",
    "ISH",
    "FIS",
    "WCA",
    "MAP",
    "ZIE",
]
METHODS: Final = {
    "BEG": gettext_noop("Welcome and frame"),
    "EIN": gettext_noop("One-dot query"),
    "ERW": gettext_noop("Query of expectations"),
    "PIN": gettext_noop("Partner interview"),
    "BLI": gettext_noop("Flashlight round"),
    "ZUR": gettext_noop("Call-out query"),
    "KAR": gettext_noop("Card query"),
    "CLU": gettext_noop("Clustering"),
    "TSP": gettext_noop("Topic store"),
    "MPA": gettext_noop("Multi-dot query"),
    "EMX": gettext_noop("Decision matrix"),
    "KGA": gettext_noop("Work in small groups"),
    "ZFT": gettext_noop("Two- or four-field board"),
    "ISH": gettext_noop("Cause and effect (Ishikawa)"),
    "FIS": gettext_noop("Fishbowl"),
    "WCA": gettext_noop("World café"),
    "MAP": gettext_noop("Action plan"),
    "ZIE": gettext_noop("Target disc"),
}
"""Names of the methods; what is known of each stands in `domain.catalogue`."""

Form = Literal["plenum", "groups", "pairs", "alone"]
FORMS: Final = {
    "plenum": gettext_noop("all together"),
    "groups": gettext_noop("in small groups"),
    "pairs": gettext_noop("in pairs"),
    "alone": gettext_noop("each alone"),
}

Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_CONTENT)]
Few = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]


class Row(Part):
    """One row of a plan. A break or the buffer has minutes alone.

    `dots`: how many each person puts in a dot query. `continues`: a method split in parts goes on
    here, and the minutes of its parts count together (`curriculum-facts 3.8 R08`).
    """

    model_config = ConfigDict(json_schema_extra=in_editor(summary=("phase", "method", "content")))

    id: Identifier = Field(title=gettext_noop("Short name"))
    phase: Place = Field(title=gettext_noop("Phase"), json_schema_extra=in_editor(choices=PLACES))
    method: MethodCode | None = Field(
        default=None,
        title=gettext_noop("Method"),
        json_schema_extra=in_editor(choices=METHODS),
    )
    minutes: Annotated[int, Field(ge=0, le=MOST_MINUTES)] = Field(
        title=gettext_noop("Minutes"), json_schema_extra=in_editor(unit=gettext_noop("minutes"))
    )
    content: Words = Field(default="", title=gettext_noop("Content or question"))
    goal: Few = Field(default="", title=gettext_noop("Goal"))
    form: Form = Field(
        default="plenum",
        title=gettext_noop("How the group works"),
        json_schema_extra=in_editor(choices=FORMS),
    )
    visual: bool = Field(default=False, title=gettext_noop("It is made visible"))
    material: Few = Field(default="", title=gettext_noop("Material"))
    dots: Annotated[int, Field(ge=1, le=20)] | None = Field(
        default=None, title=gettext_noop("Dots for each person")
    )
    continues: bool = Field(
        default=False, title=gettext_noop("Goes on with the method of an earlier row")
    )


class Measure(Part):
    """What a group is to agree on: what, who, by when, how it is recognised.

    People write the date; authors say in how many days, for their plans do not age.
    """

    model_config = ConfigDict(json_schema_extra=in_editor(summary=("what",)))

    what: Few = Field(default="", title=gettext_noop("What"))
    who: Few = Field(default="", title=gettext_noop("Who"))
    sign: Few = Field(default="", title=gettext_noop("How it is recognised"))
    days: Annotated[int, Field(ge=1, le=730)] | None = Field(
        default=None,
        title=gettext_noop("By when"),
        description=gettext_noop("Days from today."),
        json_schema_extra=in_editor(unit=gettext_noop("days")),
    )
