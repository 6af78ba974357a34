"""Where a talk stands, found by playing its turns again on the definition."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from xblocks.role_play.attempts import Turn
from xblocks.role_play.definition import END, Dialogue, Scene, Statement
from xblocks.role_play.graph import scenes_by_id
from xblocks.role_play.rules import Values, by_id, effects_of, moved, opens, start_values


@dataclass(frozen=True)
class Standing:
    """The scene (or `END`), the values, and which hidden pieces have been told so far."""

    scene: str
    values: Values
    revealed: tuple[str, ...] = ()


def replay(definition: Dialogue, path: Iterable[Turn]) -> Standing | None:
    """Where these turns lead; none when they cannot be said on this definition."""
    scenes = scenes_by_id(definition)
    standing = Standing(definition.start, start_values(definition))
    for turn in path:
        scene = scenes.get(standing.scene)
        statement = _statement(scene, turn.statement) if scene else None
        if standing.scene != turn.scene or statement is None:
            return None
        standing = after(definition, standing, statement)
    return standing if standing.scene in scenes or standing.scene == END else None


def after(definition: Dialogue, standing: Standing, statement: Statement) -> Standing:
    """Where the talk stands once this was said. A hidden piece is told at most once."""
    before = by_id(definition, standing.values)
    opened = (each.hidden for each in statement.reveals if opens(each, before))
    return Standing(
        statement.next,
        moved(standing.values, effects_of(definition, statement)),
        tuple(dict.fromkeys((*standing.revealed, *opened))),
    )


def _statement(scene: Scene, name: str) -> Statement | None:
    return next((each for each in scene.statements if each.id == name), None)
