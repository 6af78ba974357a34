"""Our JSON field survives what stock fields lose (`platform-facts 2`)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from xblocks.host.fields import JSON

text = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], include_characters="\r\n\t")
)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | text,
    lambda children: st.lists(children, max_size=4) | st.dictionaries(text, children, max_size=4),
    max_leaves=12,
)


@given(values)
def test_a_value_comes_back_from_an_attribute_of_an_exported_file(value: Any) -> None:
    field = JSON()
    element = etree.Element("wbm_role_play", definition=field.to_string(value).replace("\x00", ""))
    read = etree.fromstring(etree.tostring(element, encoding="utf-8"))
    assert field.from_string(read.get("definition")) == value


def test_the_text_is_compact_sorted_and_readable() -> None:
    assert JSON().to_string({"b": "ä 🙂", "a": 1e-05}) == '{"a":1e-05,"b":"ä 🙂"}'


def test_text_that_is_not_json_is_refused() -> None:
    with pytest.raises(ValueError, match="Expecting"):
        JSON().from_string("{not json")
