"""Cards of a board: hidden until they are revealed, written once however often they are sent."""

from __future__ import annotations

import uuid

import pytest

from tests.records.moderation_boards import ARRANGE, COLLECT, NOW, Group, team
from xblocks.core.errors import Refusal
from xblocks.core.wording import TextTooLong
from xblocks.moderation.board import cards, marks, moderating, reading, undoing
from xblocks.moderation.board.refusals import (
    BadCardId,
    BoardFull,
    CardGone,
    CardNotYours,
    NotForOthers,
    NothingToUndo,
    NotModerating,
    SeatInUse,
    StepClosed,
    TooManyCards,
)
from xblocks.moderation.records import Card

pytestmark = pytest.mark.django_db

OPEN_COLLECT = COLLECT | {"hidden": False}


def texts(here: Group, who: object = None) -> list[str]:
    return sorted(each.text for each in reading.cards(here.access(who)))  # type: ignore[arg-type]


@pytest.fixture
def here() -> Group:
    """A team that collects cards."""
    found = team(COLLECT | {"most": 3}, ARRANGE)
    found.act("open")
    return found


def test_of_hidden_cards_all_learn_the_number_alone(here: Group) -> None:
    here.write(here.bea, "Robots")
    here.write(here.cem, "Data")
    for who in (here.ada, here.bea, here.cem, here.tom):
        access = here.access(who)
        assert reading.cards(access) == []
        assert reading.frame(access).hidden == 2
    own = cards.own_cards(here.access(here.bea), "collect", "", None)
    assert [each.text for each in own] == ["Robots"]
    assert cards.own_cards(here.access(here.tom), "collect", "", None) == []


def test_revealed_cards_are_read_by_all_with_their_authors(here: Group) -> None:
    here.write(here.bea, "Robots")
    here.act("reveal")
    for who in (here.ada, here.tom):
        (found,) = reading.cards(here.access(who))
        assert (found.text, found.author, found.seat) == ("Robots", "Bea Berg", None)
    assert reading.frame(here.access()).hidden == 0


def test_closed_cards_stay_hidden(here: Group) -> None:
    here.write(here.bea, "Robots")
    here.act("close")
    assert texts(here) == []
    assert reading.frame(here.access()).hidden == 1


def test_nothing_hidden_comes_with_what_has_changed(here: Group) -> None:
    before = here.kept().revision
    here.write(here.bea, "Robots")
    assert here.kept().revision > before
    assert reading.cards(here.access(), since=1) == []
    before = here.kept().revision
    here.act("reveal")
    assert [each.text for each in reading.cards(here.access(), since=before)] == ["Robots"]
    assert reading.cards(here.access(), since=here.kept().revision) == []


def test_the_same_card_sent_twice_is_one(here: Group) -> None:
    key = uuid.uuid4().hex
    for _time in range(3):
        here.write(here.bea, "Robots", key)
    here.act("reveal")
    assert here.write(here.bea, "Robots", key).text == "Robots", "it had arrived before"
    assert texts(here) == ["Robots"]


def test_a_hidden_card_is_changed_and_taken_back_by_its_author_alone(here: Group) -> None:
    card = here.write(here.bea, "Robots")
    here.write(here.bea, "Robots and data", card.pk)
    with pytest.raises(CardNotYours):
        here.write(here.cem, "Nonsense", card.pk)
    with pytest.raises(CardNotYours):
        cards.withdraw(here.cem, here.board, "collect", card.pk, NOW)
    assert Card.objects.get(pk=card.pk).text == "Robots and data"
    cards.withdraw(here.bea, here.board, "collect", card.pk, NOW)
    cards.withdraw(here.bea, here.board, "collect", card.pk, NOW)
    assert not Card.objects.exists()


@pytest.mark.parametrize("act", ["close", "reveal"])
def test_a_card_that_comes_late_is_refused_and_nothing_else_changes(here: Group, act: str) -> None:
    card = here.write(here.bea, "Robots")
    here.act(act)
    with pytest.raises(StepClosed, match="Your text is kept") as refused:
        here.write(here.bea, "Too late")
    assert refused.value.status == 409
    with pytest.raises(StepClosed):
        here.write(here.bea, "Changed", card.pk)
    with pytest.raises(StepClosed):
        cards.withdraw(here.bea, here.board, "collect", card.pk, NOW)
    assert [each.text for each in Card.objects.all()] == ["Robots"]


def test_a_closed_step_that_opens_again_takes_cards_again(here: Group) -> None:
    here.act("close")
    here.act("reopen")
    here.write(here.bea, "In time")
    here.act("reveal")
    assert texts(here) == ["In time"]


def test_each_person_has_as_many_cards_as_the_author_says(here: Group) -> None:
    for number in range(3):
        here.write(here.bea, f"Thought {number}")
    with pytest.raises(TooManyCards, match="3 cards"):
        here.write(here.bea, "One more")
    here.write(here.cem, "Others still have theirs")
    cards.withdraw(here.bea, here.board, "collect", Card.objects.get(text="Thought 0").pk, NOW)
    here.write(here.bea, "Instead")


def test_a_card_that_is_far_too_long_is_refused(here: Group) -> None:
    with pytest.raises(TextTooLong):
        here.write(here.bea, "x" * 10_000)
    assert not Card.objects.exists()


