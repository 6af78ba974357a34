"""What an author saves in Studio is exported and imported without the loss of a byte."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from tests.blocks.round_trip import BLOCKS, exercises, go_round
from tests.export.test_dialogue_cases import CASES, LANGUAGES, dialogue
from tests.unit import milestone_samples
from xblocks.exercises.editing.schema import kinds


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(exercises())
def test_every_definition_makes_the_round_trip(values: dict[str, Any]) -> None:
    go_round(values)


def test_no_kind_of_exercise_is_forgotten() -> None:
    known = {kind for _type, cls in BLOCKS.values() for kind in kinds(cls.ADAPTER)}
    assert known == set(BLOCKS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_the_cases_make_the_round_trip(case: str, language: str) -> None:
    definition = dialogue(case, language)
    go_round(
        {
            "display_name": definition.title,
            "weight": 10.0,
            "definition": definition.model_dump(mode="json"),
        }
    )


def test_a_milestone_with_every_kind_of_field_makes_the_round_trip() -> None:
    go_round({"display_name": "M1", "weight": 0.5, "definition": milestone_samples.data()})
