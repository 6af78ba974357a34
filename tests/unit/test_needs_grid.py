"""Pseudonyms and the plain values of a team's matrix."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.needs_grids import grids
from xblocks.core.errors import Invalid
from xblocks.core.wording import NothingWritten, TextNotReadable, TextTooLong, line
from xblocks.needs_analysis.domain import grid
from xblocks.needs_analysis.domain.grid import Grid, Rating, Skill, Target, Worker
from xblocks.needs_analysis.domain.matrix import Cell
from xblocks.needs_analysis.domain.pseudonyms import (
    FullName,
    MailAddress,
    NoCode,
    NotAPseudonym,
    PersonnelNumber,
    code_warnings,
    next_code,
    pseudonym,
    text_warnings,
)

TEAM = ("Ada Adler", "Cem Öztürk")


@pytest.mark.parametrize(
    ("text", "code"),
    [("P01", "P01"), (" p7 ", "P7"), ("mo-3", "MO-3"), ("A_12", "A_12"), ("fuchs", "FUCHS")],
)
def test_codes_are_kept_in_capitals(text: str, code: str) -> None:
    assert pseudonym(text, TEAM) == code
    assert code_warnings(code, TEAM) == ()


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", NoCode),
        ("   ", NoCode),
        ("Anna Müller", FullName),
        ("Müller, Anna", FullName),
        ("A. Müller", FullName),
        ("Müller A.", FullName),
        ("anna mueller", FullName),
        ("ANNA-MUELLER", FullName),
        ("anna.schmidt", FullName),
        ("Ada-Adler", FullName),
        ("cem_oeztuerk", FullName),
        ("Jean Luc Picard", FullName),
        ("ада адлер", FullName),
        ("a.mueller@example.org", MailAddress),
        ("a.mueller (at) example.org", MailAddress),
        ("00471123", PersonnelNumber),
        ("P-4711", PersonnelNumber),
        ("47 11", PersonnelNumber),
        ("12.05.1980", PersonnelNumber),
        ("Team 3", NotAPseudonym),
        ("Müller", NotAPseudonym),
        ("ABCDEFGHIJKLM", NotAPseudonym),
        ("=1+1", NotAPseudonym),
        ("P01-", NotAPseudonym),
        ("🙂", NotAPseudonym),
    ],
)
def test_what_is_no_pseudonym_is_refused_with_a_sentence(
    text: str, refusal: type[NotAPseudonym]
) -> None:
    with pytest.raises(NotAPseudonym) as raised:
        pseudonym(text, TEAM)
    assert type(raised.value) is refusal
    assert str(raised.value).count("%") == 0


@pytest.mark.parametrize("code", ["ANNA", "JUERGEN-3", "SCHMIDT", "ADLER-2", "OEZTUERK", "CEM"])
def test_a_single_name_in_a_code_is_warned_of(code: str) -> None:
    assert pseudonym(code, TEAM) == code
    (warning,) = code_warnings(code, TEAM)
    assert code in str(warning)


def test_texts_are_warned_of_names_of_the_team_and_of_everybody() -> None:
    warnings = text_warnings("Setter, works with Jürgen and Adler, often krank, Jürgen", TEAM)
    assert [str(each).split("”")[0].strip("“") for each in warnings] == [
        "Jürgen",
        "Adler",
        "krank",
    ]
    assert text_warnings("Sets up machines on line 3", TEAM) == ()


def test_automatic_codes_go_on_after_the_highest() -> None:
    assert next_code([]) == "P01"
    assert next_code(["P01", "P07", "MO-9", "P-12"]) == "P08"
    assert next_code(["P99"]) == "P100"
    assert next_code(["P01", "P999"]) == "P02"


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_code_or_refused(text: str) -> None:
    try:
        code = pseudonym(text, TEAM)
    except Invalid:
        return
    assert pseudonym(code, TEAM) == code
    assert code.isascii()
    assert " " not in code


def test_lines_are_one_line_of_letters_one_sees() -> None:
    assert line("  Sets\tup \n machines\u202e ", 40) == "Sets up machines"
    assert line("u\u0308ben", 40) == "üben"
    for text, refusal in (
        ("", NothingWritten),
        ("\u200b", NothingWritten),
        ("x" * 41, TextTooLong),
        ("\ud800", TextNotReadable),
    ):
        with pytest.raises(refusal):
            line(text, 40, needed=True)


@given(st.text(max_size=60))
def test_a_line_stays_as_it_is_once_it_is_one(text: str) -> None:
    try:
        kept = line(text, 60)
    except Invalid:
        return
    assert line(kept, 60) == kept


@given(grids())
def test_a_matrix_comes_back_from_its_text(made: Grid) -> None:
    assert grid.grid_of(grid.grid_text(made)) == made
    assert grid.skills_of(grid.skills_text(made.skills)) == made.skills
    assert grid.targets_of(grid.targets_text(made.targets)) == made.targets


def test_gaps_come_from_the_profile_and_what_nobody_knows_counts_nowhere() -> None:
    made = Grid(
        (Skill("k1", "Robots"), Skill("k2", "Quality")),
        (Target("p1", "Operator", {"k1": 3, "k2": 2}),),
        (
            Worker("P01", "", "p1", {"k1": Rating(1, "m"), "k2": Rating(4)}),
            Worker("P02", "", "p1", {"k1": Rating(3)}),
            Worker("P03", "", "", {"k1": Rating(0)}),
        ),
    )
    matrix = made.matrix
    assert matrix.row("P01").cells == (Cell(3, 1), Cell(2, 4))
    assert matrix.row("P02").cells == (Cell(3, 3), Cell(2, None))
    assert matrix.row("P03").cells == (Cell(None, 0), Cell(None, None))
    first, second = matrix.columns
    assert (first.known, first.gaps, first.affected, first.critical) == (2, 2, 1, 1)
    assert (second.known, second.gaps, second.surplus) == (1, 0, 2)
    assert (matrix.target, matrix.met) == (8, 6)


@pytest.mark.parametrize("token", ["5", "-1", "3x", "33", "m", "3 m", "٣"])
def test_only_levels_from_0_to_4_are_levels(token: str) -> None:
    with pytest.raises(ValueError, match=token):
        grid.rating_of(token)


def test_tokens_hold_level_and_source() -> None:
    assert grid.rating_of("") is None
    assert grid.rating_of("0") == Rating(0)
    assert grid.rating_of("4w") == Rating(4, "w")
    assert grid.token_of(Rating(4, "w")) == "4w"
    assert grid.token_of(None) == ""


def test_short_names_go_on_after_the_highest_and_stay_short() -> None:
    assert grid.next_id("k", ["k1", "k7", "p9", "kx"]) == "k8"
    assert grid.next_id("p", ["p2", "p" + "9" * 39]) == "p3"
    assert grid.next_id("p", ["p9999", "p10000", "p10001"]) == "p10002"
