"""What may be released."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from xblocks.dossier.domain import Part, parts_from, parts_text


@given(st.frozensets(st.sampled_from(list(Part))))
def test_parts_come_back_as_they_were_stored(parts: frozenset[Part]) -> None:
    assert parts_from(parts_text(parts).split("|")) == parts


@given(st.lists(st.text(max_size=8)))
def test_words_that_are_no_part_release_nothing(words: list[str]) -> None:
    assert parts_from(words) == {part for part in Part if part.value in words}


def test_all_parts_fit_their_column() -> None:
    assert len(parts_text(Part)) <= 80
