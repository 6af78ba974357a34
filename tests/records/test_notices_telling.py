"""Telling people: a row for everybody, one mail each, none of what people wrote."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from tests.records.notice_cases import (
    CHOSEN,
    DUE,
    FACE,
    LINK,
    NOW,
    ids,
    mail_into,
    mails,
    part,
    people,
    tell_decided,
)
from tests.records.roster_people import COURSE, OTHER, fill, stored
from tests.smtp_server import REFUSED, mail_server
from xblocks.core.people import Actor, Role
from xblocks.notices import service
from xblocks.notices.kinds import WORK_DECIDED, WORK_RETURNED, Kind
from xblocks.notices.mailing import LEASE, PAUSES, TOO_LATE, send_waiting
from xblocks.notices.records import Notice
from xblocks.notices.telling import QUIET, tell
from xblocks.roster.records import Person

pytestmark = pytest.mark.django_db

Commit = Callable[..., AbstractContextManager[Any]]
SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    people()
    return mail_into(settings, tmp_path / "mails")


@pytest.fixture
def commit(django_capture_on_commit_callbacks: Commit) -> Callable[[], Any]:
    """A block whose end is the commit of everything inside."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_everybody_gets_a_row_and_a_mail_of_their_own(commit: Commit, folder: Path) -> None:
    with commit():
        tell_decided("mira", "timo")
    assert {notice.person_id for notice in Notice.objects.all()} == set(ids("mira", "timo"))
    assert all(notice.mailed_at == NOW for notice in Notice.objects.all())
    assert {mail["To"] for mail in mails(folder)} == {
        "mira.account@example.org",
        "timo@example.org",
    }


def test_a_mail_says_that_something_waits_and_where_as_text_and_as_html(
    commit: Commit, folder: Path
) -> None:
    CHOSEN[stored("mira@example.org").user_id] = "en"
    with commit():
        tell_decided("mira", title="M3 <b>&")
    (mail,) = mails(folder)
    assert mail.get_content_type() == "multipart/alternative"
    assert mail["Subject"] == "Reviewed: M3 <b>&"
    for kind in ("plain", "html"):
        text = part(mail, kind)
        assert f"https://course.example.org{LINK}" in text
        assert f"https://course.example.org/wbm/{COURSE}/inbox/" in text
        assert "Hello Mira Muster," in text
        assert "Weiterbildungsmentor*innen" in text
    assert "M3 <b>&" in part(mail, "plain")
    assert "M3 &lt;b&gt;&amp;" in part(mail, "html")
    assert 'lang="en"' in part(mail, "html")


@pytest.mark.parametrize(
    ("course", "chosen", "language"),
    [
        ("de", "", "de"),
        ("en-gb", "", "en"),
        ("en", "de-de", "de"),
        ("de", "en", "en"),
        ("de", "fr", "de"),
        ("", "", "de"),
        ("tr", "", "de"),
    ],
)
def test_mails_speak_the_language_of_the_person_else_of_the_course(
    commit: Commit, folder: Path, course: str, chosen: str, language: str
) -> None:
    FACE["language"] = course
    CHOSEN[stored("mira@example.org").user_id] = chosen
    with commit():
        tell(
            str(COURSE),
            ids("mira"),
            WORK_RETURNED,
            link=LINK,
            params={"title": "M3", "due": DUE},
            now=NOW,
        )
    (mail,) = mails(folder)
    assert f'lang="{language}"' in part(mail, "html")
    due = {"de": "Mo, 15. März 2027, 18:00 Uhr", "en": "Mon, 15 March 2027, 18:00"}[language]
    assert due in part(mail, "plain")
    assert due in part(mail, "html")


def test_who_left_or_is_on_another_list_is_told_nothing(commit: Commit, folder: Path) -> None:
    fill(OTHER)
    left = stored("timo@example.org")
    left.left_at = NOW
    left.save()
    others = [stored("mira@example.org", OTHER).pk, 999_999]
    with commit():
        people = [*others, *ids("mira", "timo")]
        tell(str(COURSE), people, WORK_DECIDED, link=LINK, params={"title": "M3"}, now=NOW)
    assert [notice.person_id for notice in Notice.objects.all()] == ids("mira")
    assert len(mails(folder)) == 1


