"""Cards are arranged by everybody at once, and each move can be undone while it still fits."""

from __future__ import annotations

import uuid

import pytest

from tests.records.moderation_boards import ARRANGE, COLLECT, NOW, VOTE, Group, team
from xblocks.core.errors import BadRequest
from xblocks.core.wording import TextTooLong
from xblocks.moderation.board import arranging, cards, moves, reading, undoing
from xblocks.moderation.board.refusals import (
    BoardFull,
    CardGone,
    HeadingConflict,
    NothingToUndo,
    StepClosed,
)
from xblocks.moderation.records import BoardMove, Card, CardGroup

pytestmark = pytest.mark.django_db

TEXTS = ("One", "Two", "Three", "Four")


@pytest.fixture
def here() -> Group:
    """A team that arranges four cards, not hidden before, so in the order of writing."""
    found = team(COLLECT | {"hidden": False}, ARRANGE, VOTE)
    found.act("open")
    for text in TEXTS:
        found.write(found.bea, text)
    found.go_to("arrange")
    return found


def key(here: Group, text: str) -> str:
    return Card.objects.get(board=here.board, text=text).pk


def move(here: Group, *texts: str, group: int | None = None, before: str | None = None) -> int:
    at = before and key(here, before)
    keys = [key(here, text) for text in texts]
    return arranging.move_cards(here.bea, here.board, "arrange", keys, group, at, NOW)


def board(here: Group) -> dict[str, list[str]]:
    """Return what lies under which heading; "" for cards that stand alone."""
    headings = {each.id: each.heading for each in reading.groups(here.access())}
    found: dict[str, list[str]] = {"": [], **{name: [] for name in headings.values()}}
    for card in reading.cards(here.access()):
        found[headings[card.group] if card.group else ""].append(card.text)
    return found


def undo(here: Group, number: int) -> None:
    undoing.undo(here.cem, here.board, "arrange", number, NOW)


def test_cards_go_into_groups_and_to_places(here: Group) -> None:
    group = here.group("Things", "One", "Two")
    assert board(here) == {"": ["Three", "Four"], "Things": ["One", "Two"]}
    move(here, "Four", group=group, before="Two")
    assert board(here) == {"": ["Three"], "Things": ["One", "Four", "Two"]}
    move(here, "One", before="Three")
    assert board(here) == {"": ["One", "Three"], "Things": ["Four", "Two"]}
    move(here, "Three", "One", group=group, before="Four")
    assert board(here) == {"": [], "Things": ["Three", "One", "Four", "Two"]}


def test_a_place_in_front_of_a_card_that_went_elsewhere_is_the_end(here: Group) -> None:
    group = here.group("Things", "One")
    move(here, "Two", group=group, before="Three")
    assert board(here)["Things"] == ["One", "Two"]


def test_there_is_always_room_between_two_cards(here: Group) -> None:
    """Places are halved; when there is no room the others get new ones."""
    order = list(TEXTS)
    for number in range(60):
        text = order[-1] if number % 2 else order[2]
        order.remove(text)
        order.insert(1, text)
        move(here, text, before=order[2])
        assert board(here)[""] == order


def test_groups_are_moved_too(here: Group) -> None:
    first, second, third = (here.group(name) for name in ("A", "B", "C"))
    for _time in range(20):
        arranging.move_group(here.bea, here.board, "arrange", third, second, NOW)
        assert [each.heading for each in reading.groups(here.access())] == ["A", "C", "B"]
        number = arranging.move_group(here.bea, here.board, "arrange", second, third, NOW)
        assert [each.heading for each in reading.groups(here.access())] == ["A", "B", "C"]
    arranging.move_group(here.bea, here.board, "arrange", first, None, NOW)
    assert [each.heading for each in reading.groups(here.access())] == ["B", "C", "A"]
    undo(here, number)


def test_a_group_taken_apart_leaves_its_cards(here: Group) -> None:
    group = here.group("Things", "One", "Two")
    seen = here.kept().revision
    number = arranging.remove_group(here.bea, here.board, "arrange", group, NOW)
    assert board(here) == {"": ["Three", "Four", "One", "Two"]}
    assert reading.gone(here.access(), seen) == ([], [group])
    undo(here, number)
    assert board(here) == {"": ["Three", "Four"], "Things": ["One", "Two"]}


def test_a_new_group_is_undone_if_nobody_uses_it(here: Group) -> None:
    cards_of_it = [key(here, "One")]
    group, number = arranging.add_group(here.bea, here.board, "arrange", "Things", cards_of_it, NOW)
    other = move(here, "Two", group=group)
    with pytest.raises(NothingToUndo):
        undo(here, number)
    undo(here, other)
    undo(here, number)
    assert board(here) == {"": list(TEXTS)}


def test_a_move_is_undone_only_while_the_card_is_still_there(here: Group) -> None:
    one = here.group("A")
    two = here.group("B")
    first = move(here, "One", group=one)
    move(here, "One", group=two)
    with pytest.raises(NothingToUndo):
        undo(here, first)
    assert board(here)["B"] == ["One"]


