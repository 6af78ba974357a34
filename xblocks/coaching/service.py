"""Everything others may ask of the requests to the coaching desk.

Use cases take the actor first, check what they may do first, and run in one transaction.
"""

from __future__ import annotations

from xblocks.coaching.absence import absences, be_away, colleagues, come_back
from xblocks.coaching.drafting import (
    OPEN_AT_ONCE,
    SENT_A_DAY,
    discard,
    draft,
    filled_in,
    has_draft,
    save_draft,
    send,
)
from xblocks.coaching.duty import without_expert
from xblocks.coaching.escalating import Escalated, escalate
from xblocks.coaching.expecting import Expected, Waits, due_day, expected, promise
from xblocks.coaching.opening import Opened, OwnRow, deeds, open_request, own_requests
from xblocks.coaching.passing import claim, hand_over, reassign
from xblocks.coaching.queueing import Choice, Counters, Filters, QueuePage, View, queue
from xblocks.coaching.reach import (
    Side,
    desk_of,
    experts,
    experts_for,
    find_desk,
    may_answer,
    the_desk,
)
from xblocks.coaching.rows import Row
from xblocks.coaching.thread import ask_back, close, note, reopen, reply, withdraw, write_back

__all__ = [
    "OPEN_AT_ONCE",
    "SENT_A_DAY",
    "Choice",
    "Counters",
    "Escalated",
    "Expected",
    "Filters",
    "Opened",
    "OwnRow",
    "QueuePage",
    "Row",
    "Side",
    "View",
    "Waits",
    "absences",
    "ask_back",
    "be_away",
    "claim",
    "close",
    "colleagues",
    "come_back",
    "deeds",
    "desk_of",
    "discard",
    "draft",
    "due_day",
    "escalate",
    "expected",
    "experts",
    "experts_for",
    "filled_in",
    "find_desk",
    "hand_over",
    "has_draft",
    "may_answer",
    "note",
    "open_request",
    "own_requests",
    "promise",
    "queue",
    "reassign",
    "reopen",
    "reply",
    "save_draft",
    "send",
    "the_desk",
    "withdraw",
    "without_expert",
    "write_back",
]