@pytest.mark.parametrize("link", ["https://evil.example/", "//evil.example", "/" + "x" * 500])
def test_links_to_elsewhere_and_endless_ones_are_refused(link: str) -> None:
    with pytest.raises(ValueError, match="page of this server"):
        tell(str(COURSE), ids("mira"), WORK_DECIDED, link=link, params={"title": "M"}, now=NOW)


def test_a_kind_nobody_registered_is_refused() -> None:
    with pytest.raises(ValueError, match="not registered"):
        tell(str(COURSE), ids("mira"), Kind("x", "X", "X"), link="/", params={}, now=NOW)


def test_what_is_taken_back_is_told_to_nobody(commit: Commit, folder: Path) -> None:
    with commit(), transaction.atomic():
        tell_decided("mira")
        transaction.set_rollback(True)
    assert not Notice.objects.exists()
    assert not mails(folder)


def test_telling_costs_the_same_for_two_and_for_all(django_assert_num_queries: Commit) -> None:
    two, everybody = ids("mira", "timo"), ids("mira", "timo", "tara", "eda", "kim", "ada")
    for link, told in (("/two/", two), ("/all/", everybody)):
        with django_assert_num_queries(4):
            tell(str(COURSE), told, WORK_DECIDED, link=link, params={"title": "M"}, now=NOW)


def test_the_same_within_ten_minutes_is_one_notice_and_one_mail(
    commit: Commit, folder: Path
) -> None:
    for minutes, title in ((0, "First"), (4, "Second"), (9, "Third")):
        with commit():
            tell_decided("mira", now=NOW + timedelta(minutes=minutes), title=title)
        Notice.objects.filter(read_at=None).update(read_at=NOW)
    with commit():
        tell_decided("mira", now=NOW + timedelta(minutes=9), title="Last")
    (notice,) = Notice.objects.all()
    assert (notice.read_at, notice.told_at) == (None, NOW + timedelta(minutes=9))
    assert "Last" in notice.params
    (mail,) = mails(folder)
    assert "First" in mail["Subject"]


def test_the_same_after_ten_minutes_is_told_again(commit: Commit, folder: Path) -> None:
    for now in (NOW, NOW + QUIET):
        with commit():
            tell_decided("mira", now=now)
    assert [notice.number for notice in Notice.objects.order_by("number")] == [1, 2]
    assert len(mails(folder)) == 2


def test_another_link_or_kind_is_something_else(commit: Commit, folder: Path) -> None:
    with commit():
        tell_decided("mira")
        for kind, link in ((WORK_DECIDED, "/other/"), (WORK_RETURNED, LINK)):
            params: dict[str, Any] = {"title": "M", "due": DUE}
            tell(str(COURSE), ids("mira"), kind, link=link, params=params, now=NOW)
    assert Notice.objects.count() == len(mails(folder)) == 3


def test_a_mail_server_that_is_away_breaks_nothing_and_gets_the_mail_later(
    commit: Commit, folder: Path, settings: Any
) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", 1
    with commit():
        tell_decided("mira", "timo")
    tried = Notice.objects.get(mail_failed=True)
    waits = Notice.objects.get(mail_failed=False)
    assert (tried.mail_next, waits.mail_next) == (NOW + PAUSES[0], NOW)
    mail_into(settings, folder)
    assert (send_waiting(NOW).sent, len(mails(folder))) == (1, 1)
    assert send_waiting(NOW + PAUSES[0]).sent == 1
    assert {mail["To"] for mail in mails(folder)} == {
        "mira.account@example.org",
        "timo@example.org",
    }
    assert send_waiting(NOW + timedelta(days=2)).sent == 0
    assert not Notice.objects.filter(mail_failed=True).exists()


