"""Mails of the preview: none leaves this computer, all lie in a folder as ``.eml`` files."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage as DjangoMail
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone
from opaque_keys.edx.keys import CourseKey

from course_export.preview.loaded import current_or_none

_SAFE = re.compile(r"^[0-9a-f-]+\.eml$")


class MailFolder(BaseEmailBackend):
    """Django's way to send: writes each mail into the folder that `WBM_MAIL_FOLDER` names."""

    def send_messages(self, messages: Sequence[DjangoMail]) -> int:
        """Write the mails; any mail program can open them."""
        folder = mail_folder()
        folder.mkdir(parents=True, exist_ok=True)
        for message in messages:
            moment = timezone.now().strftime("%Y%m%d-%H%M%S-%f")
            part = folder / f"{moment}-{uuid4().hex}.part"
            part.write_bytes(message.message().as_bytes())
            part.rename(part.with_suffix(".eml"))
        return len(messages)


@dataclass(frozen=True)
class SentMail:
    """A mail as it lies in the folder."""

    to: str
    subject: str
    sent_at: datetime | None
    text: str
    html: str


def mail_folder() -> Path:
    """Return where the mails lie."""
    return Path(settings.WBM_MAIL_FOLDER)


def sent_mails(limit: int) -> list[SentMail]:
    """Return the last mails, the newest first."""
    found = (path for path in mail_folder().glob("*.eml") if _SAFE.match(path.name))
    newest = sorted(found, key=lambda path: path.name, reverse=True)[:limit]
    return [_read(path.read_bytes()) for path in newest]


def course_face(course_key: CourseKey) -> tuple[str, str]:
    """Return title and language of the course that is played; see `xblocks.host.course`."""
    course = current_or_none()
    if course is None or course.key != course_key:
        return "", ""
    return course.title, course.language


def _read(content: bytes) -> SentMail:
    message = message_from_bytes(content, policy=policy.default)
    return SentMail(
        to=str(message["To"] or ""),
        subject=str(message["Subject"] or ""),
        sent_at=_moment(str(message["Date"] or "")),
        text=_part(message, "plain"),
        html=_part(message, "html"),
    )


def _moment(date: str) -> datetime | None:
    """The moment of a Date header; ``-0000`` in it stands for UTC."""
    moment = parsedate_to_datetime(date) if date else None
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment


def _part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    return str(body.get_content()) if body else ""
