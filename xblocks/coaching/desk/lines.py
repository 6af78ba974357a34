"""A request as a line of a list, the same to experts and coordinators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, Protocol, Self, TypeVar

from xblocks.coaching.desk.words import (
    URGENCY_NAMES,
    Badge,
    day_text,
    due_badge,
    state_badge,
    topic_name,
)
from xblocks.host.dates import day_of


class Listed(Protocol):
    """What a list knows of a request, whoever reads it."""

    @property
    def topic(self) -> str: ...
    @property
    def urgency(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def sent_at(self) -> datetime: ...
    @property
    def due(self) -> date | None: ...
    @property
    def late(self) -> bool: ...
    @property
    def soon(self) -> bool: ...


Row = TypeVar("Row", bound=Listed)


@dataclass(frozen=True)
class Line(Generic[Row]):
    """A row in words."""

    row: Row
    topic: str
    urgency: str
    sent: str
    due: Badge
    state: Badge

    @classmethod
    def of(cls, row: Row, now: datetime) -> Self:
        """Put a row into words."""
        return cls(
            row=row,
            topic=topic_name(row.topic),
            urgency=str(URGENCY_NAMES.get(row.urgency, row.urgency)),
            sent=day_text(day_of(row.sent_at)),
            due=due_badge(row.state, row.due, now, late=row.late, soon=row.soon),
            state=state_badge(row.state),
        )
