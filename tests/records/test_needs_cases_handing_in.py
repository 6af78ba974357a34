"""Handing a case in: once, marked exactly, graded by trainers or counted by itself."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from tests.records.needs_cases import LONG, MARK, NOW, case, register, sent
from xblocks.core.errors import NotAllowed
from xblocks.exercises.records import Exercise
from xblocks.grading import service as grading
from xblocks.grading.records import MemberScore, Work
from xblocks.grading.service import Status
from xblocks.needs_analysis import service
from xblocks.needs_analysis.handing_in import content_marks
from xblocks.needs_analysis.presenter import CasePresenter
from xblocks.needs_analysis.records import Sheet
from xblocks.needs_analysis.refusals import ChangedMeanwhile, NoCompany, NotAnew, NotReady
from xblocks.needs_analysis.sheets import Stage
from xblocks.notices.records import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_desk")]

LATER = NOW + timedelta(days=1)


def test_what_is_missing_stops_only_where_it_is_needed() -> None:
    here = case()
    with pytest.raises(NotReady):
        here.hand_in()
    here.save("reason:r1", LONG)  # all figures are empty: they count as not right
    assert here.hand_in().stage is Stage.HANDED_IN
    assert content_marks(Work.objects.get().content).right == 0


def test_profiles_are_needed_where_they_are_set() -> None:
    here = case(targets="set")
    here.save("reason:r1", LONG)
    with pytest.raises(NotReady):
        here.hand_in()


def test_the_summary_leads_to_what_is_missing() -> None:
    here = case()
    found = here.page("summary")
    assert "Fill in what is missing" in found
    assert here.url("_step", "reasons") + "?at=reason:r1" in found
    assert "Hand in now" not in found
    here.answer_all()
    assert "Hand in now" in here.page("summary")


def test_handing_in_twice_is_once() -> None:
    here = case()
    first = here.done()
    again = here.hand_in()
    assert again.work == first
    assert Work.objects.count() == 1


def test_a_page_says_who_reads_it_before_and_after_it_is_handed_in() -> None:
    here = case()
    alone, together = "Only you read this.", "You and the trainers of your district read what you"
    assert alone in here.page("dossier")
    assert together not in here.page("dossier")
    here.done()
    assert alone not in here.page("result")
    assert together in here.page("result")


def test_what_changed_since_the_summary_is_looked_at_first() -> None:
    here = case()
    here.answer_all()
    seen = here.opened().revision
    here.save("question:sum", "7")
    with pytest.raises(ChangedMeanwhile):
        service.hand_in(here.ada, here.exercise, seen, here.exercise.definition_hash, NOW)
    old = here.exercise.definition_hash
    here.exercise = register(here.where, usage_key=here.exercise.usage_key, title="Elm Works 2")
    with pytest.raises(ChangedMeanwhile):
        service.hand_in(here.ada, here.exercise, here.opened().revision, old, NOW)
    assert here.hand_in().stage is Stage.HANDED_IN
    assert here.opened().answers["question:sum"] == "7"


def test_a_refused_hand_in_shows_the_summary_again_with_all_answers() -> None:
    here = case()
    here.answer_all()
    form = {"revision": "1", "definition": here.exercise.definition_hash}
    response = here.browser().post(here.url("_hand_in"), form)
    assert response.status_code == 409
    assert response["X-WBM-Refusal"] == "changed_meanwhile"
    assert "Hand in now" in response.content.decode()
    assert not Work.objects.exists()


def test_only_trainees_of_a_company_hand_in_to_graders() -> None:
    here = case()
    with pytest.raises(NotAllowed):
        service.hand_in(here.tom, here.exercise, 0, here.exercise.definition_hash, NOW)
    here.answer_all()
    alone = replace(here.ada, company=None)
    revision = here.opened().revision
    with pytest.raises(NoCompany):
        service.hand_in(alone, here.exercise, revision, here.exercise.definition_hash, NOW)
    assert here.opened().stage is Stage.OPEN


def test_every_answer_counts_the_same_and_parts_count_as_such() -> None:
    here = case()
    here.answer_all({"sum": "99"})
    here.weigh("k2", 1, 1, 3, 3)  # urgency is another one: 3 of 4 parts are right
    work = here.hand_in().work
    assert work
    marks = content_marks(work.content)
    assert marks.shares["question:sum"] == 0
    assert marks.shares["weighing:k2"] == Fraction(3, 4)
    assert marks.right == Fraction(19, 4)
    assert (marks.whole, len(marks.shares)) == (4, 6)


def test_figures_and_reasons_make_the_grade_together() -> None:
    here = case()
    here.answer_all({"sum": "99", "cover": "1", "pick": "o2"})
    work = here.hand_in().work
    assert work
    here.decide(work, {"why": 2, "fit": 1})  # 12 + 4 of 20: 80 of 100
    # 40 % × 1/2 + 60 % × 80
    assert MemberScore.objects.get().points == Decimal("68.000")
    assert here.book() == (68, 100)


def test_a_grader_reads_reasons_first_and_the_model_beside_them() -> None:
    here = case()
    work = here.done()
    definition = here.opened().definition.model_dump(mode="json")
    found = CasePresenter().html(work, definition, here.tom)
    order = ["Why this order?", "What was reckoned", "Figures", "Measures", "Matrix"]
    places = [found.index(each) for each in order]
    assert places == sorted(places)
    assert LONG.strip() in found
    assert f"{MARK}model text" in found
    lines = CasePresenter().text_lines(work, definition)
    assert lines[0] == "Why this order?"
    assert any("Sum of the gaps? 6 (right)" in line for line in lines)


def test_the_grading_desk_shows_the_work() -> None:
    here = case()
    work = here.done()
    grading.claim(here.tom, work.pk, NOW)
    page = here.browser(here.tom, htmx=False).get(f"/wbm/{here.where.key}/grading/{work.pk}/")
    assert LONG.strip() in sent(page)


def test_a_returned_work_has_its_reasons_revised_alone() -> None:
    here = case()
    work = here.done()
    here.decide(work, {"why": 0, "fit": 1})
    assert here.opened().stage is Stage.RETURNED
    found = here.page("result")
    assert re.search(r'href="[^"]+/reasons/"[^>]*>Revise the reasons<', found)
    assert re.search(r'wbm-button" href="[^"]+/summary/"', here.page("reasons"))
    here.save("reason:r1", LONG + "Now better.")
    again = here.hand_in(now=LATER).work
    assert again
    assert (again.number, again.status) == (2, Status.WAITING)
    assert content_marks(again.content) == content_marks(work.content)
    assert "Now better." in again.content
    here.decide(again, {"why": 2, "fit": 2}, LATER)
    assert here.opened().stage is Stage.PASSED
    assert f"{MARK}model text" in here.page("result")
    assert f"{MARK}variant text" in here.page("result")


def test_figures_of_a_returned_work_stay_though_the_exercise_changes() -> None:
    here = case()
    work = here.done()
    here.decide(work, {"why": 0, "fit": 1})
    register(here.where, usage_key=here.exercise.usage_key, questions=[])
    here.exercise = Exercise.objects.get(pk=here.exercise.pk)
    here.save("reason:r1", LONG + "Now better.")
    again = here.hand_in(now=LATER).work
    assert again
    assert content_marks(again.content) == content_marks(work.content)
    assert "Sum of the gaps?" in here.page("result")


def test_the_person_is_told_of_the_decision() -> None:
    here = case()
    here.decide(here.done(), {"why": 2, "fit": 2})
    told = Notice.objects.filter(person=here.ada.person_id).values_list("link", flat=True)
    assert list(told) == [here.url("")]


def test_nobody_grading_the_figures_make_the_score_and_the_best_round_counts() -> None:
    here = case(graded=False)
    here.answer_all()
    assert here.hand_in().stage is Stage.CLOSED
    assert here.book() == (100, 100)
    service.begin_anew(here.ada, here.exercise, 1, NOW)
    assert here.opened().answers == {}
    assert here.opened().stage is Stage.OPEN
    here.hand_in()
    assert here.book() == (100, 100)
    assert Sheet.objects.get().best == 100
    assert "Your best round: 100 of 100 points" in here.page("result")


def test_a_better_round_replaces_the_one_before() -> None:
    here = case(graded=False)
    here.hand_in()
    assert here.book() == (0, 100)
    service.begin_anew(here.ada, here.exercise, 1, NOW)
    here.answer_all({"sum": "99"})
    here.hand_in()
    assert here.book() == (83, 100)  # 5 of 6


def test_beginning_anew_twice_is_once() -> None:
    here = case(graded=False)
    here.hand_in()
    service.begin_anew(here.ada, here.exercise, 1, NOW)
    here.save("question:sum", "6")
    service.begin_anew(here.ada, here.exercise, 1, NOW)
    assert here.opened().answers == {"question:sum": "6"}


def test_a_graded_case_is_not_begun_anew() -> None:
    here = case()
    here.done()
    with pytest.raises(NotAnew):
        service.begin_anew(here.ada, here.exercise, 1, NOW)


def test_a_case_without_weight_scores_nothing() -> None:
    here = case(graded=False, weight=0)
    here.answer_all()
    here.hand_in()
    assert here.book() is None


def test_the_result_can_be_printed_once_there_is_one() -> None:
    here = case()
    browser = here.browser(htmx=False)
    assert browser.get(here.url("_print")).status_code == 302
    here.done()
    assert "Sum of the gaps?" in sent(browser.get(here.url("_print")))


def test_who_took_a_work_back_from_graders_cannot_begin_anew_with_the_model_answer_in_mind() -> (
    None
):
    here = case()
    here.done()
    grading.withdraw(here.ada, Work.objects.get().pk, NOW)
    with pytest.raises(NotAnew):
        service.begin_anew(here.ada, here.exercise, 1, NOW)
