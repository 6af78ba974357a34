"""Dialogues to test with: one small good one, and strategies for many others.

Every text is marked with guillemets and the path of the part it belongs to, so that a test can
tell whose words it sees.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

from hypothesis import strategies as st

from xblocks.role_play import domain
from xblocks.role_play.definition import Dialogue, adapter
from xblocks.role_play.domain import Attempt

Raw = dict[str, Any]

SEED = 20261123


def statement(scene: str, name: str, following: str, **more: Any) -> Raw:
    """A statement whose words name it."""
    return {
        "id": name,
        "text": f"«text {scene} {name}»",
        "reply": f"«reply {scene} {name}»",
        "feedback": f"«feedback {scene} {name}»",
        "criteria": ["listening"],
        "next": following,
        **more,
    }


def scene(name: str, *statements: Raw, **more: Any) -> Raw:
    """A scene whose words name it."""
    return {
        "id": name,
        "phase": f"«phase {name}»",
        "situation": f"«situation {name}»",
        "says": f"«says {name}»",
        "statements": list(statements),
        **more,
    }


def good() -> Raw:
    """Two scenes, a loop, a reveal and three endings; nothing to find fault with."""
    return {
        "kind": "dialogue",
        "title": "«title»",
        "briefing": "«briefing»",
        "debriefing": "«debriefing»",
        "persona": {"name": "«name»", "role": "«role»", "description": "«description»"},
        "criteria": [
            {"id": "contact", "label": "«criterion contact»"},
            {"id": "listening", "label": "«criterion listening»"},
        ],
        "indicators": [
            {"id": "trust", "label": "«indicator trust»"},
            {"id": "clarity", "label": "«indicator clarity»"},
        ],
        "hidden": [{"id": "worry", "text": "«hidden worry»"}],
        "start": "one",
        "scenes": [
            scene(
                "one",
                statement("one", "a", "two", effects={"trust": 2, "clarity": 1}),
                statement("one", "b", "two", effects={"trust": -1}),
                statement("one", "c", "one", effects={"trust": -2, "clarity": -1}),
            ),
            scene(
                "two",
                statement(
                    "two",
                    "a",
                    "end",
                    effects={"trust": 1, "clarity": 2},
                    reveals=[{"hidden": "worry", "at_least": {"trust": 6}}],
                ),
                statement("two", "b", "end", effects={"clarity": -2}, criteria=["contact"]),
            ),
        ],
        "endings": [
            {
                "id": "red",
                "tone": "negative",
                "title": "«title red»",
                "text": "«ending red»",
                "any": [{"of": "trust", "at_most": 3}],
            },
            {
                "id": "yellow",
                "tone": "mixed",
                "title": "«title yellow»",
                "text": "«ending yellow»",
                "any": [{"of": "sum", "at_most": 12}],
            },
            {
                "id": "green",
                "tone": "positive",
                "title": "«title green»",
                "text": "«ending green»",
            },
        ],
    }


def parsed(raw: Raw | None = None) -> Dialogue:
    """The definition as the block reads it; the good one by default."""
    return adapter.validate_python(copy.deepcopy(raw if raw is not None else good()))


def said(definition: Dialogue, attempt: Attempt, name: str) -> Attempt:
    """Say the statement with this id in the current scene, as an up-to-date page would."""
    moment = domain.view(definition, attempt).moment
    assert moment is not None
    return domain.say(definition, attempt, domain.token(attempt, moment.id, name), attempt.moves)


def talk(definition: Dialogue, names: Iterable[str], seed: int = SEED) -> Attempt:
    """A first attempt in which these statements are said one after the other."""
    attempt = domain.start(definition, 1, seed)
    for name in names:
        attempt = said(definition, attempt, name)
    return attempt


def wander(definition: Dialogue, numbers: Iterable[int], seed: int = SEED) -> Attempt:
    """A first attempt in which each number picks one of the choices on the page."""
    attempt = domain.start(definition, 1, seed)
    for number in numbers:
        moment = domain.view(definition, attempt).moment
        if moment is None:
            break
        choice = moment.choices[number % len(moment.choices)]
        attempt = domain.say(definition, attempt, choice.id, attempt.moves)
    return attempt


NUMBERS = st.lists(st.integers(0, 3), max_size=12)
"""Choices of a person who wanders through a talk."""

SEEDS = st.integers(0, 2**63 - 1)


@st.composite
def dialogues(draw: st.DrawFn, *, max_scenes: int = 5) -> Dialogue:
    """Playable dialogues: every scene can come up and every one can reach the end.

    The first statement of each scene leads on to the next one and at last to the end; the others
    lead anywhere, back and in circles too. The last ending always fits.
    """
    indicators = [f"i{number}" for number in range(draw(st.integers(1, 3)))]
    hidden = [f"h{number}" for number in range(draw(st.integers(0, 2)))]
    scenes = [f"s{number}" for number in range(draw(st.integers(1, max_scenes)))]
    effects = st.fixed_dictionaries(dict.fromkeys(indicators, st.integers(-4, 4)))
    bounds = st.fixed_dictionaries({}, optional=dict.fromkeys(indicators, st.integers(0, 10)))
    criteria = st.sampled_from([["k0"], ["k1"], ["k2"], ["k0", "k1"], ["k2", "k1", "k0"]])

    def one(at: str, name: str, following: str) -> Raw:
        reveals = [
            {"hidden": each, "at_least": draw(bounds)} for each in hidden if draw(st.booleans())
        ]
        return statement(
            at,
            name,
            following,
            effects=draw(effects),
            reveals=reveals,
            criteria=draw(criteria),
        )

    raw = good() | {
        "criteria": [
            {"id": f"k{number}", "label": f"«criterion k{number}»"} for number in range(3)
        ],
        "indicators": [
            {"id": name, "label": f"«indicator {name}»", "start": draw(st.integers(0, 10))}
            for name in indicators
        ],
        "hidden": [{"id": name, "text": f"«hidden {name}»"} for name in hidden],
        "start": "s0",
        "scenes": [
            scene(
                name,
                one(name, "a", on),
                *(
                    one(name, letter, draw(st.sampled_from([*scenes, "end"])))
                    for letter in "bcd"[: draw(st.integers(1, 3))]
                ),
            )
            for name, on in zip(scenes, [*scenes[1:], "end"], strict=True)
        ],
    }
    raw["endings"][0]["any"] = [{"of": indicators[0], "at_most": draw(st.integers(0, 10))}]
    raw["endings"][1]["any"] = [{"of": "sum", "at_most": draw(st.integers(0, 30))}]
    return parsed(raw)
