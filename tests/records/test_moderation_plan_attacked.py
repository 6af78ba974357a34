"""Plans, clocks and disturbances under bad hands: refused in words, and nothing is lost."""

from __future__ import annotations

import json
from dataclasses import replace
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.records.moderation_plan_room import NOW, WRITTEN, register, room
from tests.records.moderation_scenes_stage import exercise as scenes_in
from tests.unit.moderation_scene_cases import data as scenes_data
from xblocks.exercises.records import Exercise
from xblocks.moderation import running
from xblocks.moderation.records import Plan, PlanRun

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_desk")]

GETS = ("_one", "_confirm", "_print", "_calendar")
POSTS = ("_copy", "_save", "_remove", "_restore", "_hand_in")
HUGE = 2**63 + 5
ODD = ("\x00", "a\x00b", "\ud800", "\u202e", "<script>", "9" * 400, "-1", "1e9", "[]", "{}")


@pytest.mark.parametrize("number", [0, 10**6, HUGE])
def test_no_number_of_a_plan_that_is_not_theirs_breaks_a_page(number: int) -> None:
    here = room()
    plan = here.written()
    ben = here.browser(here.ben)
    for name in GETS:
        for asked in (number, plan.pk):
            assert ben.get(here.url(name, asked)).status_code == 404, name
    for name in POSTS:
        for asked in (number, plan.pk):
            form = {"latest": "0", "version": "1", **here.form(plan)}
            assert ben.post(here.url(name, asked), form).status_code == 404, name
    assert here.draft(plan) == WRITTEN


@pytest.mark.parametrize("number", [0, 10**6, HUGE])
def test_no_number_of_a_clock_that_is_not_theirs_breaks_a_page(number: int) -> None:
    here = room()
    plan = here.written()
    running.start(here.ada, plan.pk, 0, NOW)
    run, key = PlanRun.objects.get(), here.where.key
    ben = here.browser(here.ben)
    for asked in (number, plan.pk):
        assert ben.get(reverse("wbm:moderation_clock", args=[key, asked])).status_code == 404
        start = reverse("wbm:moderation_clock_start", args=[key, asked])
        assert ben.post(start, {"seen": "0"}).status_code == 404
    for asked in (number, run.pk):
        for name in ("report", "state"):
            url = reverse(f"wbm:moderation_clock_{name}", args=[key, asked])
            assert ben.get(url).status_code == 404, name
        for name in ("press", "remove"):
            url = reverse(f"wbm:moderation_clock_{name}", args=[key, asked])
            assert ben.post(url, {"version": "0", "press": "next"}).status_code == 404, name
    assert PlanRun.objects.count() == 1


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize(
    "field",
    [
        *("row", "phase", "row_method", "minutes", "content", "row_form", "dots", "visual"),
        *("what", "who", "by", "sign", "plan_title", "reasons", "client", "version", "stamp"),
    ],
)
def test_odd_text_in_any_field_is_kept_or_refused(field: str, odd: str) -> None:
    here = room()
    plan = here.written()
    form = here.form(plan)
    form[field] = [odd, *form[field][1:]] if isinstance(form.get(field), list) else odd
    answer = _post(here.browser(), here.url("_save", plan.pk), form)
    assert answer.status_code in (200, 400, 422), answer.status_code
    if answer.status_code != 200:
        assert here.draft(plan) == WRITTEN
    assert here.browser().get(here.url("_one", plan.pk)).status_code == 200


def _post(client: Client, url: str, form: dict) -> HttpResponse:
    """Send a form as a browser could: half a pair of surrogates becomes three bytes."""
    body = urlencode(form, doseq=True, errors="surrogatepass")
    return client.post(url, body, content_type="application/x-www-form-urlencoded")


@pytest.mark.parametrize("odd", ODD)
def test_odd_text_in_addresses_and_small_forms_is_refused(odd: str) -> None:
    here = room()
    plan = here.written()
    ada = here.browser()
    for name, field in (("_copy", "latest"), ("_hand_in", "version")):
        form = {"latest": "0", "version": "0", "definition": odd, field: odd}
        assert _post(ada, here.url(name, plan.pk), form).status_code in (400, 409), name
    day = {"day": odd.replace("\ud800", "?"), "begins": odd.replace("\ud800", "?")}
    assert ada.get(here.url("_calendar", plan.pk), day).status_code == 400
    day = {"day": "9999-12-31", "begins": "23:59"}
    assert ada.get(here.url("_calendar", plan.pk), day).status_code in (200, 400)
    removed = {"removed": odd.replace("\ud800", "?")}
    assert ada.get(here.url(), removed).status_code in (200, 400)


