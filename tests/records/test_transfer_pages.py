"""The team's pages: what they show, to whom, in how many statements."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.records.transfer_cases import (
    Team,
    exercise,
    fill,
    hand_in,
    kept,
    post,
    review,
    team,
    url,
    write,
)
from tests.unit.milestone_samples import FORMS, WEAK
from xblocks.core.people import Role
from xblocks.exercises import team as sources
from xblocks.exercises.team import TeamDate
from xblocks.grading import service as grading
from xblocks.roster.records import Company
from xblocks.transfer_project import service

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def here(settings: Any) -> Team:
    settings.WBM_DESK_BASE_TEMPLATE = "wbm/desk/base.html"
    settings.LANGUAGES = [("en", "English")]
    settings.LANGUAGE_CODE = "en"
    return team()


@pytest.fixture
def ada(here: Team, client: Client) -> Client:
    client.force_login(here.user(here.ada))
    return client


def part(client: Client, address: str, **headers: str) -> HttpResponse:
    return client.get(address, headers={"HX-Request": "true", **headers})


def text(response: HttpResponse) -> str:
    plain = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(plain.split())


def test_the_page_says_state_deadline_team_and_readers_first(here: Team, ada: Client) -> None:
    shown = text(ada.get(url(here, "project_milestone")))
    order = ["M1 · Outline", "Open", "5 days left", "Ada, Bea", "Your employer does not", "Aim"]
    places = [shown.index(words) for words in order]
    assert places == sorted(places)


def test_saving_answers_with_time_counter_and_what_is_left(here: Team, ada: Client) -> None:
    answer = post(ada, here, "project_save", "aim", value="short", version=0, client="c", stamp=1)
    assert 'name="version" value="1"' in answer.content.decode()
    shown = text(answer)
    assert shown.startswith("Saved ")
    assert "5 of 400 characters" in shown
    assert "Still 5 characters to go" in shown


def test_a_conflict_shows_both_texts_and_three_choices(here: Team, ada: Client) -> None:
    write(here.bea, here.m1, text="Beas <b>text</b>")
    answer = post(ada, here, "project_save", "aim", value="Adas text", version=0)
    assert answer.status_code == 409
    assert answer["X-WBM-Refusal"] == "field_conflict"
    assert answer["HX-Retarget"] == "#wbm-m-aim"
    shown = answer.content.decode()
    assert "Beas &lt;b&gt;text" in shown
    assert "Adas text" in shown
    assert re.findall(r'name="choice" value="(\w+)"', shown) == ["both", "mine", "theirs"]
    mine = re.search(r'name="mine" value="([^"]*)"', shown)
    assert mine
    answer = post(ada, here, "project_resolve", "aim", choice="both", version=1, mine='"Adas text"')
    assert "Adas text" in answer.content.decode()
    assert kept(here.ada, here.m1).value == "Beas <b>text</b>\n\nAdas text"
    assert post(ada, here, "project_resolve", "aim", choice="other").status_code == 400
    theirs = post(ada, here, "project_resolve", "aim", choice="theirs", mine="")
    assert theirs.status_code == 200


def test_an_open_page_is_told_nothing_some_fields_or_all(here: Team, ada: Client) -> None:
    page = ada.get(url(here, "project_milestone")).content.decode()
    tag = re.search(r"data-wbm-poll='([^']+)'", page)
    assert tag
    known = tag[1].replace("&quot;", '"')
    state = url(here, "project_state")
    quiet = part(ada, state, **{"If-None-Match": known})
    assert (quiet.status_code, quiet.content) == (304, b"")
    write(here.bea, here.m1, text="Beas text")
    changed = part(ada, state, **{"If-None-Match": f"W/{known}"})
    assert changed.content.decode().count("data-wbm-field") == 1
    assert 'hx-swap-oob="outerHTML"' in changed.content.decode()
    assert "Beas text" in changed.content.decode()
    assert part(ada, state, **{"If-None-Match": changed["ETag"]}).status_code == 304
    fill(here.bea, here.m1)
    work = hand_in(here.bea, here.m1, now=timezone.now())
    whole = part(ada, state, **{"If-None-Match": changed["ETag"]})
    assert whole["HX-Retarget"] == "#wbm-m"
    assert "Handed in" in text(whole)
    grading.claim(here.tom, work.pk, timezone.now())
    assert "In review" in text(part(ada, state, **{"If-None-Match": whole["ETag"]}))


def test_the_summary_leads_to_what_is_missing_and_hands_in(here: Team, ada: Client) -> None:
    shown = part(ada, url(here, "project_summary")).content.decode()
    assert "?field=council" in shown
    assert "Without it nothing starts." in shown
    assert "Hand in now" not in shown
    refused = post(ada, here, "project_hand_in", revision=0)
    assert (refused.status_code, refused["X-WBM-Refusal"]) == (422, "not_ready")
    fill(here.ada, here.m1)
    shown = part(ada, url(here, "project_summary")).content.decode()
    number = re.search(r'name="revision" value="(\d+)"', shown)
    assert number
    stale = post(ada, here, "project_hand_in", revision=0)
    assert (stale.status_code, stale["X-WBM-Refusal"]) == (409, "changed_meanwhile")
    done = post(ada, here, "project_hand_in", revision=number[1])
    assert "Version 1, handed in by Ada" in text(done)
    again = post(ada, here, "project_withdraw")
    assert "You have taken it back" in text(again)
    assert "hx-trigger" in again.content.decode()


def test_a_returned_work_shows_words_points_and_what_changed(here: Team, ada: Client) -> None:
    now = timezone.now()
    fill(here.ada, here.m1)
    work = hand_in(here.ada, here.m1, now=now)
    comments = {"aim": "Say until when."}
    review(here.tom, work, now=now, levels=WEAK, comments=comments, note="SECRET", reason="")
    shown = text(ada.get(url(here, "project_milestone")))
    for words in ("Returned for revision", "14 days left", "Say until when.", "33.33 of 100"):
        assert words in shown
    assert "SECRET" not in shown
    write(here.bea, here.m1, text="An advice hour in the night shift.", version=1, now=now)
    compared = part(ada, url(here, "project_compare") + "?a=1").content.decode()
    assert "<del><span" in compared
    assert "night" in compared
    hand_in(here.bea, here.m1, now=now)
    compared = part(ada, url(here, "project_compare") + "?a=1&b=2").content.decode()
    assert "night" in compared
    assert "Version 1 of" in text(part(ada, url(here, "project_version", 1)))
    assert part(ada, url(here, "project_version", 3)).status_code == 404


def test_foreign_versions_and_dossiers_are_not_found(here: Team, client: Client) -> None:
    fill(here.ada, here.m1)
    hand_in(here.ada, here.m1, now=timezone.now())
    client.force_login(here.user(here.cem))
    assert part(client, url(here, "project_version", 1)).status_code == 404
    address = reverse("wbm:project_dossier", args=[here.where.key, here.ada.company])
    assert client.get(address).status_code == 404
    client.force_login(here.user(here.far))
    assert client.get(address).status_code == 404
    client.force_login(here.user(here.tom))
    assert client.get(address).status_code == 200


def test_a_link_that_could_run_is_shown_as_text(here: Team, ada: Client) -> None:
    write(here.ada, here.m1, "page", "javascript:alert(1)")
    fill(here.ada, here.m1)
    hand_in(here.ada, here.m1, now=timezone.now())
    shown = ada.get(url(here, "project_milestone")).content.decode()
    assert 'href="javascript' not in shown
    assert 'href="https://example.org/plan"' in shown


def test_trainers_give_more_time_on_their_page(here: Team, client: Client) -> None:
    client.force_login(here.user(here.tom))
    address = url(here, "project_teams")
    assert "Works" in text(client.get(address))
    day = (timezone.now() + timedelta(days=30)).date().isoformat()
    form = {"company": here.ada.company, "until": day, "reason": "Short-time work"}
    assert client.post(address, {**form, "until": "soon"}).status_code == 422
    done = client.post(address, form)
    assert "Short-time work" in text(done)
    assert "23:59" in text(done)
    client.force_login(here.user(here.far))
    assert "Works" not in text(client.get(address))
    assert client.post(address, form).status_code == 404 or "cannot find" in text(
        client.post(address, form)
    )


def statements(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_pages_cost_the_same_for_long_and_short_histories(here: Team, ada: Client) -> None:
    pages = [
        url(here, "project_milestone"),
        url(here, "project_summary"),
        url(here, "project_state"),
        reverse("wbm:project", args=[here.where.key]),
        reverse("wbm:project_dossier", args=[here.where.key, here.ada.company]),
    ]
    fill(here.ada, here.m1)
    work = hand_in(here.ada, here.m1, now=timezone.now())
    review(here.tom, work, now=timezone.now(), levels=WEAK)
    before = [statements(ada, page) for page in pages]
    for _round in range(3):
        hand_in(here.ada, here.m1, now=timezone.now())
        service.withdraw(here.ada, here.m1, timezone.now())
    for number in range(4):
        exercise(here.where, milestone=f"m{number + 2}")
        here.where.trainee(f"New{number}", Company.objects.get(pk=here.ada.company))
    assert [statements(ada, page) for page in pages] == before
    assert max(before) <= 20, before


def test_an_autosave_costs_few_statements(here: Team, ada: Client) -> None:
    post(ada, here, "project_save", "aim", value="one", version=0, client="c", stamp=1)
    with CaptureQueriesContext(connection) as seen:
        post(ada, here, "project_save", "aim", value="two", version=1, client="c", stamp=2)
    asked = [query["sql"][:80] for query in seen if "SAVEPOINT" not in query["sql"]]
    assert len(asked) <= 9, asked


def test_somebody_without_a_team_is_told_what_to_do(here: Team, client: Client) -> None:
    alone = here.where.person("Dora", [Role.TRAINEE])
    client.force_login(here.user(alone))
    answer = client.get(url(here, "project_milestone"))
    assert answer.status_code == 404
    assert "ask your coordinator" in text(answer)


def test_the_overview_shows_picture_list_and_next_step(here: Team, ada: Client) -> None:
    exercise(
        here.where, milestone="m2", title="M2 · Agreement", due=datetime(2031, 1, 1, tzinfo=UTC)
    )
    answer = ada.get(reverse("wbm:project", args=[here.where.key]))
    shown = text(answer)
    assert "Write “M1 · Outline”. 5 days left" in shown
    assert shown.index("M1 · Outline") < shown.index("M2 · Agreement")
    assert answer.content.decode().count("<circle") == 2


def test_other_dates_of_the_team_stand_among_the_milestones(
    here: Team, ada: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "_dates", [])

    def talks(_course_key: str, company: int) -> list[TeamDate]:
        if company != here.ada.company:
            return []
        at = timezone.now() + timedelta(days=2)
        return [TeamDate("Talk with the coach", "C", at, "/talk/"), TeamDate("Asked", "C", None)]

    address = reverse("wbm:project", args=[here.where.key])
    assert "another date" not in text(ada.get(address))
    for _twice in range(2):
        sources.add_dates(talks)
    answer = ada.get(address)
    shown = text(answer)
    order = ["another date", "Talk with the coach", "M1 · Outline", "Asked"]
    places = [shown.rindex(words) for words in order]
    assert places == sorted(places)
    assert shown.count("Asked") == 2, "in the picture and in the list"
    assert 'href="/talk/"' in answer.content.decode()
    assert answer.content.decode().count("<rect") == 2
    assert "Write “M1 · Outline”" in shown
    ada.force_login(here.user(here.cem))
    assert "Talk with the coach" not in text(ada.get(address))


def test_the_summary_leads_into_the_field_that_is_missing(here: Team, ada: Client) -> None:
    shown = part(ada, url(here, "project_milestone") + "?field=aim").content.decode()
    focused = re.findall(r'id="([^"]+)"[^>]*data-wbm-focus', shown)
    assert focused == ["wbm-m-aim-in"]


def test_every_kind_of_field_has_a_form(here: Team, ada: Client) -> None:
    shown = ada.get(url(here, "project_milestone")).content.decode()
    for name in FORMS:
        assert f"/fields/{name}/save/" in shown
    assert "/fields/map/upload/" in shown
