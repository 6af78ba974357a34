"""Who wants mails together gets one a day or a week; what is urgent comes at once all the same."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests.records.notice_cases import CHOSEN, DUE, LINK, NOW, ids, mail_into, mails, part, people
from tests.records.roster_people import COURSE, stored
from tests.smtp_server import mail_server
from xblocks.core.errors import BadRequest, Masquerading, NotOnRoster
from xblocks.core.people import Actor, Role
from xblocks.notices import service
from xblocks.notices.kinds import DEADLINE_SOON, WORK_DECIDED, WORK_RETURNED, Kind
from xblocks.notices.mailing import PAUSES, send_told, send_waiting
from xblocks.notices.records import MailRhythm, Notice
from xblocks.notices.rhythm import Rhythm, choose, mail_moment, rhythm_of
from xblocks.notices.telling import subject_of, tell

pytestmark = pytest.mark.django_db

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY_7 = datetime(2027, 3, 8, 7, 0, tzinfo=BERLIN)
TUESDAY_7 = datetime(2027, 3, 2, 7, 0, tzinfo=BERLIN)


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    people()
    return mail_into(settings, tmp_path / "mails")


def person(name: str = "mira") -> Actor:
    found = stored(f"{name}@example.org")
    return Actor(0, str(COURSE), found.name, frozenset({Role.TRAINEE}), person_id=found.pk)


def told(
    *names: str, kind: Kind = WORK_DECIDED, link: str = LINK, now: datetime = NOW, title: str = "M3"
) -> None:
    """Tell people, and send what goes out after the commit."""
    params: dict[str, Any] = {"title": title, "due": DUE}
    tell(str(COURSE), ids(*names), kind, link=link, params=params, now=now)
    send_told(ids(*names), subject_of(kind.ident, link), now)


def test_without_a_choice_each_mail_comes_at_once(folder: Path) -> None:
    assert rhythm_of(person()) is Rhythm.EACH
    told("mira")
    assert len(mails(folder)) == 1


def test_a_day_of_notices_is_one_mail_in_the_morning(folder: Path) -> None:
    choose(person(), "daily", NOW)
    told("mira", "timo")
    told("mira", kind=WORK_RETURNED, title="M4", now=NOW + timedelta(hours=1))
    assert [mail["To"] for mail in mails(folder)] == ["timo@example.org"]
    assert send_waiting(TUESDAY_7 - timedelta(seconds=1)).sent == 0
    CHOSEN[stored("mira@example.org").user_id] = "en"
    assert send_waiting(TUESDAY_7).sent == 1
    mail = mails(folder)[-1]
    assert mail["To"] == "mira.account@example.org"
    assert mail["Subject"] == "2 notices wait for you"
    for kind in ("plain", "html"):
        text = part(mail, kind)
        assert text.index("Reviewed: M3") < text.index("Please revise: M4")
        assert text.count(f"https://course.example.org{LINK}") == 2
        assert f"https://course.example.org/wbm/{COURSE}/inbox/mails/" in text
    assert Notice.objects.filter(person=person().person_id, mailed_at=TUESDAY_7).count() == 2
    assert send_waiting(TUESDAY_7 + timedelta(days=1)).sent == 0


def test_a_week_of_notices_is_one_mail_on_monday(folder: Path) -> None:
    choose(person(), "weekly", NOW)
    monday = datetime(2027, 3, 1, 7, 0, tzinfo=BERLIN)
    for number in range(3):
        told("mira", link=f"/{number}/", now=monday + timedelta(days=2 * number))
    assert send_waiting(MONDAY_7 - timedelta(seconds=1)).sent == 0
    assert send_waiting(MONDAY_7 + timedelta(hours=3)).sent == 1
    assert Notice.objects.filter(mailed_at=None).count() == 0
    assert len(mails(folder)) == 1


def test_what_is_urgent_comes_at_once_and_alone(folder: Path) -> None:
    choose(person(), "weekly", NOW)
    told("mira")
    told("mira", kind=DEADLINE_SOON)
    (mail,) = mails(folder)
    assert "M3" in mail["Subject"]
    assert send_waiting(MONDAY_7).sent == 1
    assert len(mails(folder)) == 2


def test_what_was_read_meanwhile_is_not_in_the_mail(folder: Path) -> None:
    choose(person(), "daily", NOW)
    told("mira", link="/read/")
    told("mira", link="/new/")
    service.seen(person(), "/read/", NOW)
    assert send_waiting(TUESDAY_7).sent == 1
    (mail,) = mails(folder)
    assert "/new/" in part(mail, "plain")
    assert "/read/" not in part(mail, "plain")


def test_a_new_choice_holds_for_what_waits(folder: Path) -> None:
    choose(person(), "weekly", NOW)
    told("mira")
    choose(person(), "daily", NOW)
    assert Notice.objects.get().mail_next == TUESDAY_7
    choose(person(), "each", NOW)
    assert send_waiting(NOW).sent == 1
    assert len(mails(folder)) == 1
    assert MailRhythm.objects.get().rhythm == "each"


def test_a_mail_that_failed_is_tried_again_with_all_it_held(folder: Path, settings: Any) -> None:
    choose(person(), "daily", NOW)
    told("mira", link="/a/")
    told("mira", link="/b/")
    with mail_server() as server:
        port = server.port
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    assert send_waiting(TUESDAY_7).failed == 1
    assert set(Notice.objects.values_list("mail_failed", flat=True)) == {True}
    mail_into(settings, folder)
    assert send_waiting(TUESDAY_7 + PAUSES[0]).sent == 1
    (mail,) = mails(folder)
    assert "/a/" in part(mail, "plain")
    assert "/b/" in part(mail, "plain")


def test_more_people_than_a_batch_get_one_mail_each(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xblocks.notices.mailing.BATCH", 2)
    names = ("mira", "timo", "tara")
    for name in names:
        choose(person(name), "daily", NOW)
    for link in ("/a/", "/b/", "/c/"):
        told(*names, link=link)
    assert send_waiting(TUESDAY_7).sent == len(mails(folder)) == len(names)


def test_who_looks_as_somebody_else_or_is_on_no_list_chooses_nothing() -> None:
    mira = person()
    with pytest.raises(Masquerading):
        choose(Actor(**{**vars(mira), "masquerading": True}), "daily", NOW)
    with pytest.raises(NotOnRoster):
        choose(Actor(7, mira.course_key, "Staff", mira.roles), "daily", NOW)
    for word in ("", "hourly", "EACH"):
        with pytest.raises(BadRequest):
            choose(mira, word, NOW)
    assert not MailRhythm.objects.exists()


@given(st.sampled_from([Rhythm.DAILY, Rhythm.WEEKLY]), st.integers(0, 3 * 365 * 24 * 60))
def test_mails_gather_until_the_next_morning_or_monday(rhythm: Rhythm, minutes: int) -> None:
    now = NOW + timedelta(minutes=minutes)
    local = mail_moment(rhythm, now).astimezone(BERLIN)
    assert (local.hour, local.minute) == (7, 0)
    assert now < local
    longest = timedelta(days=7 if rhythm is Rhythm.WEEKLY else 1, hours=1)
    assert local - now <= longest
    assert rhythm is Rhythm.DAILY or local.weekday() == 0


def test_the_page_shows_the_choice_and_keeps_another(client: Client, settings: Any) -> None:
    settings.WBM_DESK_BASE_TEMPLATE = "wbm/desk/base.html"
    client.force_login(stored("mira@example.org").user)
    address = reverse("wbm:inbox_mails", args=[str(COURSE)])
    assert 'value="each" checked' in client.get(address).content.decode()
    answer = client.post(address, {"rhythm": "weekly"})
    assert (answer.status_code, answer["Location"]) == (302, f"{address}?saved=1")
    assert 'value="weekly" checked' in client.get(answer["Location"]).content.decode()
    assert client.post(address, {"rhythm": "x"}).status_code == 400
    assert rhythm_of(person()) is Rhythm.WEEKLY
