"""Whoever forges, guesses, repeats or comes late gets a sentence; nothing leaks, nothing breaks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from tests.records import moderation_board_pages as pages
from tests.records.moderation_board_pages import Room, key, room, with_steps
from tests.records.moderation_boards import register
from xblocks.core.people import Role
from xblocks.moderation.board import polling
from xblocks.moderation.records import Ballot, Board, BoardMember, Card, CardGroup
from xblocks.roster.records import Company, Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_desk")]

WRITES = (
    "write withdraw take_off move undo rename group dots measure measure_remove"
    " act take hand_over lay_down seats proxy feedback appoint leave"
).split()
READS = ("", "state", "csv", "print")
EVIL: dict[str, str] = {
    "nothing": "",
    "far too long": "x" * 10_000,
    "nul": "a\x00b",
    "half of a pair": "\ud83d",
    "bidi": "\u202eabc",
    "negative": "-1",
    "huge": "9" * 30,
    "not in the database": "9" * 18,
    "other digits": "٣",
    "markup": "<script>alert(1)</script>",
}
FIELDS = (
    "step card text group before number heading was act target measure version back what who"
    " who_else until sign anonymous person count proxy moderator rate-goal writer since frame"
    " look seat wall"
).split()


@pytest.fixture
def here() -> Room:
    found = room(steps=with_steps(s3={"anonymity": "named"}))
    found.begin()
    found.open()
    found.write("bea", "Hidden thought")
    return found


@pytest.mark.parametrize("address", WRITES)
def test_no_form_breaks_a_board(here: Room, address: str) -> None:
    before = Card.objects.get().text
    for evil in EVIL.values():
        form = {field: _bytes(evil) for field in FIELDS} if evil else {}
        for who in ("bea", "tom", "ada"):
            for step in ({}, {"step": "s1"}):
                answer = here.browser(who).post(here.url(address), {**form, **step})
                assert answer.status_code < 500, (who, evil[:10])
    assert Card.objects.filter(text=before).exists()
    assert here.get("bea").status_code == 200


@pytest.mark.parametrize("address", READS)
def test_no_question_breaks_a_board(here: Room, address: str) -> None:
    for evil in EVIL.values():
        query = {name: _text(evil) for name in ("since", "frame", "key", "look", "seat", "wall")}
        for who in ("ada", "bea", "tom"):
            assert here.browser(who).get(here.url(address), query).status_code == 200
        assert Client().get(here.url(address), query).status_code in {302, 401, 403}


def _text(evil: str) -> str:
    return evil.encode("utf-8", "replace").decode()


def _bytes(evil: str) -> str | bytes:
    try:
        evil.encode()
    except UnicodeEncodeError:
        return evil.encode("utf-8", "surrogatepass")
    return evil


def strangers(here: Room) -> list[str]:
    """Cem is of another team, Sue trains elsewhere; Eve is of another course."""
    where = here.where
    here.people["sue"] = where.person("Sue South", [Role.TRAINER], None, [where.south])
    here.people["eve"] = room().people["ada"]
    return ["cem", "sue", "eve"]


def test_who_guesses_a_board_finds_nothing(here: Room) -> None:
    known = here.state("bea")
    told = "Hidden thought", "Ada Adler", "Our board"
    for who in strangers(here):
        for name in READS:
            query = {"since": known["rev"], "frame": "x", "key": "forged"}
            answer = here.browser(who).get(here.url(name), query)
            assert answer.status_code in {403, 404}, (who, name)
            assert not any(text in answer.content.decode() for text in told)
        for name in WRITES:
            form = {"step": "s1", "card": key(), "text": "A", "person": "1", "count": "1"}
            answer = here.browser(who).post(here.url(name), {**form, "act": "reveal"})
            assert answer.status_code in {400, 403, 404}, (who, name)
            assert not any(text in answer.content.decode() for text in told)
    assert Card.objects.count() == 1
    assert Board.objects.get(pk=here.board.pk if here.board else 0).moderator


def test_a_key_says_nothing_but_that_a_number_is_still_the_same(
    here: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = here.state("bea")
    borrowed = here.browser("cem").get(
        here.url("state"), {"since": now["rev"], "frame": "x", "key": now["key"]}
    )
    assert (borrowed.status_code, borrowed.content) == (204, b"")
    other = signing.dumps((here.board.pk if here.board else 0) + 1, salt=polling.SALT)
    unsalted = signing.dumps(here.board.pk if here.board else 0)
    for forged in ("", "x", "a:b:c", now["key"][:-1], other, unsalted):
        query = {"since": now["rev"], "frame": "x", "key": forged}
        assert here.browser("cem").get(here.url("state"), query).status_code == 404
    monkeypatch.setattr(polling, "LASTS", -1)
    query = {"since": now["rev"], "frame": "x", "key": now["key"]}
    assert here.browser("cem").get(here.url("state"), query).status_code == 404
    assert here.browser("bea").get(here.url("state"), query).status_code == 200


def test_dots_from_two_tabs_stay_within_the_budget(here: Room) -> None:
    here.write("ada", "Second")
    for what in ("reveal", "go_on", "open", "close", "go_on", "open"):
        assert here.act(what).status_code == 200
    first, second = (
        str(each) for each in CardGroup.objects.order_by("id").values_list("pk", flat=True)
    )
    put = {"step": "s3"}
    assert here.post("bea", "dots", target=first, number="2", **put).status_code == 200
    refused = here.post("bea", "dots", target=second, number="2", **put)
    assert refused.status_code in {409, 422}
    assert refused.json()["refused"]
    assert here.post("bea", "dots", target="999999", number="1", **put).status_code in {400, 409}
    assert here.state("bea")["mine"]["dots"] == {first: 2}


def test_a_move_of_a_card_that_is_gone_shows_what_is_there(here: Room) -> None:
    here.write("ada", "Second")
    for what in ("reveal", "go_on", "open"):
        here.act(what)
    card = Card.objects.get(text="Second").pk
    page = here.state("bea")
    here.post("ada", "take_off", card=card)
    known = {"since": page["rev"], "frame": page["frame"]}
    refused = here.post("bea", "move", step="s2", card=card, group="new", **known)
    assert refused.status_code == 409
    assert any(card in each for each in refused.json()["gone"])


def test_a_button_pressed_twice_does_its_step_once(here: Room) -> None:
    for what, status in (("reveal", 200), ("reveal", 409), ("open", 409)):
        assert here.post("ada", "act", step="s1", act=what).status_code == status
    assert here.post("ada", "act", step="s1", act="go_on").status_code == 200
    assert here.post("ada", "act", step="s1", act="go_on").status_code == 409
    assert Board.objects.get().step == "s2"


def test_a_cookie_of_another_board_proves_nothing() -> None:
    here = room(steps=with_steps(s1={"anonymity": "anonymous"}))
    here.begin()
    here.open()
    here.whole("bea")
    card = key()
    assert here.write("bea", "Mine", card).status_code == 200
    for secret in ("0" * 64, "x", "a\ud800", ""):
        foreign = Client()
        foreign.force_login(pages.User.objects.get(pk=here.people["bea"].user_id))
        foreign.cookies["wbm_board"] = secret.encode("utf-8", "replace").decode()
        form = {"step": "s1", "card": card, "text": "Theirs"}
        assert foreign.post(here.url("write"), form).status_code == 409
        assert foreign.post(here.url("withdraw"), form).status_code == 409
        assert "Mine" not in foreign.get(here.url()).content.decode()
    assert Card.objects.get().text == "Mine"


def test_who_moves_to_another_company_takes_nothing_along(here: Room) -> None:
    other = Company.objects.get(name="Other")
    Person.objects.filter(pk=here.people["ada"].person_id).update(company=other)
    Person.objects.filter(pk=here.people["cem"].person_id).update(company=_works())
    assert here.get("ada").status_code == 404
    assert here.act("reveal").status_code == 404
    assert "Nobody moderates yet" in here.whole("bea")
    assert "Hidden thought" not in here.whole("cem")
    assert here.post("cem", "take").status_code == 200
    assert here.act("reveal", "cem").status_code == 200


def _works() -> Company:
    return Company.objects.get(name="Works")


def test_a_moderator_who_leaves_a_board_with_a_code_leaves_it_to_others() -> None:
    here = room(group="seminar")
    board = here.begin()
    here.browser("bea").post(here.ways("join"), {"code": board.code})
    here.open()
    here.write("ada", "Stays")
    here.post("ada", "leave")
    assert "Take over the moderation" in here.whole("bea")
    assert here.write("ada", "Too late").status_code == 404
    assert here.post("bea", "take").status_code == 200
    assert here.act("reveal", "bea").status_code == 200
    assert "Stays" in here.whole("bea")
    assert not BoardMember.objects.filter(person=here.people["ada"].person_id).exists()


def test_an_author_who_changes_the_exercise_breaks_no_open_board(here: Room) -> None:
    page = here.state("bea")
    for steps in (pages.STEPS[:1], pages.STEPS[:2], [pages.STEPS[0] | {"id": "other"}]):
        values = {"kind": "card_board", "title": "New", "intro": "New.", "group": "team"}
        register(here.where.key, here.exercise.usage_key, {**values, "steps": steps})
        known = {"since": page["rev"], "frame": page["frame"], "key": page["key"]}
        assert here.get("bea", "state", **known).status_code in {200, 204}
        for name in READS:
            assert here.get("bea", name).status_code == 200
        assert here.write("bea", "Still open").status_code == 200
    assert here.act("reveal").status_code == 200
    assert "Hidden thought" in here.whole("ada")


def test_late_dots_and_cards_change_nothing(here: Room) -> None:
    card = key()
    here.act("close")
    late = here.write("bea", "Too late", card)
    assert late.status_code == 409
    assert "copy it" in late.json()["refused"]
    assert here.post("bea", "dots", step="s3", target="1", number="1").status_code == 409
    assert not Ballot.objects.exists()
    assert timezone.now() - Board.objects.get().changed_at < timedelta(days=1)
