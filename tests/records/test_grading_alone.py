"""Works of one person: nobody else's in the team, named with the company, partly reckoned."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from tests.records.desk_cases import Desk, form, text
from tests.records.dossier_cases import work as leave_work
from tests.records.grading_cases import (
    NOW,
    Decision,
    Deviation,
    decide,
    hand_in,
    rating,
    regrade,
)
from xblocks.core.errors import NotFound
from xblocks.core.people import Actor, Role
from xblocks.dossier import service as dossier
from xblocks.dossier.domain import HandInState
from xblocks.exercises.records import Exercise
from xblocks.grading import service
from xblocks.grading.desk import short
from xblocks.grading.holding import GradingHolding
from xblocks.grading.records import MemberScore, Work
from xblocks.grading.refusals import NotAGuest, OwnWork
from xblocks.privacy.subjects import of_account
from xblocks.roster.records import Company, Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_desk")]

FULL = {"aim": 3, "way": 3}


@pytest.fixture
def case(desk: Desk) -> Exercise:
    """A case study: reasons out of 20 points count 60 percent, figures 40."""
    return desk.course.exercise("Case A", total=20, share=40)


def send(actor: Actor, exercise: Exercise, right: int = 7, **more: Any) -> Work:
    """Hand in for oneself alone, with so many of 14 figures right."""
    values = {"due": None, "late": False, "now": NOW, **more}
    return service.hand_in(
        actor,
        exercise,
        company=None,
        members=[actor.person_id or 0],
        content={"right": right, "text": "We begin small."},
        definition_hash=exercise.definition_hash,
        **values,
    )


def test_each_of_a_team_hands_in_for_themselves(desk: Desk, case: Exercise) -> None:
    of_ada, of_ben = send(desk.ada, case), send(desk.ben, case)
    assert (of_ada.number, of_ben.number) == (1, 1)
    (own,) = service.results_for_team(desk.ada, case.usage_key)
    assert own.work_id == of_ada.pk
    with pytest.raises(NotFound):
        service.withdraw(desk.ben, of_ada.pk, NOW)
    standing = service.standing(case.usage_key, person=desk.ada.person_id, now=NOW)
    assert standing.work_id == of_ada.pk
    assert [w.pk for w in service.works_of(case.usage_key, person=desk.ben.person_id)] == [
        of_ben.pk
    ]
    with pytest.raises(NotFound):
        service.standing(case.usage_key, company=desk.ada.company, now=NOW)


def test_the_queue_names_the_person_with_the_company_and_sorts_by_the_person(
    desk: Desk, case: Exercise
) -> None:
    team = desk.work()
    send(desk.cem, case)
    send(desk.ben, case)
    send(desk.ada, case)
    by_name = service.Filters(sort=service.Sort.TEAM)
    rows = service.queue(desk.tom, by_name, NOW).rows
    assert [row.team for row in rows] == ["Ada", "Adler", "Ben", "Cem"]
    assert [row.company for row in rows] == ["Adler", "", "Adler", "Birke"]
    assert [row.alone for row in rows] == [True, False, True, True]
    page = text(desk.browser(desk.tom).get(desk.url("grading")))
    cell = page.split(">Cem</a>")[1].split("</th>")[0]
    assert "Birke" in cell
    assert "Ada, Ben" in page.split(">Adler</a>")[1].split("</th>")[0]
    assert team.sort_name.startswith("adler")


def test_a_work_alone_is_opened_claimed_and_rated_by_a_trainer_of_the_district(
    desk: Desk, case: Exercise
) -> None:
    work = send(desk.ada, case)
    tom = desk.browser(desk.tom)
    page = text(tom.get(desk.url("grading_work", work.pk)))
    assert "<h1>Ada: Case A</h1>" in page
    assert "Adler" in page
    assert desk.browser(desk.sven).get(desk.url("grading_work", work.pk)).status_code == 404
    tom.post(desk.url("grading_hold", work.pk, "claim"))
    sheet = tom.get(desk.url("grading_work", work.pk))
    for words in ("weight 8 of 20", "weight 12 of 20", "2.67 pts", "Points, 0 to 100"):
        assert words in text(sheet)
    part = text(
        tom.post(
            desk.url("grading_draft", work.pk),
            form(sheet, level_aim=3, level_way=2),
            headers={"HX-Request": "true"},
        )
    )
    assert "68 of 100" in part  # 40 % of 7/14 and 60 % of 16/20
    assert "Rated: 16 of 20, counts 60 %" in part
    assert "Figures: 7 of 14 figures right, counts 40 %" in part
    assert 'name="suggested" value="passed"' in part
    done = tom.post(
        desk.url("grading_decide", work.pk),
        form(tom.get(desk.url("grading_work", work.pk)), summary="Well done."),
        follow=True,
    )
    assert "Ada reads this" in text(done)
    assert "68 of 100" in text(done)
    assert Decimal(68) == MemberScore.objects.get(work=work).points


@pytest.mark.parametrize(
    ("right", "levels", "decision", "points"),
    [
        (14, {"aim": 1, "way": 1}, "passed", "60"),
        (13, {"aim": 1, "way": 1}, "returned", "57.143"),
        (14, {"aim": 0, "way": 3}, "returned", "76"),
        (0, FULL, "passed", "60"),
    ],
)
def test_the_rule_holds_for_the_whole_and_a_must_outweighs_it(
    desk: Desk, case: Exercise, right: int, levels: dict[str, int], decision: str, points: str
) -> None:
    work = send(desk.ada, case, right)
    review = decide(desk.tom, work, rating(levels))
    assert (review.decision, review.points) == (decision, Decimal(points))


def test_a_rubric_of_twenty_without_figures_is_told_out_of_twenty(desk: Desk) -> None:
    exercise = desk.course.exercise("Reasons", total=20, weight=20)
    work = hand_in(desk.ada, exercise, desk.ben)
    given = rating(
        {"aim": 3, "way": 2}, deviations={desk.ben.person_id: Deviation(Decimal(60), "Ill.")}
    )
    decide(desk.tom, work, given)
    (result,) = service.results_for_team(desk.ada)
    told = result.feedback[0].shown
    assert told is not None
    assert (told.points, told.total, result.own_text) == ("16", 20, "16 of 20")
    (of_ben,) = service.results_for_team(desk.ben)
    assert (of_ben.own_text, of_ben.own_reason) == ("12 of 20", "Ill.")
    assert {s.person_id: s.earned for s in MemberScore.objects.all()} == {
        desk.ada.person_id: 16,
        desk.ben.person_id: 12,
    }
    page = text(desk.browser(desk.tom).get(desk.url("grading_history", work.pk)))
    assert "12 of 20" in page


def test_other_points_are_entered_out_of_what_is_shown(desk: Desk) -> None:
    work = hand_in(desk.ada, desk.course.exercise("Reasons", total=20))
    tom = desk.browser(desk.tom)
    service.claim(desk.tom, work.pk, timezone.now())
    page = tom.get(desk.url("grading_work", work.pk))
    assert "Points, 0 to 20" in text(page)
    who = desk.ada.person_id
    other = {f"points-{who}": "15,5", f"why-{who}": "Copied."}
    sent = form(page, level_aim=3, level_way=3) | other
    tom.post(desk.url("grading_draft", work.pk), sent)
    page = tom.get(desk.url("grading_work", work.pk))
    assert 'value="15.5"' in text(page)
    too_many = form(page) | other | {f"points-{who}": "20.01"}
    assert tom.post(desk.url("grading_decide", work.pk), too_many).status_code == 422
    tom.post(desk.url("grading_decide", work.pk), form(page) | other)
    assert MemberScore.objects.get(work=work).points == Decimal("77.5")


def test_points_of_one_person_may_differ_and_be_decided_again(desk: Desk, case: Exercise) -> None:
    work = send(desk.ada, case)
    own = {desk.ada.person_id: Deviation(Decimal(50), "Not alone.")}
    decide(desk.tom, work, rating(FULL, deviations=own))
    (result,) = service.results_for_team(desk.ada)
    assert (result.own_text, result.own_reason) == ("50", "Not alone.")
    regrade(desk.tom, work, rating(FULL, reason="It was."))
    (result,) = service.results_for_team(desk.ada)
    assert (result.own_text, result.own_reason) == ("80", "")
    assert [each.points for each in result.feedback] == [Decimal(80), Decimal(80)]
    found = service.history(desk.tom, case.usage_key, person=desk.ada.person_id)
    assert [step.points for step in found.scores] == [Decimal(80), Decimal(50)]


def test_a_returned_work_comes_again_and_its_figures_stay(desk: Desk, case: Exercise) -> None:
    first = send(desk.ada, case, 7)
    decide(desk.tom, first, rating({"aim": 0, "way": 3}))
    second = send(desk.ada, case, 7)
    assert (second.number, second.returns) == (2, 1)
    page = text(desk.browser(desk.tom).get(desk.url("grading_history", second.pk)))
    assert "Ada: Case A" in page
    assert "Adler" in page
    assert "56 of 100" in page
    earlier = text(desk.browser(desk.tom, htmx=True).get(desk.url("grading_history", second.pk)))
    assert "56 of 100" in earlier
    opened = service.open_work(desk.tom, second.pk, NOW)
    assert [each.pk for each in opened.earlier] == [first.pk]


def test_coordinators_read_the_history_and_no_content(desk: Desk, case: Exercise) -> None:
    work = send(desk.ada, case)
    decide(desk.tom, work)
    cora = desk.course.person("Cora", [Role.COORDINATOR])
    page = text(desk.browser(cora).get(desk.url("grading_history", work.pk)))
    assert "Ada: Case A" in page
    assert "We begin small" not in page
    assert desk.browser(cora).get(desk.url("grading_work", work.pk)).status_code in {403, 404}


def test_nobody_grades_their_own_and_the_team_is_no_bar(desk: Desk, case: Exercise) -> None:
    both = [Role.TRAINEE, Role.TRAINER]
    adler = Company.objects.get(pk=desk.ada.company)
    tess = desk.course.person("Tess", both, adler, [desk.course.north])
    own, of_ada = send(tess, case), send(desk.ada, case)
    with pytest.raises(OwnWork):
        service.open_work(tess, own.pk, NOW)
    assert decide(tess, of_ada).decision == "passed"


def test_the_short_form_in_a_block_lists_works_of_people(desk: Desk, case: Exercise) -> None:
    work = send(desk.ada, case)
    shown = short.list_html(desk.tom, case.usage_key, timezone.now())
    assert "Adler" in shown.split(">Ada</a>")[1].split("</div>")[0]
    tom = desk.browser(desk.tom, htmx=True)
    opened = text(tom.get(desk.url("grading_short_work", work.pk) + "?in=block"))
    assert ">Ada</h4>" in opened
    assert "Adler" in opened
    assert "weight 8 of 20" in opened


def test_downloads_name_person_and_company(desk: Desk, case: Exercise) -> None:
    work = send(desk.ada, case)
    decide(desk.tom, work, rating(FULL))
    tom = desk.browser(desk.tom)
    sent = tom.post(desk.url("grading_works"), {"exercise": case.usage_key})
    found = zipfile.ZipFile(io.BytesIO(b"".join(sent.streaming_content)))
    assert "Ada-v1/work.html" in found.namelist()
    (line,) = rows(found.read("manifest.csv"))
    assert (line["Team"], line["Members"], line["Company"]) == ("Ada", "Ada", "Adler")
    (grade,) = rows(b"".join(tom.get(desk.url("grading_grades")).streaming_content))
    assert (grade["Team"], grade["Name"]) == ("Adler", "Ada")
    assert (grade["Points"], grade["Out of"]) == ("80", "100")
    assert grade["Counted without rating"] == "Figures: 7 of 14 figures right"


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_grades_out_of_twenty_stay_so_in_the_table(desk: Desk) -> None:
    work = hand_in(desk.ada, desk.course.exercise("Reasons", total=20))
    decide(desk.tom, work, rating({"aim": 3, "way": 2}))
    tom = desk.browser(desk.tom)
    (grade,) = rows(b"".join(tom.get(desk.url("grading_grades")).streaming_content))
    assert (grade["Points"], grade["Out of"], grade["Counted without rating"]) == ("16", "20", "")


def test_who_changes_the_company_takes_the_work_along(desk: Desk, case: Exercise) -> None:
    first = send(desk.ada, case)
    decide(desk.tom, first, rating({"aim": 0, "way": 3}))
    Person.objects.filter(pk=desk.ada.person_id).update(company=desk.clausen)
    moved = Actor(
        user_id=desk.ada.user_id,
        course_key=desk.ada.course_key,
        name=desk.ada.name,
        roles=desk.ada.roles,
        person_id=desk.ada.person_id,
        company=desk.clausen.pk,
    )
    second = send(moved, case)
    assert second.district_id == desk.course.south.pk
    assert [each.number for each in service.results_for_team(moved)] == [2, 1]
    assert service.results_for_team(desk.ben, case.usage_key) == []
    service.claim(desk.sven, second.pk, NOW)
    (row,) = service.queue(desk.sven, service.Filters(), NOW).rows
    assert (row.team, row.company) == ("Ada", "Clausen")


def test_a_case_counts_for_the_certificate_of_the_one_who_passed_it(
    desk: Desk, case: Exercise
) -> None:
    work = send(desk.ada, case)
    decide(desk.tom, work)

    def state(actor: Actor) -> HandInState:
        (found,) = dossier.dossier(actor).evidence.hand_ins
        assert found.required
        return found.state

    assert state(desk.ada) is HandInState.PASSED
    assert state(desk.ben) is HandInState.OPEN


def test_a_guest_without_a_company_may_sit_in_the_jury_of_one_person(desk: Desk) -> None:
    exercise = desk.course.exercise("Talk", jury=2)
    work = send(desk.ada, exercise)
    eve = desk.course.person("Eve", [Role.EXPERT])
    service.take_seat(desk.tom, work.pk, NOW)
    service.seat_guest(desk.tom, work.pk, eve.person_id or 0, NOW)
    assert {seat.name for seat in service.jury(desk.tom, work.pk).seats} == {"Tom", "Eve"}
    with pytest.raises(NotAGuest):
        service.seat_guest(desk.tom, work.pk, desk.ada.person_id or 0, NOW)


def test_who_is_erased_takes_works_done_alone_away(desk: Desk, case: Exercise) -> None:
    work, other = send(desk.ada, case), send(desk.ben, case)
    decide(desk.tom, work)
    service.claim(desk.tom, other.pk, NOW)
    subject = of_account(desk.ada.user_id)
    own = GradingHolding().export(subject)
    assert [each["title"] for each in own["works"]] == ["Case A"]
    assert json.loads(json.dumps(own["works"][0]["content"]))["right"] == 7
    GradingHolding().erase(subject, NOW)
    assert list(Work.objects.values_list("pk", flat=True)) == [other.pk]
    assert not MemberScore.objects.filter(person=desk.ada.person_id).exists()


def test_old_reviews_are_read_as_they_were(desk: Desk) -> None:
    """Definitions of before have neither a total nor a reckoned part."""
    exercise = desk.course.exercise("M1")
    definition = json.loads(exercise.definition)
    del definition["rubric"]["total"], definition["share"]
    Exercise.objects.filter(pk=exercise.pk).update(definition=json.dumps(definition))
    exercise.refresh_from_db()
    leave_work(desk.ada.person_id or 0, desk.course.exercise("M2"))
    work = hand_in(desk.ada, exercise, desk.ben)
    assert decide(desk.tom, work).decision == Decision.PASSED
    (result, *_rest) = service.results_for_team(desk.ada, exercise.usage_key)
    assert result.feedback[0].shown is not None
    assert (result.feedback[0].shown.points, result.feedback[0].shown.total) == ("80", 100)
