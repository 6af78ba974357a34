"""Rows of the expert's queue."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q

from xblocks.coaching.domain.values import State
from xblocks.coaching.expecting import due_day, is_late, is_soon
from xblocks.coaching.reach import Side
from xblocks.coaching.records import Message, ReadMark, Request, RequestFile


@dataclass(frozen=True)
class Row:
    """A request in the queue.

    Of a colleague's (`side`) `question` and `asker` are empty. `holder` is empty while nobody has
    it; `due` is the last day of its time while the clock runs. `unread`: something new from others
    since the reader opened it.
    """

    request_id: int
    side: Side
    topic: str
    district: str
    urgency: str
    state: str
    question: str
    asker: str
    holder: str
    sent_at: datetime
    due: date | None
    late: bool
    soon: bool
    reopened: bool
    files: bool
    messages: int
    unread: bool
    version: int


def rows_of(
    ids: Sequence[int], reader: int, held_by: Collection[int], now: datetime
) -> tuple[Row, ...]:
    """Return the rows of requests in this order; three statements.

    `held_by` are the reader and those for whom they stand in.
    """
    requests = {
        request.pk: request
        for request in Request.objects.filter(pk__in=ids)
        .select_related("district", "expert", "asker")
        .annotate(with_files=Exists(RequestFile.objects.filter(request=OuterRef("pk"))))
        .defer("situation", "tried", "urgency_reason", "record", "thanks")
    }
    said = {
        row["request"]: row
        for row in Message.objects.filter(request__in=ids)
        .values("request")
        .annotate(count=Count("pk"), last=Max("at", filter=~Q(author=reader)))
        .order_by()
    }
    marks = dict(
        ReadMark.objects.filter(person=reader, request__in=ids).values_list("request", "at")
    )
    return tuple(
        _row(
            requests[pk], _side(requests[pk], reader, held_by), said.get(pk, {}), marks.get(pk), now
        )
        for pk in ids
        if pk in requests
    )


def _row(
    request: Request,
    side: Side,
    said: Mapping[str, Any],
    read_at: datetime | None,
    now: datetime,
) -> Row:
    hidden = side is Side.COLLEAGUE
    last = said.get("last") or request.sent_at
    return Row(
        request_id=request.pk,
        side=side,
        topic=request.topic,
        district=request.district.name if request.district else "",
        urgency=request.urgency,
        state=request.state,
        question="" if hidden else request.question,
        asker="" if hidden or request.asker is None else request.asker.name,
        holder=request.expert.name if request.expert else "",
        sent_at=request.sent_at,
        due=due_day(request),
        late=is_late(request, now),
        soon=is_soon(request, now),
        reopened=request.reopened > 0,
        files=not hidden and request.with_files,
        messages=0 if hidden else said.get("count", 0),
        unread=not hidden and (read_at is None or read_at < last),
        version=request.version,
    )


def _side(request: Request, reader: int, held_by: Collection[int]) -> Side:
    if request.expert_id == reader:
        return Side.HOLDER
    if request.expert_id in held_by:
        return Side.SUBSTITUTE
    return Side.FREE if request.state == State.NEW else Side.COLLEAGUE
