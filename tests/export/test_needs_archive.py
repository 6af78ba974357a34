"""Needs analyses come into the archive whole, and the check finds what is wrong with them there."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from course_export.build import build
from course_export.checks.exercises import defects_of
from course_export.checks.run import check_archive
from course_export.curriculum.language import LANGUAGES, Language
from course_export.olx.reader import read_archive
from tests.export.needs_cases import FILES, definition
from tests.unit.needs_definitions import FULL, LIVING, OWN
from xblocks.core.definitions import canonical
from xblocks.needs_analysis.definition import adapter

KIND = "wbm_needs_analysis"


@pytest.fixture(scope="module", params=LANGUAGES)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course in one language."""
    return build(request.param, tmp_path_factory.mktemp("built")).path


def blocks_of(archive: Path) -> dict[str, Any]:
    """The needs analyses of an archive by url_name."""
    files = read_archive(archive).files
    units = [etree.fromstring(files[name]) for name in files if name.startswith("vertical/")]
    return {block.get("url_name"): block for unit in units for block in unit.iter(KIND)}


def test_every_exercise_arrives_as_it_was_written(built: Path) -> None:
    language: Language = "de" if "-de" in built.name else "en"
    blocks = blocks_of(built)
    assert set(FILES) <= blocks.keys()
    for name in FILES:
        arrived = adapter.validate_json(blocks[name].get("definition"))
        assert canonical(arrived) == canonical(definition(name, language))
        assert blocks[name].get("display_name") == arrived.title


def test_what_gives_points_weighs_as_much_as_its_highest_score(built: Path) -> None:
    weights = {name: block.get("weight") for name, block in blocks_of(built).items()}
    for name, block in blocks_of(built).items():
        scored = json.loads(block.get("definition"))["kind"] == "case_study"
        assert weights[name] == ("100.0" if scored else None), name


def test_the_check_has_nothing_to_say(built: Path) -> None:
    assert [str(finding) for finding in check_archive(built).findings] == []


@pytest.mark.parametrize("good", [FULL, LIVING, OWN], ids=["study", "living", "own"])
def test_sound_definitions_pass(good: dict[str, Any]) -> None:
    assert list(defects_of(KIND, json.dumps(good))) == []


def _sum(data: dict[str, Any]) -> None:
    data["questions"][1]["sum"] = "84 - twelve"


def _right(data: dict[str, Any]) -> None:
    data["measures"][0]["rights"] = ["betrvg-999"]


def _cell(data: dict[str, Any]) -> None:
    data["dossier"][0]["rows"] = ["30 | one"]
    data["dossier"][0]["drawn"] = [2]


@pytest.mark.parametrize(
    ("spoil", "place"),
    [
        (_sum, "questions/q2/sum"),
        (_right, "measures/m1/rights/0"),
        (_cell, "dossier/0/rows/0"),
    ],
)
def test_what_would_not_work_is_told_with_its_place(
    spoil: Callable[[dict[str, Any]], None], place: str
) -> None:
    data = json.loads(json.dumps(FULL))
    spoil(data)
    ((finding, params),) = defects_of(KIND, json.dumps(data))
    assert finding.code == "definition-defect"
    assert params["place"] == place
