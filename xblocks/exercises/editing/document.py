"""What is edited: name and weight of an exercise with its definition, also as YAML text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Annotated, Any, Final

import yaml
from pydantic import Field, StringConstraints, TypeAdapter

from xblocks.core.definitions import Part, in_editor
from xblocks.core.source import Source, read_source
from xblocks.core.text import Message, gettext_noop
from xblocks.exercises.editing.schema import group_of, kinds
from xblocks.exercises.editing.shapes import Group

SETTINGS: Final = gettext_noop("In the course")
"""The part of the form for what belongs to the course more than to the exercise."""

Document = dict[str, Any]
"""``display_name``, ``weight`` and ``definition``; it need not be valid."""


class Head(Part):
    """What every exercise has beside its definition."""

    display_name: Annotated[str, StringConstraints(strip_whitespace=True, max_length=255)] = Field(
        default="",
        title=gettext_noop("Name in the course"),
        description=gettext_noop("Empty: the title of the exercise."),
        json_schema_extra=in_editor(section=SETTINGS),
    )
    weight: Annotated[float, Field(ge=0, le=1000)] | None = Field(
        default=1.0,
        title=gettext_noop("Points"),
        description=gettext_noop(
            "What it counts in the grade book, where the exercise gives points."
        ),
        json_schema_extra=in_editor(section=SETTINGS),
    )


@cache
def forms(adapter: TypeAdapter[Any]) -> Mapping[str, Group]:
    """Return the form of the whole document for each kind of definition."""
    head = group_of(Head).fields
    return {
        kind: Group(fields=(*head, replace(group, name="definition", label="", hint="")))
        for kind, group in kinds(adapter).items()
    }


def form_of(adapter: TypeAdapter[Any], document: Any) -> Group | None:
    """Return the form that can show a document, or None."""
    definition = document.get("definition") if isinstance(document, dict) else None
    kind = definition.get("kind") if isinstance(definition, dict) else None
    form = forms(adapter).get(kind) if isinstance(kind, str) else None
    return form if form and form.fits(document) else None


def completed(adapter: TypeAdapter[Any], document: Any) -> Any:
    """Return a document with everything that was left out, in form order, where a form fits."""
    form = form_of(adapter, document)
    return form.complete(document) if form else document


def new(adapter: TypeAdapter[Any], kind: str, title: str) -> Document:
    """Return the document of a new exercise with nothing filled in but its title."""
    document: Document = forms(adapter)[kind].new()
    document["definition"]["title"] = title
    return document


def number(value: float | None) -> float | None:
    """Return a weight the way people write it: 100 rather than 100.0."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


@dataclass(frozen=True)
class Parsed:
    """What a YAML text says. `defects` are lines with what is wrong in them."""

    document: Any
    source: Source
    defects: list[tuple[int, Message]] = field(default_factory=list)


def to_yaml(document: Document, block_type: str, adapter: TypeAdapter[Any]) -> str:
    """Return a document as a file people can read: in form order, long texts as they are."""
    return yaml.dump(
        {"type": block_type, **completed(adapter, document)},
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=100,
    )


def from_yaml(text: str, block_type: str) -> Parsed:
    """Read a document out of YAML text."""
    source = read_source(text, dates=False)
    if source.defects:
        return Parsed(None, source, source.defects)
    data = source.data
    if not isinstance(data, dict) or "definition" not in data:
        message = Message(gettext_noop("Here must stand “definition:” with the exercise below it."))
        return Parsed(None, source, [(1, message)])
    data = dict(data)
    if data.pop("type", block_type) != block_type:
        text = gettext_noop("This is an exercise of another type; here belongs %(type)s.")
        return Parsed(
            None, source, [(source.line_of(("type",)), Message(text, {"type": block_type}))]
        )
    data.setdefault("display_name", "")
    data.setdefault("weight", 1)
    return Parsed(data, source)


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as blocks, and lists set in below their key."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:  # noqa: FBT001, FBT002 - the signature of the base
        return super().increase_indent(flow, False)  # noqa: FBT003


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)
