"""What is stored is read back; what cannot be read is kept, and the person can go on."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.dialogue_cases import NUMBERS, SEED, dialogues, parsed, said, talk, wander
from xblocks.core.errors import Refusal
from xblocks.role_play import domain
from xblocks.role_play.definition import Dialogue
from xblocks.role_play.domain import Attempt, History, Kept

JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(codec=None), max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


def stored() -> list[Any]:
    """Two attempts: one with a turn taken back and a result, one running."""
    definition = parsed()
    first = domain.rewind(definition, talk(definition, "caa"), 3)
    first = said(definition, first, "b")
    history = domain.restart(definition, History((first,)), SEED + 1, 1)
    assert history.current is not None
    return history.updated(said(definition, history.current, "a")).to_json()


def through_text(data: Any) -> Any:
    """As the platform stores it."""
    return json.loads(json.dumps(data))


@given(dialogues(), NUMBERS, st.booleans())
def test_stored_attempts_are_read_back_unchanged(
    definition: Dialogue, numbers: list[int], back: bool
) -> None:
    attempt = wander(definition, numbers)
    if back and attempt.turns:
        attempt = domain.rewind(definition, attempt, attempt.moves)
    history = domain.restart(definition, History((attempt,)), SEED, 1)
    assert History.from_json(through_text(history.to_json())) == history


def test_nothing_stored_is_an_empty_history() -> None:
    assert History.from_json(None) == History.from_json([]) == History()
    assert History().current is None
    assert not History().damaged
    assert History().to_json() == []


def test_words_are_stored_as_they_were_shown() -> None:
    turn = stored()[0]["turns"][1]
    assert turn["scene"] == "one"
    assert turn["situation"] == "«situation one»"
    assert turn["says"] == "«says one»"
    assert turn["text"] == "«text one a»"
    assert turn["criteria"] == [{"id": "listening", "text": "«criterion listening»"}]
    assert turn["readings"][0] == {
        "id": "trust",
        "label": "«indicator trust»",
        "before": 3,
        "effect": 2,
        "value": 5,
    }
    assert stored()[0]["results"][0]["text"] == "«ending green»"


@given(JSON_VALUES)
def test_anything_else_is_kept_as_it_was(raw: Any) -> None:
    history = History.from_json(raw)
    items = [] if raw is None else raw if isinstance(raw, list) else [raw]
    marked = [
        item["kept"] if isinstance(item, dict) and set(item) == {"kept"} else item for item in items
    ]
    assert repr(list(history.kept)) == repr(marked)  # repr, because nan differs from itself
    assert repr(History.from_json(history.to_json())) == repr(history)
    assert history.damaged == bool(items)
    _usable(history)


@st.composite
def spoiled(draw: st.DrawFn) -> list[Any]:
    """Stored attempts in which something, anywhere, was replaced, removed or doubled."""
    data = copy.deepcopy(stored())
    for _time in range(draw(st.integers(1, 3))):
        node: Any = data
        while isinstance(node, list | dict) and node:
            key = draw(st.sampled_from(list(node) if isinstance(node, dict) else range(len(node))))
            inner = node[key]
            if not isinstance(inner, list | dict) or draw(st.integers(0, 3)) == 0:
                action = draw(st.sampled_from(["replace", "remove", "double"]))
                if action == "replace":
                    node[key] = draw(JSON_VALUES | st.sampled_from([0, 1, 2, 3, "one", "two"]))
                elif action == "remove":
                    del node[key]
                elif isinstance(node, list):
                    node.insert(key, copy.deepcopy(inner))
                break
            node = inner
    return data


@given(spoiled())
def test_a_spoiled_state_stays_usable_and_loses_nothing(raw: list[Any]) -> None:
    history = History.from_json(raw)
    assert len(history.entries) == len(raw)
    for entry, item in zip(history.entries, raw, strict=True):
        if isinstance(entry, Kept):
            assert entry.raw is item or item == {"kept": entry.raw}
        else:
            assert through_text(entry.model_dump(mode="json")).keys() >= item.keys()
    assert repr(History.from_json(history.to_json())) == repr(history)
    _usable(history)


def _usable(history: History) -> None:
    """Whatever was stored: one can look at it, is told why not, and can start anew."""
    definition = parsed()
    for attempt in history.attempts:
        position = domain.view(definition, attempt)
        domain.profile(definition, [attempt])
        domain.profile(definition, history.attempts)
        for choice in position.moment.choices if position.moment else ():
            domain.say(definition, attempt, choice.id, position.turn)
        if position.can_rewind:
            domain.rewind(definition, attempt, position.turn)
        else:
            with pytest.raises(Refusal):
                domain.rewind(definition, attempt, position.turn)
    domain.best_attempt(history.attempts)
    seen = history.current.number if history.current else 0
    anew = domain.restart(definition, history, SEED, seen)
    assert anew.entries[: len(history.entries) - 1] == history.entries[:-1]
    assert anew.current is not None
    assert domain.view(definition, anew.current).moment is not None
    assert not anew.damaged


def test_after_a_broken_newest_entry_one_starts_anew() -> None:
    raw = [*stored(), "broken"]
    history = History.from_json(raw)
    assert history.damaged
    assert history.current is None
    assert len(history.attempts) == 2
    anew = domain.restart(parsed(), history, SEED, 0)
    assert [attempt.number for attempt in anew.attempts] == [1, 2, 4]
    assert anew.to_json()[2] == {"kept": "broken"}
    assert domain.restart(parsed(), anew, SEED, 0) == anew


def test_a_broken_early_entry_does_not_disturb() -> None:
    history = History.from_json(["broken", *stored()])
    assert not history.damaged
    assert history.current is not None
    assert history.current.number == 2


@pytest.mark.parametrize(
    "change",
    [
        {"number": 0},
        {"number": "1"},
        {"number": True},
        {"seed": 1.5},
        {"seed": 10**5000},
        {"surplus": 1},
        {"turns": {}},
        {"results": [{"at": 99}]},
    ],
)
def test_a_wrong_field_is_not_guessed_at(change: dict[str, Any]) -> None:
    raw = stored()[:1]
    raw[0] |= change
    assert History.from_json(raw).entries == (Kept(raw[0]),)


@pytest.mark.parametrize(
    "moves",
    [
        [(0, None), (0, None)],
        [(1, None)],
        [(1, None), (0, None)],
        [(0, 0)],
        [(0, 2), (1, None)],
        [(0, 3), (1, 3)],
        [(0, 2), (1, 3)],
        [(0, None), (1, 3)],
    ],
)
def test_moves_that_do_not_follow_from_each_other_are_refused(
    moves: list[tuple[int, int | None]],
) -> None:
    raw = stored()[0]
    turn = raw["turns"][0]
    raw["results"] = []
    raw["turns"] = [turn | {"at": at, "taken_back": taken} for at, taken in moves]
    assert History.from_json([raw]).kept == (raw,)


def test_moves_that_follow_from_each_other_are_read() -> None:
    raw = stored()[0]
    turn = raw["turns"][0]
    raw["results"] = []
    raw["turns"] = [
        turn | {"at": at, "taken_back": taken}
        for at, taken in [(0, 7), (1, 2), (3, 6), (4, 5), (8, None)]
    ]
    (attempt,) = History.from_json([raw]).attempts
    assert attempt.moves == 9
    assert [each.at for each in attempt.path] == [8]


def test_results_belong_to_moves_that_were_made() -> None:
    raw = stored()[0]
    raw["results"].reverse()
    assert History.from_json([raw]).kept == (raw,)
    raw["results"] = [raw["results"][0] | {"at": 6}]
    assert History.from_json([raw]).kept == (raw,)
    raw["results"] = [raw["results"][0] | {"at": 5}]
    assert History.from_json([raw]).kept == ()


def test_an_attempt_cannot_be_changed() -> None:
    attempt = talk(parsed(), "a")
    with pytest.raises(ValueError, match="frozen"):
        attempt.number = 2
    assert isinstance(attempt, Attempt)
