"""The page says what is kept and how long; everybody on the list reads it, nobody else."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.records.transfer_cases import Team, team
from xblocks.privacy.registry import holdings

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def here(settings: Any) -> Team:
    settings.WBM_DESK_BASE_TEMPLATE = "wbm/desk/base.html"
    settings.LANGUAGES = [("en", "English")]
    settings.LANGUAGE_CODE = "en"
    return team()


def page(here: Team, client: Client) -> HttpResponse:
    return client.get(reverse("wbm:privacy", args=[here.where.key]))


def text(response: HttpResponse) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_everybody_reads_what_every_part_keeps(here: Team, client: Client) -> None:
    for actor in (here.ada, here.tom):
        client.force_login(here.user(actor))
        answer = page(here, client)
        assert answer.status_code == 200
        shown = text(answer)
        for holding in holdings():
            for told in (holding.title, holding.what, holding.why, holding.readers):
                assert told in shown.replace("&#x27;", "'").replace("&amp;", "&")


def test_periods_are_those_of_the_operator(here: Team, client: Client, settings: Any) -> None:
    client.force_login(here.user(here.ada))
    assert "Notices and reminders: 1 year after they were told" in text(page(here, client))
    assert "Names and addresses on the list: 3 years after the end" in text(page(here, client))
    assert "180 days after the end of the course" in text(page(here, client))
    settings.WBM_RETENTION = {"notices": 1, "works": None}
    shown = text(page(here, client))
    assert "Notices and reminders: 1 day after they were told" in shown
    assert "Works handed in, reviews, points and files: as long as your account exists" in shown


def test_the_operators_own_notice_is_linked_when_there_is_one(
    here: Team, client: Client, settings: Any
) -> None:
    client.force_login(here.user(here.ada))
    assert "Privacy notice of the operator" not in text(page(here, client))
    settings.WBM_PRIVACY_NOTICE_URL = "https://example.org/privacy"
    answer = page(here, client)
    assert 'href="https://example.org/privacy"' in answer.content.decode()


def test_templates_for_the_operator_are_told_to_coordinators_alone(
    here: Team, client: Client
) -> None:
    client.force_login(here.user(here.tom))
    assert "docs/datenschutz" not in text(page(here, client))
    staff = here.user(here.tom)
    staff.is_staff = True
    staff.save()
    assert "docs/datenschutz" in text(page(here, client))


def test_strangers_are_refused(here: Team, client: Client) -> None:
    assert page(here, client).headers["X-WBM-Refusal"] == "not_signed_in"
    other = team()
    client.force_login(here.user(other.ada))
    assert page(here, client).headers["X-WBM-Refusal"] == "not_on_roster"
