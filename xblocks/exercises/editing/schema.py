"""What a form for a definition looks like, read from the JSON schema of its pydantic model.

Labels and hints are `title` and `description` of a field. What a schema cannot say stands in
`in_editor` (`xblocks.core.definitions`):

- ``section``: fields next to each other with the same section stand together
- ``item``, ``add``: what an entry of a list is called, and the words on the button that adds one
- ``summary``: fields that tell entries apart when they are folded; the first filled one counts
- ``inline``: entries are short and never folded
- ``prefix``: what the id of a new entry begins with
- ``refers``: the list of the definition whose ids stand here; ``also``: further ids, with a label
- ``choices``: labels of the values of a choice
- ``rows``, ``markdown``: of long texts; ``scale``, ``unit``: of numbers
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from pydantic import BaseModel, TypeAdapter

from xblocks.core.definitions import IDENTIFIER
from xblocks.core.text import gettext_noop
from xblocks.exercises.editing.shapes import (
    Amounts,
    Choice,
    Choices,
    Fixed,
    Group,
    Number,
    Reference,
    References,
    Several,
    Shape,
    Switch,
    Text,
    Variants,
)

LINE = 300
"""Texts that may be longer get several lines."""

ENTRY, ADD = gettext_noop("Entry"), gettext_noop("Add an entry")


@cache
def kinds(adapter: TypeAdapter[Any]) -> dict[str, Group]:
    """Return the form of each kind of definition an adapter knows, by the value of ``kind``."""
    schema = adapter.json_schema()
    shape = _Reader(schema.get("$defs", {})).shape("", schema)
    if isinstance(shape, Variants):
        return dict(shape.options)
    if not isinstance(shape, Group) or "kind" not in shape:
        raise TypeError("a definition is an object with a kind")
    return {str(shape.field("kind").default): shape}


def group_of(model: type[BaseModel]) -> Group:
    """Return the form of a pydantic model."""
    schema = model.model_json_schema()
    shape = _Reader(schema.get("$defs", {})).shape("", schema)
    if not isinstance(shape, Group):
        raise TypeError("a model is an object")
    return shape


class _Reader:
    """Turns schema nodes into shapes."""

    def __init__(self, definitions: Mapping[str, Any]) -> None:
        self.definitions = definitions

    def shape(self, name: str, node: Mapping[str, Any]) -> Shape:
        hints = node.get("editor", {})
        # A title that a list of values has as well pydantic writes there alone.
        named = self._resolved(node) if "enum" in self._resolved(node) else node
        common = {
            "name": name,
            "label": node.get("title", named.get("title", "")),
            "hint": "" if "properties" in node else node.get("description", ""),
            "section": hints.get("section", ""),
        }
        node = self._resolved(node)
        options = [each for each in node.get("anyOf", ()) if each.get("type") != "null"]
        if len(options) == 1:
            common["optional"] = True
            node = {**self._resolved(options[0]), "default": node.get("default")}
        return self._made(node, hints, common)

    def _resolved(self, node: Mapping[str, Any]) -> Mapping[str, Any]:
        if "$ref" not in node:
            return node
        return {**self.definitions[node["$ref"].rpartition("/")[2]], "default": node.get("default")}

    def _made(self, node: Mapping[str, Any], hints: Any, common: dict[str, Any]) -> Shape:
        if "oneOf" in node:
            return self._variants(node, common)
        if "const" in node:
            return Fixed(**{**common, "default": node["const"]})
        if "enum" in node:
            return Choice(**_with_default(common, node), options=_options(node["enum"], hints))
        make = getattr(self, f"_{node.get('type')}", None)
        if make is None:
            raise TypeError(f"the editor has no form for {common['name']}: {dict(node)}")
        made: Shape = make(node, hints, common)
        return made

    def _variants(self, node: Mapping[str, Any], common: dict[str, Any]) -> Shape:
        tag = node["discriminator"]["propertyName"]
        kind_of = {where: kind for kind, where in node["discriminator"]["mapping"].items()}
        options = {}
        for each in node["oneOf"]:
            shape = self.shape(common["name"], each)
            if isinstance(shape, Group):
                label = self._resolved(each).get("title", "")
                options[kind_of[each["$ref"]]] = replace(shape, label=label)
        return Variants(**common, tag=tag, options=options)

    def _object(self, node: Mapping[str, Any], hints: Any, common: dict[str, Any]) -> Shape:
        if "properties" not in node:
            inner = next(iter(node.get("patternProperties", {}).values()))
            number = self._integer(inner, {}, {"optional": True})
            return Amounts(**common, to=hints["refers"], number=number)
        fields = tuple(self.shape(name, each) for name, each in node["properties"].items())
        summary = node.get("editor", {}).get("summary", ())
        return Group(**common, fields=fields, summary=tuple(summary))

    def _array(self, node: Mapping[str, Any], hints: Any, common: dict[str, Any]) -> Shape:
        limits = {"least": node.get("minItems", 0), "most": node.get("maxItems")}
        if "refers" in hints:
            return References(**common, to=hints["refers"], **limits)
        if "enum" in node["items"]:
            options = _options(node["items"]["enum"], hints)
            return Choices(**_with_default(common, node), options=options)
        item = self.shape("", node["items"])
        return Several(
            **common,
            item=item,
            item_label=hints.get("item", ENTRY),
            add_label=hints.get("add", ADD),
            prefix=hints.get("prefix", ""),
            inline=bool(hints.get("inline")) or not isinstance(item, Group | Variants),
            **limits,
        )

    def _string(self, node: Mapping[str, Any], hints: Any, common: dict[str, Any]) -> Shape:
        common = _with_default(common, node)
        if "refers" in hints:
            also = tuple(hints.get("also", {}).items())
            return Reference(**common, to=hints["refers"], also=also)
        most = node.get("maxLength")
        identifier = node.get("pattern") == IDENTIFIER
        long = not identifier and (most is None or most > LINE)
        return Text(
            **common,
            least=node.get("minLength", 0),
            most=most,
            rows=hints.get("rows", 3 if long else 1),
            markdown=bool(hints.get("markdown")),
            identifier=identifier,
        )

    def _integer(self, node: Mapping[str, Any], hints: Any, common: dict[str, Any]) -> Number:
        return Number(
            **_with_default(common, node),
            whole=node["type"] == "integer",
            least=node.get("minimum"),
            most=node.get("maximum"),
            scale=hints.get("scale", 1),
            unit=hints.get("unit", ""),
        )

    _number = _integer

    def _boolean(self, node: Mapping[str, Any], _hints: Any, common: dict[str, Any]) -> Shape:
        return Switch(**_with_default(common, node))


def _with_default(common: dict[str, Any], node: Mapping[str, Any]) -> dict[str, Any]:
    given = node.get("default")
    if given is None:
        return common
    return {**common, "default": tuple(given) if isinstance(given, list) else given}


def _options(values: list[str], hints: Any) -> tuple[tuple[str, str], ...]:
    labels = hints.get("choices", {})
    return tuple((value, labels.get(value, value)) for value in values)
