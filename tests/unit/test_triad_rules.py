"""Rules of a triad: who plays what, whose phone serves, whose word it is, where the clock stands.

Played by hand: three go through three rounds, each part comes to each of them once. Somebody who
goes leaves a pair, which plays without an observer. A phone that is missing is stood in for, and
what the colleague hides never comes to the adviser's phone.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xblocks.role_play.triad.rules import (
    STAGES,
    Cast,
    Clock,
    Part,
    Stage,
    card_shown_to,
    cast_of,
    clamped,
    goes_on,
    server_of,
    speaker_at,
    stage_after,
)

NOW = datetime(2027, 3, 1, 18, 0, tzinfo=UTC)
ADVISER, COLLEAGUE, OBSERVER = Part
SEATS = st.permutations([11, 12, 13])
PRESENT = st.integers(2, 3).flatmap(lambda many: SEATS.map(lambda seats: seats[:many]))


@st.composite
def casts(draw: st.DrawFn) -> Cast:
    people = draw(PRESENT)
    return dict(zip(Part, people, strict=False))


REACHABLE = st.sets(st.sampled_from([11, 12, 13]))


@given(seats=SEATS)
def test_three_who_stay_have_each_part_once(seats: list[int]) -> None:
    before: list[Cast] = []
    while goes_on(seats, before, 3):
        before.append(cast_of(seats, before))
    assert len(before) == 3
    for part in Part:
        assert {cast[part] for cast in before} == set(seats)
    assert before[0] == dict(zip(Part, seats, strict=True))


@given(seats=SEATS)
def test_a_pair_advises_in_turn_without_an_observer(seats: list[int]) -> None:
    pair, before = seats[:2], []
    while goes_on(pair, before, 3):
        before.append(cast_of(pair, before))
    assert [set(cast) for cast in before] == [{ADVISER, COLLEAGUE}] * 2
    assert {cast[ADVISER] for cast in before} == set(pair)


@given(seats=SEATS, data=st.data())
def test_whoever_advised_least_advises_whoever_comes_and_goes(
    seats: list[int], data: st.DataObject
) -> None:
    before: list[Cast] = []
    for _round in range(data.draw(st.integers(1, 6))):
        here = data.draw(st.sets(st.sampled_from(seats)))
        present = [each for each in seats if each in here]
        if len(present) < 2:
            continue
        cast = cast_of(present, before)
        advised = {who: sum(each[ADVISER] == who for each in before) for who in present}
        assert advised[cast[ADVISER]] == min(advised.values())
        assert set(cast.values()) == set(present)
        assert len(set(cast.values())) == len(cast)
        before.append(cast)


def test_when_the_second_goes_the_third_advises_the_first() -> None:
    first = cast_of([1, 2, 3], [])
    assert cast_of([1, 3], [first]) == {ADVISER: 3, COLLEAGUE: 1}


def test_there_is_no_further_round_when_all_have_advised_or_one_is_alone() -> None:
    both = [{ADVISER: 1, COLLEAGUE: 2}, {ADVISER: 2, COLLEAGUE: 1}]
    assert goes_on([1, 2], both[:1], 3)
    assert not goes_on([1, 2], both, 3)
    assert not goes_on([1, 2], both[:1], 1)
    assert not goes_on([1], [], 3)
    assert goes_on([1, 2, 3], both, 3)


def test_who_is_forgotten_counts_no_more() -> None:
    assert goes_on([1, 2], [{COLLEAGUE: 2}], 3)
    assert cast_of([1, 2], [{COLLEAGUE: 2}])[ADVISER] == 1
    assert card_shown_to(COLLEAGUE, {COLLEAGUE: 2}, {2}) == 2


@given(cast=casts(), reachable=REACHABLE)
def test_the_phone_of_a_part_serves_it_when_it_is_there(cast: Cast, reachable: set[int]) -> None:
    for part, who in cast.items():
        server = server_of(part, cast, reachable)
        if who in reachable:
            assert server == who
        elif reachable & set(cast.values()):
            assert server in reachable & set(cast.values())
        else:
            assert server is None


@given(cast=casts(), reachable=REACHABLE)
def test_the_adviser_serves_others_only_when_nobody_else_can(
    cast: Cast, reachable: set[int]
) -> None:
    adviser = cast[ADVISER]
    for part in set(cast) - {ADVISER}:
        if server_of(part, cast, reachable) == adviser:
            assert reachable & set(cast.values()) == {adviser}


@given(cast=casts(), reachable=REACHABLE)
def test_no_card_of_others_is_ever_on_the_advisers_phone(cast: Cast, reachable: set[int]) -> None:
    for part in (COLLEAGUE, OBSERVER):
        assert card_shown_to(part, cast, reachable) != cast[ADVISER]
    for part in Part:
        shown = card_shown_to(part, cast, reachable)
        assert shown is None or shown == server_of(part, cast, reachable)


def test_a_part_of_nobody_is_served_by_nobody() -> None:
    assert server_of(OBSERVER, {ADVISER: 1, COLLEAGUE: 2}, {1, 2}) is None


@pytest.mark.parametrize(
    ("part", "reachable", "serves"),
    [
        (COLLEAGUE, {1, 3}, 3),
        (COLLEAGUE, {1}, 1),
        (OBSERVER, {1, 2}, 2),
        (ADVISER, {2, 3}, 3),
        (ADVISER, {2}, 2),
    ],
)
def test_who_stands_in_for_a_missing_phone(part: Part, reachable: set[int], serves: int) -> None:
    cast = {ADVISER: 1, COLLEAGUE: 2, OBSERVER: 3}
    assert server_of(part, cast, reachable) == serves


def test_everybody_has_their_word_and_a_pair_shares_the_observers() -> None:
    three = {ADVISER: 1, COLLEAGUE: 2, OBSERVER: 3}
    spoken = [speaker_at(stage, three) for stage in STAGES]
    assert spoken == [COLLEAGUE, ADVISER, OBSERVER, OBSERVER, ADVISER]
    pair = [speaker_at(stage, {ADVISER: 1, COLLEAGUE: 2}) for stage in STAGES]
    assert pair == [COLLEAGUE, ADVISER, COLLEAGUE, COLLEAGUE, ADVISER]


@given(said=st.lists(st.booleans(), min_size=6, max_size=8))
def test_stages_follow_each_other_and_a_wish_only_a_strength(said: list[bool]) -> None:
    stage, seen = Stage.EXPERIENCE, []
    for each in said:
        seen.append((stage, each))
        stage = stage_after(stage, given=each)
        assert STAGES.index(stage) >= STAGES.index(seen[-1][0])
    if Stage.WISH in dict(seen):
        assert (Stage.STRENGTH, True) in seen
    assert stage is Stage.COMPARE


def test_the_clock_stands_while_it_is_stopped_and_goes_on_from_there() -> None:
    def after(seconds: float) -> datetime:
        return NOW + timedelta(seconds=seconds)

    running = Clock(NOW, 300)
    assert running.elapsed_ms(after(1.5)) == 1500
    assert running.elapsed_ms(after(400)) == 400_000
    stopped = Clock(NOW, 300, stopped_at=after(60))
    assert stopped.elapsed_ms(after(600)) == 60_000
    again = Clock(NOW, 300, stopped_ms=540_000)
    assert again.elapsed_ms(after(601)) == 61_000
    both = Clock(NOW, 300, stopped_at=after(700), stopped_ms=540_000)
    assert both.elapsed_ms(after(9000)) == 160_000


@given(began=st.integers(-5, 5), stopped_ms=st.integers(0, 10**7), now=st.integers(-(10**5), 10**5))
def test_a_clock_never_runs_below_zero(began: int, stopped_ms: int, now: int) -> None:
    clock = Clock(NOW + timedelta(seconds=began), 60, stopped_ms=stopped_ms)
    assert clock.elapsed_ms(NOW + timedelta(seconds=now)) >= 0


@given(at=st.integers(-(10**12), 10**12), seconds=st.integers(0, 4000))
def test_a_note_lies_within_its_talk(at: int, seconds: int) -> None:
    kept = clamped(at, seconds)
    assert 0 <= kept <= seconds
    if 0 <= at <= seconds:
        assert kept == at
