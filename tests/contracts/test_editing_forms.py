"""Every kind of every block can be edited: each field has a label of its own, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from tests.contracts.test_permissions import block_classes
from xblocks.exercises.editing import shapes
from xblocks.exercises.editing.document import forms
from xblocks.exercises.editing.schema import kinds
from xblocks.exercises.editing.shapes import Shape

KINDS = [
    pytest.param(block_class, kind, id=f"{block_type}-{kind}")
    for block_type, block_class in block_classes().items()
    for kind in kinds(block_class.ADAPTER)  # type: ignore[attr-defined]
]


def pieces(shape: Shape) -> Iterator[Shape]:
    """A shape and all inside it."""
    yield shape
    inner: list[Shape] = []
    if isinstance(shape, shapes.Group):
        inner = list(shape.fields)
    elif isinstance(shape, shapes.Several):
        inner = [shape.item]
    elif isinstance(shape, shapes.Variants):
        inner = list(shape.options.values())
    for each in inner:
        yield from pieces(each)


def words(shape: Shape) -> list[str]:
    """The messages a shape shows."""
    found = [shape.label, shape.hint, shape.section]
    if isinstance(shape, shapes.Several):
        found += [shape.item_label, shape.add_label]
    if isinstance(shape, shapes.Number):
        found.append(shape.unit)
    if isinstance(shape, shapes.Reference):
        found += [label for _id, label in shape.also]
    return [text for text in found if text]


@pytest.mark.parametrize(("block_class", "kind"), KINDS)
def test_every_field_has_a_label(block_class: Any, kind: str) -> None:
    for shape in pieces(forms(block_class.ADAPTER)[kind]):
        if shape.name and shape.name != "definition":
            assert shape.label, f"{kind}: {shape.name}"


@pytest.mark.parametrize(("block_class", "kind"), KINDS)
def test_every_word_of_a_form_is_german_in_german(block_class: Any, kind: str) -> None:
    same = set("% Budget Kind Link MB Material Moment Name Option Person Phase Text".split())
    with translation.override("de"):
        for shape in pieces(forms(block_class.ADAPTER)[kind]):
            for text in [] if isinstance(shape, shapes.Fixed) else words(shape):
                assert text in same or translation.gettext(text) != text, text


@pytest.mark.parametrize(("block_class", "kind"), KINDS)
def test_references_name_lists_that_exist(block_class: Any, kind: str) -> None:
    definition = kinds(block_class.ADAPTER)[kind]
    for shape in pieces(definition):
        if isinstance(shape, shapes.Reference | shapes.References | shapes.Amounts):
            assert isinstance(definition.field(shape.to), shapes.Several)


@pytest.mark.parametrize(("block_class", "kind"), KINDS)
def test_a_new_exercise_fits_its_form(block_class: Any, kind: str) -> None:
    form = forms(block_class.ADAPTER)[kind]
    assert form.fits(form.new())
    assert form.complete(form.new()) == form.new()
