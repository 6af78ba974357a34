"""Mails through edx-ace where it is among the apps: its channel, its rules, failures told."""

from __future__ import annotations

import logging
from email.message import Message as Headers
from enum import Enum
from smtplib import SMTPServerDisconnected
from types import SimpleNamespace
from typing import Any

import pytest
from django.template.loader import render_to_string

from tests.blocks.platform_process import stand_in
from xblocks.host import compat
from xblocks.host.letter import Mail
from xblocks.host.mail import AcePost, post

MAIL = Mail(
    "wbm-1",
    "a@example.org",
    "Two\nlines <&>",
    "text <&>",
    '<html><head><title>T</title></head><body style="x"><p>&lt;&amp;&gt;</p></body></html>',
    user_id=7,
)


class ChannelType(Enum):
    """Ways edx-ace knows."""

    EMAIL = "email"
    PUSH = "push"


class ChannelError(Exception):
    """What a channel of edx-ace throws."""


class World:
    """An edx-ace that remembers what it was given."""

    def __init__(self) -> None:
        self.sent: list[tuple[Any, dict[str, str]]] = []
        self.allowed = {ChannelType.EMAIL}
        self.failure: Exception | None = None
        self.cause: Exception | None = None

    def channel_for(self, kind: ChannelType, _message: Any) -> Any:
        return SimpleNamespace(channel_type=kind, deliver=self.deliver)

    def deliver(self, message: Any, rendered: dict[str, str]) -> None:
        if self.failure:
            raise self.failure from self.cause
        self.sent.append((message, rendered))

    def render(self, channel: Any, message: Any) -> dict[str, str]:
        folder = f"{message.app_label}/edx_ace/{message.name}/{channel.channel_type.value}"
        names = ("from_name.txt", "subject.txt", "body.txt", "head.html", "body.html")
        return {name: render_to_string(f"{folder}/{name}", message.context) for name in names}


class Message(SimpleNamespace):
    """A message of today's edx-ace, which knows headers."""

    def __init__(
        self,
        app_label: str,
        name: str,
        recipient: Any,
        context: Any,
        options: Any,
        headers: Any = None,
    ) -> None:
        super().__init__(
            app_label=app_label,
            name=name,
            recipient=recipient,
            context=context,
            options=options,
            headers=headers,
        )


class OldMessage(Message):
    """A message of an edx-ace that knows no headers."""

    def __init__(self, app_label: str, name: str, recipient: Any, context: Any, options: Any):
        super().__init__(app_label, name, recipient, context, options)


@pytest.fixture
def ace(monkeypatch: pytest.MonkeyPatch, settings: Any) -> World:
    """Let edx-ace be among the apps."""
    world = World()
    stand_in(monkeypatch, "edx_ace.message", Message=Message)
    stand_in(monkeypatch, "edx_ace.recipient", Recipient=SimpleNamespace)
    stand_in(monkeypatch, "edx_ace.policy", channels_for=lambda _message: world.allowed)
    stand_in(monkeypatch, "edx_ace.presentation", render=world.render)
    stand_in(
        monkeypatch,
        "edx_ace.channel",
        ChannelType=ChannelType,
        get_channel_for_message=world.channel_for,
    )
    present = SimpleNamespace(is_installed=lambda name: name == "edx_ace")
    monkeypatch.setattr(compat, "apps", present)
    settings.ACE_ENABLED_CHANNELS = ["django_email"]
    settings.DEFAULT_FROM_EMAIL = "Course <course@example.org>"
    return world


def test_a_mail_goes_through_the_channel_as_it_was_written(ace: World) -> None:
    with post() as way:
        assert isinstance(way, AcePost)
        assert way.send(MAIL)
    ((message, rendered),) = ace.sent
    assert vars(message.recipient) == {"lms_user_id": 7, "email_address": "a@example.org"}
    assert message.options == {"transactional": True}
    assert message.headers["Message-ID"] == "<wbm-1@example.org>"
    assert message.headers["Auto-Submitted"] == "auto-generated"
    assert rendered["subject.txt"].strip() == "Two lines <&>"
    assert rendered["body.txt"] == "text <&>"
    assert rendered["head.html"].strip() == "<title>T</title>"
    assert rendered["body.html"].strip() == '<div style="x"><p>&lt;&amp;&gt;</p></div>'
    assert rendered["from_name.txt"] == ""


def test_an_older_edx_ace_gets_no_headers(ace: World, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(monkeypatch, "edx_ace.message", Message=OldMessage)
    with post() as way:
        assert way.send(MAIL)
    assert ace.sent[0][0].headers is None


def test_what_the_operators_rules_deny_is_not_tried_again(ace: World) -> None:
    ace.allowed = {ChannelType.PUSH}
    with post() as way:
        assert way.send(MAIL)
        assert way.up
    assert ace.sent == []


@pytest.mark.parametrize(
    ("failure", "cause", "up"),
    [
        (ChannelError("a@example.org"), None, True),
        (ChannelError("gone"), SMTPServerDisconnected("bye"), False),
        (ConnectionRefusedError("a@example.org"), None, False),
    ],
)
def test_a_failure_is_told_and_never_thrown(
    ace: World,
    caplog: pytest.LogCaptureFixture,
    failure: Exception,
    cause: Exception | None,
    up: bool,
) -> None:
    ace.failure, ace.cause = failure, cause
    with caplog.at_level(logging.WARNING), post() as way:
        assert not way.send(MAIL)
        assert way.up is up
    assert type(failure).__name__ in caplog.text
    assert "a@example.org" not in caplog.text


def test_without_a_channel_django_sends(ace: World, settings: Any, mailoutbox: list[Any]) -> None:
    settings.ACE_ENABLED_CHANNELS = []
    with post() as way:
        assert way.send(MAIL)
    (sent,) = mailoutbox
    assert isinstance(sent.message(), Headers)
    assert sent.subject == "Two lines <&>"
    assert ace.sent == []
