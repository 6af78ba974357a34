"""A request as its reader sees it: own ones in a list, one of them with its thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Max, Prefetch, Q, QuerySet

from xblocks.coaching.domain.states import (
    OF_ASKER,
    OF_HOLDER,
    OF_TEAM,
    Deed,
    following,
)
from xblocks.coaching.domain.values import State
from xblocks.coaching.duty import without_expert
from xblocks.coaching.expecting import Expected, expected
from xblocks.coaching.reach import (
    ANSWERING,
    ASKING,
    Side,
    own_person,
    reached,
)
from xblocks.coaching.records import (
    HandedContext,
    Message,
    ReadMark,
    Request,
    RequestFile,
    RequestNote,
    RequestStep,
)
from xblocks.coaching.thread import can_reopen
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require
from xblocks.roster.records import Person


@dataclass(frozen=True)
class OwnRow:
    """A request in the list of who asked or of their team. `unread`: something new from others."""

    request: Request
    expected: Expected
    own: bool
    messages: int
    unread: bool


@dataclass(frozen=True)
class Opened:
    """A request with all its reader may read.

    `messages` have their author and files read; `files` are those of the request itself. `may` is
    what the reader can do now. `notes` and `steps` are empty for who asks. `asker` is None once
    the person is erased, `holder` is None while nobody answers it.
    """

    request: Request
    side: Side
    asker: Person | None
    holder: Person | None
    messages: tuple[Message, ...]
    files: tuple[RequestFile, ...]
    context: HandedContext | None
    expected: Expected
    may: frozenset[Deed]
    notes: tuple[RequestNote, ...] = ()
    steps: tuple[RequestStep, ...] = ()

    @property
    def answers(self) -> bool:
        """Whether the reader is the expert who answers, or stands in for them."""
        return self.side in ANSWERING

    @property
    def asks(self) -> bool:
        """Whether the reader asked, or somebody of their team did."""
        return self.side in ASKING


def own_requests(actor: Actor, now: datetime) -> Sequence[OwnRow]:
    """Return a trainee's requests and those of their team: drafts, open ones, then the others.

    Five statements, however many there are. Raises `NotAllowed`.
    """
    require(actor, Action.ASK)
    rows = list(
        _own(actor)
        .select_related("district", "expert")
        .annotate(
            said=Count("messages"),
            told=Max("messages__at", filter=~Q(messages__author=actor.person_id)),
        )
    )
    marks = dict(
        ReadMark.objects.filter(person=actor.person_id, request__in=rows).values_list(
            "request", "at"
        )
    )
    nobody = without_expert(rows, now)
    found = [
        OwnRow(
            row,
            expected(row, now, nobody=row.pk in nobody),
            own=row.asker_id == actor.person_id,
            messages=row.said,
            unread=row.told is not None and (row.pk not in marks or marks[row.pk] < row.told),
        )
        for row in rows
    ]
    return tuple(sorted(found, key=_by_state))


@transaction.atomic
def open_request(actor: Actor, request_id: int, now: datetime) -> Opened:
    """Return a request with its thread, and remember that it was read.

    Raises `NotFound` for everything somebody may not read. Who looks as somebody else leaves no
    mark.
    """
    request, side = reached(actor, request_id, now)
    if not actor.masquerading and request.state != State.DRAFT:
        _mark(request, own_person(actor), now)
    experts_see = side not in ASKING
    files = list(request.files.select_related("stored").order_by("id"))
    return Opened(
        request=request,
        side=side,
        asker=request.asker,
        holder=request.expert,
        messages=tuple(
            request.messages.select_related("author")
            .prefetch_related(Prefetch("files", RequestFile.objects.select_related("stored")))
            .order_by("at", "id")
        ),
        files=tuple(file for file in files if file.message_id is None),
        context=HandedContext.objects.filter(request=request).first(),
        expected=expected(request, now, nobody=request.pk in without_expert([request], now)),
        may=deeds(request, side, now),
        notes=tuple(request.notes.select_related("author").order_by("at", "id"))
        if experts_see
        else (),
        steps=tuple(request.steps.select_related("person", "other").order_by("at", "id"))
        if experts_see
        else (),
    )


def deeds(request: Request, side: Side, now: datetime) -> frozenset[Deed]:
    """Return what somebody on this side can do with a request now."""
    allowed = {
        Side.ASKER: OF_ASKER,
        Side.TEAM: OF_TEAM,
        Side.HOLDER: OF_HOLDER,
        Side.SUBSTITUTE: OF_HOLDER,
        Side.FREE: frozenset({Deed.CLAIM}),
        Side.COLLEAGUE: frozenset[Deed](),
    }[side]
    found = {deed for deed in allowed if following(request.state, deed) is not None}
    if Deed.REOPEN in found and not can_reopen(request, now):
        found.remove(Deed.REOPEN)
    return frozenset(found)


def _own(actor: Actor) -> QuerySet[Request]:
    mine = Q(asker=actor.person_id)
    if actor.company is not None:
        mine |= Q(company=actor.company, for_team=True) & ~Q(state=State.DRAFT)
    return Request.objects.filter(mine, course_key=actor.course_key)


def _by_state(row: OwnRow) -> tuple[int, float, int]:
    request = row.request
    ranks = {State.DRAFT: 0, State.WAITING_TRAINEE: 1, State.ANSWERED: 2, State.CLOSED: 4}
    return (ranks.get(State(request.state), 3), -request.updated_at.timestamp(), -request.pk)


def _mark(request: Request, person: int, now: datetime) -> None:
    ReadMark.objects.update_or_create(request=request, person_id=person, defaults={"at": now})
