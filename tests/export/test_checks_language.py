"""What is wrong with a definition is told in the reader's language, never in pydantic's words."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_export.checks.exercises import EXERCISES, defects_of
from course_export.checks.run import check_archive
from course_export.curriculum.failures import SENTENCES
from course_export.messages import gettext, translated
from tests.export.miniature import course_files, pack, replace
from tests.export.miniatures.places import UNIT_2
from tests.unit import milestone_samples, needs_definitions
from tests.unit.dialogue_cases import good
from xblocks.core.text import Message
from xblocks.exercises.editing import problems
from xblocks.exercises.editing.tools import EditorTools

GOOD = {
    "wbm_role_play": good(),
    "wbm_transfer_project": milestone_samples.data(),
    "wbm_needs_analysis": needs_definitions.FULL,
}
ANYTHING: st.SearchStrategy[Any] = st.sampled_from(
    (None, True, -1, 0, 3, 10**30, 1.5, "", "x", "A b", "7", "y" * 9000, [], [1], {}, {"x": 1})
)


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every list or mapping in a document, with every key of it and one it does not have."""
    if isinstance(value, dict | list):
        keys = list(value) if isinstance(value, dict) else list(range(len(value)))
        yield from ((value, key) for key in keys)
        if isinstance(value, dict):
            yield value, "colour"
        for key in keys:
            yield from places(value[key])


@st.composite
def wrong(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    """A good definition with one place taken out, or filled with something else."""
    document = copy.deepcopy(GOOD[kind])
    parent, key = draw(st.sampled_from(list(places(document))))
    if draw(st.booleans()) and key != "colour":
        del parent[key]
    else:
        parent[key] = draw(ANYTHING)
    return document


@pytest.mark.parametrize("kind", sorted(GOOD))
@given(data=st.data())
def test_the_check_knows_a_sentence_for_whatever_is_wrong(kind: str, data: st.DataObject) -> None:
    known = set(SENTENCES.values())
    for _code, params in defects_of(kind, json.dumps(data.draw(wrong(kind)))):
        reason = params["reason"]
        if reason.text == "%(reason)s. Correct it.":
            assert reason.params["reason"].text in known, str(reason)
        assert not str(reason).endswith("..")


@pytest.mark.parametrize("kind", sorted(GOOD))
@given(data=st.data())
def test_the_editor_knows_a_sentence_for_whatever_is_wrong(kind: str, data: st.DataObject) -> None:
    document = {"display_name": "X", "definition": data.draw(wrong(kind))}
    tools = EditorTools(lambda _definition: ())
    for each in problems.check(EXERCISES[kind].adapter, document, tools).problems:
        assert each.message.text != problems.OTHER, str(each)


def test_a_german_reads_german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WBM_LANGUAGE", "de")
    files = replace(UNIT_2, '"title": "Talk", ', '"title": "Talk", "colour": "red", ')
    (finding,) = check_archive(pack(files(course_files()), tmp_path / "x.tar.gz")).findings
    said = translated(finding.message)
    assert gettext(SENTENCES["extra_forbidden"]) in said
    assert gettext(SENTENCES["extra_forbidden"]) != SENTENCES["extra_forbidden"]
    assert "Extra inputs" not in said


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('{"kind"', "{kind", "line 1, character 2 is wrong"),
        ('{"kind"', '{"n": ' + "9" * 5000 + ', "kind"', "a number is too long"),
    ],
)
def test_a_definition_that_is_no_json_says_where(
    tmp_path: Path, old: str, new: str, reason: str
) -> None:
    files = replace(UNIT_2, old, new)(course_files())
    (finding,) = check_archive(pack(files, tmp_path / "x.tar.gz")).findings
    assert isinstance(finding.params["reason"], Message)
    assert reason in str(finding.message)
