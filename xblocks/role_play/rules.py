"""The rules of one step. Source: `curriculum-facts 2.12`.

Values are a tuple of whole numbers from 0 to 10, one per indicator, in the author's order.
Everything here bears definitions that `check` would refuse: what is unknown has no effect.
"""

from __future__ import annotations

from collections.abc import Mapping

from xblocks.role_play.definition import (
    SUM,
    Condition,
    Dialogue,
    Ending,
    Reveal,
    Scene,
    Statement,
)

LOWEST = 0
HIGHEST = 10

Values = tuple[int, ...]


def start_values(definition: Dialogue) -> Values:
    """Where the indicators stand when the talk begins."""
    return tuple(indicator.start for indicator in definition.indicators)


def effects_of(definition: Dialogue, statement: Statement) -> Values:
    """What the statement adds to each indicator, before clamping."""
    return tuple(statement.effects.get(indicator.id, 0) for indicator in definition.indicators)


def clamped(value: int) -> int:
    """The nearest value an indicator may have."""
    return max(LOWEST, min(HIGHEST, value))


def moved(values: Values, effects: Values) -> Values:
    """The values after a step; none ever leaves 0 to 10."""
    return tuple(clamped(value + effect) for value, effect in zip(values, effects, strict=True))


def by_id(definition: Dialogue, values: Values) -> dict[str, int]:
    """The values under the names of their indicators."""
    return {
        indicator.id: value for indicator, value in zip(definition.indicators, values, strict=True)
    }


def opens(reveal: Reveal, standing: Mapping[str, int]) -> bool:
    """Whether the hidden piece is told at these values, which are those before the effect."""
    return all(
        indicator in standing and standing[indicator] >= least
        for indicator, least in reveal.at_least.items()
    )


def ending_of(definition: Dialogue, values: Values) -> Ending | None:
    """The first ending in the author's order that fits; none when none does."""
    standing = by_id(definition, values)
    standing[SUM] = sum(values)
    for ending in definition.endings:
        if not ending.any or any(_holds(condition, standing) for condition in ending.any):
            return ending
    return None


def quality(definition: Dialogue, scene: Scene, statement: Statement) -> float:
    """How well a statement serves within its scene, from 0 (worst there) to 1 (best there).

    It is 1 when all statements of the scene are equally good.
    """
    totals = [sum(effects_of(definition, each)) for each in scene.statements]
    low, high = min(totals), max(totals)
    if low == high:
        return 1.0
    return (sum(effects_of(definition, statement)) - low) / (high - low)


def _holds(condition: Condition, standing: Mapping[str, int]) -> bool:
    if condition.of not in standing:
        return False
    value = standing[condition.of]
    return (condition.at_least is None or value >= condition.at_least) and (
        condition.at_most is None or value <= condition.at_most
    )
