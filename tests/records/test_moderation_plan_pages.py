"""Pages of a plan: every change is answered, every refusal says where, nothing typed is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.http import HttpResponse
from icalendar import Calendar

from tests.records.moderation_plan_room import WRITTEN, Room, room
from tests.unit.moderation_plans import FAULTY, changed, without
from xblocks.moderation.domain.written import Measure
from xblocks.moderation.records import Plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_desk")]


def saved(here: Room, plan: Plan, form: dict, *, htmx: bool = True) -> HttpResponse:
    return here.browser(htmx=htmx).post(here.url("_save", plan.pk), form)


def text(response: HttpResponse) -> str:
    return response.content.decode()


def test_before_the_first_plan_the_page_says_what_is_asked_and_how_to_begin() -> None:
    here = room()
    shown = text(here.browser().get(here.url()))
    assert "Begin the plan" in shown
    assert "Drei Themen mit je einer Maßnahme." in shown
    begun = here.browser().post(here.url("_begin"), {"latest": "0"})
    assert "The phase" in text(begun) or "Begin with the first phase" in text(begun)


def test_a_saved_plan_answers_with_state_points_and_findings_at_their_rows() -> None:
    here = room()
    plan = here.begin()
    broken = replace(WRITTEN, rows=changed("r5", method="KGA"))
    answer = text(saved(here, plan, here.form(plan, broken)))
    assert "Saved" in answer
    assert 'name="version" value="2"' in answer
    at = answer.index('id="wbm-plan-f-r5"')
    assert "R06" in answer[at : answer.index("</div>", at)]
    assert "R06" not in answer[answer.index('id="wbm-plan-f-r3"') :].split("</div>")[0]
    assert 'id="wbm-plan-stand"' in answer
    assert here.draft(plan) == broken


def test_findings_of_a_measure_stand_at_the_measure_typed() -> None:
    here = room()
    plan = here.begin()
    draft = replace(WRITTEN, measures=(Measure(), replace(WRITTEN.measures[0], who="")))
    answer = text(saved(here, plan, here.form(plan, draft)))
    assert "R10" in answer[answer.index('id="wbm-plan-m-1"') :].split("</div>")[0]
    assert "R10" not in answer[answer.index('id="wbm-plan-m-0"') :].split("</div>")[0]


@pytest.mark.parametrize("blank", ["", "  ", "\x00"])
def test_a_measure_is_told_by_the_number_it_has_on_the_page(blank: str) -> None:
    here = room()
    plan = here.begin()
    measure = WRITTEN.measures[0]
    form = here.form(plan, replace(WRITTEN, measures=(measure, replace(measure, who=""))))
    for name in ("what", "who", "by", "sign"):
        form[name] = [blank if name != "by" else "", *form[name]]
    answer = text(saved(here, plan, form))
    assert "Measure 3: Nobody is responsible." in answer
    assert "Measure 2:" not in answer
    assert "R10" in answer[answer.index('id="wbm-plan-m-2"') :].split("</div>")[0]
    assert 'data-plan-at="2"' in answer


def test_an_overtaken_message_with_fewer_measures_is_answered() -> None:
    here = room()
    plan = here.begin()
    measure = replace(WRITTEN.measures[0], who="")
    late = here.form(plan, replace(WRITTEN, measures=()), client="tab1", stamp="1")
    newer = replace(WRITTEN, measures=(measure, measure))
    assert saved(here, plan, here.form(plan, newer, client="tab1", stamp="2")).status_code == 200
    answer = saved(here, plan, late)
    assert answer.status_code == 200
    assert here.draft(plan) == newer


def test_points_are_told_when_they_change() -> None:
    here = room()
    plan = here.begin()
    assert "Now 30 of 30 points." in text(saved(here, plan, here.form(plan)))
    same = replace(WRITTEN, reasons="Other.")
    assert "data-wbm-announce" not in text(saved(here, plan, here.form(plan, same)))


@pytest.mark.parametrize(("field", "value"), [("minutes", "-5"), ("minutes", "10000")])
def test_minutes_no_row_can_have_are_refused_with_row_and_field(field: str, value: str) -> None:
    here = room()
    plan = here.written()
    form = here.form(plan)
    form[field] = [value if place == 2 else each for place, each in enumerate(form[field])]
    answer = saved(here, plan, form)
    assert answer.status_code == 422
    assert (answer["X-WBM-Row"], answer["X-WBM-Field"]) == ("r3", field)
    assert "Row 3" in text(answer)
    assert here.draft(plan) == WRITTEN


def test_a_text_too_long_is_refused_and_named() -> None:
    here = room()
    plan = here.written()
    answer = saved(here, plan, here.form(plan, replace(WRITTEN, reasons="x" * 10_000)))
    assert answer.status_code == 422
    assert answer["X-WBM-Field"] == "reasons"
    assert here.draft(plan) == WRITTEN


def test_a_whole_page_that_is_refused_shows_what_was_typed() -> None:
    here = room()
    plan = here.written()
    form = here.form(plan, whole="1")
    form["minutes"] = ["-5", *form["minutes"][1:]]
    form["reasons"] = "These are new words."
    for htmx in (True, False):
        answer = saved(here, plan, form, htmx=htmx)
        assert answer.status_code == 422
        assert 'value="-5"' in text(answer)
        assert "These are new words." in text(answer)
        assert "data-plan-unsaved" in text(answer)


def test_seventy_rows_are_refused_and_five_hundred_do_not_get_through() -> None:
    here = room()
    plan = here.written()
    many = tuple(replace_id(number) for number in range(70))
    answer = saved(here, plan, here.form(plan, replace(WRITTEN, rows=many)))
    assert (answer.status_code, answer["X-WBM-Refusal"]) == (422, "too_many_rows")
    many = tuple(replace_id(number) for number in range(500))
    answer = saved(here, plan, here.form(plan, replace(WRITTEN, rows=many)))
    assert answer.status_code == 400
    assert here.draft(plan) == WRITTEN


def replace_id(number: int):
    return WRITTEN.rows[0].model_copy(update={"id": f"n{number}"})


def test_columns_that_do_not_match_are_not_read() -> None:
    here = room()
    plan = here.written()
    form = here.form(plan)
    form["content"] = form["content"][:-1]
    assert saved(here, plan, form).status_code == 400
    assert saved(here, plan, {**here.form(plan), "version": "x"}).status_code == 400
    assert here.draft(plan) == WRITTEN


def test_a_conflict_shows_both_and_each_way_out_keeps_what_it_says() -> None:
    for choice in ("mine", "theirs", "both"):
        here = room()
        plan = here.written()
        other = replace(WRITTEN, reasons="Typed on the phone.")
        form = here.form(plan, other, version="1")
        answer = saved(here, plan, form)
        assert answer.status_code == 409
        assert answer["X-WBM-Refusal"] == "field_conflict"
        assert answer["HX-Retarget"] == "#wbm-plan"
        assert "Typed on the phone." in text(answer)
        assert WRITTEN.reasons in text(answer)
        again = {**here.form(plan, other), "whole": "1", choice: "1"}
        settled = saved(here, plan, again)
        assert settled.status_code == 200
        assert "data-wbm-settled" in text(settled)
        kept = [here.draft(each).reasons for each in here.opened().plans]
        expected = {
            "mine": ["Typed on the phone."],
            "theirs": [WRITTEN.reasons],
            "both": [WRITTEN.reasons, "Typed on the phone."],
        }
        assert kept == expected[choice]


def test_a_removed_plan_can_be_fetched_back_from_the_page() -> None:
    here = room()
    plan = here.written()
    for htmx in (True, False):
        answer = here.browser(htmx=htmx).post(here.url("_remove", plan.pk), follow=True)
        assert here.url("_restore", plan.pk) in text(answer)
        here.browser().post(here.url("_restore", plan.pk))
        assert [each.pk for each in here.opened().plans] == [plan.pk]


def test_the_page_before_handing_in_says_what_is_open_and_what_must_be_there() -> None:
    here = room(graded=True)
    plan = here.written(rows=without("r5"), reasons="")
    shown = text(here.browser().get(here.url("_confirm", plan.pk)))
    assert "R01" in shown
    assert "Why these methods?" in shown
    assert "Hand in now" not in shown
    form = {"version": str(plan.version), "definition": here.exercise.definition_hash}
    answer = here.browser().post(here.url("_hand_in", plan.pk), form)
    assert (answer.status_code, answer["X-WBM-Refusal"]) == (422, "texts_missing")


def test_what_is_handed_in_stands_beside_the_model_with_what_differs() -> None:
    here = room()
    plan = here.written(rows=changed("r5", method="TSP", dots=None))
    shown = text(here.browser().get(here.url("_confirm", plan.pk)))
    assert "Hand in now" in shown
    form = {"version": str(plan.version), "definition": here.exercise.definition_hash}
    answer = text(here.browser().post(here.url("_hand_in", plan.pk), form))
    assert "other method: Multi-dot query" in answer
    assert "the same" in answer
    assert "Go on with a copy" in answer


def test_plans_stand_side_by_side() -> None:
    here = room()
    here.written()
    here.save(here.begin(), replace(WRITTEN, title="Short", rows=FAULTY))
    shown = text(here.browser().get(here.url("_compare")))
    assert "Plan A" in shown
    assert "Short" in shown
    assert "Go on with this plan" in shown


def test_a_plan_is_printed_with_everything() -> None:
    here = room()
    shown = text(here.browser(htmx=False).get(here.url("_print", here.written().pk)))
    for each in ("14:05", "Card query", WRITTEN.reasons, WRITTEN.plan_b, "Alex Beispiel"):
        assert each in shown


def test_a_calendar_gets_one_entry_with_the_agenda() -> None:
    here = room()
    plan = here.written()
    address = here.url("_calendar", plan.pk)
    answer = here.browser(htmx=False).get(address, {"day": "2027-04-01", "begins": "09:30"})
    assert answer["Content-Type"].startswith("text/calendar")
    events = list(Calendar.from_ical(answer.content).walk("VEVENT"))
    assert len(events) == 1
    event = events[0]
    assert event["DTSTART"].dt == datetime(2027, 4, 1, 7, 30, tzinfo=UTC)
    assert event["DTEND"].dt == datetime(2027, 4, 1, 9, 30, tzinfo=UTC)
    assert "09:35–09:40" in str(event["DESCRIPTION"])
    assert "Card query" in str(event["DESCRIPTION"])
    again = here.browser(htmx=False).get(address, {"day": "2027-04-01", "begins": "09:30"})
    assert Calendar.from_ical(again.content).walk("VEVENT")[0]["UID"] == event["UID"]


@pytest.mark.parametrize(
    "asked",
    [{}, {"day": "soon"}, {"day": "2027-04-01", "begins": "x"}, {"day": "2027-04-01T"},
     {"day": "2027-04-01", "begins": "25:00"}, {"day": "0001-01-01", "begins": "00:00"},
     {"day": "9999-12-31", "begins": "23:00"}],
)  # fmt: skip
def test_a_day_that_is_none_is_refused(asked: dict[str, str]) -> None:
    here = room()
    answer = here.browser(htmx=False).get(here.url("_calendar", here.written().pk), asked)
    assert answer.status_code == 400


def test_only_posts_change_something() -> None:
    here = room()
    plan = here.written()
    for name in ("_save", "_copy", "_remove", "_restore", "_hand_in"):
        assert here.browser().get(here.url(name, plan.pk)).status_code == 405
    assert here.browser().get(here.url("_begin")).status_code == 405


def test_nobody_opens_the_pages_of_others() -> None:
    here = room()
    plan = here.written()
    for name in ("_one", "_confirm", "_print", "_calendar"):
        answer = here.browser(here.ben).get(here.url(name, plan.pk))
        assert answer.status_code == 404
    for name in ("_save", "_copy", "_remove", "_restore", "_hand_in"):
        answer = here.browser(here.ben).post(here.url(name, plan.pk), here.form(plan))
        assert answer.status_code == 404
    assert here.draft(plan) == WRITTEN


def test_saving_and_checking_asks_the_database_a_handful_of_times(
    django_assert_max_num_queries,
) -> None:
    here = room()
    plan = here.written()
    browser, form = here.browser(), here.form(plan, replace(WRITTEN, reasons="New."))
    with django_assert_max_num_queries(24):
        assert browser.post(here.url("_save", plan.pk), form).status_code == 200
