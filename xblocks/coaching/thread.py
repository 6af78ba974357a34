"""What is said about a request, to the other side and among experts, until it is closed."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from xblocks.coaching import clocks
from xblocks.coaching.changing import (
    advance,
    answered_by,
    asked_by,
    check_text,
    check_version,
    sent_before,
)
from xblocks.coaching.domain.checking import clean
from xblocks.coaching.domain.states import Deed
from xblocks.coaching.domain.values import (
    MESSAGE_LENGTH,
    NOTE_LENGTH,
    RECORD_LENGTH,
    THANKS_LENGTH,
    State,
)
from xblocks.coaching.log import Verb, log
from xblocks.coaching.passing import still_answers
from xblocks.coaching.placing import place, tell_answering
from xblocks.coaching.records import Message, Request, RequestNote
from xblocks.coaching.refusals import (
    AlreadyAnswered,
    TextTooLong,
    TooLateToReopen,
    TooManyMessages,
)
from xblocks.coaching.telling import (
    REQUEST_ASKED_BACK,
    REQUEST_CLOSED,
    REQUEST_REOPENED,
    REQUEST_REPLIED,
    REQUEST_WRITTEN,
    askers,
    tell,
)
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require_own_hand
from xblocks.notices.service import Kind

REOPENED_WITHIN = timedelta(days=30)
"""A closed request can be opened again for so long."""

MESSAGES_AN_HOUR = 20
"""Messages one person may write to a request within an hour."""

REPLY, QUESTION, ANSWER, REOPENED = "reply", "question", "answer", "reopened"
"""Kinds of messages: an expert's answer, what they ask back, a trainee's word, why it goes on."""


@transaction.atomic
def reply(
    actor: Actor, request_id: int, text: str, token: str, version: int, now: datetime
) -> Message:
    """Answer a request; its clock rests. Also once more, as long as it is not closed.

    `token` names this sending: the same twice is one. `version` is that of the request as it was
    read. Raises `NotAllowed`, `Masquerading`, `NotFound`, `HasOther`, `NotClaimed`,
    `RequestChanged` (with the text), `NotNow`, `TextMissing`, `TextTooLong`.
    """
    return _answer(actor, request_id, Deed.REPLY, (text, token), version, now)


@transaction.atomic
def ask_back(
    actor: Actor, request_id: int, text: str, token: str, version: int, now: datetime
) -> Message:
    """Ask the trainee something; the clock rests until they write. Raises as `reply`."""
    return _answer(actor, request_id, Deed.ASK_BACK, (text, token), version, now)


@transaction.atomic
def note(actor: Actor, request_id: int, text: str, token: str, now: datetime) -> RequestNote:
    """Leave a word among experts, which no trainee ever reads; the same token twice is one.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `HasOther`, `NotClaimed`, `TextMissing`,
    `TextTooLong`.
    """
    require_own_hand(actor, Action.ANSWER)
    request = answered_by(actor, request_id, now)
    written = sent_before(request.notes.all(), actor, token, text)
    if written is not None:
        return written
    text = check_text(text, NOTE_LENGTH)
    return RequestNote.objects.create(
        request=request, author_id=actor.person_id, text=text, token=token, at=now
    )


@transaction.atomic
def write_back(actor: Actor, request_id: int, text: str, token: str, now: datetime) -> Message:
    """Add something to one's own request that has no answer yet; the clock runs on if it rested.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `AlreadyAnswered`, `NotNow`, `TextMissing`,
    `TextTooLong`, `TooManyMessages`.
    """
    require_own_hand(actor, Action.ASK)
    request = asked_by(actor, request_id, now)
    written = sent_before(request.messages.all(), actor, token, text, kind=ANSWER)
    if written is not None:
        return written
    text = check_text(text, MESSAGE_LENGTH)
    if request.state == State.ANSWERED:
        raise AlreadyAnswered
    waited = request.state == State.WAITING_TRAINEE
    advance(request, Deed.WRITE)
    _check_pace(actor, request, now)
    clocks.resume(request, now)
    message = _say(actor, request, ANSWER, (text, token), now)
    log(request, actor, Verb.WROTE, now)
    if waited:
        _back_to_expert(request, REQUEST_WRITTEN, now)
    elif request.expert_id is not None:
        tell_answering(request, REQUEST_WRITTEN, now)
    return message


@transaction.atomic
def close(
    actor: Actor,
    request_id: int,
    solved: bool,  # noqa: FBT001 - the tick of the form
    record: str,
    thanks: str,
    version: int,
    now: datetime,
) -> Request:
    """Close an answered request with a short record and a thank-you, both of which may be empty.

    `solved` is False for who gives up; `reopen` is for who wants to go on. The same again is no
    error. Raises `NotAllowed`, `Masquerading`, `NotFound`, `RequestChanged`, `NotNow`,
    `TextTooLong`.
    """
    require_own_hand(actor, Action.ASK)
    request = asked_by(actor, request_id, now)
    record, thanks = clean(record), clean(thanks)
    if len(record) > RECORD_LENGTH:
        raise TextTooLong(limit=RECORD_LENGTH)
    if len(thanks) > THANKS_LENGTH:
        raise TextTooLong(limit=THANKS_LENGTH)
    written = (request.solved, request.record, request.thanks)
    if request.state == State.CLOSED and written == (solved, record, thanks):
        return request
    check_version(request, version, record)
    advance(request, Deed.CLOSE)
    request.solved, request.record, request.thanks = solved, record, thanks
    request.closed_at = request.updated_at = now
    request.save()
    log(request, actor, Verb.CLOSED, now)
    tell_answering(request, REQUEST_CLOSED, now)
    return request


@transaction.atomic
def reopen(actor: Actor, request_id: int, text: str, token: str, now: datetime) -> Request:
    """Say that an answer does not solve it: the same expert goes on, the clock starts from 0.

    Also of a closed request, for 30 days. Where the expert takes part no more, it goes to all of
    the topic. Raises `NotAllowed`, `Masquerading`, `NotFound`, `NotNow`, `TooLateToReopen`,
    `TextMissing`, `TextTooLong`, `TooManyMessages`.
    """
    require_own_hand(actor, Action.ASK)
    request = asked_by(actor, request_id, now)
    if sent_before(request.messages.all(), actor, token, text, kind=REOPENED) is not None:
        return request
    text = check_text(text, MESSAGE_LENGTH)
    if request.state == State.CLOSED and not can_reopen(request, now):
        raise TooLateToReopen(days=REOPENED_WITHIN.days)
    advance(request, Deed.REOPEN)
    _check_pace(actor, request, now)
    request.reopened += 1
    request.closed_at = request.solved = None
    clocks.restart(request, now)
    _say(actor, request, REOPENED, (text, token), now)
    log(request, actor, Verb.REOPENED, now)
    _back_to_expert(request, REQUEST_REOPENED, now)
    return request


@transaction.atomic
def withdraw(actor: Actor, request_id: int, version: int, now: datetime) -> Request:
    """Take a request back that has no answer yet; only who asked. The same again is no error.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `RequestChanged`, `NotNow`.
    """
    require_own_hand(actor, Action.ASK)
    request = asked_by(actor, request_id, now, alone=True)
    if request.state == State.CLOSED and request.answered_at is None:
        return request
    check_version(request, version)
    advance(request, Deed.WITHDRAW)
    request.closed_at = request.updated_at = now
    clocks.rest(request, now)
    request.save()
    log(request, actor, Verb.WITHDRAWN, now)
    if request.expert_id is not None:
        tell_answering(request, REQUEST_CLOSED, now)
    return request


def can_reopen(request: Request, now: datetime) -> bool:
    """Whether a request that is answered or closed can be taken up again."""
    if request.state == State.ANSWERED:
        return True
    return (
        request.state == State.CLOSED
        and request.answered_at is not None
        and request.closed_at is not None
        and now - request.closed_at <= REOPENED_WITHIN
    )


def _answer(
    actor: Actor,
    request_id: int,
    deed: Deed,
    said: tuple[str, str],
    version: int,
    now: datetime,
) -> Message:
    require_own_hand(actor, Action.ANSWER)
    text, token = said
    request = answered_by(actor, request_id, now)
    kind = REPLY if deed is Deed.REPLY else QUESTION
    written = sent_before(request.messages.all(), actor, token, text, kind=kind)
    if written is not None:
        return written
    text = check_text(text, MESSAGE_LENGTH)
    check_version(request, version, text)
    advance(request, deed)
    clocks.rest(request, now)
    request.first_reply_at = request.first_reply_at or now
    replied = deed is Deed.REPLY
    if replied:
        request.answered_at = now
    message = _say(actor, request, kind, (text, token), now)
    log(request, actor, Verb.REPLIED if replied else Verb.ASKED_BACK, now)
    tell(request, askers(request), REQUEST_REPLIED if replied else REQUEST_ASKED_BACK, now)
    return message


def _say(
    actor: Actor, request: Request, kind: str, said: tuple[str, str], now: datetime
) -> Message:
    """Write a message and the request with it."""
    request.updated_at = now
    request.save()
    return Message.objects.create(
        request=request,
        author_id=actor.person_id,
        kind=kind,
        text=said[0],
        token=said[1],
        at=now,
    )


def _back_to_expert(request: Request, kind: Kind, now: datetime) -> None:
    """Let who had it go on; where they take part no more, all experts of the topic."""
    if still_answers(request):
        tell_answering(request, kind, now)
        return
    request.expert = None
    request.state = State.NEW
    request.save()
    log(request, None, Verb.RELEASED, now)
    place(request, now)


def _check_pace(actor: Actor, request: Request, now: datetime) -> None:
    recent = Message.objects.filter(
        request=request, author=actor.person_id, at__gt=now - timedelta(hours=1)
    )
    if recent.count() >= MESSAGES_AN_HOUR:
        raise TooManyMessages(limit=MESSAGES_AN_HOUR)
