"""Mail by the operator's Django settings: one connection for many, failures told, not thrown."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from smtplib import SMTPException, SMTPServerDisconnected

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend

log = logging.getLogger(__name__)

PATIENCE = 10
"""Seconds to wait for the mail server when the operator does not say (`EMAIL_TIMEOUT`)."""

AUTOMATIC = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
"""Asks for no out-of-office answers."""


@dataclass(frozen=True)
class Mail:
    """A mail to one address. `ident` names it for ever: sent twice, it can be known as one."""

    ident: str
    to: str
    subject: str
    text: str
    html: str


class Post:
    """An open way to the mail server; `up` turns False when the server is gone."""

    def __init__(self, connection: BaseEmailBackend) -> None:
        self.up = True
        self._connection = connection
        self._open = False

    def send(self, mail: Mail) -> bool:
        """Return whether the server took the mail; why not stands in the log, without address."""
        try:
            if not self._open:
                self._connection.open()
                self._open = True
            return bool(self._message(mail).send())
        except Exception as failure:  # noqa: BLE001 - every mail backend throws its own
            self.up = not _is_gone(failure) and self._open
            log.warning("Mail %s was not sent: %s", mail.ident, type(failure).__name__)
            return False

    def close(self) -> None:
        """Hang up; that the server did so before is no defect."""
        try:
            self._connection.close()
        except OSError as failure:
            log.info("The mail server hung up: %s", type(failure).__name__)

    def _message(self, mail: Mail) -> EmailMultiAlternatives:
        sender = settings.DEFAULT_FROM_EMAIL
        domain = sender.rpartition("@")[2].strip("<> ") or "localhost"
        message = EmailMultiAlternatives(
            " ".join(mail.subject.split()),
            mail.text,
            to=[mail.to],
            connection=self._connection,
            headers={**AUTOMATIC, "Message-ID": f"<{mail.ident}@{domain}>"},
        )
        message.attach_alternative(mail.html, "text/html")
        return message


@contextmanager
def post() -> Iterator[Post]:
    """Open the way to the mail server when the first mail is sent, and close it at the end."""
    patience = getattr(settings, "EMAIL_TIMEOUT", None) or PATIENCE
    opened = Post(get_connection(timeout=patience))
    try:
        yield opened
    finally:
        opened.close()


def _is_gone(failure: Exception) -> bool:
    """Whether the failure is about the connection, not about this mail."""
    if isinstance(failure, SMTPException):
        return isinstance(failure, SMTPServerDisconnected)
    return isinstance(failure, OSError)
