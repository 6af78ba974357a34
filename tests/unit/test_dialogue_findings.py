"""Each mistake an author can make is named, at its place, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given

from tests.unit.dialogue_cases import (
    NUMBERS,
    Raw,
    dialogues,
    good,
    parsed,
    scene,
    statement,
    wander,
)
from xblocks.role_play import domain
from xblocks.role_play.definition import Dialogue

Place = tuple[str | int, ...]

FROM_16 = [{"of": "sum", "at_least": 16}]

CASES: list[tuple[str, Place, Callable[[Raw], object]]] = [
    (
        "duplicate_id",
        ("criteria", 2),
        lambda raw: raw["criteria"].append(raw["criteria"][0]),
    ),
    (
        "duplicate_id",
        ("indicators", 2),
        lambda raw: raw["indicators"].append(raw["indicators"][1]),
    ),
    ("duplicate_id", ("hidden", 1), lambda raw: raw["hidden"].append(raw["hidden"][0])),
    ("duplicate_id", ("scenes", 2), lambda raw: raw["scenes"].append(raw["scenes"][1])),
    ("duplicate_id", ("endings", 3), lambda raw: raw["endings"].append(raw["endings"][0])),
    (
        "duplicate_id",
        ("scenes", "one", "statements", 2),
        lambda raw: raw["scenes"][0]["statements"][2].update(id="a"),
    ),
    (
        "duplicate_id",
        ("scenes", "one", "statements", "b", "criteria", 1),
        lambda raw: raw["scenes"][0]["statements"][1].update(criteria=["contact", "contact"]),
    ),
    (
        "reserved_id",
        ("scenes", "end"),
        lambda raw: raw["scenes"].append(
            scene("end", statement("end", "a", "one"), statement("end", "b", "end"))
        ),
    ),
    (
        "reserved_id",
        ("indicators", "sum"),
        lambda raw: raw["indicators"].append({"id": "sum", "label": "sum"}),
    ),
    ("unknown_start", ("start",), lambda raw: raw.update(start="zero")),
    ("unknown_start", ("start",), lambda raw: raw.update(start="end")),
    (
        "unknown_next",
        ("scenes", "one", "statements", "c", "next"),
        lambda raw: raw["scenes"][0]["statements"][2].update(next="three"),
    ),
    (
        "unknown_criterion",
        ("scenes", "two", "statements", "b", "criteria", 1),
        lambda raw: raw["scenes"][1]["statements"][1].update(criteria=["contact", "patience"]),
    ),
    (
        "unknown_indicator",
        ("scenes", "one", "statements", "a", "effects", "patience"),
        lambda raw: raw["scenes"][0]["statements"][0]["effects"].update(patience=1),
    ),
    (
        "unknown_indicator",
        ("scenes", "two", "statements", "a", "reveals", 0, "at_least", "patience"),
        lambda raw: raw["scenes"][1]["statements"][0]["reveals"][0]["at_least"].update(patience=1),
    ),
    (
        "unknown_indicator",
        ("scenes", "two", "statements", "a", "reveals", 0, "at_least", "sum"),
        lambda raw: raw["scenes"][1]["statements"][0]["reveals"][0]["at_least"].update(sum=1),
    ),
    (
        "unknown_indicator",
        ("endings", "yellow", "any", 1, "of"),
        lambda raw: raw["endings"][1]["any"].append({"of": "patience", "at_least": 1}),
    ),
    (
        "unknown_hidden",
        ("scenes", "two", "statements", "a", "reveals", 1, "hidden"),
        lambda raw: raw["scenes"][1]["statements"][0]["reveals"].append({"hidden": "secret"}),
    ),
    (
        "condition_without_bounds",
        ("endings", "red", "any", 1),
        lambda raw: raw["endings"][0]["any"].append({"of": "trust"}),
    ),
    (
        "condition_never_holds",
        ("endings", "red", "any", 1),
        lambda raw: raw["endings"][0]["any"].append({"of": "sum", "at_least": 5, "at_most": 4}),
    ),
    (
        "indicator_unchanged",
        ("indicators", "energy"),
        lambda raw: (
            raw["indicators"].append({"id": "energy", "label": "energy"})
            or raw["scenes"][0]["statements"][0]["effects"].update(energy=0)
            or raw["endings"][1].update(any=[{"of": "sum", "at_most": 17}])
        ),
    ),
    (
        "hidden_unused",
        ("hidden", "secret"),
        lambda raw: raw["hidden"].append({"id": "secret", "text": "secret"}),
    ),
    (
        "unreachable_scene",
        ("scenes", "three"),
        lambda raw: raw["scenes"].append(
            scene("three", statement("three", "a", "end"), statement("three", "b", "one"))
        ),
    ),
    (
        "dead_end",
        ("scenes", "three"),
        lambda raw: (
            raw["scenes"].append(
                scene("three", statement("three", "a", "three"), statement("three", "b", "three"))
            )
            or raw["scenes"][0]["statements"][2].update(next="three")
            or raw["scenes"][0]["statements"][1].update(effects={"trust": -4})
        ),
    ),
    (
        "reveal_never_opens",
        ("scenes", "one", "statements", "b", "reveals", 0),
        lambda raw: raw["scenes"][0]["statements"][1].update(
            reveals=[{"hidden": "worry", "at_least": {"trust": 6}}]
        ),
    ),
    ("no_ending_fits", ("endings",), lambda raw: raw["endings"][2].update(any=FROM_16)),
    (
        "no_positive_ending",
        ("endings",),
        lambda raw: raw["endings"][2].update(tone="mixed"),
    ),
    (
        "no_positive_ending",
        ("endings",),
        lambda raw: raw["endings"][1].update(any=[{"of": "sum", "at_most": 20}]),
    ),
    (
        "ending_never_occurs",
        ("endings", "blue"),
        lambda raw: raw["endings"].insert(
            0,
            {
                "id": "blue",
                "tone": "positive",
                "title": "blue",
                "text": "blue",
                "any": [{"of": "sum", "at_least": 17}],
            },
        ),
    ),
    (
        "ending_never_occurs",
        ("endings", "late"),
        lambda raw: raw["endings"].append(
            {"id": "late", "tone": "mixed", "title": "late", "text": "late"}
        ),
    ),
]


def test_nothing_is_wrong_with_the_good_dialogue() -> None:
    assert domain.check(parsed()) == []


@pytest.mark.parametrize(("code", "place", "spoil"), CASES)
def test_a_mistake_yields_exactly_its_finding_at_its_place(
    code: str, place: Place, spoil: Callable[[Raw], object]
) -> None:
    raw = good()
    spoil(raw)
    findings = domain.check(parsed(raw))
    assert [(finding.code, finding.place) for finding in findings] == [(code, place)]
    (finding,) = findings
    assert finding.message.text == domain.SENTENCES[code]
    assert "%" not in str(finding.message)
    assert str(finding.message).endswith(".")


def test_every_kind_of_finding_has_a_case() -> None:
    assert {code for code, _place, _spoil in CASES} == set(domain.SENTENCES)


def test_the_first_of_many_values_no_ending_fits_is_named() -> None:
    raw = good()
    raw["endings"][1]["any"] = [{"of": "sum", "at_most": 8}]
    raw["endings"][2]["any"] = FROM_16
    (finding,) = domain.check(parsed(raw))
    assert finding.message.params == {"values": "trust 7, clarity 4"}


def test_all_mistakes_are_reported_at_once() -> None:
    raw = good()
    raw["start"] = "zero"
    raw["scenes"][0]["statements"][0]["criteria"] = ["x", "y"]
    raw["endings"][0]["any"] = [{"of": "z", "at_least": 1}, {"of": "sum"}]
    assert [finding.code for finding in domain.check(parsed(raw))] == [
        "unknown_start",
        "unknown_criterion",
        "unknown_criterion",
        "unknown_indicator",
        "condition_without_bounds",
    ]


def test_a_talk_that_only_goes_in_circles_is_a_dead_end_and_nothing_more() -> None:
    raw = good()
    for each in raw["scenes"][1]["statements"]:
        each["next"] = "one"
    assert [(finding.code, finding.place) for finding in domain.check(parsed(raw))] == [
        ("dead_end", ("scenes", "one")),
        ("dead_end", ("scenes", "two")),
    ]


def test_a_circle_with_a_way_out_is_no_defect() -> None:
    raw = good()
    raw["scenes"][1]["statements"][1]["next"] = "one"
    raw["scenes"][0]["statements"][1] |= {"effects": {"trust": -4}}
    assert domain.check(parsed(raw)) == []


def test_a_reveal_that_opens_only_after_a_circle_is_no_defect() -> None:
    raw = good()
    raw["scenes"][0]["statements"][2]["effects"] = {"trust": 1}
    raw["scenes"][0]["statements"][1] |= {
        "effects": {"trust": -5},
        "reveals": [{"hidden": "worry", "at_least": {"trust": 10}}],
    }
    assert domain.check(parsed(raw)) == []


def test_reveals_in_a_scene_nobody_reaches_are_not_blamed_twice() -> None:
    raw = good()
    lost = scene(
        "lost",
        statement("lost", "a", "end", reveals=[{"hidden": "worry", "at_least": {"trust": 10}}]),
        statement("lost", "b", "end"),
    )
    raw["scenes"].append(lost)
    assert [finding.code for finding in domain.check(parsed(raw))] == ["unreachable_scene"]


@given(dialogues(), NUMBERS)
def test_a_playable_dialogue_has_no_broken_names_or_ways(
    definition: Dialogue, numbers: list[int]
) -> None:
    codes = {finding.code for finding in domain.check(definition)}
    assert codes <= {
        "indicator_unchanged",
        "hidden_unused",
        "reveal_never_opens",
        "no_positive_ending",
        "ending_never_occurs",
    }
    attempt = wander(definition, numbers)
    opened = {piece.id for turn in attempt.turns for piece in turn.revealed}
    blamed = {
        finding.place for finding in domain.check(definition) if finding.code == "hidden_unused"
    }
    assert not {("hidden", name) for name in opened} & blamed
    if attempt.finished:
        place = ("endings", attempt.results[-1].ending)
        assert place not in {finding.place for finding in domain.check(definition)}


@given(dialogues(), NUMBERS)
def test_a_reveal_that_opened_is_never_said_to_stay_closed(
    definition: Dialogue, numbers: list[int]
) -> None:
    closed = {
        finding.place
        for finding in domain.check(definition)
        if finding.code == "reveal_never_opens"
    }
    for turn in wander(definition, numbers).turns:
        here = next(each for each in definition.scenes if each.id == turn.scene)
        chosen = next(each for each in here.statements if each.id == turn.statement)
        names = [reveal.hidden for reveal in chosen.reveals]
        for piece in turn.revealed:
            place = ("scenes", here.id, "statements", chosen.id, "reveals", names.index(piece.id))
            assert place not in closed


def test_a_mistake_in_the_second_of_two_equal_ids_is_found_there() -> None:
    raw = good()
    raw["scenes"].append(scene("one", statement("one", "a", "x"), statement("one", "a", "y")))
    assert [(finding.code, finding.place) for finding in domain.check(parsed(raw))] == [
        ("duplicate_id", ("scenes", 2)),
        ("duplicate_id", ("scenes", 2, "statements", 1)),
        ("unknown_next", ("scenes", 2, "statements", "a", "next")),
        ("unknown_next", ("scenes", 2, "statements", 1, "next")),
    ]
