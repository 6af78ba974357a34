"""Coaching's tables."""

from xblocks.coaching.records.experts import Absence, TextBlock
from xblocks.coaching.records.knowledge import Entry
from xblocks.coaching.records.requests import (
    HandedContext,
    Message,
    ReadMark,
    Request,
    RequestFile,
    RequestNote,
    RequestStep,
)
from xblocks.coaching.records.slots import Booking, FeedAddress, Slot

__all__ = [
    "Absence",
    "Booking",
    "Entry",
    "FeedAddress",
    "HandedContext",
    "Message",
    "ReadMark",
    "Request",
    "RequestFile",
    "RequestNote",
    "RequestStep",
    "Slot",
    "TextBlock",
]
