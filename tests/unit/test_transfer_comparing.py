"""The comparison of two versions leaves nothing out and invents nothing."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tests.unit.milestone_samples import milestone
from xblocks.transfer_project.domain import compare, words

FIELD = {field.id: field for field in milestone().fields}
prose = st.lists(
    st.sampled_from("we plan an advice hour . \n soon , later".split(" ")), max_size=40
)
written = prose.map(" ".join) | st.text(max_size=60)
rows = st.lists(st.sampled_from(["a", "b", "a b", "b c", "d"]), max_size=6)


@given(before=written, after=written)
def test_both_texts_can_be_read_from_the_runs(before: str, after: str) -> None:
    runs = words(before, after)
    assert "".join(run.text for run in runs if run.kind != "added") == before
    assert "".join(run.text for run in runs if run.kind != "removed") == after
    assert all(run.text for run in runs)
    assert all(a.kind != b.kind for a, b in pairwise(runs))


@given(text=written)
def test_the_same_text_has_no_changes(text: str) -> None:
    assert all(run.kind == "same" for run in words(text, text))


def test_words_are_the_smallest_piece() -> None:
    runs = words("We plan one long hour.", "We plan two long hours.")
    assert [(run.kind, run.text) for run in runs] == [
        ("same", "We plan "),
        ("removed", "one"),
        ("added", "two"),
        ("same", " long "),
        ("removed", "hour"),
        ("added", "hours"),
        ("same", "."),
    ]


def test_a_sentence_written_anew_is_shown_whole_before_and_after() -> None:
    before = "We want to win more colleagues for training and show them the ways.\nSo we ask."
    after = "By June 20 colleagues have come to us and 8 of them agreed on a step.\nSo we ask."
    kinds = [run.kind for run in words(before, after)]
    assert kinds == ["removed", "added", "same"]


@given(before=rows, after=rows)
def test_both_lists_can_be_read_from_the_rows(before: list[str], after: list[str]) -> None:
    found = compare(FIELD["proofs"], before, after).rows
    old = ["".join(r.text for r in row.cells[0] if r.kind != "added") for row in found]
    new = ["".join(r.text for r in row.cells[0] if r.kind != "removed") for row in found]
    kinds = [row.kind for row in found]
    assert [t for t, kind in zip(old, kinds, strict=True) if kind != "added"] == before
    assert [t for t, kind in zip(new, kinds, strict=True) if kind != "removed"] == after


def test_a_table_is_compared_row_by_row_and_cell_by_cell() -> None:
    before = [{"who": "council", "power": "low"}, {"who": "chef", "power": "high"}]
    after = [{"who": "council", "power": "high"}, {"who": "chef", "power": "high"}]
    found = compare(FIELD["people"], before, after)
    assert found.changed
    assert [row.kind for row in found.rows] == ["changed", "same"]
    assert [run.kind for run in found.rows[0].cells[1]] == ["removed", "added"]


def test_a_very_long_text_is_compared_in_reasonable_work() -> None:
    before, after = "word " * 4000, "other " * 4000
    assert [run.kind for run in words(before, after)] == ["removed", "added"]


def test_files_and_confirmations_are_compared_by_what_people_see() -> None:
    file = {"id": 1, "name": "map.pdf", "size": 10}
    assert compare(FIELD["map"], [], [file]).changed
    assert not compare(FIELD["map"], [file], [{**file, "id": 2}]).changed
