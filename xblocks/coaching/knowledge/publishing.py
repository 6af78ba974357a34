"""From an answered request to an entry: an expert edits, asks, signs, and looks at it again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from xblocks.coaching import telling
from xblocks.coaching.domain.checking import clean
from xblocks.coaching.domain.knowledge import (
    ANSWER_LENGTH,
    LIMITS,
    QUESTION_LENGTH,
    TITLE_LENGTH,
    Stage,
    Text,
    fits_review,
)
from xblocks.coaching.domain.stemming import mark, terms_text
from xblocks.coaching.domain.values import State
from xblocks.coaching.knowledge.fulltext import forget_removed
from xblocks.coaching.knowledge.refusals import (
    ConsentTakenBack,
    EntryChanged,
    EntryIncomplete,
    NobodyToAsk,
    NotAnsweredYet,
    NotAtThisStage,
    NotChecked,
    ReviewDayUnfit,
    SameTextAgain,
)
from xblocks.coaching.reach import locked as locked_request
from xblocks.coaching.reach import may_answer, own_person
from xblocks.coaching.records import Entry, Request
from xblocks.coaching.refusals import TextTooLong
from xblocks.core.errors import NotFound
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require, require_own_hand
from xblocks.host.dates import day_of

ANSWERED = (State.ANSWERED, State.CLOSED)
SHOWN = 200
"""Entries of one list at most; the oldest of a state stay where they are."""


def text_of(entry: Entry) -> Text:
    """Return the words of an entry."""
    return Text(entry.title, entry.question, entry.answer)


@transaction.atomic
def begin(actor: Actor, request_id: int, now: datetime) -> Entry:
    """Return the entry of an answered request, made of its words when there is none.

    Raises `NotAllowed`, `Masquerading`, `NotFound` (somebody else's request), `NotAnsweredYet`,
    `NobodyToAsk`, `ConsentTakenBack`.
    """
    require_own_hand(actor, Action.EDIT_KNOWLEDGE)
    request = locked_request(actor, request_id)
    if not may_answer(actor, request, now):
        raise NotFound
    there = Entry.objects.filter(request=request).order_by("pk").first()
    if there is not None:
        if there.state == Stage.WITHDRAWN:
            raise ConsentTakenBack
        return there
    if request.answered_at is None or request.state not in ANSWERED:
        raise NotAnsweredYet
    if request.asker_id is None:
        raise NobodyToAsk
    replies = request.messages.filter(kind="reply").order_by("at", "pk")
    answer = "\n\n".join(replies.values_list("text", flat=True))
    asked = "\n\n".join(filter(None, (request.situation, request.question)))
    return Entry.objects.create(
        course_key=actor.course_key,
        request=request,
        topic=request.topic,
        state=Stage.DRAFT,
        author_id=own_person(actor),
        updated_at=now,
        title=request.question[:TITLE_LENGTH],
        question=asked[:QUESTION_LENGTH],
        answer=answer[:ANSWER_LENGTH],
    )


def editable(actor: Actor, entry_id: int, now: datetime) -> Entry:
    """Return an entry the person may work on; raises `NotAllowed`, `NotFound`.

    That is who answers its request, who began it, and once it is published every expert of its
    topic: then all can read it, and somebody has to keep it right. Never who asked: of the three
    hands they are the one that agrees.
    """
    require(actor, Action.EDIT_KNOWLEDGE)
    found = Entry.objects.select_related("request").filter(course_key=actor.course_key, pk=entry_id)
    return _reached(actor, found, now)


@transaction.atomic
def save(actor: Actor, entry_id: int, text: Text, version: int, now: datetime) -> Entry:
    """Keep new words; consent and signature were for the old ones and are gone.

    A published entry is taken off at once. The same words again change nothing. Raises
    `NotAllowed`, `Masquerading`, `NotFound`, `EntryChanged`, `TextTooLong`, `ConsentTakenBack`.
    """
    entry = _locked(actor, entry_id, now)
    text = Text(*map(clean, (text.title, text.question, text.answer)))
    for name, limit in LIMITS.items():
        if len(getattr(text, name)) > limit:
            raise TextTooLong(limit=limit)
    if entry.version != version:
        raise EntryChanged(text)
    if entry.state == Stage.WITHDRAWN:
        raise ConsentTakenBack
    if text == text_of(entry):
        return entry
    entry.title, entry.question, entry.answer = text.title, text.question, text.answer
    entry.author_id = own_person(actor)
    if entry.state != Stage.DECLINED:
        entry.state = Stage.DRAFT
    forget_hands(entry)
    return keep(entry, now)


@transaction.atomic
def ask_consent(actor: Actor, entry_id: int, version: int, now: datetime) -> Entry:
    """Show the asker this very text and ask whether it may be published; asked once is enough.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `EntryChanged`, `EntryIncomplete`,
    `NobodyToAsk`, `SameTextAgain`, `NotAtThisStage`.
    """
    entry = _locked(actor, entry_id, now)
    text = text_of(entry)
    if entry.state == Stage.ASKED and entry.asked_to == text.fingerprint:
        return entry
    _check(entry, version, {Stage.DRAFT, Stage.DECLINED})
    if not text.complete:
        raise EntryIncomplete
    if entry.request is None or entry.request.asker_id is None:
        raise NobodyToAsk
    if entry.state == Stage.DECLINED and entry.asked_to == text.fingerprint:
        raise SameTextAgain
    entry.state = Stage.ASKED
    entry.asked_at, entry.asked_to, entry.wish = now, text.fingerprint, ""
    keep(entry, now)
    asker = entry.request.asker_id
    telling.tell_entry(entry, [asker], telling.CONSENT_ASKED, consent_path(entry), now)
    return entry


@transaction.atomic
def sign(
    actor: Actor,
    entry_id: int,
    review_on: date | None,
    *,
    checked: bool,
    version: int,
    now: datetime,
) -> Entry:
    """Publish what the asker agreed to, or say of a published entry that it is still right.

    `checked`: the person says that it is right and that nobody can be recognised. Raises
    `NotAllowed`, `Masquerading`, `NotFound`, `EntryChanged`, `NotChecked`, `ReviewDayUnfit`,
    `NotAtThisStage`.
    """
    entry = _locked(actor, entry_id, now)
    _check(entry, version, {Stage.AGREED, Stage.PUBLISHED})
    fingerprint = text_of(entry).fingerprint
    if entry.agreed_to != fingerprint:
        raise NotAtThisStage
    if not checked:
        raise NotChecked
    if review_on is None or not fits_review(review_on, day_of(now)):
        raise ReviewDayUnfit
    entry.state = Stage.PUBLISHED
    entry.signed_at, entry.signed_to, entry.review_on = now, fingerprint, review_on
    entry.signed_by_id, entry.signed_name = own_person(actor), actor.name
    entry.terms = terms_text(entry.title, entry.question, entry.answer)
    return keep(entry, now)


@transaction.atomic
def discard(actor: Actor, entry_id: int, version: int, now: datetime) -> None:
    """Throw an entry away, published or not.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `EntryChanged`.
    """
    entry = _locked(actor, entry_id, now)
    if entry.version != version:
        raise EntryChanged
    entry.delete()
    forget_removed()


def entries(actor: Actor) -> Sequence[Entry]:
    """Return what the person works on, and what is published of their topics; by the last change.

    Raises `NotAllowed`.
    """
    require(actor, Action.EDIT_KNOWLEDGE)
    own = Q(author=actor.person_id) | Q(request__expert=actor.person_id)
    of_topic = Q(state=Stage.PUBLISHED, topic__in=actor.topics)
    asked = Q(agreed_by=actor.person_id) | Q(request__asker=actor.person_id)
    found = Entry.objects.filter(own | of_topic, ~asked, course_key=actor.course_key)
    found = found.defer("terms")
    return found.order_by("-updated_at", "-pk")[:SHOWN]


def consent_path(entry: Entry) -> str:
    """Return the address where the asker reads the text and decides."""
    return str(reverse("wbm:coaching_consent", args=[entry.course_key, entry.pk]))


def edit_path(entry: Entry) -> str:
    """Return the address where experts work on an entry."""
    return str(reverse("wbm:coaching_entry_edit", args=[entry.course_key, entry.pk]))


def forget_hands(entry: Entry) -> None:
    """Take consent and signature off an entry, and the entry off the search."""
    entry.agreed_by = entry.agreed_at = None
    entry.signed_by = entry.signed_at = entry.review_on = None
    entry.agreed_to = entry.signed_to = entry.signed_name = entry.terms = ""


def keep(entry: Entry, now: datetime) -> Entry:
    """Write an entry as its next version."""
    entry.version += 1
    entry.updated_at = now
    entry.save()
    return entry


def put_in_order(rows: QuerySet[Entry] | None = None) -> int:
    """Reckon anew what searching goes by where rules or words have changed; return how many.

    For all published entries whose terms are of other rules, or for `rows` whatever they hold.
    """
    published = Entry.objects.filter(state=Stage.PUBLISHED)
    if rows is None:
        rows = published.exclude(terms__startswith=f" {mark()} ")
    changed = 0
    for entry in rows.filter(state=Stage.PUBLISHED).iterator():
        fresh = terms_text(entry.title, entry.question, entry.answer)
        changed += published.filter(pk=entry.pk).exclude(terms=fresh).update(terms=fresh)
    return changed


def _check(entry: Entry, version: int, stages: Iterable[Stage]) -> None:
    if entry.version != version:
        raise EntryChanged
    if entry.state not in stages:
        raise NotAtThisStage


def _locked(actor: Actor, entry_id: int, now: datetime) -> Entry:
    require_own_hand(actor, Action.EDIT_KNOWLEDGE)
    found = Entry.objects.select_for_update().filter(course_key=actor.course_key, pk=entry_id)
    return _reached(actor, found, now)


def _reached(actor: Actor, found: QuerySet[Entry], now: datetime) -> Entry:
    entry = found.first()
    if entry is None:
        raise NotFound
    request: Request | None = entry.request
    if actor.person_id in (entry.agreed_by_id, request.asker_id if request else None):
        raise NotFound
    if (
        (entry.author_id is not None and entry.author_id == actor.person_id)
        or (request is not None and may_answer(actor, request, now))
        or (entry.state == Stage.PUBLISHED and entry.topic in actor.topics)
    ):
        return entry
    raise NotFound
