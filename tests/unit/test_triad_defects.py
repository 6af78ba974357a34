"""What is wrong with the cases of a triad is told with its place."""

from __future__ import annotations

from typing import Any

import pytest

from tests.records import triad_hall
from xblocks.role_play import domain
from xblocks.role_play.defects_observed import SENTENCES

CASE = triad_hall.case("r1")
OTHERS = [triad_hall.case("r2"), triad_hall.case("r3")]
CRITERION = {"id": "b1", "label": "Contact", "levels": triad_hall.LEVELS}

WRONG: list[tuple[str, dict[str, Any], tuple[str | int, ...]]] = [
    ("said_twice", {"cases": [CASE, *OTHERS, CASE]}, ("cases", 3)),
    ("said_twice", {"criteria": [CRITERION, CRITERION]}, ("criteria", 1)),
    ("too_few_cases", {"cases": [CASE]}, ("cases",)),
    *(
        (
            "given_away",
            {"cases": [{**CASE, card: f"Before. {triad_hall.HIDDEN}  ONE r1! After."}, *OTHERS]},
            ("cases", "r1", card),
        )
        for card in ("setting", "task", "watch")
    ),
]


def test_whole_cases_have_no_defect() -> None:
    assert domain.check(triad_hall.definition()) == []


@pytest.mark.parametrize(
    ("code", "changes", "place"), WRONG, ids=[f"{each[0]}-{each[2][-1]}" for each in WRONG]
)
def test_each_defect_of_a_triad_is_told_with_its_place(
    code: str, changes: dict[str, Any], place: tuple[str | int, ...]
) -> None:
    found = domain.check(triad_hall.definition(**changes))
    assert [(each.code, each.place) for each in found] == [(code, place)]
    assert code in SENTENCES


def test_fewer_rounds_need_fewer_cases() -> None:
    assert domain.check(triad_hall.definition(cases=[CASE], rounds=1)) == []
