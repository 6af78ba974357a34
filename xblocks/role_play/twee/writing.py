"""Writes a dialogue as Twee 3."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from xblocks.role_play.definition import END, Condition, Dialogue, Ending, Scene, Statement
from xblocks.role_play.layering import layered
from xblocks.role_play.twee.notation import (
    DATA,
    ENDINGS,
    FRAME,
    NONE,
    TITLE,
    escaped,
    escaped_link,
)
from xblocks.role_play.twee.passages import Passage, written

NAMESPACE: Final = uuid.UUID("6f1a3c52-9a0b-5d0e-8a54-0f5d7a3c2b11")
"""What the names of our dialogues are hashed with."""

FORMAT: Final = ("Harlowe", "3.3.9")
"""The story format Twine opens the file with; any other plays it as well."""

FIRST, GRID = 100, 150
"""Pixels: where the first passage lies on the map, and how far the next."""

FRAME_NAME: Final = "Frame"
"""No scene can have this name: names of scenes have small letters only."""

Fact = tuple[str, str]
"""A word and what belongs to it."""


def to_twee(definition: Dialogue) -> str:
    """Return a dialogue as Twee 3. `from_twee` makes the same dialogue of it again."""
    names = passage_names(definition)
    start = next(
        (
            name
            for name, scene in zip(names, definition.scenes, strict=True)
            if scene.id == definition.start
        ),
        definition.start,
    )
    places = _places(definition)
    order = [each.id for each in definition.indicators]
    scenes = [
        Passage(name, _scene(scene, name, order), position=places[number])
        for number, (name, scene) in enumerate(zip(names, definition.scenes, strict=True))
    ]
    left = FIRST + GRID
    lowest = max((top for _left, top in places), default=FIRST)
    return written(
        [
            Passage(TITLE, escaped(definition.title)),
            Passage(DATA, _story_data(definition, start)),
            Passage(FRAME_NAME, _frame(definition), (FRAME,), position=(FIRST, FIRST)),
            *scenes,
            Passage(END, _endings(definition.endings), (ENDINGS,), position=(left, lowest + GRID)),
        ]
    )


def ifid(definition: Dialogue) -> str:
    """Return the name of the story among all stories; it stays while the title does."""
    return str(uuid.uuid5(NAMESPACE, definition.title)).upper()


def passage_names(definition: Dialogue) -> list[str]:
    """Return a name for each scene: its id, with a number where another bears it already."""
    names: list[str] = []
    taken = {END}
    for scene in definition.scenes:
        name, number = scene.id, 2
        while name in taken:
            name, number = f"{scene.id} ({number})", number + 1
        taken.add(name)
        names.append(name)
    return names


def _places(definition: Dialogue) -> list[tuple[int, int]]:
    """Where each scene lies on Twine's map: layers from top to bottom, lost scenes below."""
    found = layered(definition)
    at = {name: (place, depth) for depth, place, name in found.scenes() if name != END}
    depth = max((row for _place, row in at.values()), default=-1) + 1
    at |= {name: (place, depth) for place, name in enumerate(found.apart)}
    places: list[tuple[int, int]] = []
    doubles = 0
    for scene in definition.scenes:
        place, row = at.pop(scene.id, (doubles, depth + 1))
        doubles += row == depth + 1
        places.append((FIRST + GRID * (place + 1), FIRST + GRID * row))
    return places


def _story_data(definition: Dialogue, start: str) -> str:
    data = {
        "ifid": ifid(definition),
        "format": FORMAT[0],
        "format-version": FORMAT[1],
        "start": start,
        "tag-colors": {FRAME: "blue", ENDINGS: "green"},
        "zoom": 1,
    }
    return json.dumps(data, indent=2, ensure_ascii=False)


def _told(facts: Iterable[Fact]) -> str:
    return "\n".join(map(_fact, facts))


def _fact(fact: Fact) -> str:
    word, text = fact
    value = escaped(text)
    return f"@{word}{chr(10) if chr(10) in value else ' '}{value}"


def _if_any(word: str, text: str | None) -> Iterator[Fact]:
    if text is not None:
        yield word, text


def _frame(definition: Dialogue) -> str:
    return "\n".join(_frame_lines(definition))


def _frame_lines(definition: Dialogue) -> Iterator[str]:
    persona = definition.persona
    yield _fact(("persona", persona.name))
    yield _fact(("role", persona.role))
    yield _fact(("description", persona.description))
    yield _fact(("scored", "yes" if definition.scored else "no"))
    for indicator in definition.indicators:
        yield _headed("indicator", indicator.id, indicator.start, text=indicator.label)
        yield from map(_fact, _if_any("hint", indicator.hint))
    for criterion in definition.criteria:
        yield _headed("criterion", criterion.id, text=criterion.label)
        yield from map(_fact, _if_any("hint", criterion.hint))
    for hidden in definition.hidden:
        yield _headed("hidden", hidden.id, text=hidden.text)
    yield _fact(("briefing", definition.briefing))
    yield _fact(("debriefing", definition.debriefing))


def _headed(word: str, *head: object, text: str) -> str:
    """A line with short facts before a text."""
    return f"@{' '.join(map(str, (word, *head)))} {escaped(text)}"


def _scene(scene: Scene, name: str, order: Sequence[str]) -> str:
    said = (_statement(each, order) for each in scene.statements)
    about: list[Fact] = [("id", scene.id)] if name != scene.id else []
    about += _if_any("phase", scene.phase)
    about += _if_any("situation", scene.situation)
    about += _if_any("says", scene.says)
    return "\n\n".join(filter(None, [_told(about), *said]))


def _statement(statement: Statement, order: Sequence[str]) -> str:
    lines = [
        f"[[{escaped_link(statement.text)}->{statement.next}]]",
        f"@id {statement.id}",
        f"@effects {_effects(_sorted(statement.effects, order))}",
        f"@criteria {', '.join(statement.criteria)}",
        *(
            f"@reveals {_reveal(each.hidden, _sorted(each.at_least, order))}"
            for each in statement.reveals
        ),
        _fact(("reply", statement.reply)),
        _fact(("feedback", statement.feedback)),
    ]
    return "\n".join(lines)


def _effects(effects: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {value:+d}" for name, value in effects.items()) or NONE


def _reveal(hidden: str, at_least: Mapping[str, int]) -> str:
    bounds = ", ".join(f"{name} >= {least}" for name, least in at_least.items())
    return f"{hidden} if {bounds}" if bounds else hidden


def _sorted(values: Mapping[str, int], order: Sequence[str]) -> dict[str, int]:
    """The values in the order of the indicators, so that the same dialogue gives the same file."""
    known = {name: values[name] for name in order if name in values}
    return known | {name: values[name] for name in sorted(values)}


def _endings(endings: Iterable[Ending]) -> str:
    return "\n\n".join(
        "\n".join(
            [
                _headed("ending", ending.id, ending.tone.value, text=ending.title),
                *(f"@when {_condition(each)}" for each in ending.any),
                _fact(("text", ending.text)),
            ]
        )
        for ending in endings
    )


def _condition(condition: Condition) -> str:
    bounds = {">=": condition.at_least, "<=": condition.at_most}
    said = (f"{sign} {bound}" for sign, bound in bounds.items() if bound is not None)
    return " ".join([condition.of, *said])
