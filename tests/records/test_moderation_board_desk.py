"""What a group and its trainer are told and offered on the pages of a board."""

from __future__ import annotations

from typing import Any

import pytest

from tests.records.grading_cases import Course
from tests.records.moderation_board_pages import Room, key, room, with_steps
from xblocks.core.people import Role
from xblocks.moderation.records import Ballot, Board, BoardMeasure, Card, CardGroup
from xblocks.roster.records import Company

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_desk")]


@pytest.fixture
def here() -> Room:
    found = room(steps=with_steps(s3={"anonymity": "named"}))
    found.begin()
    return found


def person(here: Room, who: str) -> int:
    return here.people[who].person_id or 0


def known(page: dict[str, Any]) -> dict[str, Any]:
    return {"since": page["rev"], "frame": page["frame"], "key": page["key"]}


def to_voting(here: Room, *texts: str) -> str:
    """Lead the group into its vote; return the first of its targets."""
    here.to_arranging(*texts)
    for what in ("close", "go_on", "open"):
        here.act(what)
    return str(CardGroup.objects.filter(board=here.board, removed=False).order_by("id")[0].pk)


def to_planning(here: Room) -> None:
    to_voting(here, "Robots")
    for what in ("close", "go_on", "open"):
        here.act(what)


# --- a trainer's feedback ------------------------------------------------------------------------


def rate(here: Room, text: str, version: int = 0, **ratings: int) -> Any:
    form = {f"rate-{name}": level for name, level in ratings.items()}
    moderator = person(here, "ada")
    return here.post("tom", "feedback", moderator=moderator, version=version, text=text, **form)


def test_feedback_reaches_the_open_page_of_who_moderates_and_no_other(here: Room) -> None:
    here.open()
    open_pages = {who: here.state(who) for who in ("ada", "bea")}
    assert rate(here, "Calm\r\nand clear.", goal=4).status_code == 200
    news = {who: here.get(who, "state", **known(page)) for who, page in open_pages.items()}
    assert "Calm\nand clear." in news["ada"].json()["whole"]
    assert "4 of 4" in news["ada"].json()["whole"]
    assert "Calm" not in news["bea"].content.decode()
    assert "Calm" not in here.get("bea").content.decode()


def test_feedback_from_two_tabs_is_told_with_both_texts_and_saved_again(here: Room) -> None:
    here.open()
    rate(here, "First.", goal=4)
    refused = rate(here, "From another tab.", goal=3)
    assert refused.status_code == 409
    assert "“First.”" in refused.json()["refused"]
    assert rate(here, "From another tab.", refused.json()["version"]).status_code == 200
    assert "From another tab." in here.whole("ada")


@pytest.mark.parametrize(
    "form",
    [
        {"moderator": "x"},
        {"moderator": "1" * 30},
        {"rate-goal": "5"},
        {"rate-goal": "good"},
        {"text": "x" * 10_000},
        {"text": "half \x00"},
        {"version": "-1"},
    ],
)
def test_feedback_that_cannot_be_kept_is_refused(here: Room, form: dict[str, str]) -> None:
    here.open()
    whole = {"moderator": person(here, "ada"), "version": "0", "text": "Well.", **form}
    answer = here.post("tom", "feedback", **whole)
    assert answer.status_code in {400, 422}
    assert answer.json()["refused"]
    assert "Well." not in here.whole("ada")


# --- taken off, and put back ---------------------------------------------------------------------


def test_a_card_taken_off_is_put_back_by_the_button_that_comes_with_it(here: Room) -> None:
    card, _other = here.to_arranging("Robots", "Safety")
    taken = here.post("ada", "take_off", card=card).json()
    assert taken["said"] == "The card is off the board."
    assert "Robots" not in here.whole("bea")
    page = here.get("ada").content.decode()
    assert 'data-board-back="number"' in page
    assert "Put the card back" in page
    assert here.post("bea", "undo", **taken["back"]).status_code == 403
    assert here.post("ada", "undo", **taken["back"]).status_code == 200
    assert "Robots" in here.whole("bea")
    assert here.post("ada", "undo", **taken["back"]).status_code == 409


def test_who_does_not_moderate_undoes_the_last_move_past_a_card_taken_off(here: Room) -> None:
    first, second = here.to_arranging("Robots", "Safety")
    here.post("bea", "move", step="s2", card=first, group="new")
    here.post("ada", "take_off", card=second)
    assert here.post("bea", "undo", step="s2").status_code == 200
    assert Card.objects.get(pk=first).group is None
    assert Card.objects.get(pk=second).removed


def test_a_measure_taken_off_is_put_back_by_the_button_that_comes_with_it(here: Room) -> None:
    to_planning(here)
    here.post("bea", "measure", step="s4", what="Book a course")
    made = BoardMeasure.objects.get()
    taken = here.post("bea", "measure_remove", step="s4", measure=made.pk).json()
    assert "Book a course" not in here.whole("ada")
    assert 'data-board-back="measure"' in here.get("bea").content.decode()
    assert here.post("bea", "measure_remove", back="1", **taken["back"]).status_code == 200
    assert "Book a course" in here.whole("ada")


