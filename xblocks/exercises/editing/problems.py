"""What is wrong with a document, each with the path of the field and a sentence what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from xblocks.core.definitions import Finding, Unfit, canonical
from xblocks.core.text import Message, gettext_noop
from xblocks.exercises.editing.document import Document, Head, form_of
from xblocks.exercises.editing.schema import kinds
from xblocks.exercises.editing.shapes import Group, Path, Several, Shape, Variants
from xblocks.exercises.editing.tools import EditorTools

SENTENCES: Mapping[str, str] = {
    "missing": gettext_noop("This is missing. Please fill it in."),
    "string_too_short": gettext_noop("Please fill this in."),
    "string_too_long": gettext_noop("At most %(max_length)s characters. Please shorten it."),
    "string_pattern_mismatch": gettext_noop(
        "Only small letters a to z, digits, “-” and “_”; at most 40."
    ),
    "too_short": gettext_noop("At least %(min_length)s are needed here."),
    "too_long": gettext_noop("At most %(max_length)s are possible here."),
    "greater_than_equal": gettext_noop("At least %(ge)s."),
    "less_than_equal": gettext_noop("At most %(le)s."),
    "int_parsing": gettext_noop("Please enter a whole number."),
    "int_type": gettext_noop("Please enter a whole number."),
    "int_from_float": gettext_noop("Please enter a whole number."),
    "float_parsing": gettext_noop("Please enter a number."),
    "float_type": gettext_noop("Please enter a number."),
    "literal_error": gettext_noop("Please choose one of the options."),
    "enum": gettext_noop("Please choose one of the options."),
    "string_type": gettext_noop("Here belongs a text. Put it in quotes."),
    "bool_parsing": gettext_noop("Here belongs true or false."),
    "bool_type": gettext_noop("Here belongs true or false."),
    "list_type": gettext_noop("Here belongs a list."),
    "dict_type": gettext_noop("Here belong fields with their names."),
    "model_type": gettext_noop("Here belong fields with their names."),
    "model_attributes_type": gettext_noop("Here belong fields with their names."),
    "extra_forbidden": gettext_noop("This name is not known here. Correct or remove it."),
    "union_tag_invalid": gettext_noop("“kind” must be one of: %(expected_tags)s."),
    "union_tag_not_found": gettext_noop("Here “kind” is missing."),
}
"""Sentences for what pydantic finds, by its types of errors."""

OTHER = gettext_noop("Something is not right here: %(detail)s")


@dataclass(frozen=True)
class Problem:
    """A finding at a path of the document. A `warning` does not keep anybody from saving."""

    path: Path
    message: Message
    warning: bool = False


@dataclass(frozen=True)
class Checked:
    """The result of a check. `head` and `definition` are models; None when they are not valid."""

    head: Head | None
    definition: Any
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that refuse saving."""
        return tuple(each for each in self.problems if not each.warning)


def check(adapter: TypeAdapter[Any], document: Document, tools: EditorTools) -> Checked:
    """Look at a document in full: at what the schema says and, if it holds, at the component."""
    shape = form_of(adapter, document)
    head, found = _head(document)
    definition = None
    try:
        definition = adapter.validate_json(canonical(document["definition"]))
    except (ValidationError, TypeError) as error:
        found += _of_definition(error, shape, document, len(kinds(adapter)))
    if definition is not None:
        found += [placed(each, document, tools) for each in tools.check(definition)]
    return Checked(head, definition, tuple(found))


def _head(document: Document) -> tuple[Head | None, list[Problem]]:
    values = {name: each for name, each in document.items() if name != "definition"}
    try:
        return Head.model_validate(values), []
    except ValidationError as error:
        return None, [Problem(tuple(each["loc"]), _told(each)) for each in error.errors()]


def _of_definition(
    error: ValidationError | TypeError, shape: Group | None, document: Document, count: int
) -> list[Problem]:
    if isinstance(error, TypeError):
        return [Problem(("definition",), Message(OTHER, {"detail": error}))]
    inner = shape.field("definition") if shape else None
    found = []
    for each in error.errors():
        location = each["loc"][1:] if count > 1 else each["loc"]  # the kind goes ahead
        path = _path(inner, document["definition"], location)
        if not path and each["type"] == "union_tag_invalid":  # of all, for one word
            path = ("kind",)
        found.append(Problem(("definition", *path), _told(each)))
    return found


def _told(error: ErrorDetails) -> Message:
    context = error.get("ctx", {})
    if isinstance(unfit := context.get("error"), Unfit):
        return unfit.message
    sentence = SENTENCES.get(error["type"])
    if sentence is None:
        return Message(OTHER, {"detail": error["msg"]})
    return Message(sentence, dict(context))


def _path(shape: Shape | None, value: Any, location: Sequence[str | int]) -> Path:
    """The path in the value: pydantic also names kinds on the way, and keys as ``[key]``."""
    path: list[str | int] = []
    for step in location:
        if isinstance(shape, Variants) and step in shape.options:
            shape = shape.of(value)
        elif step != "[key]" and not (shape is None and _names_kind(value, step)):
            path.append(step)
            shape = _below(shape, step)
            value = _piece(value, step)
    return tuple(path)


def _names_kind(value: Any, step: str | int) -> bool:
    """Whether a step is the kind of an entry: all there is to go by where no form fits."""
    return isinstance(value, dict) and value.get("kind") == step and step not in value


def _below(shape: Shape | None, step: str | int) -> Shape | None:
    if isinstance(shape, Several):
        return shape.item
    return shape.field(str(step)) if isinstance(shape, Group) and step in shape else None


def _piece(value: Any, step: str | int) -> Any:
    if isinstance(value, dict):
        return value.get(step)
    fits = isinstance(value, list) and isinstance(step, int) and step < len(value)
    return value[step] if fits else None


def placed(finding: Finding, document: Document, tools: EditorTools) -> Problem:
    """A finding of the component: its place names entries by their ids."""
    path: list[str | int] = ["definition"]
    value: Any = document["definition"]
    for step in finding.place:
        found: str | int = step
        if isinstance(value, list) and isinstance(step, str):
            ids = [each.get("id") if isinstance(each, dict) else None for each in value]
            found = ids.index(step) if step in ids else -1
        if _piece(value, found) is None:
            break
        path.append(found)
        value = _piece(value, found)
    return Problem(tuple(path), finding.message, finding.code in tools.warnings)
