"""What a file would change on a list."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.unit.roster_strategies import Listing, listings
from xblocks.core.people import Role
from xblocks.roster.domain import (
    ChangeKind,
    Company,
    District,
    Entry,
    Known,
    People,
    State,
    plan,
    read_people,
    write_csv,
)

TRAINEE = frozenset({Role.TRAINEE})
COORDINATOR = frozenset({Role.COORDINATOR})


def file_of(*entries: Entry) -> People:
    """Return a file with these people, the first in line 2."""
    return People(tuple(enumerate(entries, start=2)))


def author(email: str, name: str = "Mira") -> Entry:
    return Entry(email, name, frozenset({Role.AUTHOR}))


def state_after(listing: Listing) -> State:
    return State(
        tuple(Known(number, entry) for number, entry in enumerate(listing.entries)),
        listing.companies,
        listing.districts,
    )


@given(listings())
def test_a_list_that_is_there_already_changes_nothing(listing: Listing):
    state = state_after(listing)
    data = write_csv(listing.entries, listing.companies, listing.districts)
    people = read_people(data, state.companies, state.districts)
    found = plan(people, state)
    assert found.is_empty
    assert found.missing == ()
    assert found.counts[ChangeKind.UNCHANGED] == len(listing.entries)


@given(listings(), listings())
def test_everybody_is_new_unchanged_changed_or_missing_and_nobody_twice(
    stored: Listing, sent: Listing
):
    state = state_after(stored)
    found = plan(People(tuple(enumerate(sent.entries)), sent.companies, sent.districts), state)
    emails = {entry.email for entry in sent.entries}
    assert [change.entry for change in found.changes] == list(sent.entries)
    assert {known.entry.email for known in found.missing} == {
        entry.email for entry in stored.entries
    } - emails
    for change in found.changes:
        assert (change.kind is ChangeKind.UNCHANGED) == (change.entry in stored.entries)


@given(listings(), st.booleans())
def test_the_fingerprint_tells_whether_the_same_would_happen(listing: Listing, leave: bool):
    people = People(tuple(enumerate(listing.entries)), listing.companies, listing.districts)
    before, after = State(), state_after(listing)
    assert plan(people, before).fingerprint == plan(people, before).fingerprint
    if listing.entries:
        assert plan(people, before).fingerprint != plan(people, after).fingerprint


def test_what_differs_is_named():
    before = Entry("a@example.org", "Mira", TRAINEE, "werk")
    after = replace(before, name="Mira M.", company="amt")
    found = plan(file_of(after), State((Known(7, before),)))
    (change,) = found.changes
    assert (change.kind, change.person_id, change.line) == (ChangeKind.UPDATE, 7, 2)
    assert change.fields == ("name", "company")


def test_who_is_missing_stays_unless_told_otherwise():
    state = State((Known(1, author("a@example.org")), Known(2, author("b@example.org"), left=True)))
    found = plan(file_of(), state)
    assert [known.person_id for known in found.missing] == [1]
    assert found.changes == ()
    leaving = plan(file_of(), state, missing_leave=True)
    assert [(change.kind, change.person_id) for change in leaving.changes] == [
        (ChangeKind.LEAVE, 1)
    ]


def test_who_had_left_and_is_in_the_file_takes_part_again():
    entry = author("a@example.org")
    (change,) = plan(file_of(entry), State((Known(1, entry, left=True),))).changes
    assert change.kind is ChangeKind.RETURN


def test_an_account_keeps_its_person_under_a_new_address():
    state = State((Known(1, author("old@example.org"), "new@example.org"),))
    (change,) = plan(file_of(author("new@example.org")), state).changes
    assert (change.kind, change.person_id, change.fields) == (ChangeKind.UPDATE, 1, ("email",))


def test_an_address_of_an_account_is_no_reason_when_the_person_has_a_line_of_their_own():
    state = State((Known(1, author("old@example.org"), "new@example.org"),))
    found = plan(file_of(author("new@example.org"), author("old@example.org")), state)
    assert [(change.kind, change.person_id) for change in found.changes] == [
        (ChangeKind.CREATE, None),
        (ChangeKind.UNCHANGED, 1),
    ]


def test_coordinators_cannot_lose_the_list_by_their_own_file():
    me = Known(1, Entry("me@example.org", "Me", COORDINATOR), protected=True)
    found = plan(file_of(author("me@example.org", "Me")), State((me,)))
    assert [(problem.line, problem.column) for problem in found.problems] == [(2, "roles")]
    assert found.changes == ()
    gone = plan(file_of(), State((me,)), missing_leave=True)
    assert gone.changes == ()


def test_companies_and_districts_that_are_new_or_changed_are_part_of_it():
    state = State((), {"werk": Company("Werk", "nord")}, {"nord": District("Nord")})
    people = People(
        (),
        {"werk": Company("Werk", "sued"), "amt": Company("Amt", "nord")},
        {"nord": District("Nord"), "sued": District("Süd", frozenset({"BY"}))},
    )
    found = plan(people, state)
    assert set(found.companies) == {"werk", "amt"}
    assert set(found.districts) == {"sued"}
    assert not found.is_empty
