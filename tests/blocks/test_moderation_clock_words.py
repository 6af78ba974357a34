"""What the clock calls the rows of a plan."""

from __future__ import annotations

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from xblocks.moderation.desk.clock_words import TITLE_LENGTH, row_title
from xblocks.moderation.planned import Row


def row(content: str, **more: str) -> Row:
    return Row.model_validate({"id": "z1", "phase": "P1", "minutes": 5, "content": content, **more})


@pytest.mark.parametrize(
    ("content", "title"),
    [
        ("", "Opening"),
        ("Goal and procedure", "Goal and procedure"),
        ("Goal\nand procedure", "Goal"),
        (
            "Talk to begin with. Goal, procedure and time stand on the first slide.",
            "Talk to begin with. Goal, procedure and time stand on the …",
        ),
        ("x" * 80, "x" * 58 + " …"),
    ],
)
def test_a_row_without_method_is_called_by_whole_words_of_its_content(
    content: str, title: str
) -> None:
    with translation.override("en"):
        assert row_title(row(content)) == title


def test_a_row_is_called_by_its_method_first() -> None:
    with translation.override("en"):
        assert row_title(row("What matters?", method="KAR")) == "Card query"


@given(st.text(max_size=600))
def test_every_row_has_a_title_that_fits(content: str) -> None:
    assert 0 < len(row_title(row(content))) <= TITLE_LENGTH
