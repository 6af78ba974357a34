"""Events carry what is declared: numbers and words of a list, whatever is tried."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xblocks.core.events import EVENTS, Kind, checked
from xblocks.role_play.definition import Tone

NAME = re.compile(r"wbm\.[a-z_]+\.[a-z_]+")
README = Path(__file__).parents[2] / "xblocks" / "README.md"
GOOD: dict[Kind, Any] = {Kind.COUNT: 3, Kind.SHARE: 0.5, Kind.YES_NO: False}

anything = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.lists(st.text()),
    st.dictionaries(st.text(), st.text()),
)


def good(name: str) -> dict[str, Any]:
    """All facts of an event, each with a value that fits."""
    return {
        fact: declared.words[0] if declared.words else GOOD[declared.kind]
        for fact, declared in EVENTS[name].facts.items()
    }


@pytest.mark.parametrize("name", EVENTS)
def test_what_is_declared_is_reported_as_it_is(name: str) -> None:
    assert NAME.fullmatch(name)
    assert checked(name, good(name)).facts == good(name)
    assert checked(name, good(name)).defects == ()


@pytest.mark.parametrize("name", EVENTS)
def test_facts_that_are_always_there_are_missed(name: str) -> None:
    always = [fact for fact, declared in EVENTS[name].facts.items() if declared.always]
    assert checked(name, {}).defects == tuple(f"{name} lacks {fact}" for fact in always)


def test_an_event_nobody_declared_is_not_reported() -> None:
    assert checked("wbm.role_play.wrote", {}).facts is None


@given(st.sampled_from(sorted(EVENTS)), st.dictionaries(st.text(), anything), st.data())
def test_nothing_but_declared_values_gets_through(
    name: str, more: dict[str, Any], data: st.DataObject
) -> None:
    declared = EVENTS[name].facts
    tried = more | {fact: data.draw(anything) for fact in declared}
    found = checked(name, tried)
    assert found.facts is not None
    for fact, value in found.facts.items():
        assert declared[fact].takes(value)
        assert not isinstance(value, str) or value in declared[fact].words
    refused = {fact for fact in tried if fact not in found.facts}
    assert len(found.defects) >= len(refused)


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("attempt", True),
        ("attempt", -1),
        ("attempt", 1.0),
        ("attempt", "1"),
        ("score", 1.01),
        ("score", float("nan")),
        ("score", True),
        ("tone", "She said yes"),
    ],
)
def test_a_value_of_another_kind_is_left_out_and_named(fact: str, value: object) -> None:
    name = "wbm.role_play.finished"
    found = checked(name, good(name) | {fact: value})
    assert found.facts is not None
    assert fact not in found.facts
    assert found.defects == (f"{name} takes no such {fact}",)
    assert str(value) not in "".join(found.defects)


def test_words_of_a_talk_are_those_of_its_endings() -> None:
    assert EVENTS["wbm.role_play.finished"].facts["tone"].words == tuple(Tone)


def test_the_readme_tells_of_every_event_as_declared() -> None:
    rows = re.findall(r"^\| `(wbm\.[^`]+)` \| (.+) \| (.+) \|$", README.read_text(), re.MULTILINE)
    told = {name: (when, facts) for name, when, facts in rows}
    assert told == {
        name: (event.when, ", ".join(_told(*each) for each in event.facts.items()))
        for name, event in EVENTS.items()
    }


def _told(name: str, fact: Any) -> str:
    kind = " / ".join(fact.words) if fact.words else fact.kind.value
    return f"`{name}` ({kind}{'' if fact.always else '; where there are points'})"
