"""Who gets the certificate, and since when (`curriculum-facts 1.1`)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xblocks.dossier.domain import (
    DAYS,
    DAYS_NEEDED,
    Evidence,
    HandIn,
    HandInState,
    SeminarDay,
    Standing,
    seminar_days,
    standing,
)

START = datetime(2027, 2, 8, tzinfo=UTC)
MOMENTS = st.integers(0, 400).map(lambda day: START + timedelta(days=day))


@st.composite
def days(draw: st.DrawFn) -> tuple[SeminarDay, ...]:
    there = st.sampled_from([True, True, True, True, False, None])
    return tuple(
        SeminarDay(number, known, draw(MOMENTS) if known is not None else None)
        for number in range(1, DAYS + 1)
        for known in [draw(there)]
    )


@st.composite
def hand_in(draw: st.DrawFn) -> HandIn:
    state = draw(st.sampled_from([*HandInState, *[HandInState.PASSED] * 12]))
    decided = {HandInState.PASSED, HandInState.FAILED, HandInState.RETURNED}
    return HandIn(
        draw(st.sampled_from(["M1", "M2 · Plan", "M7"])),
        state,
        required=draw(st.sampled_from([True, True, True, False])),
        before_jury=draw(st.booleans()),
        at=draw(MOMENTS) if state in decided else None,
    )


EVIDENCE = st.builds(Evidence, days=days(), hand_ins=st.lists(hand_in(), max_size=9).map(tuple))


def whole(there: int = DAYS_NEEDED) -> Evidence:
    """There on some days, everything passed and presented."""
    noted = [(day, day <= there, START + timedelta(days=day)) for day in range(1, DAYS + 1)]
    at = START + timedelta(days=5)
    works = [HandIn(f"M{number}", HandInState.PASSED, at=at) for number in range(1, 8)]
    works[-1] = replace(works[-1], before_jury=True)
    return Evidence(seminar_days(noted), tuple(works))


def told(found: Standing) -> list[str]:
    return [str(each) for each in found.missing]


@given(EVIDENCE)
def test_three_conditions_decide_and_nothing_else(evidence: Evidence) -> None:
    required = [each for each in evidence.hand_ins if each.required]
    expected = (
        sum(day.there is True for day in evidence.days) >= 8
        and bool(required)
        and all(each.state == "passed" for each in required)
        and any(
            each.before_jury and each.state in ("passed", "failed") for each in evidence.hand_ins
        )
    )
    assert standing(evidence).reached is expected


@given(EVIDENCE)
def test_the_moment_is_the_first_at_which_nothing_was_missing(evidence: Evidence) -> None:
    found = standing(evidence)
    if not found.reached:
        assert found.since is None
        return
    assert found.since is not None
    required = replace(evidence, hand_ins=evidence.required)
    if standing(required).reached:
        assert standing(as_of(required, found.since)).reached
        assert not standing(as_of(required, found.since - timedelta(seconds=1))).reached


def as_of(evidence: Evidence, moment: datetime) -> Evidence:
    """What was there at a moment."""
    return Evidence(
        tuple(
            day if day.since and day.since <= moment else SeminarDay(day.number)
            for day in evidence.days
        ),
        tuple(
            each
            if each.at and each.at <= moment
            else replace(each, state=HandInState.OPEN, at=None)
            for each in evidence.hand_ins
        ),
    )


@given(EVIDENCE, st.integers(1, DAYS), MOMENTS)
def test_another_day_there_never_takes_the_certificate_away(
    evidence: Evidence, number: int, at: datetime
) -> None:
    more = tuple(
        SeminarDay(number, there=True, since=at) if day.number == number else day
        for day in evidence.days
    )
    if standing(evidence).reached:
        assert standing(replace(evidence, days=more)).reached


@given(EVIDENCE)
def test_every_sentence_tells_one_thing_with_its_places_filled(evidence: Evidence) -> None:
    sentences = told(standing(evidence))
    assert len(sentences) == len(standing(evidence).missing)
    assert not [each for each in sentences if "%(" in each or not each.endswith(".")]
    open_ones = [each for each in evidence.required if not each.passed]
    assert sum("“" in each for each in sentences) == len(open_ones)


@pytest.mark.parametrize(("there", "reached"), [(9, True), (8, True), (7, False), (0, False)])
def test_eight_of_nine_days_are_needed(there: int, reached: bool) -> None:
    assert standing(whole(there)).reached is reached


def test_the_eighth_day_counts_not_the_ninth() -> None:
    assert standing(whole(9)).since == START + timedelta(days=8)


def test_who_missed_two_days_is_told_to_ask() -> None:
    assert told(standing(whole(7))) == [
        "Seminar days: 7 of the 8 you need, and 2 missed. Ask your trainer how to make one up."
    ]


def test_days_to_come_are_no_missed_ones() -> None:
    early = replace(whole(), days=seminar_days([(1, True, START), (2, True, START)]))
    assert told(standing(early)) == ["Seminar days: 2 of the 8 you need."]


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (HandInState.OPEN, "“M1” is not handed in yet."),
        (HandInState.WAITING, "“M1” is handed in and waits for its review."),
        (HandInState.RETURNED, "“M1” came back: revise it and hand it in again."),
        (HandInState.FAILED, "“M1” is not passed: talk to your trainer."),
        (
            HandInState.EARLIER,
            "Your team passed “M1” before you joined: ask your trainer whether it counts.",
        ),
    ],
)
def test_each_hand_in_says_what_it_waits_for(state: HandInState, sentence: str) -> None:
    evidence = whole()
    first, *rest = evidence.hand_ins
    found = standing(replace(evidence, hand_ins=(replace(first, state=state), *rest)))
    assert told(found) == [sentence]


def test_what_is_presented_and_came_back_is_to_be_presented_again() -> None:
    evidence = whole()
    *rest, last = evidence.hand_ins
    back = replace(last, state=HandInState.RETURNED)
    assert "Your project is not presented yet." in told(
        standing(replace(evidence, hand_ins=(*rest, back)))
    )


def test_what_a_jury_did_not_pass_was_presented_all_the_same() -> None:
    evidence = whole()
    *rest, last = evidence.hand_ins
    failed = replace(last, state=HandInState.FAILED)
    assert told(standing(replace(evidence, hand_ins=(*rest, failed)))) == [
        "“M7” is not passed: talk to your trainer."
    ]


def test_voluntary_work_is_not_missed() -> None:
    evidence = whole()
    more = HandIn("M8", HandInState.OPEN, required=False)
    assert standing(replace(evidence, hand_ins=(*evidence.hand_ins, more))).reached


def test_a_course_without_hand_ins_gives_no_certificate() -> None:
    assert told(standing(replace(whole(), hand_ins=()))) == [
        "This course has no required hand-ins yet."
    ]


@given(st.lists(st.tuples(st.integers(-2, 12), st.booleans(), MOMENTS), max_size=30))
def test_the_last_note_about_a_day_counts(notes: list[tuple[int, bool, datetime]]) -> None:
    found = seminar_days(notes)
    assert [day.number for day in found] == list(range(1, DAYS + 1))
    for day in found:
        mine = [(there, at) for number, there, at in notes if number == day.number]
        assert (day.there, day.since) == (mine[-1] if mine else (None, None))
