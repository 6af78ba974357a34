"""Mail by edx-ace where it is present, else by Django: failures are told, not thrown."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from smtplib import SMTPException, SMTPServerDisconnected
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from xblocks.host import compat
from xblocks.host.ace import deliver
from xblocks.host.letter import AUTOMATIC, Mail, message_id

log = logging.getLogger(__name__)

PATIENCE = 10
"""Seconds to wait for the mail server when the operator does not say (`EMAIL_TIMEOUT`)."""


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
        message = EmailMultiAlternatives(
            mail.subject_line,
            mail.text,
            to=[mail.to],
            connection=self._connection,
            headers={**AUTOMATIC, "Message-ID": message_id(mail)},
        )
        message.attach_alternative(mail.html, "text/html")
        return message


class AcePost:
    """The way through edx-ace, which opens its own connections; see `Post`."""

    def __init__(self, ace: Any) -> None:
        self.up = True
        self._ace = ace

    def send(self, mail: Mail) -> bool:
        """Return whether the channel took the mail; why not stands in the log, without address."""
        try:
            deliver(self._ace, mail)
        except Exception as failure:  # noqa: BLE001 - every channel throws its own
            self.up = not _is_gone(failure.__cause__ or failure)
            log.warning("Mail %s was not sent: %s", mail.ident, type(failure).__name__)
            return False
        return True


Way = Post | AcePost


@contextmanager
def post() -> Iterator[Way]:
    """Open the way to the mail server when the first mail is sent, and close it at the end."""
    if (found := compat.ace()) is not None:
        yield AcePost(found)
        return
    patience = getattr(settings, "EMAIL_TIMEOUT", None) or PATIENCE
    opened = Post(get_connection(timeout=patience))
    try:
        yield opened
    finally:
        opened.close()


def _is_gone(failure: BaseException) -> bool:
    """Whether the failure is about the connection, not about this mail."""
    if isinstance(failure, SMTPException):
        return isinstance(failure, SMTPServerDisconnected)
    return isinstance(failure, OSError)
