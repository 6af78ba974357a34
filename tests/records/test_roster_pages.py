"""The pages of the list of people: for whom, found by what, at which price."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.records.roster_page_cases import many, rows, sign_in, text, url
from tests.records.roster_people import (
    COURSE,
    LINES,
    OTHER,
    fill,
    stored,
)
from xblocks.roster.records import Company, District, Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_desk")]


def every_page() -> list[tuple[str, str]]:
    """Return method and address of all pages of the roster."""
    person = stored("timo@example.org")
    company, district = Company.objects.first(), District.objects.first()
    seen = [
        ("get", url(name))
        for name in (
            "roster",
            "roster_export",
            "roster_template",
            "roster_import",
            "roster_check",
            "roster_add",
            "roster_places",
        )
    ]
    seen += [
        ("get", url("roster_person", person.pk)),
        ("get", url("roster_company", company.pk)),
        ("get", url("roster_district", district.pk)),
    ]
    done = [
        ("post", address)
        for address in (
            url("roster_import"),
            url("roster_confirm"),
            url("roster_add"),
            url("roster_person", person.pk),
            url("roster_step", person.pk, "left"),
            url("roster_step", person.pk, "returned"),
            url("roster_step", person.pk, "released"),
            url("roster_company", company.pk),
            url("roster_district", district.pk),
        )
    ]
    return seen + done


@pytest.mark.parametrize("who", ["mira", "tara", "eda", "ada", "stranger", None])
def test_the_pages_are_for_coordinators_alone(client: Client, who: str | None):
    fill()
    before = list(Person.objects.order_by("pk").values())
    if who:
        sign_in(client, f"{who}@example.org")
    codes = {"stranger": "not_on_roster", None: "not_signed_in"}
    for method, address in every_page():
        response = getattr(client, method)(address)
        assert response.status_code == 403, address
        assert response["X-WBM-Refusal"] == codes.get(who, "not_allowed"), address
        assert "Timo" not in text(response)
    after = list(Person.objects.order_by("pk").values())
    assert [{**row, "user_id": None} for row in before] == [
        {**row, "user_id": None} for row in after
    ]


def test_coordinators_of_another_course_are_strangers_here(client: Client):
    fill(OTHER, LINES.replace("kim@", "kai@"))
    fill()
    sign_in(client, "kai@example.org")
    assert client.get(url("roster", course=OTHER)).status_code == 200
    assert client.get(url("roster")).status_code == 403


def test_people_of_another_course_are_not_found(kim: Client):
    fill(OTHER)
    foreign = stored("mira@example.org", OTHER)
    assert kim.get(url("roster_person", foreign.pk)).status_code == 404
    assert kim.post(url("roster_step", foreign.pk, "left"), {"version": 1}).status_code == 404
    assert kim.get(url("roster_company", foreign.company.pk)).status_code == 404
    assert kim.get(url("roster_district", foreign.company.district.pk)).status_code == 404


@pytest.mark.parametrize("path", ["no-course", "course-v1:only", "course-v1:A+B+C/x"])
def test_an_address_without_a_course_is_not_found(kim: Client, path: str):
    assert kim.get(f"/wbm/{path}/roster/").status_code == 404


@pytest.mark.parametrize("number", [10**12, 10**40])
def test_numbers_nobody_has_are_not_found(kim: Client, number: int):
    assert kim.get(f"/wbm/{COURSE}/roster/people/{number}/").status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Ada Autor", "Eda Expert", "Kim Koordinator", "Mira Muster"]),
        ("q=MUSTER", ["Mira Muster"]),
        ("q=ünal", ["Timo Ünal"]),
        ("q=UENAL", ["Timo Ünal"]),
        ("q=unal", ["Timo Ünal"]),
        ("q=ada@ex", ["Ada Autor"]),
        ("q=amt", ["Timo Ünal"]),
        ("q=%25", []),
        ("role=trainer", ["Eda Expert", "Tara Trainer"]),
        ("role=boss&district=x&company=9e9&page=zz&sort=shoe", ["Ada Autor", "Eda Expert"]),
        ("state=waiting&role=coordinator", []),
        ("state=waiting&role=author", ["Ada Autor"]),
        ("state=left", []),
        ("sort=-name", ["Timo Ünal", "Tara Trainer"]),
        ("sort=company", ["Timo Ünal", "Mira Muster", "Ada Autor"]),
        ("sort=-email&role=trainee", ["Timo Ünal", "Mira Muster"]),
        ("page=99", ["Ada Autor"]),
        (f"page={10**15 - 1}&district={10**15 - 1}", []),
    ],
)
def test_people_are_found(kim: Client, query: str, found: list[str]):
    names = rows(kim.get(f"{url('roster')}?{query}"))
    assert names[: len(found) or None] == found


def test_people_are_found_by_district_and_company(kim: Client):
    sued, werk = District.objects.get(key="sued"), Company.objects.get(key="werk-gmbh")
    assert rows(kim.get(url("roster"), {"district": sued.pk})) == ["Eda Expert", "Timo Ünal"]
    assert rows(kim.get(url("roster"), {"company": werk.pk})) == ["Mira Muster"]


def test_the_page_counts_and_says_who_reads_it(kim: Client):
    response = kim.get(url("roster"))
    counters = response.context["counters"]
    assert (counters.people, counters.companies, counters.waiting, counters.left) == (6, 2, 5, 0)
    assert counters.roles == {
        "trainee": 2,
        "trainer": 2,
        "expert": 1,
        "coordinator": 1,
        "author": 1,
    }
    assert "Coordinators alone read this page" in text(response)
    assert response["Cache-Control"] == "no-store"


def test_htmx_gets_the_part_that_changes(kim: Client):
    response = kim.get(f"{url('roster')}?q=mira", headers={"HX-Request": "true"})
    assert "<html" not in text(response)
    assert "1 person found" in text(response)
    whole = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<html" in text(kim.get(url("roster"), headers=whole))


def test_a_search_that_finds_nobody_says_how_to_go_on(kim: Client):
    response = kim.get(f"{url('roster')}?q=nobody")
    assert "Nobody matches" in text(response)
    assert "Show everybody" in text(response)


def statements(client: Client, address: str) -> int:
    """Return how many statements a page takes, without those of the transaction."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return sum("SAVEPOINT" not in query["sql"] for query in captured)


def test_the_list_takes_the_same_few_statements_at_any_size(client: Client):
    fill()
    sign_in(client, "kim@example.org")
    few = statements(client, url("roster"))
    fill(lines=many(1200))
    assert statements(client, url("roster")) == few <= 8
    assert statements(client, f"{url('roster')}?q=person&sort=company&page=20") <= 8
    response = client.get(f"{url('roster')}?q=person&page=2")
    page = response.context["page"]
    assert (page.found, page.pages, page.first, page.last) == (1200, 24, 51, 100)
    assert "?q=person&amp;page=3" in text(response)
    assert "?q=person&amp;page=1" in text(response)
