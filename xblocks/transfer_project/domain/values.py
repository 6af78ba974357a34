"""Values of fields: read from a form, judged, written as plain lines.

A draft keeps whatever can be kept: somebody in the middle of a word must not be refused. Only what
no person can mean is refused (an option that does not exist, a book in one field). What else is
wrong `problems` tells; it counts when the team hands in.

Values are JSON: text, date, link, choice: str · list: list[str] · table: list[dict[column, str]] ·
confirmation: `Confirmed` as dict, or None · files: list of ``{"id", "name", "size"}`` ·
handover: ``{"at", "rows", "tables": [{"title", "note", "head", "rows"}]}``, or None.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from xblocks.core.errors import Invalid
from xblocks.core.text import Message, gettext_noop
from xblocks.transfer_project.fields import (
    AnyField,
    ChoiceField,
    Column,
    ConfirmationField,
    DateField,
    FileField,
    HandoverField,
    LinkField,
    ListField,
    TableField,
    TextField,
)

HARD_LIMIT = 50_000
"""Characters of one field that are kept at most, far above every limit of a definition."""

MAX_ROWS = 200
_LONGEST_LINK = 2_000
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_NUMBER = re.compile(r"[+-]?(\d{1,3}([. ]\d{3})+|\d+)([.,]\d+)?")

Form = Mapping[str, Sequence[str]]


class EntryTooLong(Invalid):
    """More text than one field can hold. `limit` in characters."""

    code = "entry_too_long"
    sentence = gettext_noop("This is too long to keep: at most %(limit)s characters in one field.")


class NotAnOption(Invalid):
    """A choice that the definition does not offer."""

    code = "not_an_option"
    sentence = gettext_noop("This choice does not exist. Please choose one of those shown.")


class NotReadable(Invalid):
    """Characters that are none."""

    code = "not_readable"
    sentence = gettext_noop("We cannot keep some of these characters. Please type them again.")


@dataclass(frozen=True)
class Confirmed:
    """Who has confirmed a sentence and when (ISO 8601)."""

    by: int
    name: str
    at: str


def empty(field: AnyField) -> Any:
    """Return the value of a field nobody has filled."""
    if isinstance(field, ListField | TableField | FileField):
        return []
    return None if isinstance(field, ConfirmationField | HandoverField) else ""


def read(field: AnyField, form: Form, who: Confirmed) -> Any:
    """Return what a form says about a field; files and what is handed over come another way.

    Names in the form: ``value``; ``item`` for each entry of a list; ``c-<column>`` for each row of
    a table. `who` is recorded with a confirmation. Raises `EntryTooLong`, `NotAnOption`,
    `NotReadable`.
    """
    if isinstance(field, TableField):
        return _table(field, form)
    if isinstance(field, ListField):
        return _bounded([text for text in map(_line, form.get("item", ())) if text])
    text = _clean((form.get("value") or [""])[-1])
    if isinstance(field, TextField):
        return _bounded(text)
    if isinstance(field, ConfirmationField):
        return {"by": who.by, "name": who.name, "at": who.at} if text else None
    text = text.strip()
    if isinstance(field, ChoiceField) and text and text not in field.options:
        raise NotAnOption
    if isinstance(field, DateField) and text and not _is_date(text):
        raise NotAnOption
    return _bounded(text)


def is_filled(field: AnyField, value: Any) -> bool:
    """Whether there is anything in it."""
    return bool(value.strip()) if isinstance(field, TextField) else bool(value)


def problems(field: AnyField, value: Any) -> tuple[Message, ...]:
    """Return what is not right yet with a value that is not empty."""
    if not is_filled(field, value):
        return ()
    if isinstance(field, TextField):
        return _length(len(value.strip()), field.min_length, field.max_length)
    if isinstance(field, ListField):
        return (*_count(len(value), field.min_items, field.max_items), *_entries(field, value))
    if isinstance(field, TableField):
        return (*_count(len(value), field.min_rows, field.max_rows), *_cells(field, value))
    wrong = isinstance(field, LinkField) and not safe_link(value)
    return (Message(gettext_noop("The address begins with https:// or http://.")),) * wrong


def safe_link(text: str) -> str:
    """Return an address that may be shown as a link, else nothing."""
    if len(text) > _LONGEST_LINK or any(c.isspace() or c in "<>\"'" for c in text):
        return ""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    return text if parts.scheme in {"http", "https"} and parts.hostname else ""


def lines(field: AnyField, value: Any) -> list[str]:
    """Return a value as plain lines, for comparing and exporting."""
    if isinstance(field, ListField):
        return [str(entry) for entry in value]
    if isinstance(field, TableField):
        return [
            "; ".join(f"{each.label}: {row[each.id]}" for each in field.columns if row.get(each.id))
            for row in value
        ]
    if isinstance(field, ConfirmationField):
        return [f"{value['name']} ({value['at'][:10]})"] if value else []
    if isinstance(field, FileField):
        return [str(file["name"]) for file in value]
    if isinstance(field, HandoverField):
        return [line for table in (value or {"tables": []})["tables"] for line in _told(table)]
    return str(value).splitlines()


def _told(table: Mapping[str, Any]) -> Iterator[str]:
    """A table as lines: its title, then each row with its headings."""
    yield ": ".join(filter(None, (table["title"], table["note"])))
    for row in table["rows"]:
        cells = zip(table["head"], row, strict=True)
        yield "; ".join(f"{label}: {text}" for label, text in cells if text)


def _table(field: TableField, form: Form) -> Any:
    columns = [(each, form.get(f"c-{each.id}", ())) for each in field.columns]
    rows = []
    for number in range(max(len(texts) for _column, texts in columns)):
        row = {
            column.id: _cell(column, _line(texts[number])) if number < len(texts) else ""
            for column, texts in columns
        }
        if any(row.values()):
            rows.append(row)
    return _bounded(rows)


def _cell(column: Column, text: str) -> str:
    if column.kind == "choice" and text and text not in column.options:
        raise NotAnOption
    if column.kind == "date" and text and not _is_date(text):
        raise NotAnOption
    return text


def _line(text: str) -> str:
    return " ".join(_clean(text).split())


def _clean(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise NotReadable from None
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _bounded(value: Any) -> Any:
    rows = value if isinstance(value, list) else [value]
    size = sum(len(t) for row in rows for t in (row.values() if isinstance(row, dict) else [row]))
    if size > HARD_LIMIT or len(rows) > MAX_ROWS:
        raise EntryTooLong(limit=HARD_LIMIT)
    return value


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _length(size: int, least: int, most: int) -> tuple[Message, ...]:
    if size < least:
        text = gettext_noop("Still %(left)s characters to go, at least %(least)s in all.")
        return (Message(text, {"left": least - size, "least": least}),)
    if size > most:
        text = gettext_noop("%(over)s characters too many, at most %(most)s.")
        return (Message(text, {"over": size - most, "most": most}),)
    return ()


def _count(size: int, least: int, most: int) -> tuple[Message, ...]:
    if size < least:
        text = gettext_noop("%(size)s of at least %(least)s entries are there.")
        return (Message(text, {"size": size, "least": least}),)
    if size > most:
        text = gettext_noop("%(size)s entries are too many, at most %(most)s.")
        return (Message(text, {"size": size, "most": most}),)
    return ()


def _entries(field: ListField, value: list[str]) -> tuple[Message, ...]:
    return tuple(
        _too_long(number, field.max_length)
        for number, entry in enumerate(value, start=1)
        if len(entry) > field.max_length
    )


def _cells(field: TableField, rows: list[dict[str, str]]) -> tuple[Message, ...]:
    found = []
    for number, row in enumerate(rows, start=1):
        for column in field.columns:
            text = row.get(column.id, "")
            place = {"row": number, "column": column.label}
            if column.required and not text:
                found.append(Message(gettext_noop("Row %(row)s: “%(column)s” is empty."), place))
            elif len(text) > field.max_length:
                found.append(_too_long(number, field.max_length))
            elif column.kind == "number" and text and not _NUMBER.fullmatch(text):
                text = gettext_noop("Row %(row)s: “%(column)s” must be a number.")
                found.append(Message(text, place))
    return tuple(found)


def _too_long(number: int, most: int) -> Message:
    text = gettext_noop("Row %(row)s is too long, at most %(most)s characters.")
    return Message(text, {"row": number, "most": most})
