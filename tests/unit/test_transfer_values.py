"""Values of fields: nothing that a person wrote is lost or changed, nothing forged gets in."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.milestone_samples import FORMS, milestone
from xblocks.transfer_project import domain
from xblocks.transfer_project.domain import (
    HARD_LIMIT,
    Confirmed,
    EntryTooLong,
    NotAnOption,
    NotReadable,
    empty,
    is_filled,
    lines,
    merged,
    problems,
    read,
    readiness,
    safe_link,
)

M = milestone()
FIELD = {field.id: field for field in M.fields}
WHO = Confirmed(7, "Aylin", "2027-03-01T18:00:00+00:00")
FILLED = {name: read(FIELD[name], form, WHO) for name, form in FORMS.items()}

texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60)
lines_of_text = st.lists(texts, max_size=6)


def said(name: str, value: Any) -> list[str]:
    return [str(message) for message in problems(FIELD[name], value)]


@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200))
def test_a_text_is_kept_letter_by_letter(text: str) -> None:
    assert read(FIELD["aim"], {"value": [text]}, WHO) == text


def test_line_ends_are_made_the_same_and_control_characters_vanish() -> None:
    assert read(FIELD["aim"], {"value": ["a\r\nb\rc\x00\x1b"]}, WHO) == "a\nb\nc"


@given(entries=lines_of_text)
def test_a_list_keeps_its_entries_in_order_and_drops_empty_ones(entries: list[str]) -> None:
    kept = read(FIELD["proofs"], {"item": entries}, WHO)
    assert kept == [" ".join(entry.split()) for entry in entries if entry.split()]


@given(rows=st.lists(st.tuples(texts, st.sampled_from(["", "high", "low"])), max_size=6))
def test_a_table_keeps_its_rows_in_order_and_drops_empty_ones(
    rows: list[tuple[str, str]],
) -> None:
    form = {"c-who": [who for who, _power in rows], "c-power": [power for _who, power in rows]}
    kept = read(FIELD["people"], form, WHO)
    assert [(row["who"], row["power"]) for row in kept] == [
        (" ".join(who.split()), power) for who, power in rows if who.split() or power
    ]


@pytest.mark.parametrize("name", list(FORMS))
def test_what_is_read_is_json_and_can_be_read_as_lines(name: str) -> None:
    value = FILLED[name]
    assert json.loads(json.dumps(value)) == value
    assert is_filled(FIELD[name], value)
    assert problems(FIELD[name], value) == ()
    assert lines(FIELD[name], value)


@pytest.mark.parametrize("name", list(FIELD))
def test_an_empty_form_reads_as_the_empty_value_and_complains_about_nothing(name: str) -> None:
    assert read(FIELD[name], {}, WHO) in (empty(FIELD[name]), "")
    assert not is_filled(FIELD[name], empty(FIELD[name]))
    assert problems(FIELD[name], empty(FIELD[name])) == ()


def test_a_confirmation_records_who_and_when_and_not_what_the_form_says() -> None:
    assert read(FIELD["council"], {"value": ["by somebody else"]}, WHO) == {
        "by": 7,
        "name": "Aylin",
        "at": "2027-03-01T18:00:00+00:00",
    }


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("type", {"value": ["bribe"]}),
        ("until", {"value": ["2027-02-30"]}),
        ("until", {"value": ["2027-W06-1"]}),
        ("until", {"value": ["tomorrow"]}),
        ("people", {"c-who": ["a"], "c-power": ["absolute"]}),
        ("people", {"c-who": ["a"], "c-day": ["1.3.2027"]}),
    ],
)
def test_choices_that_do_not_exist_are_refused(name: str, form: dict[str, list[str]]) -> None:
    with pytest.raises(NotAnOption):
        read(FIELD[name], form, WHO)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("aim", {"value": ["x" * (HARD_LIMIT + 1)]}),
        ("proofs", {"item": ["x" * 1000] * 51}),
        ("proofs", {"item": ["x"] * 201}),
        ("people", {"c-who": ["x" * 1000] * 51}),
        ("page", {"value": ["https://example.org/" + "x" * HARD_LIMIT]}),
    ],
)
def test_a_book_in_one_field_is_refused(name: str, form: dict[str, list[str]]) -> None:
    with pytest.raises(EntryTooLong):
        read(FIELD[name], form, WHO)


def test_half_a_character_is_refused() -> None:
    with pytest.raises(NotReadable):
        read(FIELD["aim"], {"value": ["\ud83d"]}, WHO)


@pytest.mark.parametrize("size", [9, 10, 400, 401])
def test_lengths_count_what_is_written_not_the_space_around(size: int) -> None:
    wrong = said("aim", f"\n {'x' * size}  ")
    assert bool(wrong) == (size in (9, 401))


def test_problems_name_row_and_column() -> None:
    rows = [{"who": "", "power": "low", "hours": "many", "day": ""}]
    assert said("people", rows) == [
        "Row 1: “Who” is empty.",
        "Row 1: “Hours” must be a number.",
    ]
    assert said("proofs", ["a", "b" * 301]) == ["Row 2 is too long, at most 300 characters."]
    assert said("proofs", list("abcd")) == ["4 entries are too many, at most 3."]


@pytest.mark.parametrize("text", ["0", "12", "1,5", "1.5", "1.234,50", "12 000", "-3"])
def test_numbers_are_read_as_people_write_them(text: str) -> None:
    assert said("people", [{"who": "a", "hours": text}]) == []


@pytest.mark.parametrize(
    "address",
    ["https://example.org/a?b=1#c", "http://example.org", "https://münchen.example/ä"],
)
def test_web_addresses_become_links(address: str) -> None:
    assert safe_link(address) == address
    assert said("page", address) == []


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//example.org",
        "example.org",
        "https://",
        'https://example.org/"onclick="x',
        "https://exa mple.org",
        "https://[",
        "file:///etc/passwd",
        "https://example.org/" + "x" * 2000,
    ],
)
def test_other_addresses_never_become_links_and_cannot_be_handed_in(address: str) -> None:
    assert safe_link(address) == ""
    assert said("page", address) == ["The address begins with https:// or http://."]


def test_everything_filled_is_ready() -> None:
    assert readiness(M, FILLED).ready


@given(missing=st.sets(st.sampled_from(["aim", "proofs", "type", "council"]), min_size=1))
def test_what_is_missing_is_named_in_the_order_of_the_form(missing: set[str]) -> None:
    found = readiness(M, {name: FILLED[name] for name in FILLED if name not in missing})
    assert [each.field for each in found.missing] == [f.id for f in M.fields if f.id in missing]
    assert bool(found.anchors) == bool(missing & {"council", "aim"})


def test_an_anchor_does_not_stand_on_a_text_that_is_too_short() -> None:
    found = readiness(M, {**FILLED, "aim": "too short"})
    assert [anchor.id for anchor in found.anchors] == ["council"]
    assert [each.field for each in found.missing] == ["aim"]


@pytest.mark.parametrize(
    ("filled", "stands"),
    [({}, False), ({"page"}, True), ({"until"}, True), ({"page", "until"}, True)],
)
def test_one_of_several_voluntary_fields_is_enough_where_an_anchor_says_so(
    filled: set[str], stands: bool
) -> None:
    anchor = {"id": "x", "label": "X", "why": "Y", "fields": ["page", "until"], "one_of": True}
    definition = milestone(anchors=[anchor])
    assert domain.check(definition) == []
    values = {
        name: value
        for name, value in FILLED.items()
        if name in filled or name not in ("page", "until")
    }
    assert (readiness(definition, values).anchors == ()) is stands


def test_voluntary_fields_count_only_when_they_are_wrong() -> None:
    without = {name: value for name, value in FILLED.items() if FIELD[name].required}
    assert readiness(M, without).ready
    assert not readiness(M, {**without, "page": "nowhere"}).ready


def is_within(words: list[str], text: str) -> bool:
    """Whether the words stand in the text in their order."""
    rest = iter(text.split())
    return all(word in rest for word in words)


sentences = st.lists(st.sampled_from("we plan an hour . soon".split()), max_size=9).map(" ".join)


@given(mine=texts | sentences, theirs=texts | sentences)
def test_two_texts_put_together_hold_every_word_of_both_in_order(mine: str, theirs: str) -> None:
    both = merged(FIELD["aim"], theirs, mine)
    assert is_within(theirs.split(), both)
    assert is_within(mine.split(), both)
    assert merged(FIELD["aim"], theirs, theirs) == theirs


@pytest.mark.parametrize(
    ("theirs", "mine", "both"),
    [
        ("We plan. Ada", "We plan. Bea", "We plan. Ada Bea"),
        ("New. We plan.", "We plan.", "New. We plan."),
        ("We plan an hour.", "We plan two hours.", "We plan an hour.\n\nWe plan two hours."),
        ("In May. So we ask.", "In the night. So we ask.", "In May. In the night. So we ask."),
        ("Ada\nSo we ask.", "Bea\nSo we ask.", "Ada Bea\nSo we ask."),
        ("We plan", "We plan an hour.", "We plan an hour."),
        ("One thing", "Another matter", "One thing\n\nAnother matter"),
        ("", "mine", "mine"),
    ],
)
def test_sentences_both_wrote_stand_there_once_and_whole(theirs: str, mine: str, both: str) -> None:
    assert merged(FIELD["aim"], theirs, mine) == both


@given(mine=lines_of_text, theirs=lines_of_text)
def test_two_lists_put_together_hold_every_entry(mine: list[str], theirs: list[str]) -> None:
    both = merged(FIELD["proofs"], theirs, mine)
    assert both[: len(theirs)] == theirs
    assert set(both) == {*mine, *theirs}


def test_a_choice_has_room_for_one_only() -> None:
    assert merged(FIELD["type"], "talk", "survey") is None


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"id": "a", "kind": "text", "label": "A", "min_length": 50, "max_length": 10}, "bounds"),
        ({"id": "a", "kind": "list", "label": "A", "min_items": 5, "max_items": 2}, "bounds"),
        ({"id": "a", "kind": "choice", "label": "A", "options": ["x", "x"]}, "options"),
        (
            {
                "id": "a",
                "kind": "table",
                "label": "A",
                "columns": [{"id": "b", "label": "B"}, {"id": "b", "label": "C"}],
            },
            "columns",
        ),
        (
            {"id": "a", "kind": "files", "label": "A", "max_files": 5, "max_bytes": 50_000_000},
            "team-limit",
        ),
    ],
)
def test_definitions_nobody_could_fill_are_found(changes: dict[str, Any], code: str) -> None:
    found = domain.check(milestone(fields=[changes], anchors=[]))
    assert [finding.code for finding in found] == [code]


def test_an_anchor_on_a_voluntary_field_is_found() -> None:
    anchors = [{"id": "x", "label": "X", "why": "Y", "fields": ["until"]}]
    assert [each.code for each in domain.check(milestone(anchors=anchors))] == ["anchor"]
    assert domain.check(M) == []
