"""Documents to edit: valid ones of every kind, and steps an author may take in them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from xblocks.exercises.editing import shapes
from xblocks.exercises.editing.shapes import Shape

WORDS = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Cn"), include_characters="\n\t"), max_size=30
)
LINES = WORDS.map(lambda text: " ".join(text.split()) or "x")
TEXTS = WORDS.map(lambda text: text.strip() or "x")
IDS = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,5}", fullmatch=True)


def values(shape: Shape) -> st.SearchStrategy[Any]:
    """Values of a shape, as they may stand in a definition; references may lead nowhere."""
    made = MAKERS[type(shape)](shape)
    return st.none() | made if shape.optional else made


def _text(shape: shapes.Text) -> st.SearchStrategy[str]:
    if shape.identifier:
        return IDS
    return TEXTS if shape.rows > 1 else LINES


def _number(shape: shapes.Number) -> st.SearchStrategy[Any]:
    least = int(shape.least if shape.least is not None else -1000)
    return st.integers(least, int(shape.most if shape.most is not None else 1000))


def _group(shape: shapes.Group) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries({each.name: values(each) for each in shape.fields})


def _several(shape: shapes.Several) -> st.SearchStrategy[Any]:
    return st.lists(
        values(shape.item), min_size=shape.least, max_size=max(shape.least, min(shape.most or 3, 3))
    )


def _some(shape: shapes.Choices) -> st.SearchStrategy[Any]:
    return st.lists(st.sampled_from([value for value, _label in shape.options]), max_size=4)


MAKERS: dict[type[Shape], Any] = {
    shapes.Text: _text,
    shapes.Number: _number,
    shapes.Switch: lambda _shape: st.booleans(),
    shapes.Fixed: lambda shape: st.just(shape.default),
    shapes.Choice: lambda shape: st.sampled_from([value for value, _label in shape.options]),
    shapes.Reference: lambda _shape: IDS,
    shapes.References: lambda _shape: st.lists(IDS, max_size=4),
    shapes.Choices: _some,
    shapes.Amounts: lambda shape: st.dictionaries(IDS, _number(shape.number), max_size=3),
    shapes.Group: _group,
    shapes.Variants: lambda shape: st.one_of([values(each) for each in shape.options.values()]),
    shapes.Several: _several,
}
