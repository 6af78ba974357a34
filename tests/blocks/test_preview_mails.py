"""The preview keeps mails and shows them, and the bell leads to the inbox."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.utils import timezone

from course_export.preview import start
from course_export.preview.course import Course
from course_export.preview.mails import sent_mails
from tests import sample_course
from tests.personas import be, find
from xblocks.host.links import exercise_path
from xblocks.notices.kinds import WORK_DECIDED
from xblocks.notices.mailing import send_waiting
from xblocks.notices.records import MailRhythm
from xblocks.notices.telling import tell

pytestmark = pytest.mark.django_db

TALK = sample_course.usage("wbm_role_play", "talk")


@pytest.fixture
def course(tmp_path: Path, settings: Any) -> Course:
    """The small course, loaded, with the demo people and a folder for mails."""
    settings.EMAIL_BACKEND = "course_export.preview.mails.MailFolder"
    settings.WBM_MAIL_FOLDER = str(tmp_path / "mails")
    return start.open_course(sample_course.write(tmp_path))


def tell_trainee(course: Course) -> None:
    """Tell the first trainee that the talk was reviewed, and send the mail."""
    tell(
        str(course.key),
        [int(find(course, "trainee").ident)],
        WORK_DECIDED,
        link=exercise_path(str(course.key), TALK),
        params={"title": "Das Gespräch"},
        now=timezone.now(),
    )
    assert send_waiting(timezone.now()).sent == 1


@pytest.mark.parametrize("who", ["nobody", "stranger", "trainee", "trainer"])
def test_everybody_sees_the_mails_of_everybody(course: Course, client: Client, who: str) -> None:
    be(client, course, who)
    assert "pv-mails" not in client.get("/mails/").content.decode()
    tell_trainee(course)
    html = client.get("/mails/").content.decode()
    assert find(course, "trainee").name in html
    assert "aylin.demirbas@example.org" in html
    assert 'href="/mails/"' in client.get("/").content.decode()


def test_mails_speak_the_language_of_the_course_and_name_it(course: Course) -> None:
    tell_trainee(course)
    (mail,) = sent_mails(10)
    assert 'lang="de"' in mail.html
    assert "Probekurs für Mentor*innen" in mail.text


def test_the_link_of_a_mail_leads_to_the_unit_of_the_exercise(
    course: Course, client: Client, settings: Any
) -> None:
    tell_trainee(course)
    root = re.escape(settings.WBM_ROOT_URL)
    (path,) = re.findall(rf"{root}(/courses/\S+)", sent_mails(1)[0].text)
    assert client.get(path).headers["Location"] == "/unit/u-talk/#talk"


@pytest.mark.parametrize(
    "path",
    [
        f"/courses/course-v1:wbm+Other+2027/jump_to/{TALK}",
        f"/courses/{sample_course.KEY}/jump_to/nothing",
    ],
)
def test_a_link_to_nothing_is_not_found(course: Course, client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_what_stands_in_a_mail_cannot_act_on_the_page(course: Course, client: Client) -> None:
    mail = EmailMultiAlternatives("<script>s</script>", "<script>t</script>", to=["a@example.org"])
    mail.attach_alternative('"><script>h</script>', "text/html")
    assert mail.send() == 1
    html = client.get("/mails/").content.decode()
    assert not re.search(r"<script>[sth]<", html)
    assert 'sandbox=""' in html


def test_the_newest_mail_stands_first_and_other_files_nowhere(
    course: Course, settings: Any
) -> None:
    for number in range(3):
        EmailMultiAlternatives(f"{number}", "text", to=["a@example.org"]).send()
    folder = Path(settings.WBM_MAIL_FOLDER)
    for name in ("notes.txt", "half.part", "x y.eml"):
        (folder / name).write_text("Subject: 9\n\n")
    assert [mail.subject for mail in sent_mails(2)] == ["2", "1"]


def test_the_bell_counts_for_those_on_the_roster(course: Course, client: Client) -> None:
    tell_trainee(course)
    for who, nth, shown in (("trainee", 0, ">1<"), ("trainee", 1, ""), ("trainer", 0, "")):
        be(client, course, who, nth)
        bell = (
            client.get("/").content.decode().partition('class="wbm-bell"')[2].partition("</a>")[0]
        )
        assert bell
        assert shown in bell
        assert ("<b " in bell) == bool(shown)
    for who in ("nobody", "stranger", "staff"):
        be(client, course, who)
        assert "wbm-bell" not in client.get("/").content.decode()


def test_looking_at_the_mails_does_what_a_timer_does_elsewhere(course: Course) -> None:
    trainee = find(course, "trainee")
    MailRhythm.objects.create(person_id=int(trainee.ident), rhythm="daily")
    tell(
        str(course.key),
        [int(trainee.ident)],
        WORK_DECIDED,
        link=exercise_path(str(course.key), TALK),
        params={"title": "Das Gespräch"},
        now=timezone.now() - timedelta(days=2),
    )
    assert sent_mails(10) == []
    client = Client()
    be(client, course, "trainee")
    assert "Das Gespräch" in client.get("/mails/").content.decode()
