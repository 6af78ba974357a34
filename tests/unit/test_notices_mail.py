"""Mails go out over one connection; a failure is told and never thrown."""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from tests.smtp_server import HANGS_UP, REFUSED, MailServer, mail_server
from xblocks.host.letter import Mail
from xblocks.host.mail import post


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    with mail_server() as running:
        settings.EMAIL_PORT = running.port
        yield running


def mail(to: str, subject: str = "Hello") -> Mail:
    return Mail("wbm-1", to, subject, "text", "<p>text</p>")


def test_many_mails_go_over_one_connection(server: MailServer) -> None:
    with post() as way:
        assert [way.send(mail(f"{name}@example.org")) for name in "abc"] == [True] * 3
    assert server.taken == ["a@example.org", "b@example.org", "c@example.org"]
    assert server.calls == 1


def test_a_refused_address_does_not_keep_the_others_from_their_mail(
    server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING), post() as way:
        sent = [way.send(mail(to)) for to in ("a@example.org", REFUSED, "b@example.org")]
        assert way.up
    assert sent == [True, False, True]
    assert server.taken == ["a@example.org", "b@example.org"]
    assert "SMTPRecipientsRefused" in caplog.text
    assert REFUSED not in caplog.text


def test_a_server_that_hangs_up_is_gone(server: MailServer) -> None:
    with post() as way:
        assert not way.send(mail(HANGS_UP))
        assert not way.up


def test_a_server_that_is_not_there_is_gone(settings: Any) -> None:
    with socket.socket() as nobody_listens:
        nobody_listens.bind(("127.0.0.1", 0))
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = nobody_listens.getsockname()
        with post() as way:
            assert not way.send(mail("a@example.org"))
            assert not way.up


class Moody(BaseEmailBackend):
    """A backend of an operator, with errors of its own."""

    def send_messages(self, messages: list[EmailMessage]) -> int:
        raise RuntimeError("quota")


def test_an_error_nobody_foresaw_is_a_mail_that_was_not_sent(settings: Any) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Moody"
    with post() as way:
        assert not way.send(mail("a@example.org"))
        assert way.up


def test_a_silent_server_is_not_waited_for_for_ever(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with post() as way:
        assert way._connection.timeout == 10
    settings.EMAIL_TIMEOUT = 3
    with post() as way:
        assert way._connection.timeout == 3


def test_line_breaks_in_a_subject_bring_no_headers(
    settings: Any, mailoutbox: list[EmailMessage]
) -> None:
    settings.DEFAULT_FROM_EMAIL = "WBM <course@example.org>"
    with post() as way:
        assert way.send(mail("a@example.org", "One\r\nBcc: b@example.org"))
    (sent,) = mailoutbox
    assert sent.message()["Subject"] == "One Bcc: b@example.org"
    assert sent.message()["Bcc"] is None
    assert sent.message()["Message-ID"] == "<wbm-1@example.org>"
    assert sent.message()["Auto-Submitted"] == "auto-generated"
