"""Writes down what was said and earned, in the words of the moment."""

from __future__ import annotations

from collections.abc import Iterable

from xblocks.role_play.attempts import Named, Reading, Result, Turn
from xblocks.role_play.definition import Dialogue, Ending, Scene, Statement
from xblocks.role_play.graph import best_sum
from xblocks.role_play.rules import Values, effects_of, quality
from xblocks.role_play.standing import Standing


def turn_of(
    definition: Dialogue,
    scene: Scene,
    statement: Statement,
    before: Standing,
    after: Standing,
    *,
    at: int,
) -> Turn:
    """The record of a statement said as move number `at`."""
    labels = {criterion.id: criterion.label for criterion in definition.criteria}
    opened = [name for name in after.revealed if name not in before.revealed]
    return Turn(
        at=at,
        scene=scene.id,
        phase=scene.phase,
        situation=scene.situation,
        says=scene.says,
        statement=statement.id,
        text=statement.text,
        reply=statement.reply,
        feedback=statement.feedback,
        criteria=tuple(
            Named(id=name, text=labels.get(name, name))
            for name in dict.fromkeys(statement.criteria)
        ),
        quality=quality(definition, scene, statement),
        readings=_readings(definition, statement, before.values, after.values),
        revealed=hidden_pieces(definition, opened),
    )


def result_of(definition: Dialogue, ending: Ending, values: Values, *, at: int) -> Result:
    """The record of an end reached after `at` moves.

    The score is the sum as a share of the best sum that could be reached.
    """
    total, best = sum(values), best_sum(definition)
    return Result(
        at=at,
        ending=ending.id,
        tone=ending.tone,
        title=ending.title,
        text=ending.text,
        total=total,
        best=best,
        score=total / best if best else 1.0,
    )


def hidden_pieces(definition: Dialogue, names: Iterable[str]) -> tuple[Named, ...]:
    """The hidden pieces with these names, in this order; unknown ones are left out."""
    texts = {each.id: each.text for each in definition.hidden}
    return tuple(Named(id=name, text=texts[name]) for name in names if name in texts)


def _readings(
    definition: Dialogue, statement: Statement, before: Values, after: Values
) -> tuple[Reading, ...]:
    effects = effects_of(definition, statement)
    return tuple(
        Reading(id=each.id, label=each.label, before=low, effect=effect, value=value)
        for each, low, effect, value in zip(
            definition.indicators, before, effects, after, strict=True
        )
    )
