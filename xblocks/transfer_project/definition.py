"""What authors write for a transfer project. Source: `curriculum-facts 1.9, 1.10`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, model_validator

from xblocks.core.definitions import Identifier, Line, Part, Prose
from xblocks.core.rubric import Rubric

MEGABYTE = 1_000_000

FILE_TYPES = ("pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "png", "jpg", "txt", "csv")
FileType = Literal["pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "png", "jpg", "txt", "csv"]


class Asked(Part):
    """Something the team is asked for. `label` is a question or a noun, `hint` tells how."""

    id: Identifier
    label: Line
    hint: Line | None = None
    required: bool = True


class TextField(Asked):
    """Free text; lengths in characters."""

    kind: Literal["text"]
    min_length: Annotated[int, Field(ge=0, le=20_000)] = 0
    max_length: Annotated[int, Field(ge=1, le=20_000)] = 2_000


class ListField(Asked):
    """Several short entries."""

    kind: Literal["list"]
    min_items: Annotated[int, Field(ge=0, le=50)] = 0
    max_items: Annotated[int, Field(ge=1, le=50)] = 10
    max_length: Annotated[int, Field(ge=1, le=1_000)] = 300


class Column(Part):
    """A column of a table. `options` belongs to `choice` alone."""

    id: Identifier
    label: Line
    kind: Literal["text", "date", "number", "choice"] = "text"
    options: list[Line] = Field(default_factory=list, max_length=20)
    required: bool = False

    @model_validator(mode="after")
    def _choice_has_options(self) -> Column:
        if (self.kind == "choice") != bool(self.options):
            raise ValueError("a column of kind choice, and only that, has options")
        return self


class TableField(Asked):
    """Rows under named columns."""

    kind: Literal["table"]
    columns: list[Column] = Field(min_length=1, max_length=10)
    min_rows: Annotated[int, Field(ge=0, le=100)] = 0
    max_rows: Annotated[int, Field(ge=1, le=100)] = 20
    max_length: Annotated[int, Field(ge=1, le=1_000)] = 300


class DateField(Asked):
    """A day."""

    kind: Literal["date"]


class LinkField(Asked):
    """An address beginning with https:// or http://."""

    kind: Literal["link"]


class ChoiceField(Asked):
    """One of several options."""

    kind: Literal["choice"]
    options: list[Line] = Field(min_length=2, max_length=20)


class ConfirmationField(Asked):
    """A sentence a member of the team confirms; who and when is recorded."""

    kind: Literal["confirmation"]


class FileField(Asked):
    """Files; `max_bytes` is for each of them."""

    kind: Literal["files"]
    types: list[FileType] = Field(default=["pdf"], min_length=1)
    max_files: Annotated[int, Field(ge=1, le=20)] = 3
    max_bytes: Annotated[int, Field(ge=1, le=200 * MEGABYTE)] = 20 * MEGABYTE


AnyField = Annotated[
    TextField
    | ListField
    | TableField
    | DateField
    | LinkField
    | ChoiceField
    | ConfirmationField
    | FileField,
    Field(discriminator="kind"),
]


class Anchor(Part):
    """Something that must stand before the milestone can be handed in (features T11).

    It stands when every one of `fields` is filled; `why` is shown when it does not.
    """

    id: Identifier
    label: Line
    why: Line
    fields: list[Identifier] = Field(min_length=1, max_length=5)


class Milestone(Part):
    """A piece of work the company team hands in together.

    `rubric` is empty for a voluntary check without grade. `jury` is the number of graders who rate
    blind before the chair decides (0: one grader). After `revisions` returns a work passes or
    fails. `late` tells whether a hand-in after the deadline is accepted and marked, or refused.
    """

    kind: Literal["milestone"]
    milestone: Identifier
    title: Line
    purpose: Prose
    fields: list[AnyField] = Field(min_length=1, max_length=30)
    anchors: list[Anchor] = Field(default_factory=list, max_length=6)
    rubric: Rubric | None = None
    jury: Annotated[int, Field(ge=0, le=5)] = 0
    late: Literal["accept", "refuse"] = "accept"
    revisions: Annotated[int, Field(ge=0, le=5)] = 1
    revision_days: Annotated[int, Field(ge=1, le=90)] = 14

    @model_validator(mode="after")
    def _ids_fit(self) -> Milestone:
        ids = [field.id for field in self.fields]
        if len(set(ids)) != len(ids):
            raise ValueError("two fields have the same id")
        unknown = {name for anchor in self.anchors for name in anchor.fields} - set(ids)
        if unknown:
            raise ValueError(f"anchors name unknown fields: {', '.join(sorted(unknown))}")
        if self.jury and not self.rubric:
            raise ValueError("a jury needs a rubric")
        return self


class Overview(Part):
    """The whole project at a glance: all milestones of the course, deadlines, coaching, dossier."""

    kind: Literal["overview"]
    title: Line
    intro: Prose | None = None


Definition = Annotated[Milestone | Overview, Field(discriminator="kind")]
"""Union of all kinds, told apart by `kind`."""

adapter: TypeAdapter[Milestone | Overview] = TypeAdapter(Definition)
