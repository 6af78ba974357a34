"""What leaves the desk: events with facts of who asks alone, and notices without a word of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from course_export.preview.models import Event
from tests.records.coaching_cases import NOW, Scene, fresh, scene, token
from tests.records.notice_cases import mail_into
from xblocks.coaching import service
from xblocks.coaching.appointments import booking
from xblocks.coaching.domain.allowance import Occasion
from xblocks.coaching.records import Slot
from xblocks.coaching.telling import KINDS, coordinators, request_path
from xblocks.core.people import Actor, Role
from xblocks.notices.records import Notice

Commits = Callable[..., AbstractContextManager[list[Any]]]
MARK = "Zimtstern"

pytestmark = pytest.mark.django_db


@pytest.fixture
def commits(db: None, django_capture_on_commit_callbacks: Commits) -> Commits:
    """Let what waits for the commit happen at the end of a block."""
    return partial(django_capture_on_commit_callbacks, execute=True)


@pytest.fixture
def here() -> Scene:
    return scene()


def events() -> list[tuple[int, str, dict[str, Any]]]:
    """Return account, verb and facts of the events so far."""
    rows = Event.objects.order_by("pk").values_list("user_id", "name", "data")
    return [
        (user, name.removeprefix("wbm.coaching."), json.loads(data)) for user, name, data in rows
    ]


def whole_way(here: Scene, **changes: str) -> int:
    """Send, claim, ask back, write, reply, close, reopen, hand over, reply, close."""
    request = here.taken(**changes)
    here.ask_back(request, here.lena, text=MARK)
    service.write_back(here.ada, request.pk, MARK, token(), NOW)
    service.note(here.lena, request.pk, MARK, token(), NOW)
    here.reply(request, here.lena, text=MARK)
    version = fresh(request).version
    service.close(here.ada, request.pk, True, MARK, MARK, version, NOW)
    service.reopen(here.ada, request.pk, MARK, token(), NOW)
    ola = here.ola.person_id
    service.hand_over(here.lena, request.pk, ola, MARK, fresh(request).version, NOW)
    here.reply(request, here.ola, text=MARK)
    service.close(here.ada, request.pk, False, MARK, MARK, fresh(request).version, NOW)
    return request.pk


def test_the_whole_way_is_reported_for_who_asked_without_a_word(
    here: Scene, commits: Commits
) -> None:
    with commits():
        whole_way(here, question=f"{MARK}?", situation=MARK)
    ada = here.ada.user_id
    assert events() == [
        (ada, "sent", {"for_team": False}),
        (ada, "asked_back", {"reopened": 0}),
        (ada, "answered", {"reopened": 0}),
        (ada, "closed", {"reopened": 0, "solved": True}),
        (ada, "reopened", {"reopened": 1}),
        (ada, "answered", {"reopened": 1}),
        (ada, "closed", {"reopened": 1, "solved": False}),
    ]
    kept = json.dumps(list(Event.objects.values_list("data", "name", "usage_key")))
    assert MARK not in kept
    assert "law" not in kept


def test_a_request_of_the_team_is_reported_for_each_member(here: Scene, commits: Commits) -> None:
    with commits():
        request = here.send(for_team="on")
        service.withdraw(here.ada, request.pk, request.version, NOW)
    both = [here.ada.user_id, here.bea.user_id]
    assert sorted(events()) == sorted(
        [
            *((each, "sent", {"for_team": True}) for each in both),
            *((each, "withdrawn", {"reopened": 0}) for each in both),
        ]
    )


def test_what_is_refused_or_taken_back_is_reported_to_nobody(here: Scene, commits: Commits) -> None:
    User.objects.filter(pk=here.ada.user_id).delete()
    with commits():
        here.taken()
    assert events() == []


def test_booking_and_giving_back_are_reported_for_who_booked(here: Scene, commits: Commits) -> None:
    start = NOW + timedelta(days=3)
    slot = Slot.objects.create(
        course_key=here.where.key,
        expert_id=here.lena.person_id,
        starts_at=start,
        ends_at=start + timedelta(hours=1),
        closes_at=start,
        changed_at=NOW,
        uid="u1",
    )
    with commits():
        made = booking.book(here.ada, slot.pk, Occasion.DEMAND, None, NOW)
        booking.cancel(here.ada, made.pk, NOW)
    assert events() == [
        (here.ada.user_id, "booked", {"group": False}),
        (here.ada.user_id, "cancelled", {"group": False}),
    ]


def test_no_notice_and_no_mail_holds_a_word_of_a_request(
    here: Scene, commits: Commits, settings: Any, tmp_path: Path
) -> None:
    mail_into(settings, tmp_path / "mails")
    with commits():
        whole_way(here, question=f"{MARK}?", situation=MARK, urgency_reason=MARK)
        unanswered = here.send(here.cem, topic="funding", tried=MARK)
    service.escalate(NOW + timedelta(days=30))
    notices = Notice.objects.all()
    assert {notice.kind for notice in notices} <= {kind.ident for kind in KINDS}
    assert len({notice.kind for notice in notices}) >= 8
    assert MARK not in json.dumps(list(notices.values_list("params", "link")))
    assert "law" not in json.dumps(list(notices.values_list("params", "link")))
    mails = b"".join(path.read_bytes() for path in (tmp_path / "mails").glob("*.eml"))
    assert mails
    assert MARK.encode() not in mails
    told = Notice.objects.filter(person=here.kim.person_id, kind="request_unanswerable")
    assert told.get().link == request_path(here.where.key, unanswered.pk)


def led(here: Scene, actor: Actor, request_id: int) -> Any:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client.get(request_path(here.where.key, request_id))


def test_a_notice_leads_each_reader_to_their_own_page_and_is_read_then(here: Scene) -> None:
    request = here.taken(for_team="on")
    here.reply(request, here.lena)
    unread = Notice.objects.filter(person=here.ada.person_id, read_at=None)
    assert unread.exists()
    pages = {led(here, each, request.pk)["Location"] for each in (here.ada, here.bea)}
    assert len(pages) == 1
    assert led(here, here.lena, request.pk)["Location"] not in pages
    assert led(here, here.kim, request.pk).status_code == 302
    assert not unread.exists()


def test_who_has_nothing_to_do_with_it_is_led_nowhere(here: Scene) -> None:
    request = here.send()
    assert led(here, here.cem, request.pk).status_code == 404
    assert led(here, here.tina, request.pk).status_code == 404
    assert led(here, here.leo, request.pk).status_code == 404
    assert led(here, here.ada, 10**9).status_code == 404


def test_coordinators_of_other_districts_are_left_alone(here: Scene) -> None:
    south = here.where.person("Sam", [Role.COORDINATOR], None, [here.where.south])
    both = sorted([here.kim.person_id or 0, south.person_id or 0])
    assert coordinators(here.where.key, here.where.north.pk) == [here.kim.person_id]
    assert coordinators(here.where.key, here.where.south.pk) == both
    assert coordinators(here.where.key, None) == both
