"""What a team can be asked for: the kinds of fields. Source: `curriculum-facts 1.9, 1.10`."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, get_args

from pydantic import ConfigDict, Field, model_validator

from xblocks.core.definitions import Line, OwnId, Part, Unfit, in_editor
from xblocks.core.text import gettext_noop

MEGABYTE = 1_000_000

FileType = Literal["pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "png", "jpg", "txt", "csv"]
FILE_TYPES = get_args(FileType)

AT_LEAST: Final = gettext_noop("At least")
AT_MOST: Final = gettext_noop("At most")
CHARACTERS: Final = gettext_noop("characters")
ENTRIES: Final = gettext_noop("entries")
ROWS: Final = gettext_noop("rows")
OPTIONS = in_editor(item=gettext_noop("Option"), add=gettext_noop("Add an option"))


class Asked(Part):
    """Something the team is asked for. `label` is a question or a noun, `hint` tells how."""

    id: OwnId
    label: Line = Field(title=gettext_noop("Question or noun"))
    hint: Line | None = Field(
        default=None,
        title=gettext_noop("Hint"),
        description=gettext_noop("Tells how to fill it, best with an example."),
    )
    required: bool = Field(
        default=True,
        title=gettext_noop("Must be filled"),
        description=gettext_noop("Otherwise it is voluntary."),
    )


def _limit(default: int, title: str, unit: str) -> Any:
    """A number of something."""
    return Field(default=default, title=title, json_schema_extra=in_editor(unit=unit))


def _asked(title: str) -> ConfigDict:
    """The name of a kind of field, as the editor offers it."""
    return ConfigDict(title=title, json_schema_extra=in_editor(summary=("label",)))


class TextField(Asked):
    """Free text; lengths in characters."""

    model_config = _asked(gettext_noop("Free text"))

    kind: Literal["text"]
    min_length: Annotated[int, Field(ge=0, le=20_000)] = _limit(0, AT_LEAST, CHARACTERS)
    max_length: Annotated[int, Field(ge=1, le=20_000)] = _limit(2_000, AT_MOST, CHARACTERS)


class ListField(Asked):
    """Several short entries."""

    model_config = _asked(gettext_noop("List of short entries"))

    kind: Literal["list"]
    min_items: Annotated[int, Field(ge=0, le=50)] = _limit(0, AT_LEAST, ENTRIES)
    max_items: Annotated[int, Field(ge=1, le=50)] = _limit(10, AT_MOST, ENTRIES)
    max_length: Annotated[int, Field(ge=1, le=1_000)] = _limit(
        300, gettext_noop("Longest entry"), CHARACTERS
    )


class Column(Part):
    """A column of a table. `options` belongs to `choice` alone."""

    model_config = ConfigDict(json_schema_extra=in_editor(summary=("label",)))

    id: OwnId
    label: Line = Field(title=gettext_noop("Heading"))
    kind: Literal["text", "date", "number", "choice"] = Field(
        default="text",
        title=gettext_noop("What stands in it"),
        json_schema_extra=in_editor(
            choices={
                "text": gettext_noop("text"),
                "date": gettext_noop("a day"),
                "number": gettext_noop("a number"),
                "choice": gettext_noop("one of several options"),
            }
        ),
    )
    options: list[Line] = Field(
        default_factory=list,
        max_length=20,
        title=gettext_noop("Options"),
        description=gettext_noop("Only where one of several options stands in the column."),
        json_schema_extra=OPTIONS,
    )
    required: bool = Field(default=False, title=gettext_noop("Must be filled"))

    @model_validator(mode="after")
    def _choice_has_options(self) -> Column:
        if (self.kind == "choice") != bool(self.options):
            raise Unfit(
                gettext_noop("Options belong to a column with several options, and only there.")
            )
        return self


class TableField(Asked):
    """Rows under named columns."""

    model_config = _asked(gettext_noop("Table"))

    kind: Literal["table"]
    columns: list[Column] = Field(
        min_length=1,
        max_length=10,
        title=gettext_noop("Columns"),
        json_schema_extra=in_editor(
            item=gettext_noop("Column"), add=gettext_noop("Add a column"), prefix="c"
        ),
    )
    min_rows: Annotated[int, Field(ge=0, le=100)] = _limit(0, AT_LEAST, ROWS)
    max_rows: Annotated[int, Field(ge=1, le=100)] = _limit(20, AT_MOST, ROWS)
    max_length: Annotated[int, Field(ge=1, le=1_000)] = _limit(
        300, gettext_noop("Longest text of a cell"), CHARACTERS
    )


class DateField(Asked):
    """A day."""

    model_config = _asked(gettext_noop("Day"))

    kind: Literal["date"]


class LinkField(Asked):
    """An address beginning with https:// or http://."""

    model_config = _asked(gettext_noop("Link"))

    kind: Literal["link"]


class ChoiceField(Asked):
    """One of several options."""

    model_config = _asked(gettext_noop("One of several options"))

    kind: Literal["choice"]
    options: list[Line] = Field(
        min_length=2, max_length=20, title=gettext_noop("Options"), json_schema_extra=OPTIONS
    )


class ConfirmationField(Asked):
    """A sentence a member of the team confirms; who and when is recorded."""

    model_config = _asked(gettext_noop("Confirmation"))

    kind: Literal["confirmation"]


class FileField(Asked):
    """Files; `max_bytes` is for each of them."""

    model_config = _asked(gettext_noop("Files"))

    kind: Literal["files"]
    types: list[FileType] = Field(
        default=["pdf"], min_length=1, title=gettext_noop("Types of files")
    )
    max_files: Annotated[int, Field(ge=1, le=20)] = _limit(3, AT_MOST, gettext_noop("files"))
    max_bytes: Annotated[int, Field(ge=1, le=200 * MEGABYTE)] = Field(
        default=20 * MEGABYTE,
        title=gettext_noop("Largest file"),
        json_schema_extra=in_editor(scale=MEGABYTE, unit="MB"),
    )


class HandoverField(Asked):
    """What the team has worked out in another exercise, e.g. its matrix; it is handed over."""

    model_config = _asked(gettext_noop("Result of another exercise"))

    kind: Literal["handover"]


AnyField = Annotated[
    TextField
    | ListField
    | TableField
    | DateField
    | LinkField
    | ChoiceField
    | ConfirmationField
    | FileField
    | HandoverField,
    Field(discriminator="kind"),
]