def test_moves_of_others_do_not_stand_in_the_way(here: Group) -> None:
    group = here.group("A")
    first = move(here, "One", group=group)
    move(here, "Two", group=group)
    undo(here, first)
    assert board(here) == {"": ["One", "Three", "Four"], "A": ["Two"]}
    with pytest.raises(NothingToUndo):
        undo(here, first)


def test_the_last_move_is_named_until_nothing_is_left(here: Group) -> None:
    assert undoing.last_move(here.access()) is None
    move(here, "One", before="Three")
    last = move(here, "Two", before="Four")
    assert undoing.last_move(here.access()) == last
    undo(here, last)
    undo(here, undoing.last_move(here.access()) or 0)
    assert undoing.last_move(here.access()) is None
    assert board(here) == {"": list(TEXTS)}


def test_a_card_does_not_come_back_into_a_group_that_is_gone(here: Group) -> None:
    group = here.group("A", "One")
    first = move(here, "One")
    arranging.remove_group(here.bea, here.board, "arrange", group, NOW)
    with pytest.raises(NothingToUndo):
        undo(here, first)


def test_two_headings_at_once_are_both_told(here: Group) -> None:
    group = here.group("Things")
    rename = (here.bea, here.board, "arrange", group)
    number = arranging.rename_group(*rename, "What we learn", "Things", NOW)
    arranging.rename_group(*rename, "What we learn", "Things", NOW)
    with pytest.raises(HeadingConflict) as refused:
        arranging.rename_group(*rename, "Skills", "Things", NOW)
    assert (refused.value.mine, refused.value.theirs) == ("Skills", "What we learn")
    arranging.rename_group(*rename, "Skills", "What we learn", NOW)
    with pytest.raises(NothingToUndo):
        undo(here, number)
    with pytest.raises(TextTooLong):
        arranging.rename_group(*rename, "x" * 101, "Skills", NOW)
    assert list(board(here)) == ["", "Skills"]


def test_what_is_gone_is_not_moved(here: Group) -> None:
    gone = key(here, "One")
    group = here.group("A")
    cards.take_off(here.ada, here.board, gone, NOW)
    for keys in ([gone], [uuid.uuid4().hex], [gone, key(here, "Two")]):
        with pytest.raises(CardGone):
            arranging.move_cards(here.bea, here.board, "arrange", keys, group, None, NOW)
    with pytest.raises(CardGone):
        move(here, "Two", group=group + 1)
    arranging.remove_group(here.bea, here.board, "arrange", group, NOW)
    with pytest.raises(CardGone):
        move(here, "Two", group=group)
    for keys in ([], [key(here, "Two")] * 2):
        with pytest.raises(BadRequest):
            arranging.move_cards(here.bea, here.board, "arrange", keys, None, None, NOW)
    assert board(here) == {"": ["Two", "Three", "Four"]}


def test_hidden_cards_of_a_later_collection_are_not_arranged() -> None:
    here = team(COLLECT, ARRANGE, COLLECT | {"id": "more"})
    here.go_to("more")
    hidden = here.write(here.bea, "Hidden", step="more")
    with pytest.raises(StepClosed):
        arranging.move_cards(here.bea, here.board, "arrange", [hidden.pk], None, None, NOW)
    Card.objects.filter(pk=hidden.pk).update(step="collect")  # as if it had been revealed
    assert [each.text for each in reading.cards(here.access())] == ["Hidden"]


def test_nothing_is_arranged_before_or_after(here: Group) -> None:
    number = move(here, "One", before="Three")
    here.act("close")
    with pytest.raises(StepClosed):
        move(here, "Two")
    with pytest.raises(StepClosed):
        undo(here, number)
    here.act("reopen")
    undo(here, number)
    assert board(here) == {"": list(TEXTS)}


def test_what_a_vote_has_fixed_is_not_undone(here: Group) -> None:
    here.group("A", "One")
    number = undoing.last_move(here.access())
    here.go_to("vote")
    with pytest.raises(StepClosed):
        undo(here, number or 0)
    assert CardGroup.objects.exclude(voted="").count() == 4


def test_a_board_has_so_many_groups_and_moves(here: Group, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arranging, "MOST_GROUPS", 2)
    monkeypatch.setattr(moves, "MOST_MOVES", 3)
    here.group("A")
    here.group("B")
    with pytest.raises(BoardFull):
        here.group("C")
    for _time in range(5):
        move(here, "One")
    assert BoardMove.objects.count() == 3


def test_no_move_says_who_it_was(here: Group) -> None:
    move(here, "One")
    kept = BoardMove.objects.get()
    assert "Bea" not in kept.before + kept.after
    assert {each.name for each in BoardMove._meta.get_fields()} == {
        *("id", "board", "number", "before", "after", "undone")
    }
