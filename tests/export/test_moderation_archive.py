"""Moderation exercises come into the archive whole, and the check finds what is wrong there."""

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
from tests.export.moderation_content_cases import FILES, PLANS, definition
from xblocks.core.definitions import canonical
from xblocks.moderation.definition import adapter

KIND = "wbm_moderation"


@pytest.fixture(scope="module", params=LANGUAGES)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course in one language."""
    return build(request.param, tmp_path_factory.mktemp("built")).path


def blocks_of(archive: Path) -> dict[str, Any]:
    """The moderation exercises of an archive by url_name."""
    files = read_archive(archive).files
    units = [etree.fromstring(files[name]) for name in files if name.startswith("vertical/")]
    return {block.get("url_name"): block for unit in units for block in unit.iter(KIND)}


def test_every_exercise_arrives_as_it_was_written(built: Path) -> None:
    language: Language = "de" if "-de" in built.name else "en"
    blocks = blocks_of(built)
    assert set(FILES) == blocks.keys()
    for name in FILES:
        arrived = adapter.validate_json(blocks[name].get("definition"))
        assert canonical(arrived) == canonical(definition(name, language))
        assert blocks[name].get("display_name") == arrived.title


def test_plans_weigh_as_much_as_their_highest_score_and_nothing_else_weighs(built: Path) -> None:
    weights = {name: block.get("weight") for name, block in blocks_of(built).items()}
    assert weights == {name: "100.0" if name in PLANS else None for name in FILES}


def test_the_check_has_nothing_to_say(built: Path) -> None:
    assert [str(finding) for finding in check_archive(built).findings] == []


def _double_row(data: dict[str, Any]) -> None:
    data["model"][1]["id"] = data["model"][0]["id"]


def _minutes(data: dict[str, Any]) -> None:
    data["model"][0]["minutes"] = 10_000


def _method(data: dict[str, Any]) -> None:
    data["model"][0]["method"] = "XYZ"


def _board_without_cards(data: dict[str, Any]) -> None:
    data["steps"] = [each for each in data["steps"] if each["kind"] != "collect"]


def _leads_back(data: dict[str, Any]) -> None:
    data["scenes"][0]["moments"][1]["interventions"][0]["leads"] = "m1"


@pytest.mark.parametrize(
    ("name", "spoil"),
    [
        ("ms1", _double_row),
        ("ms1", _minutes),
        ("ms1", _method),
        ("seminar-board", _board_without_cards),
        ("disturbances", _leads_back),
    ],
)
def test_what_would_not_work_is_told(name: str, spoil: Callable[[dict[str, Any]], None]) -> None:
    data = json.loads(canonical(definition(name, "de")))
    assert list(defects_of(KIND, json.dumps(data))) == []
    spoil(data)
    ((finding, _params),) = defects_of(KIND, json.dumps(data))
    assert finding.code == "definition-invalid"
