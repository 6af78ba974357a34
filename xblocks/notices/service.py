"""What components use: telling people, kinds of notices, reminders, the unread count."""

from xblocks.notices.inbox import inbox, mark_all_read, mark_read, opened, seen, unread
from xblocks.notices.kinds import (
    CLAIM_TAKEN_OVER,
    DEADLINE_EXTENDED,
    DEADLINE_SOON,
    WORK_DECIDED,
    WORK_HANDED_IN,
    WORK_RETURNED,
    Kind,
    Tone,
    register,
)
from xblocks.notices.mailing import Sent, send_waiting
from xblocks.notices.reminders import Deadline, DeadlineSource, Reminded, register_source, remind
from xblocks.notices.telling import tell

__all__ = [
    "CLAIM_TAKEN_OVER",
    "DEADLINE_EXTENDED",
    "DEADLINE_SOON",
    "WORK_DECIDED",
    "WORK_HANDED_IN",
    "WORK_RETURNED",
    "Deadline",
    "DeadlineSource",
    "Kind",
    "Reminded",
    "Sent",
    "Tone",
    "inbox",
    "mark_all_read",
    "mark_read",
    "opened",
    "register",
    "register_source",
    "remind",
    "seen",
    "send_waiting",
    "tell",
    "unread",
]