# --- people without a device ---------------------------------------------------------------------


def test_a_seat_has_cards_and_dots_of_its_own_written_by_who_was_asked(here: Room) -> None:
    here.open()
    here.post("ada", "seats", count="2")
    assert "Who writes?" not in here.whole("bea")
    assert here.write("bea", "Not asked", writer="1").status_code == 403
    here.post("ada", "proxy", person=person(here, "bea"), proxy="1")
    assert "Seat 2, without a device" in here.whole("bea")
    assert here.write("bea", "From the bench", writer="2").status_code == 200
    assert here.write("bea", "Own", writer="").status_code == 200
    assert "From the bench" not in here.whole("bea")
    assert "From the bench" in here.whole("bea", seat="2")
    assert "Cards of seat 2" in here.whole("bea", seat="2")
    assert here.write("bea", "Nobody there", writer="3").status_code == 403
    assert "Seat 2 has written" in here.post("ada", "seats", count="1").json()["refused"]
    here.act("reveal")
    assert "<small>Seat 2</small>" in here.whole("tom")
    for what in ("go_on", "open", "close", "go_on", "open"):
        assert here.act(what).status_code == 200
    target = str(CardGroup.objects.filter(board=here.board).order_by("id")[0].pk)
    for writer in ("", "1", "2"):
        put = {"step": "s3", "target": target, "number": "1", "writer": writer}
        assert here.post("bea", "dots", **put).status_code == 200, writer
    assert "3 of 4 have voted." in here.whole("ada")
    assert here.state("bea", seat="2")["mine"]["dots"] == {target: 1}
    here.post("ada", "proxy", person=person(here, "bea"), proxy="0")
    put = {"step": "s3", "target": target, "number": "2", "writer": "1"}
    assert here.post("bea", "dots", **put).status_code == 403
    assert Ballot.objects.exclude(dots="{}").count() == 3


def test_who_voted_without_a_name_elsewhere_is_told_and_gets_no_dots() -> None:
    here = room()
    here.begin()
    target = to_voting(here, "Robots")
    here.whole("bea")
    here.post("bea", "dots", step="s3", target=target, number="1")
    assert "data-board-dot=" in here.whole("bea")
    assert "Nobody sees who voted how." in here.whole("bea")
    del here.browsers["bea"].cookies["wbm_board"]
    elsewhere = here.whole("bea")
    assert "You have voted on another device" in elsewhere
    assert "data-board-dot=" not in elsewhere


# --- two at the same words -----------------------------------------------------------------------


def test_two_headings_at_once_are_both_told_and_saving_again_decides(here: Room) -> None:
    (card,) = here.to_arranging("Robots")
    group = here.post("ada", "move", step="s2", card=card, group="new").json()["group"]
    about = {"step": "s2", "group": group}
    here.post("ada", "rename", heading="Machines", was="", **about)
    refused = here.post("bea", "rename", heading="Robotics", was="", **about)
    assert refused.status_code == 409
    for text in ("“Machines”", "“Robotics”"):
        assert text in refused.json()["refused"]
    again = here.post("bea", "rename", heading="Robotics", was=refused.json()["theirs"], **about)
    assert again.status_code == 200
    assert CardGroup.objects.get(pk=group).heading == "Robotics"


def test_two_who_change_a_measure_both_read_what_the_other_wrote(here: Room) -> None:
    to_planning(here)
    here.post("ada", "measure", step="s4", what="Book")
    made = BoardMeasure.objects.get()
    about = {"step": "s4", "measure": made.pk, "version": 1}
    page = here.state("bea")
    here.post("ada", "measure", what="Book in March", **about)
    refused = here.post("bea", "measure", what="Book in May", **about, **known(page))
    assert refused.status_code == 409
    assert "Book in March" in str(refused.json()["fills"])
    again = {**about, "version": refused.json()["version"]}
    assert here.post("bea", "measure", what="Book in May", **again).status_code == 200
    made.refresh_from_db()
    assert made.what == "Book in May"


# --- ways in -------------------------------------------------------------------------------------


def test_a_wrong_code_is_told_and_stays_in_its_field() -> None:
    here = room(group="seminar")
    board = here.begin(title="By the window")
    for code in (
        "BCDFGH",
        "",
        board.code + "X",
        "x" * 10_000,
        "ß\ud800".encode("utf-8", "replace"),
    ):
        answer = here.browser("bea").post(here.ways("join"), {"code": code})
        assert answer.status_code == 404, code
    answer = here.browser("bea").post(here.ways("join"), {"code": "BCDFGH"})
    assert b"There is no board with this code" in answer.content
    assert b'value="BCDFGH"' in answer.content
    assert here.get("bea").status_code == 404
    assert board.code not in answer.content.decode()


