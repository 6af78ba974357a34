"""The four role-play cases keep to `curriculum-facts 2.11, 2.12` in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml

import course_export
from xblocks.role_play import domain
from xblocks.role_play.definition import END, Dialogue, Scene, Statement, Tone, adapter
from xblocks.role_play.rules import (
    Values,
    by_id,
    effects_of,
    ending_of,
    moved,
    opens,
    start_values,
)

CONTENT = Path(course_export.__file__).parent / "content" / "wbm"
CASES = ("r1", "r2", "r3", "r4")
LANGUAGES = ("de", "en")

Row = tuple[int, int, int, set[str]]

TABLES: dict[str, dict[str, Row]] = {
    "r1": {
        "1a": (2, 1, 1, {"b1", "b2"}),
        "1b": (0, 0, -1, {"b3"}),
        "1c": (-1, 0, -1, {"b4"}),
        "2a": (2, 1, 0, {"b4", "b5"}),
        "2b": (-2, 1, -1, {"b4", "b8"}),
        "2c": (0, 0, 0, {"b7"}),
        "3a": (1, 2, 1, {"b3", "b7"}),
        "3b": (0, -2, 0, {"b7", "b10"}),
        "3c": (-1, 0, 0, {"b10"}),
        "4a": (1, 1, 2, {"b6", "b5"}),
        "4b": (-1, 0, -1, {"b8"}),
        "4c": (-1, 0, 0, {"b6"}),
        "5a": (1, 2, 2, {"b9", "b10"}),
        "5b": (0, -1, -1, {"b9"}),
        "5c": (-3, 0, -2, {"b2", "b9"}),
    },
    "r2": {
        "1a": (2, 1, 1, {"b4", "b6"}),
        "1b": (1, 0, -1, {"b4"}),
        "1c": (-2, 0, -1, {"b5"}),
        "2a": (2, 1, 0, {"b4", "b2"}),
        "2b": (-1, 0, 0, {"b10"}),
        "2c": (-2, -1, -2, {"b7"}),
        "3a": (2, 2, 1, {"b10", "b7"}),
        "3b": (0, -2, 0, {"b7", "b10"}),
        "3c": (-2, 0, 0, {"b2"}),
        "4a": (1, 2, 2, {"b8"}),
        "4b": (-1, 1, -1, {"b8"}),
        "4c": (-2, -1, 0, {"b10"}),
        "5a": (2, 2, 2, {"b9", "b10"}),
        "5b": (-3, 0, -1, {"b2"}),
        "5c": (0, -1, 0, {"b9"}),
    },
    "r3": {
        "1a": (1, 2, 1, {"b5", "b3"}),
        "1b": (-2, 0, -1, {"b4"}),
        "1c": (0, -1, 0, {"b7"}),
        "2a": (1, 2, 1, {"b5", "b6"}),
        "2b": (-1, -1, 0, {"b7"}),
        "2c": (-2, -2, -1, {"b10"}),
        "3a": (2, 1, 2, {"b6"}),
        "3b": (-2, 0, -1, {"b6"}),
        "3c": (0, 1, 0, {"b8"}),
        "4a": (2, 1, 1, {"b2", "b3"}),
        "4b": (-1, 0, 0, {"b2"}),
        "4c": (-1, 0, 0, {"b4"}),
        "5a": (2, 2, 2, {"b9", "b10"}),
        "5b": (0, -1, -1, {"b9"}),
        "5c": (-1, -1, -1, {"b9"}),
    },
    "r4": {
        "1a": (2, 2, 1, {"b3", "b5"}),
        "1b": (0, 0, 0, {"b8"}),
        "1c": (0, -1, 0, {"b7"}),
        "2a": (1, 2, 1, {"b7", "b8"}),
        "2b": (0, -2, 0, {"b7"}),
        "2c": (-1, 0, -1, {"b10"}),
        "3a": (2, 2, 2, {"b9"}),
        "3b": (-1, 0, -1, {"b8"}),
        "3c": (0, -1, -1, {"b9"}),
    },
}
"""Effects on V, K, E and the column „B“, per decision point and statement."""

REVEALS: dict[str, dict[str, tuple[str, int | None]]] = {
    "r1": {"h1": ("2a", 6), "h2": ("3a", 7), "h3": ("4a", None)},
    "r2": {"h1": ("2a", 6), "h2": ("5a", 6), "h3": ("3a", 6), "h4": ("1a", None)},
    "r3": {"h1": ("2a", 6), "h2": ("3a", None), "h3": ("4a", 7)},
    "r4": {"h1": ("1a", None), "h2": ("3a", 7), "h3": ("2a", 6)},
}
"""Which statement frees what, and the trust it takes at that decision point."""

BEST = {"r1": (10, 10, 10), "r2": (10, 10, 10), "r3": (10, 10, 10), "r4": (10, 10, 9)}

FORMAL = re.compile(r"(?<![.!?:(„-]) (?:Sie|Ihnen|Ihr(?:e[mnrs]?)?)\b|\bSie (?:sind|\w+en)\b")
"""„Sie“ within a sentence, or followed by a verb in the plural."""


def resolved(data: Any, language: str) -> Any:
    if isinstance(data, dict):
        if data.keys() == set(LANGUAGES):
            return data[language]
        return {key: resolved(value, language) for key, value in data.items()}
    if isinstance(data, list):
        return [resolved(value, language) for value in data]
    return data


def pairs(data: Any, place: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    if isinstance(data, dict):
        if data.keys() == set(LANGUAGES):
            yield place, data
        else:
            for key, value in data.items():
                yield from pairs(value, f"{place}/{key}")
    elif isinstance(data, list):
        for number, value in enumerate(data):
            name = value.get("id", number) if isinstance(value, dict) else number
            yield from pairs(value, f"{place}/{name}")


@cache
def source(path: str) -> Any:
    return yaml.safe_load((CONTENT / path).read_text(encoding="utf-8"))


@cache
def dialogue(case: str, language: str = "de") -> Dialogue:
    data = resolved(source(f"exercises/{case}.yaml")["definition"], language)
    sheet = resolved(source(f"sheets/{data['criteria']['sheet']}.yaml"), language)
    shown = ("id", "label", "hint")
    data["criteria"] = [{key: line[key] for key in shown} for line in sheet["criteria"]]
    return adapter.validate_python(data)


def statements(definition: Dialogue) -> dict[str, tuple[Scene, Statement]]:
    return {
        scene.id.removeprefix("dp") + statement.id: (scene, statement)
        for scene in definition.scenes
        for statement in scene.statements
    }


def final(definition: Dialogue, letters: str) -> Values:
    values = start_values(definition)
    for number, letter in enumerate(letters, start=1):
        _, statement = statements(definition)[f"{number}{letter}"]
        values = moved(values, effects_of(definition, statement))
    return values


def every_path(definition: Dialogue) -> Iterator[str]:
    return map("".join, product("abc", repeat=len(definition.scenes)))


def colour(values: Values) -> Tone:
    """The rule of the facts: red before yellow before green."""
    trust, total = values[0], sum(values)
    if total <= 15 or trust <= 3:
        return Tone.NEGATIVE
    if total <= 21 or trust <= 5:
        return Tone.MIXED
    return Tone.POSITIVE


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_a_case_has_no_defects_in_either_language(case: str, language: str) -> None:
    assert domain.check(dialogue(case, language)) == []


@pytest.mark.parametrize("case", CASES)
def test_effects_and_criteria_are_those_of_the_table(case: str) -> None:
    definition = dialogue(case)
    assert [indicator.id for indicator in definition.indicators] == ["v", "k", "e"]
    assert start_values(definition) == (5, 5, 5)
    assert {
        name: (*effects_of(definition, statement), set(statement.criteria))
        for name, (_, statement) in statements(definition).items()
    } == TABLES[case]


@pytest.mark.parametrize("case", CASES)
def test_the_talk_runs_from_point_to_point_and_ends_after_the_last(case: str) -> None:
    definition = dialogue(case)
    names = [scene.id for scene in definition.scenes]
    assert names == [f"dp{number}" for number in range(1, len(names) + 1)]
    assert definition.start == "dp1"
    for scene, following in zip(definition.scenes, [*names[1:], END], strict=True):
        assert {statement.next for statement in scene.statements} == {following}


@pytest.mark.parametrize("case", CASES)
def test_the_first_statement_of_every_point_makes_the_best_path(case: str) -> None:
    definition = dialogue(case)
    best = "a" * len(definition.scenes)
    assert final(definition, best) == BEST[case]
    assert domain.best_sum(definition) == sum(BEST[case])
    assert "".join(step.statement for step in domain.best_path(definition)) == best


@pytest.mark.parametrize("case", CASES)
def test_hidden_things_open_where_the_table_says_and_on_some_path(case: str) -> None:
    definition = dialogue(case)
    visited = domain.explore(definition).visited
    found: dict[str, tuple[str, int | None]] = {}
    for name, (scene, statement) in statements(definition).items():
        for reveal in statement.reveals:
            assert reveal.hidden not in found
            found[reveal.hidden] = (name, reveal.at_least.get("v"))
            assert any(opens(reveal, by_id(definition, values)) for values in visited[scene.id])
    assert found == REVEALS[case]
    assert set(found) == {hidden.id for hidden in definition.hidden}


def test_trust_counts_before_the_statement_takes_effect() -> None:
    definition = dialogue("r1")
    (reveal,) = statements(definition)["2a"][1].reveals
    assert opens(reveal, by_id(definition, final(definition, "a")))
    assert not opens(reveal, by_id(definition, final(definition, "b")))
    assert final(definition, "ba")[0] >= 6


@pytest.mark.parametrize("case", CASES)
def test_every_path_ends_in_the_colour_of_the_rule_and_all_three_occur(case: str) -> None:
    definition = dialogue(case)
    occurring = set()
    for path in every_path(definition):
        values = final(definition, path)
        ending = ending_of(definition, values)
        assert ending is not None
        assert ending.tone is colour(values)
        occurring.add(ending.tone)
    assert occurring == set(Tone)
    assert [ending.tone for ending in definition.endings] == [
        Tone.NEGATIVE,
        Tone.MIXED,
        Tone.POSITIVE,
    ]


@pytest.mark.parametrize("file", [*(f"exercises/{case}.yaml" for case in CASES), "sheets/b10.yaml"])
def test_both_languages_say_it_in_words_of_their_own(file: str) -> None:
    same = [place for place, text in pairs(source(file)) if text["de"] == text["en"]]
    assert same == []


@pytest.mark.parametrize("file", [*(f"exercises/{case}.yaml" for case in CASES), "sheets/b10.yaml"])
def test_german_says_du_and_uses_its_own_quotation_marks(file: str) -> None:
    for place, text in pairs(source(file)):
        german = text["de"].replace("*", "").replace("\n", " ")
        assert not FORMAL.search(german), place
        assert german.count("„") == german.count("“"), place
        assert not set('"”') & set(german), place
        assert not set('"„') & set(text["en"]), place
        assert text["en"].count("“") == text["en"].count("”"), place


@pytest.mark.parametrize("case", CASES)
def test_statements_leave_quotation_marks_to_the_page(case: str) -> None:
    for place, text in pairs(source(f"exercises/{case}.yaml")["definition"]["scenes"]):
        if re.search(r"/statements/[abc]/text$", place):
            assert not set("„“”") & set(text["de"] + text["en"]), place


@pytest.mark.parametrize("case", CASES)
def test_endings_tell_what_happens_without_figures(case: str) -> None:
    for place, text in pairs(source(f"exercises/{case}.yaml")["definition"]["endings"]):
        assert not re.search(r"\d", text["de"] + text["en"]), place


def test_the_sheet_has_ten_criteria_with_four_anchors_each() -> None:
    sheet = source("sheets/b10.yaml")
    assert sheet["id"] == "b10"
    assert [line["id"] for line in sheet["criteria"]] == [f"b{number}" for number in range(1, 11)]
    assert {len(line["levels"]) for line in sheet["criteria"]} == {4}
