"""Roster files: what is read, what is refused, and where."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.roster_strategies import Listing, listings, rewritten
from xblocks.core.people import Role
from xblocks.core.topics import Topic
from xblocks.roster.domain import (
    MAX_BYTES,
    MAX_LINES,
    Column,
    Company,
    District,
    Entry,
    People,
    UnreadableRoster,
    read_people,
    template_csv,
    write_csv,
)

HEADINGS = "email;name;roles;company;district;topics;districts;states"


def with_headings(text: str) -> bytes:
    return f"{HEADINGS}\n{text}".encode("utf-8", "replace")


def problems_of(*lines: str) -> list[tuple[int | None, str, str]]:
    """Return line, column and sentence of everything wrong with lines below the headings."""
    people = read_people("\n".join([HEADINGS, *lines]).encode())
    return [(found.line, found.column, str(found.message)) for found in people.problems]


@given(listings(), st.booleans())
def test_what_is_written_is_read_back(listing: Listing, german: bool):
    people = read_people(
        write_csv(listing.entries, listing.companies, listing.districts, german=german)
    )
    assert people.problems == ()
    assert tuple(entry for _line, entry in people.entries) == listing.entries
    assert people.companies == listing.companies
    assert people.districts == listing.districts


@given(listings(), st.sampled_from(";,\t"), st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
def test_every_dialect_of_one_table_says_the_same(
    listing: Listing, delimiter: str, newline: str, bom: bool
):
    data = write_csv(listing.entries, listing.companies, listing.districts)
    assert read_people(rewritten(data, delimiter, newline, bom=bom)) == read_people(data)


def read(data: bytes) -> People | UnreadableRoster:
    """Return what is read, or the refusal."""
    try:
        return read_people(data)
    except UnreadableRoster as refusal:
        return refusal


@given(st.one_of(st.binary(), st.text().map(with_headings)))
def test_whatever_comes_in_is_read_or_refused_with_a_sentence(data: bytes):
    found = read(data)
    if isinstance(found, UnreadableRoster):
        assert str(found.message)
    else:
        assert all(problem.line and str(problem.message) for problem in found.problems)


@given(st.lists(st.lists(st.text(max_size=12), min_size=8, max_size=9), max_size=6))
def test_of_tables_of_nonsense_nobody_without_a_role_is_taken(rows: list[list[str]]):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows([HEADINGS.split(";"), *rows])
    found = read(text.getvalue().encode("utf-8", "replace"))
    if isinstance(found, People):
        faulty = {problem.line for problem in found.problems}
        assert all(entry.roles for line, entry in found.entries if line not in faulty)


def test_one_person_of_each_kind_is_understood():
    people = read_people(
        "\n".join(
            [
                HEADINGS,
                " Mira@Example.org ;Mira  Muster; trainee ;Muster GmbH;Nord;;;SH | hh",
                "",
                ";;;;;;;",
                "jo@example.org;Jo;expert|trainer;;;law|funding;*;",
                "al@example.org;Al;coordinator|author;;;;;",
            ]
        ).encode()
    )
    assert people.problems == ()
    assert people.entries == (
        (2, Entry("mira@example.org", "Mira Muster", frozenset({Role.TRAINEE}), "muster-gmbh")),
        (
            5,
            Entry(
                "jo@example.org",
                "Jo",
                frozenset({Role.EXPERT, Role.TRAINER}),
                None,
                frozenset({"nord"}),
                frozenset({Topic.LAW, Topic.FUNDING}),
            ),
        ),
        (6, Entry("al@example.org", "Al", frozenset({Role.COORDINATOR, Role.AUTHOR}))),
    )
    assert people.companies == {"muster-gmbh": Company("Muster GmbH", "nord")}
    assert people.districts == {"nord": District("Nord", frozenset({"SH", "HH"}))}


def test_german_headings_and_words_in_any_order_are_understood():
    people = read_people(
        "Bezirk,Betrieb,Rollen,Name,E-Mail,Themen,Bezirke\r\n"
        "Küste,Werft AG,Teilnehmer*in,Ole,ole@example.org,,\r\n"
        ",,Expertin | Trainer*in,Ina,ina@example.org,Recht/Tarif|Gespräch,Küste\r\n".encode()
    )
    assert people.problems == ()
    assert people.entries[0][1].company == "werft-ag"
    assert people.entries[1][1].roles == {Role.EXPERT, Role.TRAINER}
    assert people.entries[1][1].topics == {Topic.LAW, Topic.TALK}


def test_spellings_of_one_company_are_one_company():
    people = read_people(
        f"{HEADINGS}\na@example.org;A;trainee;Müller & Söhne GmbH;Nord;;;\n"
        "b@example.org;B;trainee;MUELLER  & Soehne gmbh;nord;;;\n".encode()
    )
    assert people.problems == ()
    assert [company.name for company in people.companies.values()] == ["Müller & Söhne GmbH"]


def test_a_line_may_count_on_a_later_one_for_the_district_of_its_company():
    people = read_people(
        f"{HEADINGS}\na@example.org;A;trainee;Werk;;;;\n"
        "b@example.org;B;trainee;Werk;Nord;;;\n".encode()
    )
    assert people.problems == ()


@pytest.mark.parametrize(
    ("line", "column", "words"),
    [
        (";Mira;author;;;;;", "email", "missing"),
        ("mira(at)example.org;Mira;author;;;;;", "email", "not an e-mail address"),
        ("mira@müller.de;Mira;author;;;;;", "email", "not an e-mail address"),
        ("m@example.org;;author;;;;;", "name", "missing"),
        ("m@example.org;Mi|ra;author;;;;;", "name", "leave it out"),
        ("m@example.org;Mi\u202era;author;;;;;", "name", "invisible"),
        (f"m@example.org;{'M' * 201};author;;;;;", "name", "At most 200"),
        ("m@example.org;Mira;;;;;;", "roles", "at least one role"),
        ("m@example.org;Mira;boss;;;;;", "roles", "“boss” is not known"),
        ("m@example.org;Mira;trainee;;Nord;;;", "company", "needs a company"),
        ("m@example.org;Mira;trainee;Werk;;;;", "district", "Name the district"),
        ("m@example.org;Mira;trainee;Werk|Amt;Nord;;;", "company", "one company only"),
        ("m@example.org;Mira;trainee;!!!;Nord;;;", "company", "no letter"),
        ("m@example.org;Mira;author;Werk;Nord;;;", "company", "Only trainees"),
        ("m@example.org;Mira;expert;;;;Nord;", "topics", "at least one topic"),
        ("m@example.org;Mira;expert;;;cooking;Nord;", "topics", "“cooking” is not known"),
        ("m@example.org;Mira;author;;;law;;", "topics", "Only experts"),
        ("m@example.org;Mira;trainer;;;;;", "districts", "at least one district"),
        ("m@example.org;Mira;trainee;Werk;Nord;;Nord;", "districts", "that of the company"),
        ("m@example.org;Mira;trainee;Werk;*;;;", "district", "column districts only"),
        ("m@example.org;Mira;trainee;Werk;Nord;;;XX", "states", "“XX”"),
        ("m@example.org;Mira;author;;;;;BW", "states", "name it"),
        ("m@example.org;Mira;author;;;;;;surplus", "", "more cells"),
    ],
)
def test_a_faulty_line_is_reported_once_with_its_column(line: str, column: str, words: str):
    assert [(found[0], found[1]) for found in problems_of(line)] == [(2, column)]
    assert words in problems_of(line)[0][2]


def test_lines_that_contradict_each_other_name_each_other():
    found = problems_of(
        "a@example.org;A;trainee;Werk;Nord;;;HH",
        "A@example.org;A;trainee;Amt;Nord;;;HH",
        "b@example.org;B;trainee;Werk;Mitte;;;",
        "c@example.org;C;trainee;Werk;Nord;;;SH",
    )
    assert [(line, column) for line, column, _text in found] == [
        (3, Column.EMAIL),
        (4, Column.DISTRICT),
        (5, Column.STATES),
    ]
    assert all("ine 2" in text for _line, _column, text in found)


def test_the_line_is_that_of_the_file_also_after_cells_with_line_breaks():
    data = f'{HEADINGS}\n\n"a@example.org";"A\nB";author;;;;;\nnobody;N;author;;;;;\n'.encode()
    people = read_people(data)
    assert [problem.line for problem in people.problems] == [5]
    assert people.entries[0] == (3, Entry("a@example.org", "A B", frozenset({Role.AUTHOR})))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\n ; \n", "empty"),
        (HEADINGS.encode("utf-16"), "UTF-16"),
        (HEADINGS.encode() + b"\na\x00b", "UTF-16"),
        (f"{HEADINGS}\na@b.de;Jörg".encode("latin-1"), "Line 2"),
        (b"PK\x03\x04 and so on", "spreadsheet"),
        (b"email;name\n", "missing: roles"),
        (b"a@example.org;A;author\n", "missing: email, name, roles"),
        (b"email;name;roles;E-Mail\n", "there twice"),
        (b"email;name;roles;shoe size\n", "shoe size"),
        (b'email;name;roles\na@example.org;"A;author\n', "line 2"),
        (b'email;name;roles\na@example.org;"A"b;author\n', "line 2"),
        (b"e" * (MAX_BYTES + 1), "2 MB"),
        (b"email;name;roles\n" + b"a;b;c\n" * (MAX_LINES + 1), "5000"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_what_helps(data: bytes, words: str):
    with pytest.raises(UnreadableRoster) as refused:
        read_people(data)
    assert words in str(refused.value.message)
    assert refused.value.status == 422


def test_as_many_people_as_allowed_are_read():
    lines = "".join(f"p{number}@example.org;P;author\n" for number in range(MAX_LINES))
    assert len(read_people(b"email;name;roles\n" + lines.encode()).entries) == MAX_LINES


def test_the_separator_line_of_a_spreadsheet_is_understood():
    people = read_people(b"sep=,\r\nemail,name,roles\r\na@example.org,A,author\r\n")
    assert people.entries == ((3, Entry("a@example.org", "A", frozenset({Role.AUTHOR}))),)


@pytest.mark.parametrize("name", ["=SUM(A1)", "+49 Anna", "-Anna", "@anna", "'=anna", "''-anna"])
def test_no_cell_begins_like_a_formula_and_the_name_comes_back(name: str):
    entry = Entry("a@example.org", name, frozenset({Role.AUTHOR}))
    written = write_csv([entry], {}, {})
    assert f";'{name};" in written.decode("utf-8-sig")
    assert read_people(written).entries[0][1] == entry


@pytest.mark.parametrize("german", [True, False])
def test_the_template_is_a_file_that_can_be_imported(german: bool):
    people = read_people(template_csv(german=german))
    assert people.problems == ()
    assert len(people.entries) == 3