def test_a_mail_that_fails_again_and_again_is_given_up(commit: Commit, settings: Any) -> None:
    person = stored("timo@example.org")
    person.email = REFUSED
    person.save()
    with mail_server() as server:
        settings.EMAIL_BACKEND, settings.EMAIL_HOST = SMTP, "127.0.0.1"
        settings.EMAIL_PORT = server.port
        with commit():
            tell(str(COURSE), [person.pk], WORK_DECIDED, link=LINK, params={"title": "M"}, now=NOW)
        now = NOW
        for pause in PAUSES:
            assert send_waiting(now + pause - timedelta(seconds=1)).failed == 0
            now += pause
            assert send_waiting(now).failed == 1
        assert send_waiting(now + timedelta(days=365)).failed == 0
        assert server.calls == len(PAUSES) + 1
    notice = Notice.objects.get()
    assert (notice.mail_failed, notice.mail_next, notice.mailed_at) == (True, None, None)
    assert service.unread(_as(person)) == 1


def broken_face(_course_key: Any) -> tuple[str, str]:
    raise LookupError("the platform is being updated")


def test_an_error_while_writing_the_mail_breaks_nothing(
    commit: Commit, folder: Path, settings: Any
) -> None:
    settings.WBM_COURSE_FACE = f"{__name__}.broken_face"
    with commit():
        tell_decided("mira")
    assert service.unread(_as(stored("mira@example.org"))) == 1
    assert not mails(folder)
    mail_into(settings, folder)
    assert send_waiting(NOW + LEASE).sent == len(mails(folder)) == 1


def test_a_mail_lost_between_commit_and_sending_goes_out_once(folder: Path) -> None:
    tell_decided("mira")  # and the process ends before what was to happen after the commit
    assert not mails(folder)
    assert send_waiting(NOW).sent == 1
    assert send_waiting(NOW + timedelta(days=1)).sent == 0
    assert len(mails(folder)) == 1


def test_a_mail_somebody_is_sending_is_left_to_them_for_a_while(folder: Path) -> None:
    tell_decided("mira")
    Notice.objects.update(mail_next=NOW + LEASE, mail_tries=1)  # what taking it leaves behind
    assert send_waiting(NOW + LEASE - timedelta(seconds=1)).sent == 0
    assert send_waiting(NOW + LEASE).sent == 1
    assert len(mails(folder)) == 1


@pytest.mark.parametrize("change", ["read", "left"])
def test_who_has_read_it_or_left_needs_no_late_mail(folder: Path, change: str) -> None:
    tell_decided("timo")
    person = stored("timo@example.org")
    if change == "read":
        service.mark_read(_as(person), Notice.objects.get().pk, NOW)
    else:
        person.left_at = NOW
        person.save()
    assert send_waiting(NOW).sent == 0
    tell_decided("timo", now=NOW + timedelta(minutes=5))
    assert send_waiting(NOW + timedelta(minutes=5)).sent == (change == "read")


def test_old_news_are_not_mailed(folder: Path) -> None:
    tell_decided("timo")
    assert send_waiting(NOW + TOO_LATE).sent == 0
    assert send_waiting(NOW + TOO_LATE - timedelta(seconds=1)).sent == 1


def test_more_mails_than_a_batch_all_go_out(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xblocks.notices.mailing.BATCH", 2)
    tell_decided("mira", "timo", "tara", "eda", "kim")
    assert send_waiting(NOW).sent == len(mails(folder)) == 5


def test_the_command_sends_what_waits_and_tells_what_failed(
    folder: Path, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    tell_decided("mira", now=timezone.now())
    call_command("wbm_send_notices")
    assert capsys.readouterr().out == "Sent 1 mails.\n"
    tell_decided("timo", now=timezone.now())
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", 1
    with pytest.raises(CommandError, match="1 mails were not taken"):
        call_command("wbm_send_notices")


def _as(person: Person) -> Actor:
    return Actor(0, str(COURSE), person.name, frozenset({Role.TRAINEE}), person_id=person.pk)
