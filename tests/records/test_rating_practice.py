"""Rating a sample talk.

The way: read the talk with its marked passages; choose a level for each criterion or say that it
could not be observed, each choice is kept at once; compare with the reference, its reasons and
passages; begin anew, earlier ratings stay. Nothing of the reference leaves the server before.
"""

from __future__ import annotations

import pytest

from tests.records.rating_hall import NOW, Hall, registered
from xblocks.core.errors import Masquerading, NotFound
from xblocks.core.people import Actor
from xblocks.role_play.rating import practising
from xblocks.role_play.rating.comparing import Distance
from xblocks.role_play.rating.refusals import NoSuchCriterion, NoSuchLevel, OtherRating
from xblocks.role_play.records import PracticeRating

WHOLE = {"b1": "3", "b4": "2", "b7": "-"}


@pytest.fixture
def hall(db: None, plain_desk: None) -> Hall:
    return Hall()


def test_nothing_of_the_reference_is_on_a_page_before_one_has_rated(hall: Hall) -> None:
    answers = [hall.page(), hall.post("save", b1="3").content.decode(), hall.page()]
    refused = hall.post("finish", b4="4")
    answers.append(refused.content.decode())
    assert all("SECRET" not in each for each in answers)
    assert "SECRET" in hall.post("finish", b7="-").content.decode()


def test_what_is_chosen_is_kept_at_once(hall: Hall) -> None:
    said = hall.post("save", b1="3", b7="-").content.decode()
    assert "2 of 3 rated" in said
    here = practising.opened(hall.ada, hall.talk)
    assert here.levels == {"b1": 3, "b7": None}
    assert practising.opened(hall.ben, hall.talk).levels == {}


def test_open_criteria_are_named_and_what_was_chosen_stays(hall: Hall) -> None:
    answer = hall.post("finish", b1="3")
    assert answer.status_code == 422
    assert "Listening, Information" in answer.content.decode()
    assert practising.opened(hall.ada, hall.talk).levels == {"b1": 3}


def test_the_rating_stands_beside_the_reference(hall: Hall) -> None:
    hall.post("finish", **WHOLE)
    comparison = practising.opened(hall.ada, hall.talk).comparison
    assert comparison is not None
    assert [row.distance for row in comparison.rows] == [
        Distance.SAME,
        Distance.FURTHER,
        Distance.SAME,
    ]
    assert (comparison.same, comparison.near) == (2, 2)
    page = hall.page()
    assert "You rated 2 of 3 criteria as the reference does" in page
    assert "Agreement: 67 %" in page
    assert "Passage 2" in page


def test_one_level_off_and_what_only_one_could_observe_are_told_apart(hall: Hall) -> None:
    hall.post("finish", b1="4", b4="-", b7="1")
    comparison = practising.opened(hall.ada, hall.talk).comparison
    assert comparison is not None
    assert [row.distance for row in comparison.rows] == [
        Distance.ONE_OFF,
        Distance.UNSEEN,
        Distance.UNSEEN,
    ]


def test_a_rating_that_is_done_cannot_be_changed(hall: Hall) -> None:
    hall.post("finish", **WHOLE)
    hall.post("save", b1="1")
    hall.post("finish", b1="1")
    assert practising.opened(hall.ada, hall.talk).levels["b1"] == 3


def test_beginning_anew_keeps_the_earlier_rating_and_begins_once(hall: Hall) -> None:
    hall.post("finish", **WHOLE)
    assert hall.post("anew").status_code == 200
    assert hall.post("anew").status_code == 200
    here = practising.opened(hall.ada, hall.talk)
    assert (here.number, here.levels, here.comparison) == (2, {}, None)
    assert [number for number, _each in here.earlier] == [1]
    assert "SECRET" not in hall.page()
    assert PracticeRating.objects.count() == 2


def test_one_begins_anew_only_after_a_comparison(hall: Hall) -> None:
    hall.post("save", b1="3")
    assert hall.post("anew").status_code == 409


def test_another_tab_that_has_gone_on_is_not_overwritten(hall: Hall) -> None:
    hall.post("finish", **WHOLE)
    hall.post("anew")
    answer = hall.post("save", number=1, b1="1")
    assert answer.status_code == 409
    with pytest.raises(OtherRating):
        practising.save(hall.ada, hall.talk, 7, {}, NOW)
    assert practising.opened(hall.ada, hall.talk).levels == {}


@pytest.mark.parametrize("level", ["0", "5", "x", "33", "3.5"])
def test_a_level_there_is_not_is_refused_and_nothing_is_kept(hall: Hall, level: str) -> None:
    assert hall.post("save", b1=level).status_code == 422
    assert practising.opened(hall.ada, hall.talk).levels == {}


def test_what_the_sheet_does_not_have_is_refused(hall: Hall) -> None:
    with pytest.raises(NoSuchCriterion):
        practising.save(hall.ada, hall.talk, 1, {"b9": 1}, NOW)
    with pytest.raises(NoSuchLevel):
        practising.save(hall.ada, hall.talk, 1, {"b1": 5}, NOW)
    assert not PracticeRating.objects.exists()


def test_who_looks_on_rates_nothing(hall: Hall) -> None:
    staff = Actor(9, hall.where.key, "Staff", hall.tom.roles)
    with pytest.raises(NotFound):
        practising.save(staff, hall.talk, 1, {"b1": 1}, NOW)
    learner = Actor(
        hall.ada.user_id,
        hall.where.key,
        "Ada",
        hall.ada.roles,
        person_id=hall.ada.person_id,
        masquerading=True,
    )
    with pytest.raises(Masquerading):
        practising.save(learner, hall.talk, 1, {"b1": 1}, NOW)


def test_a_rating_goes_on_with_the_talk_it_was_begun_with(hall: Hall) -> None:
    hall.post("save", b1="3")
    registered(hall.where, hall.talk.usage_key, title="Another title")
    hall.talk.refresh_from_db()
    assert practising.opened(hall.ada, hall.talk).definition.title == "A talk in the break"
    assert practising.opened(hall.ben, hall.talk).definition.title == "Another title"
