"""A jury on its pages: seats, blind rating, the chair."""

from __future__ import annotations

import pytest

from tests.records.desk_cases import MARK, Desk, form, text
from tests.records.grading_cases import GOOD, hand_in
from xblocks.core.people import Role
from xblocks.grading.records import Review, Seat, Work

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.one_database,
    pytest.mark.usefixtures("plain_desk"),
]


@pytest.fixture
def talk(desk: Desk) -> Work:
    """A work for a jury of two in which Tom has the chair."""
    work = desk.work(jury=2)
    desk.browser(desk.tom).post(desk.url("grading_jury", work.pk, "sit"))
    return work


def submit(desk: Desk, who, work: Work, levels: dict[str, int], summary: str = ""):
    browser = desk.browser(who)
    page = browser.get(desk.url("grading_work", work.pk))
    changes = {f"level_{name}": level for name, level in levels.items()}
    sent = form(page, summary=summary, **changes)
    return browser.post(desk.url("grading_seat", work.pk, "submit"), sent, follow=True)


def test_a_jury_is_seated_with_a_guest_who_sees_this_work_alone(desk: Desk, talk: Work):
    eda = desk.course.person("Eda", [Role.EXPERT])
    assert desk.browser(eda).get(desk.url("grading_work", talk.pk)).status_code == 404
    page = desk.browser(desk.tom).get(desk.url("grading_work", talk.pk), {"guest": "1"})
    assert (eda.person_id, "Eda", "expert") in page.context["guests"]
    assert "Ada" not in str(page.context["guests"])
    done = desk.browser(desk.tom).post(
        desk.url("grading_jury", talk.pk, "guest"), {"who": eda.person_id}
    )
    assert done.status_code == 302
    seen = desk.browser(eda).get(desk.url("grading_work", talk.pk))
    assert "Submit my rating" in text(seen)
    assert 'id="notes"' not in text(seen)
    assert "Decide and open" not in text(seen)
    other = desk.work()
    assert desk.browser(eda).get(desk.url("grading_work", other.pk)).status_code == 404
    third = desk.browser(desk.tina).post(desk.url("grading_jury", talk.pk, "sit"))
    assert (third.status_code, third["X-WBM-Refusal"]) == (409, "jury_full")


def test_the_chair_is_offered_to_trainers_only(desk: Desk):
    talk, tom = desk.work(jury=3), desk.browser(desk.tom)
    eda = desk.course.person("Eda", [Role.EXPERT])
    tom.post(desk.url("grading_jury", talk.pk, "sit"))
    for guest in (eda, desk.tina):
        tom.post(desk.url("grading_jury", talk.pk, "guest"), {"who": guest.person_id})
    page = text(tom.get(desk.url("grading_work", talk.pk)))
    assert "Free the seat of Eda" in page
    assert "Give Eda the chair" not in page
    assert "Give Tina the chair" in page
    refused = tom.post(desk.url("grading_jury", talk.pk, "chair"), {"who": eda.user_id})
    assert (refused.status_code, refused["X-WBM-Refusal"]) == (422, "not_for_an_expert")
    assert "Only a trainer can have the chair" in text(refused)


def test_nobody_learns_a_level_before_all_have_rated(desk: Desk, talk: Work):
    desk.browser(desk.tina).post(desk.url("grading_jury", talk.pk, "sit"))
    done = submit(desk, desk.tom, talk, GOOD, f"{MARK} mine")
    assert "Your rating is with the jury." in text(done)
    seen = text(desk.browser(desk.tina).get(desk.url("grading_work", talk.pk)))
    assert "has rated" in seen
    assert MARK not in seen
    assert "<table" not in seen
    complete = text(submit(desk, desk.tina, talk, {"aim": 3, "way": 0}))
    assert "Now the chair decides." in complete
    assert f"{MARK} mine" in complete
    assert "50 % of the levels are the same" in complete
    assert "far apart" in complete


def test_the_chair_decides_with_the_middle_levels_if_wanted(desk: Desk, talk: Work):
    desk.browser(desk.tina).post(desk.url("grading_jury", talk.pk, "sit"))
    for who, levels in ((desk.tom, GOOD), (desk.tina, {"aim": 1, "way": 1})):
        submit(desk, who, talk, levels)
    refused = desk.browser(desk.tina).post(
        desk.url("grading_decide", talk.pk), {"version": "1", "level-aim": "1", "level-way": "1"}
    )
    assert refused.status_code in {403, 409}
    tom = desk.browser(desk.tom)
    page = tom.get(desk.url("grading_work", talk.pk), {"proposal": "1"})
    assert [each.chosen.number for each in page.context["criteria"]] == [1, 1]
    assert page.context["tally"].points.points == "33.33"
    sent = form(page)
    assert sent["decision"] == "returned"
    done = tom.post(desk.url("grading_decide", talk.pk), sent, follow=True)
    assert "reads this" in text(done)
    assert "Ratings of the jury" in text(done)
    assert Review.objects.get(kind="final").levels == {"aim": 1, "way": 1}


def test_an_incomplete_rating_is_not_submitted(desk: Desk, talk: Work):
    answer = submit(desk, desk.tom, talk, {"aim": 2})
    assert (answer.status_code, answer["X-WBM-Refusal"]) == (422, "rating_incomplete")
    assert not Review.objects.exists()


def test_seats_are_left_freed_and_the_chair_is_passed_on(desk: Desk, talk: Work):
    tom, tina = desk.browser(desk.tom), desk.browser(desk.tina)
    tina.post(desk.url("grading_jury", talk.pk, "sit"))
    not_chair = tina.post(desk.url("grading_seat", talk.pk, "leave"), {"who": desk.tom.user_id})
    assert not_chair.status_code == 403
    tom.post(desk.url("grading_jury", talk.pk, "chair"), {"who": desk.tina.user_id})
    assert Seat.objects.get(is_chair=True).juror_id == desk.tina.user_id
    tina.post(desk.url("grading_seat", talk.pk, "leave"), {"who": desk.tom.user_id})
    assert Seat.objects.get().juror_id == desk.tina.user_id
    for name, step in (("grading_seat", "leave"), ("grading_jury", "chair")):
        assert tina.post(desk.url(name, talk.pk, step)).status_code == 400


def test_the_chair_goes_on_without_who_does_not_rate(desk: Desk):
    work = desk.work(jury=3)
    for who in (desk.tom, desk.tina):
        desk.browser(who).post(desk.url("grading_jury", work.pk, "sit"))
        submit(desk, who, work, GOOD)
    tom = desk.browser(desk.tom)
    without = tom.post(desk.url("grading_jury", work.pk, "close"), {"reason": " "})
    assert without["X-WBM-Refusal"] == "reason_missing"
    assert 'role="alert"' in text(without)
    done = tom.post(
        desk.url("grading_jury", work.pk, "close"), {"reason": "The guest is ill."}, follow=True
    )
    assert "You have the chair" in text(done)
    assert "The guest is ill." in text(done)


def test_own_work_is_refused_with_a_sentence(desk: Desk):
    both = desk.course.person("Bo", [Role.TRAINER, Role.TRAINEE], desk.adler, [desk.course.north])
    work = hand_in(both, desk.course.exercise())
    answer = desk.browser(both).get(desk.url("grading_work", work.pk))
    assert (answer.status_code, answer["X-WBM-Refusal"]) == (403, "own_work")
