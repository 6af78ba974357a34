"""What is wrong with a sample talk is told with its place."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit import rating_samples, test_triad_defects
from xblocks.role_play import domain
from xblocks.role_play.defects_observed import SENTENCES, WARNINGS

DATA = rating_samples.data()
LINE, PASSAGE, REFERENCE = DATA["lines"][0], DATA["passages"][0], DATA["references"][0]

WRONG: list[tuple[str, dict[str, Any], tuple[str | int, ...]]] = [
    ("said_twice", {"lines": [*DATA["lines"], LINE]}, ("lines", 4)),
    (
        "unknown_line",
        {"passages": [{**PASSAGE, "last": "l9"}, DATA["passages"][1]]},
        ("passages", "p1", "last"),
    ),
    (
        "turned_round",
        {"passages": [{**PASSAGE, "first": "l4"}, DATA["passages"][1]]},
        ("passages", "p1"),
    ),
    (
        "not_on_sheet",
        {"passages": [{**PASSAGE, "criteria": ["b9"]}, DATA["passages"][1]]},
        ("passages", "p1", "criteria"),
    ),
    ("rated_twice", {"references": [*DATA["references"], REFERENCE]}, ("references", 3)),
    (
        "unknown_passage",
        {"references": [{**REFERENCE, "passages": ["p1", "p9"]}, *DATA["references"][1:]]},
        ("references", 0, "passages"),
    ),
    (
        "not_rated",
        {"references": DATA["references"][:2]},
        ("criteria", "b7"),
    ),
    (
        "passage_idle",
        {"references": [{**REFERENCE, "passages": []}, *DATA["references"][1:]]},
        ("passages", "p1"),
    ),
    (
        "nothing_seen",
        {"references": [{**each, "level": None} for each in DATA["references"]]},
        ("references",),
    ),
]


def test_a_whole_talk_has_no_defect() -> None:
    assert domain.check(rating_samples.sample()) == []


@pytest.mark.parametrize(("code", "changes", "place"), WRONG, ids=[each[0] for each in WRONG])
def test_each_defect_is_told_with_its_place(
    code: str, changes: dict[str, Any], place: tuple[str | int, ...]
) -> None:
    found = domain.check(rating_samples.sample(**changes))
    assert [(each.code, each.place) for each in found] == [(code, place)]


def test_every_kind_of_defect_is_tried() -> None:
    tried = {each[0] for each in (*WRONG, *test_triad_defects.WRONG)}
    assert tried == set(SENTENCES)
    assert set(SENTENCES) > WARNINGS
    assert WARNINGS <= domain.WARNINGS
