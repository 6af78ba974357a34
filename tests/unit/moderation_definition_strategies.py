"""What ties the fields of a moderation exercise together, for drawing any definition there is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import BaseModel

from tests.unit.needs_strategies import named
from xblocks.moderation.definition import CardBoard, Interventions, PlanExercise, Scenario
from xblocks.moderation.scenes import Scene
from xblocks.moderation.steps import Vote

Raw = dict[str, Any]


def scenario(raw: Raw) -> Raw:
    """It begins at a time of day."""
    return {**raw, "begins": f"{len(raw['begins']) % 24:02}:30"}


def plan(raw: Raw) -> Raw:
    """Ids of rows differ; a rubric has texts to be rated."""
    asked = raw.get("rubric") is not None or raw.get("reasons", True)
    found = {name: named(raw.get(name, []), "z") for name in ("start", "model")}
    return {**raw, **found, "reasons": asked}


def vote(raw: Raw) -> Raw:
    """A scale has two fields at least."""
    scale = raw.get("scale", [])
    return {**raw, "scale": scale * 2 if len(scale) == 1 else scale}


def board(raw: Raw) -> Raw:
    """Cards are collected first; ids of steps differ."""
    first = {"kind": "collect", "id": "s", "title": "x", "task": "y"}
    return {**raw, "steps": named([first, *raw["steps"]], "s")}


def scene(raw: Raw) -> Raw:
    """Interventions lead to a later moment, or end the scene."""
    moments = []
    for at, moment in enumerate(named(raw["moments"], "m")):
        follows = f"m{at + 1}" if at + 1 < len(raw["moments"]) else None
        chosen = [
            {**each, "leads": follows if each.get("leads") else None}
            for each in named(moment["interventions"], "i")
        ]
        moments.append({**moment, "interventions": chosen})
    return {**raw, "moments": moments}


def interventions(raw: Raw) -> Raw:
    """Ids of scenes differ."""
    return {**raw, "scenes": named(raw["scenes"], "s")}


MODERATION: dict[type[BaseModel], Callable[[Raw], Raw]] = {
    Scenario: scenario,
    PlanExercise: plan,
    Vote: vote,
    CardBoard: board,
    Scene: scene,
    Interventions: interventions,
}
"""What is changed in a drawn model, so that its fields fit together."""
