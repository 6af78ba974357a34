"""The living case: people who are asked, what it costs and what one learns (`features N7`)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from xblocks.core.definitions import Identifier, Line, OwnId, Part, Prose, in_editor
from xblocks.core.text import gettext_noop

Source = Literal["self", "manager", "document", "observation", "workshop", "colleague"]
SOURCES = {
    "self": gettext_noop("Own assessment"),
    "manager": gettext_noop("Assessment by a superior"),
    "document": gettext_noop("Document"),
    "observation": gettext_noop("Observation"),
    "workshop": gettext_noop("Workshop"),
    "colleague": gettext_noop("Assessment by colleagues"),
}
"""Where knowledge of a level comes from (`curriculum-facts 4.3`)."""


class Evidence(Part):
    """What an answer tells about a level: it need not be the true one.

    `confidence` from 1 (a guess) to 3 (sure); of several pieces the surest counts, the later of
    two alike.
    """

    model_config = ConfigDict(json_schema_extra=in_editor(summary=("person",)))

    person: Identifier = Field(
        title=gettext_noop("Person"), json_schema_extra=in_editor(refers="people")
    )
    competence: Identifier = Field(
        title=gettext_noop("Competence"), json_schema_extra=in_editor(refers="competences")
    )
    level: Annotated[int, Field(ge=0, le=4)] = Field(title=gettext_noop("Level"))
    source: Source = Field(
        title=gettext_noop("Source"), json_schema_extra=in_editor(choices=SOURCES)
    )
    confidence: Annotated[int, Field(ge=1, le=3)] = Field(
        title=gettext_noop("Confidence"), description=gettext_noop("1 a guess, 3 sure")
    )


class Inquiry(Part):
    """A question one can ask, with its answer. `after`: asked before it opens this one."""

    model_config = ConfigDict(json_schema_extra=in_editor(summary=("text",)))

    id: OwnId
    text: Line = Field(title=gettext_noop("Question"))
    minutes: Annotated[int, Field(ge=1, le=90)] = Field(
        title=gettext_noop("Takes"), json_schema_extra=in_editor(unit=gettext_noop("minutes"))
    )
    answer: Prose = Field(title=gettext_noop("Answer"), json_schema_extra=in_editor(rows=4))
    after: Identifier | None = Field(
        default=None,
        title=gettext_noop("Only after this question"),
        description=gettext_noop("The short name of another question, of anybody."),
    )
    evidence: list[Evidence] = Field(
        default_factory=list,
        max_length=60,
        title=gettext_noop("What it tells about levels"),
        json_schema_extra=in_editor(
            item=gettext_noop("Piece of evidence"), add=gettext_noop("Add evidence")
        ),
    )
    matters: Literal["key", "useful", "detour"] = Field(
        default="useful",
        title=gettext_noop("What it is worth"),
        json_schema_extra=in_editor(
            choices={
                "key": gettext_noop("One should ask it"),
                "useful": gettext_noop("It helps"),
                "detour": gettext_noop("It costs more than it tells"),
            }
        ),
    )
    why: Line | None = Field(
        default=None,
        title=gettext_noop("Why"),
        description=gettext_noop("Shown in the debriefing."),
    )


class Interviewee(Part):
    """Somebody, or a place with documents, that can be asked."""

    model_config = ConfigDict(json_schema_extra=in_editor(summary=("name",)))

    id: OwnId
    name: Line = Field(title=gettext_noop("Name"))
    role: Line = Field(title=gettext_noop("Role in the company"))
    intro: Line | None = Field(default=None, title=gettext_noop("How one meets them"))
    inquiries: list[Inquiry] = Field(
        min_length=1,
        max_length=12,
        title=gettext_noop("Questions"),
        json_schema_extra=in_editor(
            item=gettext_noop("Question"), add=gettext_noop("Add a question"), prefix="q"
        ),
    )