def test_a_removed_number_of_somebody_else_offers_nothing_of_theirs() -> None:
    here = room()
    plan = here.written()
    ben = here.browser(here.ben)
    ben.get(here.url(), {"removed": str(plan.pk)})
    assert ben.post(here.url("_restore", plan.pk)).status_code == 404


def test_another_kind_of_exercise_at_these_addresses_does_not_exist() -> None:
    here = room()
    plan = here.written()
    theirs = scenes_in(here.where, scenes_data()).usage_key
    at_plan = reverse("wbm:moderation_plan", args=[here.where.key, theirs])
    at_scenes = reverse("wbm:moderation_scenes", args=[here.where.key, here.exercise.usage_key])
    ada = here.browser()
    assert ada.get(at_plan).status_code == 404
    assert ada.get(at_scenes).status_code == 404
    other = register(here.where)
    crossed = reverse("wbm:moderation_plan_one", args=[here.where.key, other.usage_key, plan.pk])
    assert ada.get(crossed).status_code == 404


def test_an_exercise_that_becomes_another_kind_takes_its_clock_along() -> None:
    here = room()
    plan = here.written()
    running.start(here.ada, plan.pk, 0, NOW)
    run = PlanRun.objects.get()
    scenes_in(here.where, scenes_data(), here.exercise.usage_key)
    ada, key = here.browser(), here.where.key
    assert ada.get(here.url("_one", plan.pk)).status_code == 404
    assert ada.get(reverse("wbm:moderation_clock", args=[key, plan.pk])).status_code == 404
    report = reverse("wbm:moderation_clock_report", args=[key, run.pk])
    assert ada.get(report).status_code in (200, 404)


def test_an_exercise_removed_while_it_is_open_loses_no_plan() -> None:
    here = room()
    plan = here.written()
    form = here.form(plan, replace(WRITTEN, reasons="Typed while it went."))
    running.start(here.ada, plan.pk, 0, NOW)
    run = PlanRun.objects.get()
    Exercise.objects.filter(pk=here.exercise.pk).delete()
    ada, key = here.browser(), here.where.key
    assert ada.post(here.url("_save", plan.pk), form).status_code == 404
    for name in GETS:
        assert ada.get(here.url(name, plan.pk)).status_code == 404
    assert ada.get(reverse("wbm:moderation_clock", args=[key, plan.pk])).status_code == 404
    press = reverse("wbm:moderation_clock_press", args=[key, run.pk])
    answer = ada.post(
        press, {"version": "0", "press": "next"}, headers={"Accept": "application/json"}
    )
    assert answer.status_code in (200, 404)
    assert Plan.objects.get().reasons == WRITTEN.reasons


def test_pressing_twice_begins_copies_removes_and_hands_in_once() -> None:
    here = room()
    ada = here.browser()
    for _ in range(2):
        ada.post(here.url("_begin"), {"latest": "0"})
    plan = Plan.objects.get()
    here.save(plan)
    for _ in range(2):
        ada.post(here.url("_copy", plan.pk), {"latest": str(plan.pk)})
    copy = Plan.objects.exclude(pk=plan.pk).get()
    for _ in range(2):
        assert ada.post(here.url("_remove", copy.pk)).status_code == 200
    form = {"version": str(here.opened().plan(plan.pk).version)}
    form["definition"] = here.exercise.definition_hash
    for _ in range(2):
        assert ada.post(here.url("_hand_in", plan.pk), form).status_code == 200
    assert ada.post(here.url("_save", plan.pk), here.form(plan)).status_code == 200
    changed = here.form(plan, replace(WRITTEN, title="x"))
    assert ada.post(here.url("_save", plan.pk), changed).status_code == 409


def test_huge_and_nested_text_is_refused_in_words() -> None:
    here = room()
    plan = here.written()
    form = here.form(plan)
    for value in ("x" * 200_000, "[" * 100_000, json.dumps([{}] * 5_000)):
        answer = here.browser().post(here.url("_save", plan.pk), {**form, "reasons": value})
        assert answer.status_code == 422
        assert here.draft(plan) == WRITTEN
