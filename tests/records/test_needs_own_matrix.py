"""The matrix of a team: built together, nobody overwrites anybody, nobody else gets in."""

from __future__ import annotations

import pytest

from tests.records.needs_own_cases import NOW, Team, everybody_else, team
from xblocks.core.errors import BadRequest, Masquerading, NotAllowed, NotFound
from xblocks.needs_analysis.domain.grid import Rating, Skill, Target, Worker
from xblocks.needs_analysis.domain.pseudonyms import FullName
from xblocks.needs_analysis.records import MatrixRow, TeamMatrix
from xblocks.needs_analysis.team import cells, columns, people, undoing
from xblocks.needs_analysis.team.opening import changed_rows, opened, pulse
from xblocks.needs_analysis.team.refusals import (
    CodeTaken,
    NotALevel,
    NoTeam,
    NothingToUndo,
    RowGone,
    TooMany,
    ValueConflict,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Team:
    return team()


def test_a_team_begins_with_the_proposals_of_the_author_and_writes_nothing_by_looking(
    here: Team,
) -> None:
    found = opened(here.ada, here.own)
    assert found.grid.skills == (Skill("k1", "Operate robots"), Skill("k2", "Check quality"))
    assert found.grid.targets == (Target("p1", "Line operator", {"k1": 3, "k2": 2}),)
    assert (found.grid.people, found.version, found.revision) == ((), 0, 0)
    assert not TeamMatrix.objects.exists()


def test_people_come_under_codes_of_their_own_or_automatic_ones(here: Team) -> None:
    here.add("mo-3", count=2)
    here.add(count=1)
    assert [each.code for each in here.grid(here.bea).people] == ["MO-3", "P01", "P02", "P03"]


def test_one_wrong_code_adds_nobody(here: Team) -> None:
    here.add("MO-3")
    for codes, refusal in ((["P09", "Anna Müller"], FullName), (["P09", "mo-3"], CodeTaken)):
        with pytest.raises(refusal):
            here.add(*codes)
    with pytest.raises(CodeTaken):
        here.add("X1", "x1")
    with pytest.raises(TooMany):
        here.add(count=200)
    assert [each.code for each in here.grid().people] == ["MO-3"]


def test_both_see_a_level_and_what_a_page_must_draw_anew(here: Team) -> None:
    first, second = here.add(count=2)
    version, revision = pulse(here.bea, here.own)
    here.set(second, "k1", "3m")
    assert here.grid(here.bea).people[1].levels == {"k1": Rating(3, "m")}
    assert pulse(here.bea, here.own) == (version, revision + 1)
    assert changed_rows(here.bea, here.own, revision) == [second]
    here.set(first, "k1", "")
    assert pulse(here.bea, here.own) == (version, revision + 1), "nothing changed"


def test_the_second_who_sets_the_same_level_gets_both(here: Team) -> None:
    (row,) = here.add(count=1)
    here.set(row, "k1", "2", "", here.ada)
    with pytest.raises(ValueConflict) as raised:
        here.set(row, "k1", "4", "", here.bea)
    assert (raised.value.mine, raised.value.theirs) == ("4", "2")
    assert "Ada" in str(raised.value.message)
    here.set(row, "k1", "4", "2", here.bea)
    assert here.worker("P01").levels == {"k1": Rating(4)}


def test_the_same_level_twice_is_no_conflict_and_another_cell_is_free(here: Team) -> None:
    (row,) = here.add(count=1)
    here.set(row, "k1", "2", "", here.ada)
    here.set(row, "k1", "2", "", here.bea)
    here.set(row, "k2", "1", "", here.bea)
    assert here.worker("P01").levels == {"k1": Rating(2), "k2": Rating(1)}


def test_a_level_keeps_its_source_until_another_is_named(here: Team) -> None:
    (row,) = here.add(count=1)
    here.set(row, "k1", "2m")
    here.set(row, "k1", "3", "2")
    assert here.worker("P01").levels["k1"] == Rating(3, "m")
    here.set(row, "k1", "3d", "3m")
    assert here.worker("P01").levels["k1"] == Rating(3, "d")
    here.set(row, "k1", "", "3d")
    assert here.worker("P01").levels == {}


def test_nothing_but_levels_in_cells_that_exist(here: Team) -> None:
    (row,) = here.add(count=1)
    for skill, token, refusal in (
        ("k1", "7", NotALevel),
        ("k1", "x", NotALevel),
        ("k9", "3", RowGone),
    ):
        with pytest.raises(refusal):
            here.set(row, skill, token)
    with pytest.raises(RowGone):
        here.set(row + 1000, "k1", "3")


def test_a_row_of_another_team_is_not_there(here: Team) -> None:
    (row,) = here.add(count=1)
    with pytest.raises(RowGone):
        here.set(row, "k1", "3", "", here.cem)
    with pytest.raises(RowGone):
        people.remove_person(here.cem, here.own, row, NOW)
    assert here.worker("P01").levels == {}


def test_details_of_a_person_change_under_the_same_rule(here: Team) -> None:
    (row,) = here.add(count=1)

    def change(who: object, detail: str, text: str, was: str) -> None:
        people.change_person(who, here.own, row, detail, text, was, NOW)  # type: ignore[arg-type]

    change(here.ada, "activity", "Setter", "")
    with pytest.raises(ValueConflict):
        change(here.bea, "activity", "Packer", "")
    change(here.bea, "profile", "p1", "")
    change(here.bea, "code", "mo-1", "P01")
    with pytest.raises(RowGone):
        change(here.bea, "profile", "p9", "p1")
    with pytest.raises(FullName):
        change(here.bea, "code", "Ada Adler", "MO-1")
    assert here.grid().people == (Worker("MO-1", "Setter", "p1"),)


def test_a_code_is_given_once(here: Team) -> None:
    _one, two = here.add(count=2)
    with pytest.raises(CodeTaken):
        people.change_person(here.ada, here.own, two, "code", "p01", "P02", NOW)


def test_a_removed_person_comes_back_with_all_levels(here: Team) -> None:
    rows = here.add(count=3)
    here.set(rows[1], "k1", "3m")
    people.change_person(here.ada, here.own, rows[1], "profile", "p1", "", NOW)
    before = here.grid()
    token = people.remove_person(here.ada, here.own, rows[1], NOW)
    assert [each.code for each in here.grid().people] == ["P01", "P03"]
    undoing.undo(here.bea, here.own, token, NOW)
    assert here.grid() == before
    with pytest.raises(NothingToUndo):
        undoing.undo(here.bea, here.own, token, NOW)


def test_a_removed_competence_takes_its_levels_along_and_brings_them_back(here: Team) -> None:
    rows = here.add(count=2)
    here.set(rows[0], "k1", "3m")
    here.set(rows[1], "k2", "1")
    columns.weigh(here.ada, here.own, "k1", {"urgency": "3", "safety": "1"}, {}, NOW)
    before = here.grid()
    token = columns.remove_skill(here.ada, here.own, "k1", NOW)
    assert [each.id for each in here.grid().skills] == ["k2"]
    assert here.grid().people[0].levels == {}
    assert here.grid().targets[0].levels == {"k2": 2}
    assert "k1" not in MatrixRow.objects.get(pk=rows[0]).levels
    undoing.undo(here.ada, here.own, token, NOW)
    assert here.grid() == before


def test_a_removed_profile_leaves_people_without_one_and_comes_back(here: Team) -> None:
    (row, other) = here.add(count=2)
    for each in (row, other):
        people.change_person(here.ada, here.own, each, "profile", "p1", "", NOW)
    before = here.grid()
    token = columns.remove_target(here.ada, here.own, "p1", NOW)
    assert {each.profile for each in here.grid().people} == {""}
    undoing.undo(here.ada, here.own, token, NOW)
    assert here.grid() == before


def test_nobody_undoes_in_another_matrix_or_with_words_of_their_own(here: Team) -> None:
    (row,) = here.add(count=1)
    token = people.remove_person(here.ada, here.own, row, NOW)
    for who, text in ((here.cem, token), (here.ada, token[:-1]), (here.ada, "x")):
        with pytest.raises(NothingToUndo):
            undoing.undo(who, here.own, text, NOW)


def test_competences_are_added_named_moved(here: Team) -> None:
    assert columns.add_skill(here.ada, here.own, " Mend\nfaults ", NOW) == "k3"
    columns.rename_skill(here.ada, here.own, "k1", "Robots", "Operate robots", NOW)
    with pytest.raises(ValueConflict):
        columns.rename_skill(here.bea, here.own, "k1", "Cobots", "Operate robots", NOW)
    columns.move_skill(here.ada, here.own, "k3", -1, NOW)
    columns.move_skill(here.ada, here.own, "k1", -1, NOW)
    assert [(each.id, each.label) for each in here.grid().skills] == [
        ("k1", "Robots"),
        ("k3", "Mend faults"),
        ("k2", "Check quality"),
    ]
    for number in range(37):
        columns.add_skill(here.ada, here.own, f"More {number}", NOW)
    with pytest.raises(TooMany):
        columns.add_skill(here.ada, here.own, "One too many", NOW)


def test_profiles_ask_for_levels(here: Team) -> None:
    name = columns.add_target(here.ada, here.own, "Setter", NOW)
    cells.save_target(here.ada, here.own, name, "k2", "4", "", NOW)
    with pytest.raises(ValueConflict):
        cells.save_target(here.bea, here.own, name, "k2", "1", "", NOW)
    cells.save_target(here.ada, here.own, "p1", "k1", "", "3", NOW)
    columns.rename_target(here.ada, here.own, "p1", "Operator", "Line operator", NOW)
    assert here.grid().targets == (
        Target("p1", "Operator", {"k2": 2}),
        Target("p2", "Setter", {"k2": 4}),
    )


def test_weights_are_1_to_3_and_two_who_weigh_at_once_hear_of_it(here: Team) -> None:
    columns.weigh(here.ada, here.own, "k1", {"urgency": "3"}, {"urgency": ""}, NOW)
    columns.weigh(here.bea, here.own, "k1", {"importance": "2"}, {"importance": ""}, NOW)
    with pytest.raises(ValueConflict):
        columns.weigh(here.bea, here.own, "k1", {"urgency": "1"}, {"urgency": ""}, NOW)
    for weights in ({"urgency": "4"}, {"colour": "1"}):
        with pytest.raises(BadRequest):
            columns.weigh(here.ada, here.own, "k1", weights, {"urgency": "3"}, NOW)
    assert here.grid().skills[0] == Skill("k1", "Operate robots", 3, 2)


def test_nobody_else_reads_or_writes_it_whatever_their_role(here: Team) -> None:
    (row,) = here.add(count=1)
    here.set(row, "k1", "2")
    for name, who in everybody_else(here).items():
        steps = (
            lambda who=who: opened(who, here.own),
            lambda who=who: pulse(who, here.own),
            lambda who=who: changed_rows(who, here.own, 0),
            lambda who=who: here.set(row, "k1", "4", "2", who),
            lambda who=who: people.add_people(who, here.own, ["X1"], 0, NOW),
            lambda who=who: people.change_person(who, here.own, row, "activity", "x", "", NOW),
            lambda who=who: people.remove_person(who, here.own, row, NOW),
            lambda who=who: columns.add_skill(who, here.own, "x", NOW),
            lambda who=who: columns.remove_skill(who, here.own, "k1", NOW),
            lambda who=who: columns.weigh(who, here.own, "k1", {"urgency": "1"}, {}, NOW),
            lambda who=who: undoing.undo(who, here.own, "x", NOW),
        )
        for step in steps:
            with pytest.raises((NotAllowed, NoTeam, Masquerading, NotFound)):
                step()
        assert name
    assert opened(here.cem, here.own).grid.people == (), "another team has its own"
    assert here.worker("P01").levels == {"k1": Rating(2)}