def test_a_code_is_typed_as_people_type_and_opens_this_board() -> None:
    here = room(group="seminar")
    board = here.begin(title="By the window")
    typed = f" {board.code[:3].lower()} {board.code[3:]} "
    answer = here.browser("cem").post(here.ways("join"), {"code": typed})
    assert answer["Location"] == here.url()
    assert "Cem Celik" in here.whole("ada")
    assert here.post("cem", "leave").json()["go"] == here.ways()
    assert here.get("cem").status_code == 404


def test_a_code_of_another_course_opens_nothing() -> None:
    here, there = room(group="seminar"), room(group="seminar")
    board = there.begin()
    answer = here.browser("ada").post(here.ways("join"), {"code": board.code})
    assert answer.status_code == 404
    foreign = there.browser("ada").get(here.ways())
    assert foreign.status_code in {403, 404}


def test_a_district_works_on_one_board_over_its_companies() -> None:
    here = room(group="district")
    first = here.begin("ada")
    assert here.begin("cem").pk == first.pk
    here.open()
    here.write("ada", "From Works")
    here.write("cem", "From Other")
    here.act("reveal")
    for who in ("ada", "cem", "tom"):
        whole = here.whole(who)
        assert "From Works" in whole
        assert "From Other" in whole
    outside(here)
    assert here.get("sue").status_code == 404
    assert here.get("dan").status_code == 404


def outside(here: Room) -> None:
    """Sue trains in the south; Dan learns there."""
    where: Course = here.where
    here.people["sue"] = where.person("Sue Süd", [Role.TRAINER], None, [where.south])
    company = Company.objects.create(course_key=where.key, district=where.south, name="South")
    here.people["dan"] = where.trainee("Dan Dorn", company)


# --- who moderates -------------------------------------------------------------------------------


def test_the_moderation_is_handed_on_laid_down_and_given_by_a_trainer(here: Room) -> None:
    here.open()
    assert "Take over the moderation" not in here.whole("bea")
    assert here.post("bea", "take").status_code == 409
    here.post("ada", "hand_over", person=person(here, "bea"))
    assert here.act("reveal", "ada").status_code == 403
    assert here.act("reveal", "bea").status_code == 200
    assert here.post("bea", "hand_over", person=person(here, "cem")).status_code == 422
    assert here.post("bea", "hand_over", person=person(here, "tom")).status_code == 422
    here.post("bea", "lay_down")
    assert "Take over the moderation" in here.whole("ada")
    assert here.post("bea", "appoint", person=person(here, "bea")).status_code == 403
    assert here.post("tom", "appoint", person=person(here, "ada")).status_code == 200
    assert Board.objects.get().moderator_id == person(here, "ada")
    assert here.post("tom", "appoint", person=person(here, "cem")).status_code == 422
    assert here.post("tom", "take").status_code in {403, 404}


# --- table and paper -----------------------------------------------------------------------------


def test_the_table_guards_formulas_and_leaves_the_group_of_loose_cards_empty() -> None:
    here = room(steps=with_steps(s1={"anonymity": "anonymous"}))
    here.begin()
    here.open()
    here.whole("ada")
    for text in ("=1+1", '@SUM(A1);"x"', "Loose"):
        assert here.write("ada", text).status_code == 200
    for what in ("reveal", "go_on", "open"):
        here.act(what)
    card = Card.objects.get(text="=1+1").pk
    group = here.post("ada", "move", step="s2", card=card, group="new").json()["group"]
    here.post("ada", "rename", step="s2", group=group, heading="+Plus", was="")
    answer = here.get("tom", "csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    text = answer.content.decode()
    assert text.startswith("\ufeff")
    lines = text.removeprefix("\ufeff").split("\r\n")
    assert "1;First;Card;'+Plus;'=1+1;;;;" in lines
    assert "1;First;Card;;Loose;;;;" in lines
    assert '1;First;Card;;"\'@SUM(A1);""x""";;;;' in lines
    assert "Ada" not in text


def test_the_print_has_all_that_its_reader_may_see(here: Room) -> None:
    target = to_voting(here, "Robots", "<b>Safety</b>")
    here.post("bea", "dots", step="s3", target=target, number="2")
    before = here.get("bea", "print").content.decode()
    assert "Robots" in before
    assert "&lt;b&gt;Safety&lt;/b&gt;" in before
    assert "<td>2</td>" not in before
    here.act("close")
    assert "<td>2</td>" in here.get("bea", "print").content.decode()
    for what in ("go_on", "open"):
        here.act(what)
    here.post("bea", "measure", step="s4", what="Book", who=person(here, "ada"), sign="Booked")
    page = here.get("tom", "print").content.decode()
    for text in ("Book", "Ada Adler", "Booked", "Works"):
        assert text in page


def test_a_card_nobody_can_read_is_refused(here: Room) -> None:
    here.open()
    for text in ("x" * 10_000, " \x00 ", " \u202e "):
        answer = here.write("bea", text, key())
        assert answer.status_code == 422
        assert answer.json()["refused"]
    assert not Card.objects.exists()
