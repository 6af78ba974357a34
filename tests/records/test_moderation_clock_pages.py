"""The pages of the clock: start, buttons, what two devices see, the report."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.records.moderation_clock_hall import Hall, at
from xblocks.moderation.records import PlanRun


@pytest.fixture
def hall(db: None, plain_desk: None) -> Hall:
    return Hall()


def words(html: str) -> str:
    """Return what people read, without markup and what is hidden."""
    shown = re.sub(r"<(\w+)[^>]* hidden>.*?</\1>", " ", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", shown)))


def test_before_the_start_the_page_shows_the_plan(hall: Hall) -> None:
    told = words(hall.page())
    assert "The clock runs your plan: 20 minutes in all." in told
    assert "Start the clock" in told
    assert "10 min Card query" in told


def test_a_plan_without_rows_has_no_start(hall: Hall) -> None:
    hall.plan.rows = "[]"
    hall.plan.save()
    page = hall.page()
    assert "This plan has no rows yet." in page
    assert "<button" not in page
    refused = hall.browser().post(hall.url("start"), {"seen": "0"})
    assert (refused.status_code, refused["X-WBM-Refusal"]) == (422, "nothing_to_run")


def test_the_clock_shows_the_row_its_time_and_what_comes_next(hall: Hall) -> None:
    begun = hall.browser().post(hall.url("start"), {"seen": "0"})
    assert begun["Location"] == hall.url()
    told = words(hall.page())
    assert "1 /3 · 1 Opening Welcome and frame Goal, course, time, rules" in told
    assert re.search(r"(5:00|4:59|4:58) left", told)
    assert "Then: Card query 10 min" in told
    assert "clock.js" in hall.page()


def test_without_scripts_buttons_lead_back_to_the_clock(hall: Hall) -> None:
    hall.browser().post(hall.url("start"), {"seen": "0"})
    run = PlanRun.objects.get()
    url = hall.url("press", run.pk)
    assert hall.browser().post(url, {"press": "next", "version": "0"})["Location"] == hall.url()
    assert "2 /3 · 2 Collecting topics Card query" in words(hall.page())
    late = hall.browser().post(url, {"press": "next", "version": "0"})
    assert (late.status_code, late["X-WBM-Refusal"]) == (409, "other_press")
    assert "A button was pressed on another device meanwhile." in words(late.content.decode())
    hall.browser().post(url, {"press": "more:5", "version": "1"})
    hall.browser().post(url, {"press": "end", "version": "2"})
    told = words(hall.page())
    assert "The meeting has ended" in told
    assert "Start the clock anew" in told


def test_every_form_carries_the_token_that_the_server_asks_for(hall: Hall) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(User.objects.get(pk=hall.ada.user_id))

    def submit(page: str, step: str, **form: str) -> int:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token, step
        number = None if step == "start" else PlanRun.objects.get().pk
        sent = {"csrfmiddlewaretoken": token[1], **form}
        return browser.post(hall.url(step, number), sent).status_code

    assert submit(browser.get(hall.url()).content.decode(), "start", seen="0") == 302
    page = browser.get(hall.url()).content.decode()
    assert submit(page, "press", press="end", version="0") == 302
    page = browser.get(hall.url("report", PlanRun.objects.get().pk)).content.decode()
    assert submit(page, "remove") == 302


def test_a_script_gets_the_state_as_json(hall: Hall) -> None:
    run = hall.start()
    browser, url = hall.browser(), hall.url("press", run.record.pk)
    form = {"id": "a1b2c3d4e5", "press": "next:0", "at": "70", "version": "0"}
    for _twice in range(2):
        told = browser.post(url, form, headers={"Accept": "application/json"})
        assert told.status_code == 200
        assert told.json()["version"] == 1
    assert told.json()["presses"] == [
        {"id": "a1b2c3d4e5", "button": "next", "at": 70, "minutes": 0}
    ]
    assert told.json()["started"] == int(at(0).timestamp() * 1000)
    late = browser.post(url, form | {"id": "b" * 10}, headers={"Accept": "application/json"})
    assert late.status_code == 409
    assert late.json()["version"] == 1
    assert late.json()["said"].startswith("A button was pressed on another device")
    assert browser.get(hall.url("state", run.record.pk)).json()["version"] == 1


def test_the_state_of_the_page_is_the_state_of_the_clock(hall: Hall) -> None:
    run = hall.start()
    hall.press(run, "next", 60)
    found = re.search(r'data-state="([^"]*)"', hall.page())
    assert found
    state = json.loads(unescape(found[1]))
    assert (state["run"], state["version"]) == (run.record.pk, 1)
    assert [each["button"] for each in state["presses"]] == ["next"]


def test_the_report_shows_each_row_planned_and_actual(hall: Hall) -> None:
    run = hall.press(hall.start(), "next", 290)
    run = hall.press(run, "end", 1490)
    page = hall.browser().get(hall.url("report", run.record.pk)).content.decode()
    told = words(page)
    assert "20:00 planned (minutes:seconds) 24:50 actual +4:50 difference" in told
    assert "Card query 2 Collecting topics 14:04 10:00 – 20:00 +10:00" in told
    assert "Buffer not reached 5:00 – 0:00 −5:00" in told
    assert "“Card query” took longest over its time: 10:00." in told
    assert "Never reached" not in told, "nobody misses the buffer"
    assert page.count("wbm-clock-chart__used--over") == 2, "its bar, and the key"


def test_a_run_is_removed_with_its_report(hall: Hall) -> None:
    run = hall.press(hall.start(), "end", 60)
    gone = hall.browser().post(hall.url("remove", run.record.pk))
    assert gone["Location"] == hall.url()
    assert hall.browser().get(hall.url("report", run.record.pk)).status_code == 404
    assert "Start the clock" in hall.page()


def test_what_people_wrote_never_becomes_markup(hall: Hall) -> None:
    hall.plan.title = "<b>Plan</b>"
    hall.plan.rows = json.dumps(
        [{"id": "z1", "phase": "P1", "minutes": 5, "content": "<script>\"'&"}]
    )
    hall.plan.save()
    run = hall.start()
    report = hall.browser().get(hall.url("report", run.record.pk)).content.decode()
    for page in (hall.page(), report):
        assert "<script>&quot;" not in page
        assert "<script>\"'" not in page
        assert "&lt;b&gt;Plan" in page


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"press": "next"},
        {"press": "next", "version": "-1"},
        {"press": "dance", "version": "0"},
        {"press": "more:7", "version": "0"},
        {"press": "more:x", "version": "0"},
        {"press": "next", "version": "0", "at": "x"},
        {"press": "next", "version": "0", "id": "'--"},
        {"press": "next", "version": "9" * 30},
    ],
)
def test_forms_that_make_no_sense_are_refused(hall: Hall, form: dict[str, str]) -> None:
    run = hall.start()
    assert hall.browser().post(hall.url("press", run.record.pk), form).status_code == 400
    assert PlanRun.objects.get().version == 0


def test_clocks_of_others_do_not_exist(hall: Hall) -> None:
    run = hall.press(hall.start(), "end", 60)
    for actor in (hall.ben, hall.tom):
        browser = hall.browser(actor)
        assert browser.get(hall.url()).status_code == 404
        assert browser.post(hall.url("start"), {"seen": "0"}).status_code == 404
        for step in ("report", "state"):
            assert browser.get(hall.url(step, run.record.pk)).status_code == 404
        for step in ("press", "remove"):
            form = {"press": "next", "version": "1"}
            assert browser.post(hall.url(step, run.record.pk), form).status_code == 404
    assert PlanRun.objects.count() == 1


def test_the_state_takes_few_statements(hall: Hall, django_assert_max_num_queries: object) -> None:
    run = hall.start()
    browser = hall.browser()
    browser.get(hall.url())
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        browser.get(hall.url("state", run.record.pk))
