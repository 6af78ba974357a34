"""Dialogues with any number of mistakes: findings point at something, and playing stays civil."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.unit.dialogue_cases import NUMBERS, SEED, Raw, dialogues, parsed
from xblocks.role_play import domain
from xblocks.role_play.definition import Dialogue
from xblocks.role_play.refusals import BrokenScript

NAMES = st.sampled_from(["s0", "s1", "a", "b", "i0", "i1", "k0", "h0", "end", "sum", "nobody"])


@st.composite
def broken(draw: st.DrawFn) -> Dialogue:
    """A playable dialogue in which some names were replaced, anywhere, by others."""
    raw = draw(dialogues(max_scenes=3)).model_dump(mode="json")
    for _time in range(draw(st.integers(1, 4))):
        holder, key = draw(st.sampled_from(_names_in(raw)))
        name = draw(NAMES)
        if isinstance(holder, dict) and key not in ("id", "next", "start", "of", "hidden"):
            holder[name] = holder.pop(key)
        else:
            holder[key] = name
    return parsed(raw)


def _names_in(raw: Raw) -> list[tuple[Any, Any]]:
    """Every place of a dialogue that holds a name: the holder and the key in it."""
    parts = [*raw["criteria"], *raw["indicators"], *raw["hidden"], *raw["scenes"], *raw["endings"]]
    found: list[tuple[Any, Any]] = [(raw, "start")]
    for scene in raw["scenes"]:
        parts += scene["statements"]
        for statement in scene["statements"]:
            found += [(statement, "next")]
            found += [(statement["criteria"], at) for at in range(len(statement["criteria"]))]
            found += [(statement["effects"], name) for name in statement["effects"]]
            for reveal in statement["reveals"]:
                found += [(reveal, "hidden")]
                found += [(reveal["at_least"], name) for name in reveal["at_least"]]
    found += [(condition, "of") for ending in raw["endings"] for condition in ending["any"]]
    return found + [(part, "id") for part in parts]


def pointed_at(raw: Any, place: tuple[str | int, ...]) -> Any:
    """What a place points at; fails when there is nothing."""
    for step in place:
        if isinstance(raw, list) and isinstance(step, str):
            raw = next(part for part in raw if part["id"] == step)
        else:
            raw = raw[step]
    return raw


@given(broken())
def test_every_finding_points_at_something(definition: Dialogue) -> None:
    raw = definition.model_dump(mode="json")
    for finding in domain.check(definition):
        what = pointed_at(raw, finding.place)
        name = finding.message.params.get("id")
        if finding.code in {"unknown_next", "unknown_start", "unknown_criterion", "unknown_hidden"}:
            assert what == name
        assert str(finding.message) == domain.SENTENCES[finding.code] % finding.message.params


@given(broken())
def test_a_dialogue_without_findings_can_be_played_to_every_ending(definition: Dialogue) -> None:
    if domain.check(definition):
        return
    found = domain.explore(definition)
    assert [outcome.ending for outcome in found.endings] == [each.id for each in definition.endings]
    assert set(found.visited) == {scene.id for scene in definition.scenes}


@given(broken(), NUMBERS)
def test_playing_a_broken_dialogue_only_ever_refuses(
    definition: Dialogue, numbers: list[int]
) -> None:
    domain.overview(definition)
    try:
        attempt = domain.start(definition, 1, SEED)
    except BrokenScript:
        assert definition.start not in {scene.id for scene in definition.scenes}
        return
    for number in numbers:
        position = domain.view(definition, attempt)
        if position.moment is None:
            break
        choice = position.moment.choices[number % len(position.moment.choices)]
        try:
            attempt = domain.say(definition, attempt, choice.id, position.turn)
        except BrokenScript:
            break
    assert 0.0 <= (attempt.score or 0.0) <= 1.0
    domain.profile(definition, [attempt])
    while domain.view(definition, attempt).can_rewind:
        attempt = domain.rewind(definition, attempt, attempt.moves)
    assert not attempt.path
