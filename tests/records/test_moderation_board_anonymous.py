"""Anonymous means that nothing tells who it was: no row, no answer, no log, not even the order."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.records.moderation_boards import ARRANGE, COLLECT, NOW, VOTE, Group, team
from xblocks.moderation.board import cards, marks, moderating, reading, voting
from xblocks.moderation.board.refusals import (
    AnonymityOpen,
    BallotLost,
    CardNotYours,
    TooManyCards,
)
from xblocks.moderation.domain.board import NotNow
from xblocks.moderation.domain.dots import TooManyOnOne
from xblocks.moderation.records import Ballot, Card, DrawnBallot

pytestmark = pytest.mark.django_db

ANONYMOUS = {"anonymity": "anonymous"}


def rows() -> list[dict[str, Any]]:
    """Everything the suite keeps, row by row."""
    found = []
    for model in apps.get_app_config("wbm").get_models():
        found += json.loads(serializers.serialize("json", model.objects.all()))
    return found


def naming(*words: str) -> list[dict[str, Any]]:
    """Return the rows that hold one of `words` and lead to a person."""
    keys = {"author", "person", "seat", "moderator", "opened_by", "changed_by", "user"}
    return [
        row
        for row in rows()
        if any(word in json.dumps(row) for word in words)
        and any(row["fields"].get(key) is not None for key in keys)
    ]


@contextmanager
def listening() -> Iterator[list[str]]:
    """Collect what is logged meanwhile, SQL apart."""
    said: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.name != "django.db.backends":
                said.append(record.getMessage())

    ear, root = Ear(0), logging.getLogger()
    level = root.level
    root.addHandler(ear)
    root.setLevel(0)
    try:
        yield said
    finally:
        root.removeHandler(ear)
        root.setLevel(level)


@pytest.fixture
def here() -> Group:
    """A team that collects cards without names."""
    found = team(COLLECT | ANONYMOUS | {"most": 2}, ARRANGE, VOTE | {"budget": 2, "cap": 1})
    found.act("open")
    return found


def test_no_row_leads_from_a_card_to_a_person(here: Group) -> None:
    card = here.write(here.bea, "Our boss shouts")
    stored = Card.objects.get(pk=card.pk)
    assert (stored.author_id, stored.seat, stored.position, stored.revision) == (None, None, 0, 0)
    assert naming(card.pk, "Our boss shouts") == []
    here.act("reveal")
    assert naming(card.pk, "Our boss shouts") == []
    assert Card.objects.get(pk=card.pk).mark == ""


def test_nothing_says_when_an_anonymous_card_was_written(here: Group) -> None:
    before = {json.dumps(row, sort_keys=True) for row in rows()}
    here.write(here.bea, "Our boss shouts")
    changed = [row for row in rows() if json.dumps(row, sort_keys=True) not in before]
    assert sorted(row["model"] for row in changed) == ["wbm.board", "wbm.card"]
    board = next(row for row in changed if row["model"] == "wbm.board")
    assert json.loads(next(each for each in before if '"wbm.board"' in each))["fields"] == {
        **board["fields"],
        "revision": board["fields"]["revision"] - 1,
    }, "its revision alone has grown"


def test_no_line_of_a_log_says_that_somebody_wrote(here: Group) -> None:
    with listening() as said:
        card = here.write(here.bea, "Our boss shouts")
        here.act("reveal")
    assert not [line for line in said if card.pk in line or "boss" in line or "Bea" in line]


def test_no_statement_carries_card_and_person_together(here: Group) -> None:
    with CaptureQueriesContext(connection) as statements:
        card = here.write(here.bea, "Our boss shouts")
    person = re.compile(rf"\b{here.bea.person_id}\b")
    inserts = [each["sql"] for each in statements if card.pk in each["sql"]]
    writing = [sql for sql in inserts if sql.startswith("INSERT")]
    assert writing
    assert not [sql for sql in writing if person.search(sql.split("VALUES")[1].split(card.pk)[1])]


def test_a_browser_knows_its_own_cards_until_they_are_revealed(here: Group) -> None:
    here.write(here.bea, "Our boss shouts")
    own = here.secret(here.bea)
    assert [each.text for each in cards.own_cards(here.access(), "collect", own, None)] == [
        "Our boss shouts"
    ], "who brings the secret has it, whoever they are"
    assert cards.own_cards(here.access(here.bea), "collect", marks.new_secret(), None) == []
    assert cards.own_cards(here.access(here.bea), "collect", "", None) == []
    here.act("close")
    assert len(cards.own_cards(here.access(here.bea), "collect", own, None)) == 1
    here.act("reveal")
    assert cards.own_cards(here.access(here.bea), "collect", own, None) == [], "irreversible"


def test_an_anonymous_card_is_changed_with_its_secret_alone(here: Group) -> None:
    card = here.write(here.bea, "Our boss shouts")
    with pytest.raises(CardNotYours):
        here.write(here.bea, "Another text", card.pk, secret=marks.new_secret())
    with pytest.raises(CardNotYours):
        here.write(here.cem, "Another text", card.pk)
    here.write(here.bea, "Our boss is loud", card.pk)
    cards.withdraw(here.bea, here.board, "collect", card.pk, NOW, secret=here.secret(here.bea))
    assert not Card.objects.exists()


def test_without_a_secret_nothing_anonymous_is_written(here: Group) -> None:
    for secret in ("", "short", "Z" * 64):
        with pytest.raises(CardNotYours):
            here.write(here.bea, "Our boss shouts", secret=secret)


def test_a_browser_has_as_many_cards_as_the_author_says_and_each_seat_too(here: Group) -> None:
    moderating.set_seats(here.ada, here.board, 1, NOW)
    for number in range(2):
        here.write(here.ada, f"Own {number}")
        here.write(here.ada, f"Seat {number}", seat=1)
    for seat in (None, 1):
        with pytest.raises(TooManyCards):
            here.write(here.ada, "More", seat=seat)
    own = cards.own_cards(here.access(), "collect", here.secret(here.ada), 1)
    assert sorted(each.text for each in own) == ["Seat 0", "Seat 1"]
    assert not Card.objects.exclude(seat=None).exists()


def test_revealed_cards_lie_in_an_order_that_is_not_that_of_writing() -> None:
    orders = set()
    for _round in range(6):
        here = team(COLLECT | ANONYMOUS | {"most": 20})
        here.act("open")
        for number in range(12):
            here.write(here.bea, f"{number}")
        here.act("reveal")
        orders.add(tuple(each.text for each in reading.cards(here.access())))
        assert not any(each.author for each in reading.cards(here.access()))
        kept = Card.objects.filter(board=here.board)
        assert len(set(kept.values_list("revision", flat=True))) == 1
    assert len(orders) > 1


def test_the_rows_themselves_lie_in_the_order_of_the_reveal() -> None:
    """SQLite numbers rows as they come: after the reveal those numbers say nothing."""
    if connection.vendor != "sqlite":
        return
    here = team(COLLECT | ANONYMOUS | {"most": 20})
    here.act("open")
    for number in range(15):
        here.write(here.bea, f"{number:02}")
    here.act("reveal")
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM wbm_card ORDER BY rowid")
        lying = [text for (text,) in cursor.fetchall()]
    assert lying == [each.text for each in reading.cards(here.access())]


def test_the_moderator_chooses_before_a_step_opens_and_never_again() -> None:
    here = team(COLLECT | {"anonymity": "chosen"})
    with pytest.raises(AnonymityOpen):
        here.act("open")
    here.act("open", anonymous=True)
    here.write(here.bea, "Our boss shouts")
    here.act("close")
    here.act("reopen", anonymous=False)
    assert here.access().is_anonymous("collect")
    with pytest.raises(NotNow):
        here.act("open", anonymous=False)


@pytest.mark.parametrize(("anonymity", "anonymous"), [("named", False), ("anonymous", True)])
def test_what_the_author_decided_no_moderator_changes(anonymity: str, anonymous: bool) -> None:
    here = team(COLLECT | {"anonymity": anonymity})
    here.act("open", anonymous=not anonymous)
    assert here.access().is_anonymous("collect") is anonymous


# --- votes ---------------------------------------------------------------------------------------


@pytest.fixture
def vote(here: Group) -> Group:
    """The team votes without names on the groups of two cards."""
    here.write(here.bea, "One")
    here.write(here.cem, "Two")
    here.go_to("vote")
    return here


def test_no_row_leads_from_dots_to_a_person(vote: Group) -> None:
    first, second = voting.targets_of(vote.access(), "vote")
    vote.put(vote.bea, first, 1)
    vote.put(vote.cem, second, 1)
    used = Ballot.objects.exclude(mark="")
    assert used.count() == 2
    assert not Ballot.objects.exclude(person=None, seat=None).exists()
    for ballot in used:
        assert naming(ballot.pk) == []
    assert set(DrawnBallot.objects.values_list("person", flat=True)) == {
        vote.bea.person_id,
        vote.cem.person_id,
    }, "that they have voted is known, how is not"
    vote.act("close")
    assert set(Ballot.objects.values_list("mark", flat=True)) == {""}
    assert Ballot.objects.count() == 2, "blank ones are gone"


def test_ballots_lie_ready_before_anybody_votes(vote: Group) -> None:
    ready = set(Ballot.objects.values_list("pk", flat=True))
    assert len(ready) >= 3
    first, _second = voting.targets_of(vote.access(), "vote")
    vote.put(vote.bea, first, 1)
    assert set(Ballot.objects.values_list("pk", flat=True)) == ready, "no row is made by voting"


def test_which_ballot_is_drawn_is_chance() -> None:
    drawn = set()
    for _round in range(8):
        here = team(VOTE | {"scale": ["bad", "good"]})
        here.act("open")
        here.put(here.bea, 0, 1)
        ready = Ballot.objects.filter(board=here.board).order_by("pk")
        drawn.add([bool(each.mark) for each in ready].index(True))
    assert len(drawn) > 1


def test_one_browser_changes_its_dots_another_one_of_the_same_person_cannot(vote: Group) -> None:
    first, second = voting.targets_of(vote.access(), "vote")
    vote.put(vote.bea, first, 1)
    assert vote.put(vote.bea, second, 1).left == 0
    with pytest.raises(BallotLost, match="another device"):
        vote.put(vote.bea, first, 0, secret=marks.new_secret())
    lost = voting.vote_of(vote.access(vote.bea), "vote", marks.new_secret()).mine
    assert (lost.lost, dict(lost.dots)) == (True, {})
    mine = voting.vote_of(vote.access(vote.bea), "vote", vote.secret(vote.bea)).mine
    assert (mine.lost, dict(mine.dots)) == (False, {first: 1, second: 1})
    vote.put(vote.bea, first, 0)
    assert voting.vote_of(vote.access(), "vote").voted == 1


def test_a_person_has_one_ballot_however_many_browsers_they_bring(vote: Group) -> None:
    first, _second = voting.targets_of(vote.access(), "vote")
    vote.put(vote.bea, first, 1)
    for _time in range(5):
        with pytest.raises(BallotLost):
            vote.put(vote.bea, first, 1, secret=marks.new_secret())
    vote.act("close")
    assert voting.vote_of(vote.access(), "vote").sums[first] == 1


def test_a_dot_that_is_refused_draws_no_ballot(vote: Group) -> None:
    first, _second = voting.targets_of(vote.access(), "vote")
    with pytest.raises(TooManyOnOne):
        vote.put(vote.bea, first, 2)
    assert not DrawnBallot.objects.exists()
    assert not Ballot.objects.exclude(mark="").exists()
    vote.put(vote.bea, first, 1)


def test_more_ballots_are_made_when_more_come_than_were_expected(vote: Group) -> None:
    first, _second = voting.targets_of(vote.access(), "vote")
    moderating.set_seats(vote.ada, vote.board, 20, NOW)
    for seat in range(1, 21):
        vote.put(vote.ada, first, 1, seat=seat)
    vote.act("close")
    found = voting.vote_of(vote.access(), "vote")
    assert (found.sums[first], found.voted) == (20, 20)
