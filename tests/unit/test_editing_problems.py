"""Findings stand at the field they are about, in words people understand."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from tests.unit import milestone_samples
from tests.unit.dialogue_cases import good
from xblocks.exercises.editing.document import completed, from_yaml, to_yaml
from xblocks.exercises.editing.problems import SENTENCES, check
from xblocks.exercises.editing.shapes import Path
from xblocks.exercises.editing.tools import EditorTools
from xblocks.exercises.editing.values import put
from xblocks.role_play import definition as role_play
from xblocks.role_play import domain as talks
from xblocks.transfer_project import definition as transfer_project

TALKS = EditorTools(check=talks.check, warnings=talks.WARNINGS)
ADAPTERS = {"dialogue": role_play.adapter, "milestone": transfer_project.adapter}
DATA = {"dialogue": good(), "milestone": milestone_samples.data()}


def document(kind: str, path: Path = (), value: Any = None) -> dict[str, Any]:
    """A good document with one piece replaced."""
    whole = {"display_name": "", "weight": 1, "definition": copy.deepcopy(DATA[kind])}
    found = completed(ADAPTERS[kind], whole)
    return put(found, path, value) if path else found  # type: ignore[no-any-return]


@pytest.mark.parametrize("kind", ADAPTERS)
def test_a_good_document_has_no_findings(kind: str) -> None:
    assert (
        check(
            ADAPTERS[kind], document(kind), TALKS if kind == "dialogue" else EditorTools()
        ).problems
        == ()
    )


@pytest.mark.parametrize(
    ("kind", "path", "value", "sentence"),
    [
        ("dialogue", ("weight",), "viel", SENTENCES["float_parsing"]),
        ("dialogue", ("weight",), -1, SENTENCES["greater_than_equal"]),
        ("dialogue", ("display_name",), "x" * 256, SENTENCES["string_too_long"]),
        ("dialogue", ("definition", "title"), "", SENTENCES["string_too_short"]),
        ("dialogue", ("definition", "persona", "name"), "", SENTENCES["string_too_short"]),
        ("dialogue", ("definition", "indicators", 0, "start"), "x", SENTENCES["int_parsing"]),
        ("dialogue", ("definition", "indicators", 0, "start"), 11, SENTENCES["less_than_equal"]),
        ("dialogue", ("definition", "scenes", 0, "id"), "Ä", SENTENCES["string_pattern_mismatch"]),
        ("dialogue", ("definition", "endings", 0, "tone"), "", SENTENCES["enum"]),
        ("dialogue", ("definition", "scenes", 0, "statements"), [], SENTENCES["too_short"]),
        ("milestone", ("definition", "milestone"), "", SENTENCES["string_pattern_mismatch"]),
        ("milestone", ("definition", "late"), "", SENTENCES["literal_error"]),
        ("milestone", ("definition", "fields", 0, "label"), "", SENTENCES["string_too_short"]),
        ("milestone", ("definition", "fields", 0, "kind"), "other", SENTENCES["union_tag_invalid"]),
        (
            "milestone",
            ("definition", "fields", 2, "columns", 1, "label"),
            "",
            SENTENCES["string_too_short"],
        ),
    ],
)
def test_a_finding_stands_at_its_field(kind: str, path: Path, value: Any, sentence: str) -> None:
    (problem,) = check(ADAPTERS[kind], document(kind, path, value), EditorTools()).errors
    assert problem.path == (path[:-1] if path[-1] == "kind" else path)
    assert problem.message.text == sentence
    assert "%" not in str(problem.message)


def test_rules_of_a_whole_stand_at_the_whole() -> None:
    rubric = {"criteria": [], "pass_points": 60}
    criteria = [
        {"id": name, "label": "x", "weight": 40, "must": False, "levels": ["a", "b"]}
        for name in ("one", "two")
    ]
    path = ("definition", "rubric")
    changed = document("milestone", path, {**rubric, "criteria": criteria})
    (problem,) = check(ADAPTERS["milestone"], changed, EditorTools()).errors
    assert problem.path == path
    assert str(problem.message) == "The weights must sum up to 100; now they make 80."


@pytest.mark.parametrize(
    ("path", "value", "place", "warning"),
    [
        (("start",), "nowhere", ("start",), False),
        (
            ("scenes", 0, "statements", 1, "next"),
            "no",
            ("scenes", 0, "statements", 1, "next"),
            False,
        ),
        (("scenes", 0, "statements", 1, "id"), "a", ("scenes", 0, "statements", 1), False),
        (("hidden",), [{"id": "h9", "text": "x"}], ("hidden", 0), True),
    ],
)
def test_findings_of_the_component_stand_at_their_entries(
    path: Path, value: Any, place: Path, warning: bool
) -> None:
    if path == ("hidden",):
        value = [*document("dialogue")["definition"]["hidden"], *value]
        place = ("hidden", len(value) - 1)
    changed = document("dialogue", ("definition", *path), value)
    first = check(ADAPTERS["dialogue"], changed, TALKS).problems[0]
    assert (first.path, first.warning) == (("definition", *place), warning)


@pytest.mark.parametrize("kind", ADAPTERS)
def test_a_finding_has_the_line_of_its_field_in_yaml(kind: str) -> None:
    path = ("definition", "title")
    text = to_yaml(document(kind, path, ""), "any", ADAPTERS[kind])
    parsed = from_yaml(text, "any")
    (problem,) = check(ADAPTERS[kind], parsed.document, EditorTools()).errors
    line = text.split("\n")[parsed.source.line_of(problem.path) - 1]
    assert line == "  title: ''"