@pytest.mark.parametrize(
    "key",
    [
        "",
        "1",
        "x" * 32,
        "0" * 32,
        "2f786dc7-3a16-4139-880c-89c16e39d0d0",  # with hyphens
        "375f9580e79611f1be4e02fc00000001",  # version 1: it tells time and machine
        "fd583de43d27483bb913127466b14fac0",  # one digit too many
    ],
)
def test_an_id_that_is_not_random_is_refused(here: Group, key: str) -> None:
    with pytest.raises(BadCardId):
        cards.write(here.bea, here.board, "collect", key, "Robots", NOW)


def test_a_card_of_another_board_is_no_way_into_it(here: Group) -> None:
    other = team(COLLECT)
    other.act("open")
    card = other.write(other.bea, "Theirs")
    with pytest.raises(BadCardId):
        here.write(here.bea, "Theirs", card.pk)
    here.act("reveal")
    with pytest.raises(CardGone):
        cards.take_off(here.ada, here.board, card.pk, NOW)


def test_seats_have_cards_of_their_own_written_by_moderator_or_proxy(here: Group) -> None:
    moderating.set_seats(here.ada, here.board, 2, NOW)
    for number in range(3):
        here.write(here.ada, f"From seat {number}", seat=2)
    with pytest.raises(TooManyCards):
        here.write(here.ada, "Too many", seat=2)
    here.write(here.ada, "My own")
    with pytest.raises(NotForOthers):
        here.write(here.bea, "Not asked to", seat=1)
    moderating.set_proxy(here.ada, here.board, here.bea.person_id, NOW, proxy=True)
    here.write(here.bea, "For seat one", seat=1)
    with pytest.raises(NotForOthers):
        here.write(here.bea, "No such seat", seat=3)
    own = cards.own_cards(here.access(here.bea), "collect", "", None)
    assert [each.text for each in own] == []
    here.act("reveal")
    shown = {each.text: (each.author, each.seat) for each in reading.cards(here.access())}
    assert shown["For seat one"] == ("", 1)
    assert shown["My own"] == ("Ada Adler", None)


def test_a_seat_that_has_written_stays(here: Group) -> None:
    moderating.set_seats(here.ada, here.board, 3, NOW)
    here.write(here.ada, "From seat two", seat=2)
    with pytest.raises(SeatInUse, match="Seat 2"):
        moderating.set_seats(here.ada, here.board, 1, NOW)
    moderating.set_seats(here.ada, here.board, 2, NOW)
    assert reading.frame(here.access()).seats == 2


def test_cards_that_are_never_hidden_are_read_at_once() -> None:
    here = team(OPEN_COLLECT)
    here.act("open")
    card = here.write(here.bea, "Robots")
    assert texts(here) == ["Robots"]
    here.write(here.bea, "Robots, please", card.pk)
    assert texts(here) == ["Robots, please"]
    seen = here.kept().revision
    cards.withdraw(here.bea, here.board, "collect", card.pk, NOW)
    assert reading.gone(here.access(), seen) == ([card.pk], [])
    assert Card.objects.get(pk=card.pk).text == "", "its words are gone at once"
    assert texts(here) == []


def test_cards_that_are_read_at_once_keep_their_order_at_the_end() -> None:
    here = team(OPEN_COLLECT | {"most": 20})
    here.act("open")
    for number in range(12):
        here.write(here.bea, f"Thought {number}")
    here.act("reveal")
    shown = [each.text for each in reading.cards(here.access())]
    assert shown == [f"Thought {number}" for number in range(12)]


def test_the_moderator_takes_a_card_off_and_puts_it_back(here: Group) -> None:
    card = here.write(here.bea, "Against somebody")
    with pytest.raises(CardGone):
        cards.take_off(here.ada, here.board, card.pk, NOW)
    here.act("reveal")
    with pytest.raises(NotModerating):
        cards.take_off(here.bea, here.board, card.pk, NOW)
    seen = here.kept().revision
    number = cards.take_off(here.ada, here.board, card.pk, NOW)
    assert texts(here) == []
    assert reading.gone(here.access(), seen) == ([card.pk], [])
    with pytest.raises(CardGone):
        cards.take_off(here.ada, here.board, card.pk, NOW)
    with pytest.raises(NotModerating):
        undoing.undo(here.bea, here.board, "collect", number, NOW)
    undoing.undo(here.ada, here.board, "collect", number, NOW)
    assert texts(here) == ["Against somebody"]
    with pytest.raises(NothingToUndo):
        undoing.undo(here.ada, here.board, "collect", number, NOW)


def test_a_board_holds_so_many_cards(here: Group, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cards, "MOST_CARDS", 2)
    here.write(here.bea, "One")
    here.write(here.cem, "Two")
    with pytest.raises(BoardFull, match="2 at most"):
        here.write(here.ada, "Three")


def test_refused_use_cases_leave_the_revision(here: Group) -> None:
    before = here.kept().revision
    for step, text in (("arrange", "Ahead"), ("collect", ""), ("nowhere", "Lost")):
        with pytest.raises(Refusal):
            here.write(here.bea, text, step=step)
    assert here.kept().revision == before


def test_a_secret_is_told_from_anything_else() -> None:
    assert marks.is_secret(marks.new_secret())
    assert not marks.is_secret("")
    assert not marks.is_secret("g" * 64)
    assert marks.new_secret() != marks.new_secret()
