"""People to be told something, and a folder their mails come into."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from tests.records.roster_people import COURSE, account, fill, stored
from xblocks.notices.kinds import WORK_DECIDED
from xblocks.notices.telling import tell

NOW = datetime(2027, 3, 1, 18, 0, tzinfo=UTC)
DUE = datetime(2027, 3, 15, 17, 0, tzinfo=UTC)
LINK = f"/courses/{COURSE}/jump_to/block-v1:WBM+People+2027+type@wbm_transfer_project+block@m3"

CHOSEN: dict[int, str] = {}
FACE = {"title": "Weiterbildungsmentor*innen", "language": "de"}


def face(_course_key: Any) -> tuple[str, str]:
    """What a platform would say of the course."""
    return FACE["title"], FACE["language"]


def chosen(user_ids: Any) -> dict[int, str]:
    """What a platform would say of its accounts."""
    return {user_id: CHOSEN[user_id] for user_id in user_ids if user_id in CHOSEN}


def mail_into(settings: Any, folder: Path) -> Path:
    """Let mails be written into a folder, and the platform answer as above."""
    settings.EMAIL_BACKEND = "course_export.preview.mails.MailFolder"
    settings.WBM_MAIL_FOLDER = str(folder)
    settings.WBM_ROOT_URL = "https://course.example.org"
    settings.WBM_COURSE_FACE = f"{__name__}.face"
    settings.WBM_CHOSEN_LANGUAGES = f"{__name__}.chosen"
    CHOSEN.clear()
    FACE.update(title="Weiterbildungsmentor*innen", language="de")
    return folder


def mails(folder: Path) -> list[EmailMessage]:
    """Read back what was sent, the oldest first."""
    return [
        message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in sorted(folder.glob("*.eml"))
    ]


def part(mail: EmailMessage, kind: str) -> str:
    """The text of a mail, ``plain`` or ``html``."""
    body = mail.get_body((kind,))
    assert body
    return str(body.get_content())


def ids(*names: str) -> list[int]:
    """The people of the small list with these names before the @; fills it when it is empty."""
    return [stored(f"{name}@example.org").pk for name in names]


def people() -> None:
    """Fill the list; Mira has an account with another address, Timo has none."""
    fill()
    mira = stored("mira@example.org")
    mira.user = account("mira.account@example.org")
    mira.save()


def tell_decided(*names: str, now: datetime = NOW, title: str = "M3: Konzept") -> None:
    """Tell people that their work was reviewed."""
    tell(str(COURSE), ids(*names), WORK_DECIDED, link=LINK, params={"title": title}, now=now)
