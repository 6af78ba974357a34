"""Who reaches a board, as what, and how boards are opened and led."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from tests.records.grading_cases import course
from tests.records.moderation_boards import (
    ARRANGE,
    COLLECT,
    NOW,
    PLAN,
    VOTE,
    Group,
    everybody_else,
    exercise,
    team,
)
from xblocks.core.errors import Masquerading, NotAllowed, NotFound, NotOnRoster, Refusal
from xblocks.core.people import Actor, Role
from xblocks.moderation.board import (
    arranging,
    cards,
    feedback,
    measures,
    membership,
    moderating,
    opening,
    polling,
    reading,
    undoing,
    voting,
)
from xblocks.moderation.board.refusals import (
    CodeUnknown,
    ModerationTaken,
    NoGroup,
    NotAMember,
    NotModerating,
    TooManyBoards,
    TooManySeats,
)
from xblocks.moderation.domain.board import Act, NotNow
from xblocks.moderation.records import Board, BoardMember
from xblocks.roster.records import Company, Person

pytestmark = pytest.mark.django_db

KEY = uuid4().hex
WRITES: dict[str, Callable[[Actor, int], Any]] = {
    "take": lambda who, board: moderating.take(who, board, NOW),
    "hand_over": lambda who, board: moderating.hand_over(who, board, who.person_id or 0, NOW),
    "lay_down": lambda who, board: moderating.lay_down(who, board, NOW),
    "seats": lambda who, board: moderating.set_seats(who, board, 3, NOW),
    "proxy": lambda who, board: moderating.set_proxy(
        who, board, who.person_id or 0, NOW, proxy=True
    ),
    "act": lambda who, board: moderating.act(who, board, "collect", Act.OPEN, NOW),
    "write": lambda who, board: cards.write(who, board, "collect", KEY, "Robots", NOW),
    "withdraw": lambda who, board: cards.withdraw(who, board, "collect", KEY, NOW),
    "take_off": lambda who, board: cards.take_off(who, board, KEY, NOW),
    "move": lambda who, board: arranging.move_cards(who, board, "a", [KEY], None, None, NOW),
    "group": lambda who, board: arranging.add_group(who, board, "a", "A", [], NOW),
    "rename": lambda who, board: arranging.rename_group(who, board, "a", 1, "A", "", NOW),
    "move_group": lambda who, board: arranging.move_group(who, board, "a", 1, None, NOW),
    "remove_group": lambda who, board: arranging.remove_group(who, board, "a", 1, NOW),
    "undo": lambda who, board: undoing.undo(who, board, "a", 1, NOW),
    "dots": lambda who, board: voting.put_dots(who, board, "vote", "0", 1, NOW),
    "measure": lambda who, board: measures.add(who, board, "plan", measures.Values("A"), NOW),
    "change": lambda who, board: measures.change(
        who, board, "plan", 1, measures.Values("A"), 1, NOW
    ),
    "remove": lambda who, board: measures.remove(who, board, "plan", 1, NOW),
}
COMMENTS: dict[str, Callable[[Actor, int], Any]] = {
    "appoint": lambda who, board: moderating.appoint(who, board, who.person_id or 0, NOW),
    "keep": lambda who, board: feedback.keep(who, board, who.person_id or 0, {}, "", 0, NOW),
}


@pytest.fixture
def here() -> Group:
    return team()


def test_every_use_case_with_an_actor_and_a_board_is_tried_here() -> None:
    """Whoever adds one names it above."""
    modules = (arranging, cards, feedback, measures, moderating, undoing, voting)
    found = {
        f"{module.__name__}.{name}"
        for module in modules
        for name, each in vars(module).items()
        if inspect.isfunction(each)
        and each.__module__ == module.__name__
        and list(inspect.signature(each).parameters)[:2] == ["actor", "board_id"]
        and not name.startswith("_")
    }
    assert len(found) == len(WRITES) + len(COMMENTS)


@pytest.mark.parametrize("name", [*WRITES, *COMMENTS])
def test_nobody_else_does_anything_on_a_board(here: Group, name: str) -> None:
    use = (WRITES | COMMENTS)[name]
    before = here.kept().revision
    for who, actor in everybody_else(here).items():
        with pytest.raises((NotAllowed, NotFound, Masquerading)):
            use(actor, here.board)
        assert here.kept().revision == before, who
    with pytest.raises(NotFound):
        use(here.bea if name in WRITES else here.tom, here.board + 999)


@pytest.mark.parametrize("name", WRITES)
def test_trainers_who_watch_write_nothing(here: Group, name: str) -> None:
    with pytest.raises((NotAllowed, NotFound)):
        WRITES[name](here.tom, here.board)


@pytest.mark.parametrize("name", COMMENTS)
def test_who_works_on_a_board_does_not_comment_it(here: Group, name: str) -> None:
    for who in (here.ada, replace(here.bea, roles=frozenset({Role.TRAINEE, Role.TRAINER}))):
        with pytest.raises((NotAllowed, NotFound)):
            COMMENTS[name](who, here.board)


@pytest.mark.parametrize("name", ["hand_over", "lay_down", "seats", "proxy", "act", "take_off"])
def test_what_the_moderator_does_nobody_else_of_the_group_does(here: Group, name: str) -> None:
    with pytest.raises(NotModerating):
        WRITES[name](here.bea, here.board)


def test_boards_of_other_groups_are_not_there(here: Group) -> None:
    for who, actor in everybody_else(here).items():
        with pytest.raises((NotAllowed, NotFound, Masquerading)):
            membership.reached(actor, here.board)
        if who == "looking as Ada":
            continue
        with suppress(NotAllowed):
            assert opening.boards_of(actor, here.exercise) == [], who


def test_a_trainer_of_the_district_watches(here: Group) -> None:
    access = here.access(here.tom)
    assert (access.works, access.watches, access.moderates) == (False, True, False)
    assert [each.pk for each in opening.boards_of(here.tom, here.exercise)] == [here.board]
    assert reading.frame(access).acts == frozenset()


def test_a_team_has_one_board_whoever_opens_it(here: Group) -> None:
    assert opening.open_board(here.bea, here.exercise, NOW).pk == here.board
    company = here.ada.company
    assert opening.open_for(here.tom, here.exercise, company=company, now=NOW).pk == here.board
    other = here.where.trainee("Dan", here.where.company("Other"))
    assert opening.open_board(other, here.exercise, NOW).pk != here.board
    with pytest.raises(NoGroup):
        opening.open_board(replace(other, company=None), here.exercise, NOW)
    assert [each.name for each in membership.members(here.kept())] == [
        *("Ada Adler", "Bea Berg", "Cem Celik")
    ]


def test_trainers_open_boards_of_their_own_districts_alone(here: Group) -> None:
    south = here.where.company("South works", here.where.south)
    with pytest.raises(NotFound):
        opening.open_for(here.tom, here.exercise, company=south.pk, now=NOW)
    with pytest.raises(NotFound):
        opening.open_for(here.tom, here.exercise, district=here.where.north.pk, now=NOW)
    with pytest.raises(NotAllowed):
        opening.open_for(here.bea, here.exercise, company=here.bea.company, now=NOW)
    with pytest.raises(NoGroup):
        opening.open_board(here.tom, here.exercise, NOW)


def test_a_district_works_on_one_board(here: Group) -> None:
    made = exercise(here.where, COLLECT, group="district")
    board = opening.open_board(here.ada, made, NOW)
    dan = here.where.trainee("Dan", here.where.company("Other"))
    dan = replace(dan, districts=frozenset({here.where.north.pk}))
    assert opening.open_board(dan, made, NOW).pk == board.pk
    assert membership.reached(dan, board.pk).works
    assert membership.reached(here.tom, board.pk).watches
    north = here.where.north.pk
    assert opening.open_for(here.tom, made, district=north, now=NOW).pk == board.pk
    south = here.where.trainee("Eva", here.where.company("South", here.where.south))
    with pytest.raises(NotFound):
        membership.reached(south, board.pk)
    assert opening.boards_of(south, made) == []
    assert len(membership.members(board)) == 4


def test_somebody_who_learns_and_trains_works_where_they_learn(here: Group) -> None:
    made = exercise(here.where, COLLECT, group="district")
    board = opening.open_board(here.ada, made, NOW)
    both = replace(
        here.ada,
        roles=frozenset({Role.TRAINEE, Role.TRAINER}),
        districts=frozenset({here.where.south.pk}),
    )
    assert membership.reached(both, board.pk).works
    assert [each.pk for each in opening.boards_of(both, made)] == [board.pk]


def seminar(here: Group) -> tuple[Any, Board]:
    made = exercise(here.where, COLLECT, ARRANGE, VOTE, PLAN, group="seminar")
    return made, opening.open_board(here.ada, made, NOW, "Table 1")


def test_a_board_with_a_code_is_joined(here: Group) -> None:
    made, board = seminar(here)
    assert len(board.code or "") == 6
    assert not set(board.code or "") & set("0O1IAEU")
    with pytest.raises(NotFound):
        membership.reached(here.bea, board.pk)
    with pytest.raises(NotFound):
        membership.reached(here.tom, board.pk)
    typed = f" {board.code[:3]} {board.code[3:]}".lower()
    assert opening.join(here.bea, made, typed, NOW).pk == board.pk
    assert opening.join(here.bea, made, board.code, NOW).pk == board.pk
    opening.join(here.tom, made, board.code, NOW)
    assert membership.reached(here.bea, board.pk).works
    assert membership.reached(here.tom, board.pk).watches
    assert [each.name for each in membership.members(board)] == ["Ada Adler", "Bea Berg"]
    assert BoardMember.objects.filter(board=board).count() == 3
    assert [each.title for each in opening.boards_of(here.bea, made)] == ["Table 1"]


def test_a_code_opens_its_own_exercise_alone(here: Group) -> None:
    made, board = seminar(here)
    other = exercise(here.where, COLLECT, group="seminar")
    for exercise_, code in ((other, board.code), (made, "BBBBBB"), (made, f"{board.code}X")):
        with pytest.raises(CodeUnknown):
            opening.join(here.bea, exercise_, code, NOW)
    with pytest.raises(CodeUnknown):
        opening.join(course().trainer("Sue"), made, board.code or "", NOW)
    for who in ("expert", "coordinator"):
        with pytest.raises(NotAllowed):
            opening.join(everybody_else(here)[who], made, board.code or "", NOW)


def test_who_left_a_board_reaches_it_no_more_and_moderates_no_more(here: Group) -> None:
    made, board = seminar(here)
    moderating.take(here.ada, board.pk, NOW)
    opening.leave(here.ada, board.pk, NOW)
    with pytest.raises(NotFound):
        membership.reached(here.ada, board.pk)
    with pytest.raises(NotFound):
        opening.leave(here.ada, board.pk, NOW)
    with pytest.raises(NotFound):
        opening.leave(here.ada, here.board, NOW)
    opening.join(here.bea, made, board.code or "", NOW)
    moderating.take(here.bea, board.pk, NOW)
    assert Board.objects.get(pk=board.pk).moderator_id == here.bea.person_id


def test_nobody_opens_boards_without_end(here: Group, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MOST_BOARDS", 2)
    made, _board = seminar(here)
    opening.open_board(here.ada, made, NOW)
    with pytest.raises(TooManyBoards, match="2 boards"):
        opening.open_board(here.ada, made, NOW)
    opening.open_board(here.bea, made, NOW)


def test_a_code_that_is_taken_is_not_given_again(
    here: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters = iter("BBBBBB" * 2 + "CCCCCC")
    monkeypatch.setattr(opening.secrets, "choice", lambda _signs: next(letters))
    made, first = seminar(here)
    second = opening.open_board(here.bea, made, NOW)
    assert (first.code, second.code) == ("BBBBBB", "CCCCCC")


def test_staff_on_no_list_look_and_join_nothing(here: Group) -> None:
    staff = Actor(
        9_999,
        here.where.key,
        "staff",
        frozenset({Role.TRAINER, Role.COORDINATOR}),
        districts=frozenset({here.where.north.pk}),
    )
    assert membership.reached(staff, here.board).watches
    made, board = seminar(here)
    with pytest.raises(NotOnRoster):
        opening.join(staff, made, board.code or "", NOW)
    with pytest.raises(NotOnRoster):
        opening.open_board(staff, made, NOW)
    with pytest.raises(NotFound):
        feedback.keep(staff, here.board, here.ada.person_id or 0, {}, "", 0, NOW)


def test_one_moderates_until_it_is_handed_on(here: Group) -> None:
    with pytest.raises(ModerationTaken, match="Ada Adler"):
        moderating.take(here.bea, here.board, NOW)
    moderating.take(here.ada, here.board, NOW)
    moderating.hand_over(here.ada, here.board, here.bea.person_id or 0, NOW)
    assert here.access(here.bea).moderates
    with pytest.raises(NotModerating):
        here.act("open", here.ada)
    with pytest.raises(NotAMember):
        moderating.hand_over(here.bea, here.board, here.tom.person_id or 0, NOW)
    moderating.lay_down(here.bea, here.board, NOW)
    moderating.take(here.cem, here.board, NOW)
    moderating.appoint(here.tom, here.board, here.ada.person_id or 0, NOW)
    assert here.access().moderates
    with pytest.raises(NotAMember):
        moderating.appoint(here.tom, here.board, here.tom.person_id or 0, NOW)


@pytest.mark.parametrize("how", ["left", "moved"])
def test_who_is_gone_moderates_no_more(here: Group, how: str) -> None:
    ada = Person.objects.filter(pk=here.ada.person_id)
    if how == "left":
        ada.update(left_at=NOW)
    else:
        ada.update(company=here.where.company("Other"))
    moderating.take(here.bea, here.board, NOW)
    assert here.access(here.bea).moderates
    elsewhere = (
        replace(here.ada, company=Company.objects.get(name="Other").pk)
        if (how == "moved")
        else replace(here.ada, company=None)
    )
    with pytest.raises(NotFound):
        membership.reached(elsewhere, here.board)


def test_a_proxy_who_moved_away_is_none(here: Group) -> None:
    moderating.set_seats(here.ada, here.board, 1, NOW)
    moderating.set_proxy(here.ada, here.board, here.bea.person_id or 0, NOW, proxy=True)
    assert here.access(here.bea).proxy
    moderating.set_proxy(here.ada, here.board, here.bea.person_id or 0, NOW, proxy=False)
    assert not here.access(here.bea).proxy


def test_there_are_only_so_many_seats(here: Group) -> None:
    for count in (-1, moderating.MOST_SEATS + 1):
        with pytest.raises(TooManySeats):
            moderating.set_seats(here.ada, here.board, count, NOW)
    for count in (5, 2, 2, 4, 0):
        moderating.set_seats(here.ada, here.board, count, NOW)
        assert reading.frame(here.access()).seats == count


def test_a_button_of_a_page_that_shows_another_step_does_nothing(here: Group) -> None:
    here.go_to("arrange")
    with pytest.raises(NotNow):
        moderating.act(here.ada, here.board, "collect", Act.CLOSE, NOW)
    with pytest.raises(NotNow):
        here.act("open")
    assert here.access().progress.is_open("arrange")


def test_nothing_of_a_later_step_is_there(here: Group) -> None:
    here.act("open")
    access = here.access()
    for step in ("arrange", "vote", "plan", "nowhere"):
        with pytest.raises(NotFound):
            access.step_of(step)
        with pytest.raises(NotFound):
            access.state_of(step)
    frame = reading.frame(access)
    assert (frame.steps, frame.at, frame.furthest) == (4, 0, 0)


def test_earlier_steps_are_read_also_when_the_group_has_gone_back() -> None:
    here = team()
    here.go_to("arrange")
    here.act("close")
    here.act("go_back")
    assert here.access().step_of("arrange").title == "Arrange"
    with pytest.raises(Refusal):
        here.access().step_of("vote")


def test_the_key_of_a_page_says_whether_its_board_is_unchanged(here: Group) -> None:
    key = polling.key(here.access())
    revision = here.kept().revision
    assert polling.unchanged(key, here.board, revision)
    here.act("open")
    assert not polling.unchanged(key, here.board, revision)
    assert polling.unchanged(key, here.board, here.kept().revision)


def test_a_key_is_good_for_one_board_and_for_a_while(
    here: Group, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    key = polling.key(here.access())
    other = team()
    for text in ("", "nonsense", key[:-1], polling.key(other.access())):
        assert not polling.unchanged(text, here.board, here.kept().revision)
    revision = here.kept().revision
    with django_assert_num_queries(1):
        assert polling.unchanged(key, here.board, revision)
    monkeypatch.setattr(polling, "LASTS", -1)
    assert not polling.unchanged(key, here.board, revision)
