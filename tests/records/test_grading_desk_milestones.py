"""The graders' pages with milestones of the transfer project, and what the team reads of them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.records.transfer_cases import Team, fill, hand_in, team
from tests.unit.milestone_samples import GOOD, WEAK
from xblocks.grading import service
from xblocks.grading.records import Work
from xblocks.grading.service import Decision, Rating

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
MARK = "QZX-inside-QZX"


@pytest.fixture(autouse=True)
def plain_desk(settings) -> None:
    """Let the pages stand alone, in English."""
    settings.WBM_DESK_BASE_TEMPLATE = "wbm/desk/base.html"
    settings.LANGUAGES = [("en", "English")]
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def here() -> Team:
    return team()


def given(here: Team, levels: dict[str, int], **rest) -> Work:
    """Let the team hand in and the trainer decide."""
    fill(here.ada, here.m1, timezone.now())
    work = hand_in(here.ada, here.m1, timezone.now())
    now = timezone.now()
    service.claim(here.tom, work.pk, now)
    saved = service.save_draft(here.tom, work.pk, 0, Rating(levels=levels, **rest), now)
    service.decide(here.tom, work.pk, saved.version, now)
    return work


def sign_in(client: Client, here: Team, who: str) -> Client:
    client.force_login(here.user(getattr(here, who)))
    return client


def test_a_milestone_that_came_back_opens_in_fifteen_statements(here: Team, client: Client):
    given(here, WEAK)
    fill(here.ada, here.m1, timezone.now())
    work = hand_in(here.ada, here.m1, timezone.now())
    service.claim(here.tom, work.pk, timezone.now())
    service.add_note(here.tom, work.pk, "A note.", timezone.now())
    sign_in(client, here, "tom")
    address = reverse("wbm:grading_work", args=[here.where.key, work.pk])
    with CaptureQueriesContext(connection) as asked:
        page = client.get(address)
    assert page.status_code == 200
    assert "Version 2" in page.content.decode()
    assert len([query for query in asked if "SAVEPOINT" not in query["sql"]]) <= 15


def test_the_team_reads_the_review_and_nothing_that_is_internal(here: Team, client: Client):
    work = given(
        here,
        GOOD,
        summary="Well thought out.",
        decision=Decision.RETURNED,
        reason=f"{MARK} why",
        note=f"{MARK} note",
    )
    service.add_note(here.tom, work.pk, f"{MARK} later", timezone.now())
    sign_in(client, here, "ada")
    said = ""
    for name, args in (
        ("project", [here.where.key]),
        ("project_milestone", [here.where.key, here.m1.usage_key]),
        ("project_state", [here.where.key, here.m1.usage_key]),
        ("project_version", [here.where.key, here.m1.usage_key, 1]),
        ("project_dossier", [here.where.key, here.ada.company]),
        ("inbox", [here.where.key]),
    ):
        for headers in ({}, {"HX-Request": "true"}):
            answer = client.get(reverse(f"wbm:{name}", args=args), headers=headers)
            assert answer.status_code < 400, name
            said += answer.content.decode()
    assert "Well thought out." in said
    assert MARK not in said
