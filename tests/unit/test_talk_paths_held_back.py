"""Numbers of people on the map of a talk: no small one can be told from what is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit import dialogue_cases as cases
from xblocks.role_play.definition import Dialogue
from xblocks.role_play.graph import Step
from xblocks.role_play.pathmap import ROUND, SMALLEST, PathMap, held_back, path_map

Ways = Mapping[Step, tuple[str, str]]


@st.composite
def groups(draw: st.DrawFn) -> tuple[Ways, Counter[Step]]:
    """A talk that leads onwards only, and how many said what in it; five or more went through."""
    scenes = [f"s{number}" for number in range(draw(st.integers(1, 4)))]
    ways: dict[Step, tuple[str, str]] = {}
    for at, scene in enumerate(scenes):
        later = [*scenes[at + 1 :], "end"]
        for letter in "abc"[: draw(st.integers(2, 3))]:
            ways[Step(scene, letter)] = (scene, draw(st.sampled_from(later)))
    counts: Counter[Step] = Counter(dict.fromkeys(ways, 0))
    people = draw(st.integers(SMALLEST, 20))
    counts[ROUND] = people
    for _person in range(people):
        place = scenes[0]
        while place != "end":
            letter = draw(st.sampled_from([each for scene, each in ways if scene == place]))
            counts[Step(place, letter)] += 1
            place = ways[Step(place, letter)][1]
    return {**ways, ROUND: ("end", scenes[0])}, counts


def splits(rest: int, least: list[int]) -> Iterator[tuple[int, ...]]:
    """All ways to share out `rest` with a least number for each."""
    if not least:
        if rest == 0:
            yield ()
        return
    for first in range(least[0], rest + 1):
        for others in splits(rest - first, least[1:]):
            yield (first, *others)


def could_be_large(ways: Ways, shown: Mapping[Step, int | None], wanted: Step) -> bool:
    """Whether somebody who sees only what is shown must reckon with 5 or more at a step.

    Tries all numbers that fit, scene by scene: as many leave a scene as come to it.
    """
    places = sorted({tail for step, (tail, _head) in ways.items() if step != ROUND})

    @cache
    def fits(at: int, coming: tuple[int, ...]) -> bool:
        if at == len(places):
            return True
        leaving = [step for step in ways if step.scene == places[at]]
        secret = [step for step in leaving if shown[step] is None]
        rest = coming[at] - sum(shown[step] or 0 for step in leaving)
        for numbers in splits(rest, [SMALLEST if step == wanted else 1 for step in secret]):
            told = dict(zip(secret, numbers, strict=True))
            onward = list(coming)
            for step in leaving:
                head = ways[step][1]
                if head != "end":
                    onward[places.index(head)] += told.get(step, shown[step] or 0)
            if fits(at + 1, tuple(onward)):
                return True
        return False

    whole = shown[ROUND]
    totals = [whole] if whole is not None else range(SMALLEST, 45)
    return any(fits(0, (total, *[0] * (len(places) - 1))) for total in totals)


@settings(max_examples=150)
@given(groups())
def test_whoever_sees_the_map_must_take_each_small_number_for_a_large_one_too(
    group: tuple[Ways, Counter[Step]],
) -> None:
    ways, counts = group
    hidden = held_back(ways, counts)
    shown = {step: None if step in hidden else counts[step] for step in ways}
    for step in ways:
        if 0 < counts[step] < SMALLEST:
            assert shown[step] is None
            assert could_be_large(ways, shown, step)


@given(groups())
def test_nothing_is_held_back_where_all_numbers_are_large_or_nobody(
    group: tuple[Ways, Counter[Step]],
) -> None:
    ways, counts = group
    many = Counter({step: SMALLEST * count for step, count in counts.items()})
    assert held_back(ways, many) == frozenset()


def loop_free() -> Dialogue:
    raw = cases.good()
    raw["scenes"][0]["statements"][2]["next"] = "two"
    return cases.parsed(raw)


def walks_of(*said: tuple[int, str, str]) -> list[list[list[Step]]]:
    """So many people who said these two statements."""
    return [
        [[Step("one", first), Step("two", second)]]
        for number, first, second in said
        for _person in range(number)
    ]


def test_large_numbers_are_told_as_they_are() -> None:
    found = path_map(loop_free(), walks_of((7, "a", "a"), (6, "b", "b")))
    assert found.people == 13
    assert found.numbers == {
        Step("one", "a"): 7,
        Step("one", "b"): 6,
        Step("one", "c"): 0,
        Step("two", "a"): 7,
        Step("two", "b"): 6,
    }
    assert not found.holds_back


def test_beside_one_small_number_another_is_held_back() -> None:
    found = path_map(loop_free(), walks_of((9, "a", "a"), (6, "b", "a"), (2, "c", "a")))
    assert found.numbers[Step("one", "c")] is None
    assert found.numbers[Step("one", "b")] is None
    assert found.numbers[Step("one", "a")] == 9
    assert found.people == 17


def test_a_group_of_fewer_than_five_is_told_nothing_of() -> None:
    assert path_map(loop_free(), walks_of((4, "a", "a"))) == PathMap(enough=False)


def test_who_tried_several_answers_counts_once_at_each() -> None:
    own = [[Step("one", "a"), Step("two", "a")], [Step("one", "b"), Step("two", "a")]]
    found = path_map(loop_free(), [[*own, own[0]]] * 6)
    assert (found.people, found.numbers[Step("one", "a")], found.numbers[Step("two", "a")]) == (
        6,
        6,
        6,
    )


def test_a_way_that_does_not_fit_the_talk_any_more_is_left_out() -> None:
    whole = walks_of((5, "a", "a"))
    vanished = [[[Step("one", "x"), Step("two", "a")]]]
    without_end = [[[Step("one", "a")]]]
    elsewhere = [[[Step("two", "a")]]]
    found = path_map(loop_free(), [*whole, *vanished, *without_end, *elsewhere])
    assert found == path_map(loop_free(), whole)
    assert found.people == 5


@given(st.lists(st.lists(cases.NUMBERS, max_size=3), min_size=5, max_size=9), cases.dialogues())
def test_talks_with_loops_are_counted_too_and_show_no_small_number(
    tries: list[list[list[int]]], definition: Dialogue
) -> None:
    people = []
    for own in tries:
        attempts = [cases.wander(definition, [*numbers, *[0] * 12]) for numbers in own]
        people.append(
            [
                [Step(turn.scene, turn.statement) for turn in attempt.path]
                for attempt in attempts
                if attempt.finished
            ]
        )
    found = path_map(definition, people)
    assert found.enough == (sum(bool(each) for each in people) >= SMALLEST)
    assert not {found.people, *found.numbers.values()} & set(range(1, SMALLEST))
