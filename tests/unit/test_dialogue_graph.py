"""Searching the talk: what can be reached, what is best."""

from __future__ import annotations

from hypothesis import given, settings

from tests.unit.dialogue_cases import (
    NUMBERS,
    dialogues,
    good,
    parsed,
    scene,
    statement,
    talk,
    wander,
)
from xblocks.role_play import domain
from xblocks.role_play.definition import END, Dialogue
from xblocks.role_play.graph import able_to_end

State = tuple[str, tuple[int, ...]]


def brute_force(definition: Dialogue) -> tuple[set[State], set[tuple[int, ...]], int]:
    """All states, all final values and the length of a shortest best path, found naively."""
    names = [indicator.id for indicator in definition.indicators]
    begin: State = (definition.start, tuple(each.start for each in definition.indicators))
    frontier, states = {begin}, {begin}
    finals: dict[tuple[int, ...], int] = {}
    depth = 0
    while frontier:
        depth += 1
        following: set[State] = set()
        for name, values in frontier:
            (here,) = (each for each in definition.scenes if each.id == name)
            for said in here.statements:
                standing = dict(zip(names, values, strict=True))
                for indicator, effect in said.effects.items():
                    standing[indicator] = sorted((0, standing[indicator] + effect, 10))[1]
                after = tuple(standing.values())
                if said.next == END:
                    finals.setdefault(after, depth)
                else:
                    following.add((said.next, after))
        frontier = following - states
        states |= frontier
    best = max(map(sum, finals))
    return states, set(finals), min(at for values, at in finals.items() if sum(values) == best)


@settings(max_examples=60)
@given(dialogues(max_scenes=4))
def test_search_finds_what_brute_force_finds(definition: Dialogue) -> None:
    states, finals, shortest = brute_force(definition)
    found = domain.explore(definition)
    assert {
        (name, values) for name, several in found.visited.items() for values in several
    } == states
    assert set(found.finals) == finals
    assert domain.best_sum(definition) == max(map(sum, finals))
    assert len(domain.best_path(definition)) == shortest
    assert found.worst is not None
    assert found.worst.total == min(map(sum, finals))


@given(dialogues())
def test_best_path_scores_one(definition: Dialogue) -> None:
    path = domain.best_path(definition)
    attempt = talk(definition, [step.statement for step in path])
    assert [turn.scene for turn in attempt.turns] == [step.scene for step in path]
    assert attempt.finished
    assert attempt.score == 1.0


@given(dialogues(), NUMBERS)
def test_every_score_is_a_share_of_the_best(definition: Dialogue, numbers: list[int]) -> None:
    attempt = wander(definition, numbers)
    if not attempt.finished:
        assert attempt.score is None
        return
    (result,) = attempt.results
    assert 0.0 <= result.score <= 1.0
    assert result.total <= result.best == domain.best_sum(definition)
    if result.best:
        assert result.score == result.total / result.best


def test_a_talk_that_can_only_end_at_zero_scores_one() -> None:
    raw = good()
    raw["indicators"] = [{"id": "trust", "label": "trust", "start": 0}]
    raw["scenes"] = [scene("one", statement("one", "a", "end"), statement("one", "b", "end"))]
    definition = parsed(raw)
    assert domain.best_sum(definition) == 0
    assert talk(definition, "a").score == 1.0


@given(dialogues(), NUMBERS)
def test_from_everywhere_the_talk_can_be_brought_to_an_end(
    definition: Dialogue, numbers: list[int]
) -> None:
    attempt = wander(definition, numbers)
    for _step in range(len(definition.scenes)):
        if not attempt.finished:
            moment = domain.view(definition, attempt).moment
            assert moment is not None
            name = domain.token(attempt, moment.id, "a")  # leads on, by construction
            attempt = domain.say(definition, attempt, name, attempt.moves)
    assert attempt.finished


@given(dialogues())
def test_example_paths_lead_to_their_endings(definition: Dialogue) -> None:
    summary = domain.overview(definition)
    assert {node.id for node in summary.nodes} == {each.id for each in definition.scenes}
    assert summary.nodes[0].id == definition.start
    for outcome in summary.endings:
        attempt = talk(definition, [step.statement for step in outcome.path])
        assert attempt.results[-1].ending == outcome.ending
        assert tuple(each.value for each in attempt.turns[-1].readings) == outcome.values
    order = [ending.id for ending in definition.endings]
    places = [order.index(outcome.ending or "") for outcome in summary.endings]
    assert places == sorted(places)


def test_overview_shows_scenes_breadth_first_and_lost_ones_last() -> None:
    raw = good()
    lost = scene("lost", statement("lost", "a", "end"), statement("lost", "b", "end"))
    raw["scenes"] = [lost, *reversed(raw["scenes"])]
    summary = domain.overview(parsed(raw))
    assert [(node.id, node.reachable) for node in summary.nodes] == [
        ("one", True),
        ("two", True),
        ("lost", False),
    ]
    edge = summary.nodes[0].edges[0]
    assert (edge.id, edge.effects, edge.criteria, edge.next) == (
        "a",
        {"trust": 2, "clarity": 1},
        ("listening",),
        "two",
    )
    assert summary.best is not None
    assert summary.worst is not None
    assert (summary.best.values, summary.worst.total) == ((8, 8), 0)
    assert {outcome.ending: len(outcome.path) for outcome in summary.endings} == {
        "red": 3,
        "yellow": 2,
        "green": 2,
    }


def test_scenes_that_lead_to_the_end_are_told_from_those_that_do_not() -> None:
    raw = good()
    raw["scenes"].append(scene("trap", *(statement("trap", each, "trap") for each in "ab")))
    assert able_to_end(parsed(raw)) == {"one", "two"}


def test_overview_bears_a_talk_that_never_ends() -> None:
    raw = good()
    for each in raw["scenes"][1]["statements"]:
        each["next"] = "nowhere"
    definition = parsed(raw)
    summary = domain.overview(definition)
    assert (summary.best, summary.worst, summary.endings) == (None, None, ())
    assert (domain.best_sum(definition), domain.best_path(definition)) == (0, ())
    raw["start"] = "nowhere"
    assert [node.reachable for node in domain.overview(parsed(raw)).nodes] == [False, False]


def test_the_largest_legal_talk_visits_every_state_once() -> None:
    names = [f"s{number}" for number in range(60)]
    raw = good()
    raw["indicators"] = [{"id": name, "label": name} for name in ("x", "y", "z")]
    moves = [{"x": 1}, {"y": 1}, {"z": 1}, {"x": -1, "y": -1, "z": -1}]
    raw["scenes"] = [
        scene(
            name,
            *(
                statement(name, letter, names[(at + 1) % 60], effects=effects)
                for letter, effects in zip("abcd", moves, strict=True)
            ),
        )
        for at, name in enumerate(names)
    ]
    raw["scenes"][59]["statements"][3]["next"] = "end"
    raw |= {"start": "s0", "hidden": []}
    found = domain.explore(parsed(raw))
    assert all(len(set(values)) == len(values) for values in found.visited.values())
    all_but_zeros_at_the_start = 60 * 11**3 - 1
    assert sum(map(len, found.visited.values())) == all_but_zeros_at_the_start
    assert found.best is not None
    assert found.best.values == (9, 9, 9)
