"""Mail by edx-ace, the platform's way: its channel, its sender, its rules of who gets mails."""

from __future__ import annotations

import re
from inspect import signature
from typing import Any

from xblocks.host.letter import AUTOMATIC, Mail, message_id

APP = "wbm"
NAME = "notice"
"""edx-ace finds the templates by these: ``wbm/edx_ace/notice/email/``."""

_PAGE = re.compile(r"<head>(.*)</head>\s*<body([^>]*)>(.*)</body>", re.DOTALL)


def deliver(ace: Any, mail: Mail) -> None:
    """Hand a mail to the channel edx-ace has for it; raises what the channel raises.

    Not by ``ace.send``: it swallows failures, and `xblocks.notices` sends again what failed. What
    a policy of the operator denies counts as sent.
    """
    found = _PAGE.search(mail.html)
    head, style, body = found.groups() if found else ("", "", mail.html)
    more = {"headers": {**AUTOMATIC, "Message-ID": message_id(mail)}}
    takes_headers = "headers" in signature(ace.message.Message).parameters
    message = ace.message.Message(
        app_label=APP,
        name=NAME,
        recipient=ace.recipient.Recipient(lms_user_id=mail.user_id, email_address=mail.to),
        context={
            "subject": mail.subject_line,
            "text": mail.text,
            "head": head,
            "body": f"<div{style}>{body}</div>",
        },
        options={"transactional": True},
        **(more if takes_headers else {}),
    )
    kind = ace.channel.ChannelType.EMAIL
    if kind in ace.policy.channels_for(message):
        channel = ace.channel.get_channel_for_message(kind, message)
        channel.deliver(message, ace.presentation.render(channel, message))
