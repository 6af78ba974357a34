"""Every mail word for word, in both languages, as text and as HTML.

`WBM_REGENERATE_GOLDEN=1` writes the files anew; read the difference before keeping it.
"""

from __future__ import annotations

import os
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from tests.records.notice_cases import (
    CHOSEN,
    DUE,
    LINK,
    NOW,
    ids,
    mail_into,
    mails,
    part,
    people,
)
from tests.records.roster_people import COURSE, stored
from xblocks.coaching import telling as coaching
from xblocks.notices import kinds
from xblocks.notices.kinds import Kind
from xblocks.notices.mailing import send_waiting
from xblocks.notices.records import MailRhythm
from xblocks.notices.rhythm import mail_moment
from xblocks.notices.telling import tell

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

GOLDEN = Path(__file__).parent / "golden"
KINDS = (
    kinds.WORK_RETURNED,
    kinds.WORK_DECIDED,
    kinds.WORK_HANDED_IN,
    kinds.CLAIM_TAKEN_OVER,
    kinds.DEADLINE_SOON,
    kinds.DEADLINE_EXTENDED,
    *coaching.KINDS,
)
FILLED: dict[str, Any] = {"title": "Coaching & <Rat>", "due": DUE, "count": 17}
DIGEST = (kinds.WORK_DECIDED, coaching.REQUEST_REPLIED, coaching.CONSENT_ASKED)


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    people()
    return mail_into(settings, tmp_path / "mails")


def tell_mira(kind: Kind, link: str = LINK) -> None:
    params = {name: FILLED[name] for name in kind.places}
    tell(str(COURSE), ids("mira"), kind, link=link, params=params, now=NOW)


def written(mail: EmailMessage, kind: str) -> str:
    subject = " ".join(mail["Subject"].split())
    return f"Subject: {subject}\n\n{part(mail, kind).strip()}\n"


def test_no_kind_is_missing_here() -> None:
    own = {each for each in vars(kinds).values() if isinstance(each, Kind)}
    told = {each for each in vars(coaching).values() if isinstance(each, Kind)}
    assert {each.ident for each in KINDS} == {each.ident for each in own | told}


@pytest.mark.parametrize("kind", ["plain", "html"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_mails_are_word_for_word_what_was_agreed(folder: Path, language: str, kind: str) -> None:
    mira = stored("mira@example.org")
    CHOSEN[mira.user_id] = language
    for number, each in enumerate(KINDS):
        tell_mira(each, f"/wbm/{number}/")
    send_waiting(NOW)
    MailRhythm.objects.create(person=mira, rhythm="daily")
    for number, each in enumerate(DIGEST):
        tell_mira(each, f"/wbm/digest/{number}/")
    send_waiting(mail_moment("daily", NOW))
    sent = mails(folder)
    assert len(sent) == len(KINDS) + 1
    text = f"\n{'=' * 72}\n\n".join(written(mail, kind) for mail in sent)
    golden = GOLDEN / f"mails.{language}.{'txt' if kind == 'plain' else 'html'}"
    if os.environ.get("WBM_REGENERATE_GOLDEN"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("breaks", ["\r\n", "\n", "\r", "\u2028", "\x0b", "\x85"])
def test_no_title_writes_a_header(folder: Path, breaks: str) -> None:
    title = f"M3{breaks}Bcc: spy@example.org{breaks}{breaks}<script>alert(1)</script>"
    tell(str(COURSE), ids("mira"), kinds.WORK_DECIDED, link=LINK, params={"title": title}, now=NOW)
    send_waiting(NOW)
    (mail,) = mails(folder)
    assert mail["Bcc"] is None
    assert mail["Cc"] is None
    assert mail["To"] == "mira.account@example.org"
    assert mail["Subject"] == "Bewertet: M3 Bcc: spy@example.org <script>alert(1)</script>"
    assert "<script>" not in part(mail, "html")


@pytest.mark.parametrize("breaks", ["\r\n", "\n", "\r"])
def test_an_address_that_writes_headers_gets_no_mail_and_the_others_do(
    folder: Path, breaks: str
) -> None:
    timo = stored("timo@example.org")
    timo.email = f"timo@example.org{breaks}Bcc: spy@example.org"
    timo.save()
    params = {"title": "M3"}
    people_told = [timo.pk, *ids("mira")]
    tell(str(COURSE), people_told, kinds.WORK_DECIDED, link=LINK, params=params, now=NOW)
    result = send_waiting(NOW)
    assert (result.sent, result.failed) == (1, 1)
    assert [mail["To"] for mail in mails(folder)] == ["mira.account@example.org"]


def test_a_name_that_writes_headers_stays_in_the_text(folder: Path) -> None:
    mira = stored("mira@example.org")
    mira.name = "Mira\r\nBcc: spy@example.org\r\n\r\n<b>"
    mira.save()
    for kind in DIGEST:
        tell_mira(kind, f"/{kind.ident}/")
    send_waiting(NOW + timedelta(minutes=1))
    for mail in mails(folder):
        assert mail["Bcc"] is None
        assert "<b>" not in part(mail, "html")
