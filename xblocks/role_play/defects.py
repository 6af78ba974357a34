"""What is wrong with a definition, each with the place and what to do.

Places name parts by their id where they have one of their own, else by their number from 0: the
second part with the same id is named by its number.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any, TypeVar

from xblocks.core.definitions import Finding
from xblocks.core.text import Message, gettext_noop
from xblocks.role_play.definition import (
    END,
    SUM,
    Dialogue,
    Ending,
    Indicator,
    Scene,
    Statement,
    Tone,
)
from xblocks.role_play.graph import able_to_end, explore, reachable
from xblocks.role_play.rules import by_id, ending_of, opens

Place = tuple[str | int, ...]
AnyPart = TypeVar("AnyPart", Ending, Indicator, Scene, Statement)

SENTENCES = {
    "duplicate_id": gettext_noop(
        "The id “%(id)s” is used twice here. Give each one an id of its own."
    ),
    "reserved_id": gettext_noop(
        "The id “%(id)s” has a meaning of its own here. Please choose another id."
    ),
    "unknown_start": gettext_noop(
        "The talk starts at “%(id)s”, but there is no such scene. Name an existing scene."
    ),
    "unknown_next": gettext_noop(
        "This answer leads to “%(id)s”, but there is no such scene. "
        "Name an existing scene, or “end” to close the talk."
    ),
    "unknown_criterion": gettext_noop(
        "There is no criterion “%(id)s”. Add it to the criteria or correct the name."
    ),
    "unknown_indicator": gettext_noop(
        "There is no indicator “%(id)s”. Add it to the indicators or correct the name."
    ),
    "unknown_hidden": gettext_noop(
        "There is no hidden piece “%(id)s”. Add it to the hidden pieces or correct the name."
    ),
    "condition_without_bounds": gettext_noop(
        "This condition always holds. Give it a lower bound, an upper bound or both."
    ),
    "condition_never_holds": gettext_noop(
        "This condition can never hold: at least %(low)s, but at most %(high)s. "
        "Swap or correct the bounds."
    ),
    "indicator_unchanged": gettext_noop(
        "No answer changes “%(id)s”. Give at least one answer an effect on it, or remove it."
    ),
    "hidden_unused": gettext_noop(
        "No answer reveals “%(id)s”. Let an answer reveal it, or remove it."
    ),
    "unreachable_scene": gettext_noop(
        "No path leads to the scene “%(id)s”. Let an answer lead here, or remove the scene."
    ),
    "dead_end": gettext_noop(
        "From the scene “%(id)s” the talk can never end. "
        "Let an answer lead to “end” or to a scene from which the end can be reached."
    ),
    "reveal_never_opens": gettext_noop(
        "“%(id)s” can never be revealed here: the required values cannot be reached at this "
        "point. Lower the bounds, or make earlier answers more helpful."
    ),
    "no_ending_fits": gettext_noop(
        "The talk can end at %(values)s, but no ending fits. "
        "Add a last ending without conditions, or widen the conditions."
    ),
    "no_positive_ending": gettext_noop(
        "No path leads to a positive ending. "
        "Add one, ease its conditions, or make some answers more helpful."
    ),
    "ending_never_occurs": gettext_noop(
        "The ending “%(id)s” can never occur. "
        "Change its conditions, move it further up, or remove it."
    ),
}
"""Every kind of finding and its sentence."""

WARNINGS = frozenset(
    {
        "condition_without_bounds",
        "condition_never_holds",
        "ending_never_occurs",
        "hidden_unused",
        "indicator_unchanged",
        "no_positive_ending",
        "reveal_never_opens",
        "unreachable_scene",
    }
)
"""Findings that leave a talk that can be played to its end, though not as it was meant."""


def check(definition: Dialogue) -> list[Finding]:
    """All defects of a definition; none means it can be played to the end on every path.

    What can happen in the talk is only searched once all names are known to be right.
    """
    findings = [*_ids(definition), *_names(definition)]
    if findings:
        return findings
    return [*_unused(definition), *_ways(definition), *_reveals(definition), *_endings(definition)]


def _finding(code: str, place: Place, **params: Any) -> Finding:
    return Finding(code, place, Message(SENTENCES[code], params))


def _each(place: Place, parts: Iterable[AnyPart]) -> Iterator[tuple[Place, AnyPart]]:
    """The parts with their places."""
    seen: set[str] = set()
    for number, part in enumerate(parts):
        yield (*place, number if part.id in seen else part.id), part
        seen.add(part.id)


def _doubles(place: Place, names: Iterable[str]) -> Iterator[Finding]:
    seen: set[str] = set()
    for number, name in enumerate(names):
        if name in seen:
            yield _finding("duplicate_id", (*place, number), id=name)
        seen.add(name)


def _statements(definition: Dialogue) -> Iterator[tuple[Place, Statement]]:
    for place, scene in _each(("scenes",), definition.scenes):
        yield from _each((*place, "statements"), scene.statements)


def _ids(definition: Dialogue) -> Iterator[Finding]:
    for field in ("criteria", "indicators", "hidden", "scenes", "endings"):
        yield from _doubles((field,), [part.id for part in getattr(definition, field)])
    for place, scene in _each(("scenes",), definition.scenes):
        yield from _doubles((*place, "statements"), [each.id for each in scene.statements])
    for place, statement in _statements(definition):
        yield from _doubles((*place, "criteria"), statement.criteria)
    for place, indicator in _each(("indicators",), definition.indicators):
        if indicator.id == SUM:
            yield _finding("reserved_id", place, id=SUM)
    for place, scene in _each(("scenes",), definition.scenes):
        if scene.id == END:
            yield _finding("reserved_id", place, id=END)


def _unknown(code: str, place: Place, name: str, known: Collection[str]) -> Iterator[Finding]:
    if name not in known:
        yield _finding(code, place, id=name)


def _names(definition: Dialogue) -> Iterator[Finding]:
    scenes = {scene.id for scene in definition.scenes}
    yield from _unknown("unknown_start", ("start",), definition.start, scenes)
    for place, statement in _statements(definition):
        yield from _unknown("unknown_next", (*place, "next"), statement.next, scenes | {END})
        yield from _names_of(definition, statement, place)
    yield from _conditions(definition)


def _names_of(definition: Dialogue, statement: Statement, place: Place) -> Iterator[Finding]:
    indicators = {indicator.id for indicator in definition.indicators}
    criteria = {criterion.id for criterion in definition.criteria}
    hidden = {each.id for each in definition.hidden}
    for name in statement.effects:
        yield from _unknown("unknown_indicator", (*place, "effects", name), name, indicators)
    for number, name in enumerate(statement.criteria):
        yield from _unknown("unknown_criterion", (*place, "criteria", number), name, criteria)
    for number, reveal in enumerate(statement.reveals):
        here = (*place, "reveals", number)
        yield from _unknown("unknown_hidden", (*here, "hidden"), reveal.hidden, hidden)
        for name in reveal.at_least:
            yield from _unknown("unknown_indicator", (*here, "at_least", name), name, indicators)


def _conditions(definition: Dialogue) -> Iterator[Finding]:
    known = {indicator.id for indicator in definition.indicators} | {SUM}
    for ending_place, ending in _each(("endings",), definition.endings):
        for number, condition in enumerate(ending.any):
            place = (*ending_place, "any", number)
            yield from _unknown("unknown_indicator", (*place, "of"), condition.of, known)
            low, high = condition.at_least, condition.at_most
            if low is None and high is None:
                yield _finding("condition_without_bounds", place)
            elif low is not None and high is not None and low > high:
                yield _finding("condition_never_holds", place, low=low, high=high)


def _unused(definition: Dialogue) -> Iterator[Finding]:
    statements = [each for scene in definition.scenes for each in scene.statements]
    for indicator in definition.indicators:
        if not any(statement.effects.get(indicator.id) for statement in statements):
            yield _finding("indicator_unchanged", ("indicators", indicator.id), id=indicator.id)
    used = {reveal.hidden for statement in statements for reveal in statement.reveals}
    for hidden in definition.hidden:
        if hidden.id not in used:
            yield _finding("hidden_unused", ("hidden", hidden.id), id=hidden.id)


def _ways(definition: Dialogue) -> Iterator[Finding]:
    found = reachable(definition)
    ending = able_to_end(definition)
    for scene in definition.scenes:
        if scene.id not in found:
            yield _finding("unreachable_scene", ("scenes", scene.id), id=scene.id)
        elif scene.id not in ending:
            yield _finding("dead_end", ("scenes", scene.id), id=scene.id)


def _reveals(definition: Dialogue) -> Iterator[Finding]:
    visited = explore(definition).visited
    for scene in definition.scenes:
        if scene.id in visited and any(each.reveals for each in scene.statements):
            standings = [by_id(definition, values) for values in visited[scene.id]]
            yield from _closed_reveals(scene, standings)


def _closed_reveals(scene: Scene, standings: list[dict[str, int]]) -> Iterator[Finding]:
    for statement in scene.statements:
        for number, reveal in enumerate(statement.reveals):
            if not any(opens(reveal, standing) for standing in standings):
                place = ("scenes", scene.id, "statements", statement.id, "reveals", number)
                yield _finding("reveal_never_opens", place, id=reveal.hidden)


def _endings(definition: Dialogue) -> Iterator[Finding]:
    exploration = explore(definition)
    if not exploration.finals:
        return  # the dead end at the start says it all
    for values in exploration.finals:
        if ending_of(definition, values) is None:
            shown = ", ".join(
                f"{name} {value}" for name, value in by_id(definition, values).items()
            )
            yield _finding("no_ending_fits", ("endings",), values=shown)
            break
    occurring = {outcome.ending for outcome in exploration.endings}
    tones = {ending.tone for ending in definition.endings if ending.id in occurring}
    if Tone.POSITIVE not in tones:
        yield _finding("no_positive_ending", ("endings",))
    for ending in definition.endings:
        blamed = ending.tone is Tone.POSITIVE and Tone.POSITIVE not in tones
        if ending.id not in occurring and not blamed:
            yield _finding("ending_never_occurs", ("endings", ending.id), id=ending.id)
