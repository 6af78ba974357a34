"""What somebody releases: exactly that, until they end it, for whoever has the link."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.records.desk_cases import Desk
from tests.records.dossier_cases import graduate
from xblocks.core.errors import Masquerading, NotFound
from xblocks.core.people import Actor
from xblocks.dossier import service
from xblocks.dossier.domain import MOST_LINKS, Part
from xblocks.dossier.holding import LINKS, DossierHolding
from xblocks.dossier.records import ShareLink
from xblocks.dossier.refusals import DayNotPossible, NothingChosen, NotShared, TooManyLinks
from xblocks.host.dates import day_of

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = day_of(NOW)
TITLES = ["M1 · Outline", "M7 · Presentation"]


@pytest.fixture
def here(desk: Desk) -> Desk:
    for title, jury in zip(TITLES, (0, 2), strict=True):
        desk.course.exercise(title, jury=jury)
    graduate(desk.ada)
    return desk


def release(actor: Actor, *parts: Part, days: int = 30, now: datetime = NOW) -> str:
    choice = service.checked(frozenset(parts), day_of(now) + timedelta(days=days), day_of(now))
    return service.share(actor, choice, now)


def read(token: str) -> HttpResponse:
    return Client().get(reverse("wbm:shared", args=[token]))


def words(answer: HttpResponse) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


SHOWN = {
    Part.CERTIFICATE: "Required: Attended at least 8 of 9 seminar days",
    Part.DAYS: "Seminar days 8 of 9",
    Part.HAND_INS: "M1 · Outline",
    Part.PRACTICE: "Exercises done alone",
    Part.COMPANY: "Adler",
}


@pytest.mark.parametrize("part", Part)
def test_a_page_shows_the_part_that_was_chosen_and_no_other(here: Desk, part: Part) -> None:
    answer = read(release(here.ada, part))
    assert answer.status_code == 200
    told = words(answer)
    assert "Ada" in told
    for other, sign in SHOWN.items():
        assert (sign in told) is (other is part), other
    for never in ("Ben", "Tom", here.course.key, "North", "p1@"):
        assert never not in answer.content.decode()


def test_the_preview_is_exactly_the_page(here: Desk) -> None:
    parts = [Part.DAYS, Part.COMPANY]
    asked = {"parts": parts, "until": TODAY.isoformat()}
    preview = here.browser(here.ada, htmx=True).get(here.url("dossier_share"), asked)
    shared = words(read(release(here.ada, *parts)))
    assert words(preview) in shared
    rest = shared.replace(words(preview), "")
    assert (
        rest.split()
        == (
            "Evidence of Ada Evidence This person has released this page. It can end at any time."
        ).split()
    )


def test_only_the_hash_of_the_address_is_kept(here: Desk) -> None:
    token = release(here.ada, Part.DAYS)
    assert len(token) >= 43
    link = ShareLink.objects.get()
    assert link.token_hash == sha256(token.encode()).hexdigest()
    assert token not in str(ShareLink.objects.values().get())


def test_a_page_is_kept_by_nobody_found_by_nobody_and_tells_nobody_where_it_was(
    here: Desk,
) -> None:
    token = release(here.ada, Part.DAYS)
    for answer in (read(token), read("wrong")):
        assert answer["Cache-Control"] == "no-store"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer["X-Robots-Tag"]
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert not answer.cookies
        text = answer.content.decode()
        assert "<script" not in text
        assert "<a " not in text
        assert 'name="robots" content="noindex' in text
        assert 'name="referrer" content="no-referrer"' in text


def test_a_visit_writes_nothing(here: Desk) -> None:
    token = release(here.ada, *Part)
    with CaptureQueriesContext(connection) as captured:
        read(token)
    statements = [each["sql"] for each in captured]
    assert not [
        each for each in statements if not each.startswith(("SELECT", "SAVEPOINT", "RELEASE"))
    ]
    assert len([each for each in statements if each.startswith("SELECT")]) <= 5


def test_an_ended_an_expired_and_an_unknown_link_say_the_same(here: Desk) -> None:
    ended = release(here.ada, Part.DAYS)
    service.end(here.ada, ShareLink.objects.get().pk, NOW)
    expired = release(here.ada, Part.DAYS, days=0, now=NOW - timedelta(days=3))
    answers = [read(token) for token in (ended, expired, "unknown", "x" * 500)]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert "This link shows nothing." in words(answers[0])


def test_a_link_shows_the_page_until_the_end_of_its_last_day(here: Desk) -> None:
    token = release(here.ada, Part.DAYS, days=1)
    expires = ShareLink.objects.get().expires_at
    assert timezone.localtime(expires).time().isoformat() == "00:00:00"
    assert service.released(token, expires - timedelta(seconds=1))
    with pytest.raises(NotShared):
        service.released(token, expires)
    assert service.own_links(here.ada, NOW)[0].until == TODAY + timedelta(days=1)


@pytest.mark.parametrize("days", [-1, 731, None])
def test_the_last_day_is_today_or_later_and_not_for_ever(days: int | None) -> None:
    until = None if days is None else TODAY + timedelta(days=days)
    with pytest.raises(DayNotPossible):
        service.checked(frozenset(Part), until, TODAY)


def test_an_empty_page_is_not_released() -> None:
    with pytest.raises(NothingChosen):
        service.checked(frozenset(), TODAY, TODAY)


def test_the_list_names_ones_own_links_open_ones_first(here: Desk) -> None:
    release(here.ada, Part.DAYS)
    service.end(here.ada, ShareLink.objects.get().pk, NOW)
    release(here.ada, Part.HAND_INS, now=NOW - timedelta(hours=1))
    release(here.ben, Part.PRACTICE)
    found = service.own_links(here.ada, NOW)
    assert [(set(each.parts), each.is_open) for each in found] == [
        ({Part.HAND_INS}, True),
        ({Part.DAYS}, False),
    ]


def test_nobody_ends_the_link_of_another(here: Desk) -> None:
    token = release(here.ada, Part.DAYS)
    link = ShareLink.objects.get().pk
    with pytest.raises(NotFound):
        service.end(here.ben, link, NOW)
    assert here.browser(here.ben).post(here.url("dossier_end", link)).status_code == 404
    assert read(token).status_code == 200


def test_staff_looking_as_somebody_else_releases_nothing(here: Desk) -> None:
    with pytest.raises(Masquerading):
        release(replace(here.ada, masquerading=True), Part.DAYS)


def test_there_are_only_so_many_open_links(here: Desk) -> None:
    for _number in range(MOST_LINKS):
        release(here.ada, Part.DAYS)
    with pytest.raises(TooManyLinks):
        release(here.ada, Part.DAYS)
    service.end(here.ada, ShareLink.objects.latest("pk").pk, NOW)
    release(here.ada, Part.DAYS)


def test_the_form_makes_the_link_and_shows_it_this_once(here: Desk) -> None:
    browser = here.browser(here.ada)
    chosen = {"parts": ["days"], "until": (TODAY + timedelta(days=5)).isoformat()}
    answer = browser.post(here.url("dossier_share"), chosen)
    address = answer.context["address"]
    assert address.startswith("http://localhost:8000/wbm/shared/")
    assert read(address.rstrip("/").rpartition("/")[2]).status_code == 200
    assert address not in browser.get(here.url("dossier")).content.decode()


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ({"until": TODAY.isoformat()}, "Choose at least one thing to show."),
        ({"parts": ["days"], "until": "soon"}, "Choose a last day"),
        ({"parts": ["days"], "until": "1999-01-01"}, "Choose a last day"),
        ({"parts": ["secrets"], "until": TODAY.isoformat()}, "Choose at least one thing to show."),
    ],
)
def test_what_cannot_be_released_is_told(here: Desk, chosen: Any, sentence: str) -> None:
    answer = here.browser(here.ada).post(here.url("dossier_share"), chosen)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not ShareLink.objects.exists()


def test_the_page_shows_how_it_stands_now(here: Desk) -> None:
    token = release(here.cem, Part.CERTIFICATE)
    assert "on the way" in words(read(token))
    graduate(here.cem)
    assert "reached" in words(read(token))


def test_links_that_ended_are_forgotten(here: Desk) -> None:
    release(here.ada, Part.DAYS, days=300)
    release(here.ada, Part.DAYS, days=300)
    release(here.ada, Part.DAYS, days=0)
    service.end(here.ada, ShareLink.objects.earliest("pk").pk, NOW)
    later = NOW + timedelta(days=2)
    holding = DossierHolding()
    assert holding.expire(LINKS.ident, later, dry_run=True) == 2
    assert ShareLink.objects.count() == 3
    assert holding.expire(LINKS.ident, later, dry_run=False) == 2
    assert [each.is_open for each in service.own_links(here.ada, later)] == [True]
