"""States of a request, who may answer it, and what keeps it from being sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xblocks.coaching.domain.checking import LIMITS, Filled, clean, problems
from xblocks.coaching.domain.routing import Away, Expertise, covering, on_duty
from xblocks.coaching.domain.states import OF_ASKER, OF_HOLDER, OF_TEAM, Deed, following
from xblocks.coaching.domain.values import OPEN, RUNNING, State

TABLE = """
           draft new      assigned waiting_trainee waiting_expert  answered       closed
save       draft -        -        -               -               -              -
discard    draft -        -        -               -               -              -
send       new   -        -        -               -               -              -
claim      -     assigned -        -               -               -              -
hand_over  -     assigned assigned waiting_trainee assigned        answered       -
give_back  -     -        new      -               new             -              -
reply      -     -        answered answered        answered        answered       -
ask_back   -     -        waiting_trainee waiting_trainee waiting_trainee -       -
note       -     new      assigned waiting_trainee waiting_expert  answered       closed
write      -     new      assigned waiting_expert  waiting_expert  -              -
close      -     -        -        -               -               closed         -
reopen     -     -        -        -               -               waiting_expert waiting_expert
withdraw   -     closed   closed   closed          closed          -              -
"""


def test_every_deed_leads_where_the_table_says() -> None:
    head, *lines = (line.split() for line in TABLE.strip().splitlines())
    assert {line[0] for line in lines} == set(Deed)
    for deed, *leads in lines:
        for state, lead in zip(head, leads, strict=True):
            expected = None if lead == "-" else State(lead)
            assert following(state, Deed(deed)) is expected, (deed, state)


def test_only_the_asker_ends_a_request_and_only_experts_answer() -> None:
    assert OF_TEAM < OF_ASKER
    assert not OF_ASKER & OF_HOLDER
    assert OPEN - {State.WAITING_TRAINEE} == RUNNING


LAW, TALK = "law", "talk"
NORTH, SOUTH = 1, 2
EXPERTS = (
    Expertise(1, frozenset({LAW}), frozenset({NORTH})),
    Expertise(2, frozenset({LAW, TALK}), frozenset({SOUTH})),
    Expertise(3, frozenset({TALK})),
)


@pytest.mark.parametrize(
    ("topic", "district", "people"),
    [
        (LAW, NORTH, [1]),
        (LAW, SOUTH, [2]),
        (LAW, None, [1, 2]),
        (LAW, 99, []),
        (TALK, NORTH, [3]),
        (TALK, SOUTH, [2, 3]),
        (TALK, 99, [3]),
        ("funding", NORTH, []),
    ],
)
def test_requests_find_the_experts_of_topic_and_district(
    topic: str, district: int | None, people: list[int]
) -> None:
    assert covering(EXPERTS, topic, district) == people


MONDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 27)


def away(person: int, substitute: int | None, until: date = FRIDAY) -> Away:
    return Away(person, MONDAY, until, substitute)


@pytest.mark.parametrize(
    ("absences", "active", "people"),
    [
        ([], {1, 2, 3}, [1, 2]),
        ([away(1, 3)], {1, 2, 3}, [3, 2]),
        ([away(1, 2)], {1, 2, 3}, [2]),
        ([away(1, None)], {1, 2, 3}, [2]),
        ([away(1, 3), away(3, None)], {1, 2, 3}, [2]),  # the substitute is away too
        ([away(1, 3), away(3, 4)], {1, 2, 3, 4}, [2]),  # and nobody stands in for a substitute
        ([away(1, 3)], {1, 2}, [2]),  # the substitute takes part no more
        ([away(1, 2), away(2, 1)], {1, 2, 3}, []),
        ([], {2, 3}, [2]),
    ],
)
def test_substitutes_answer_for_who_is_away(
    absences: list[Away], active: set[int], people: list[int]
) -> None:
    assert on_duty([1, 2], absences, frozenset(active), MONDAY) == people


def test_an_absence_counts_from_its_first_to_its_last_day() -> None:
    absence = away(1, 2)
    days = [date(2026, 11, day) for day in range(22, 29)]
    assert [absence.on(day) for day in days] == [False, True, True, True, True, True, False]
    assert absence.meets(FRIDAY, date(2026, 12, 1))
    assert not absence.meets(date(2026, 11, 28), date(2026, 12, 1))


GOOD = Filled(
    topic=LAW,
    situation="In our plant a machine comes, and people worry about their work.",
    question="What may the works council ask for?",
    tried="I read the guide.",
    outcome="clarity",
    urgency="soon",
    phase="m2",
)


def wrong(**changes: object) -> list[str]:
    found = problems(replace(GOOD, **changes), {LAW, TALK}, has_files=False)
    return [each.field for each in found]


def test_a_request_that_is_filled_in_can_be_sent() -> None:
    assert problems(GOOD, {LAW}, has_files=False) == ()
    assert problems(replace(GOOD, pseudonymised=True), {LAW}, has_files=True) == ()


@pytest.mark.parametrize(
    "field", ["topic", "situation", "question", "tried", "outcome", "urgency", "phase"]
)
def test_each_field_must_be_filled(field: str) -> None:
    assert wrong(**{field: ""}) == [field]


@pytest.mark.parametrize("field", sorted(LIMITS))
def test_a_text_may_be_as_long_as_its_limit(field: str) -> None:
    assert wrong(**{field: "ä" * LIMITS[field]}) == []
    assert wrong(**{field: "ä" * (LIMITS[field] + 1)}) == [field]


def test_what_is_urgent_needs_a_reason() -> None:
    assert wrong(urgency="urgent") == ["urgency_reason"]
    assert wrong(urgency="urgent", urgency_reason="The meeting is on Friday.") == []


def test_the_desk_takes_its_topics_only() -> None:
    assert wrong(topic="funding") == ["topic"]


def test_a_file_needs_the_promise_that_no_names_stand_in_it() -> None:
    found = problems(GOOD, {LAW}, has_files=True)
    assert [each.field for each in found] == ["pseudonymised"]


def test_problems_come_in_the_order_of_the_form() -> None:
    found = problems(Filled(tried="x" * 401), (), has_files=True)
    fields = [each.field for each in found]
    assert fields == [
        "topic",
        "situation",
        "question",
        "tried",
        "outcome",
        "urgency",
        "phase",
        "pseudonymised",
    ]


@given(st.text())
def test_kept_text_holds_nothing_unseen_and_stays_as_it_is(text: str) -> None:
    kept = clean(text)
    assert clean(kept) == kept
    assert kept.encode().decode() == kept
    assert not {"\x00", "\r", "\x1b"} & set(kept)


def test_emoji_and_lines_survive() -> None:
    assert clean("  Grüße 👩🏽‍🏭\r\nzwei\rdrei\x00 \ud800") == "Grüße 👩🏽‍🏭\nzwei\ndrei"
