"""A mail as it is written, whoever sends it."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

AUTOMATIC = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
"""Asks for no out-of-office answers."""


@dataclass(frozen=True)
class Mail:
    """A mail to one address. `ident` names it for ever: sent twice, it can be known as one.

    `user_id` is the account's it goes to, None without one.
    """

    ident: str
    to: str
    subject: str
    text: str
    html: str
    user_id: int | None = None

    @property
    def subject_line(self) -> str:
        """The subject in one line, so that it can write no header."""
        return " ".join(self.subject.split())


def message_id(mail: Mail) -> str:
    """Return the Message-ID of a mail: the same for ever."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("<> ") or "localhost"
    return f"<{mail.ident}@{domain}>"
