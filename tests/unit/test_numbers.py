"""Whole numbers out of forms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xblocks.core.errors import BadRequest
from xblocks.core.numbers import KEY_DIGITS, required_whole, row_key, whole


@given(st.integers(0, 10**9 - 1))
def test_digits_are_the_number_they_say(number: int) -> None:
    assert whole(str(number)) == number == required_whole(str(number))


@pytest.mark.parametrize("text", ["", "-1", "1.0", "+1", " 1", "1 ", "1e3", "²", "٣", "0x1", "1_0"])
def test_anything_else_is_no_number(text: str) -> None:
    assert whole(text) is None
    with pytest.raises(BadRequest):
        required_whole(text)


def test_nothing_is_no_number() -> None:
    assert whole(None) is None


def test_more_digits_than_are_kept_are_no_number() -> None:
    assert whole("1" * 9) is not None
    assert whole("1" * 10) is None
    assert row_key("1" * KEY_DIGITS)
    with pytest.raises(BadRequest):
        row_key("1" * (KEY_DIGITS + 1))
