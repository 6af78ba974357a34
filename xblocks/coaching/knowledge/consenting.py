"""What the asker decides: whether an edited answer may be published, and until when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from xblocks.coaching import telling
from xblocks.coaching.domain.checking import clean
from xblocks.coaching.domain.knowledge import WISH_LENGTH, WITH_ASKER, Stage
from xblocks.coaching.knowledge import fulltext
from xblocks.coaching.knowledge.publishing import edit_path, forget_hands, keep, text_of
from xblocks.coaching.knowledge.refusals import EntryChanged, NotAtThisStage
from xblocks.coaching.reach import own_person
from xblocks.coaching.records import Entry
from xblocks.coaching.refusals import TextTooLong
from xblocks.core.errors import NotFound
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require, require_own_hand
from xblocks.notices.service import Kind


def asked(actor: Actor) -> Sequence[Entry]:
    """Return the entries the person was asked about, the newest first; raises `NotAllowed`."""
    require(actor, Action.ASK)
    return _own(actor).order_by("-asked_at", "-pk")


def asked_entry(actor: Actor, entry_id: int) -> Entry:
    """Return an entry the person was asked about; raises `NotAllowed`, `NotFound`.

    What the expert is still writing does not exist for the asker.
    """
    require(actor, Action.ASK)
    found = _own(actor).filter(pk=entry_id).first()
    if found is None:
        raise NotFound
    return found


@transaction.atomic
def agree(actor: Actor, entry_id: int, fingerprint: str, now: datetime) -> Entry:
    """Agree to the very text with this fingerprint; the same again is no error.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `EntryChanged` (it reads otherwise by now),
    `NotAtThisStage`.
    """
    entry = _locked(actor, entry_id)
    if entry.state == Stage.AGREED and entry.agreed_to == fingerprint:
        return entry
    _check(entry, fingerprint)
    entry.state = Stage.AGREED
    entry.agreed_by_id, entry.agreed_at, entry.agreed_to = own_person(actor), now, fingerprint
    keep(entry, now)
    _tell(entry, telling.CONSENT_GIVEN, now)
    return entry


@transaction.atomic
def decline(actor: Actor, entry_id: int, fingerprint: str, wish: str, now: datetime) -> Entry:
    """Say no to a text, with a word on what should be different, or without one.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `EntryChanged`, `NotAtThisStage`,
    `TextTooLong`.
    """
    entry = _locked(actor, entry_id)
    wish = clean(wish)
    if len(wish) > WISH_LENGTH:
        raise TextTooLong(limit=WISH_LENGTH)
    _check(entry, fingerprint)
    entry.state, entry.wish = Stage.DECLINED, wish
    keep(entry, now)
    _tell(entry, telling.CONSENT_DECLINED, now)
    return entry


@transaction.atomic
def withdraw(actor: Actor, entry_id: int, now: datetime) -> None:
    """Take the consent back: the text is gone at once, for everybody; again is no error.

    Raises `NotAllowed`, `Masquerading`, `NotFound`.
    """
    entry = _locked(actor, entry_id, Stage.WITHDRAWN)
    if entry.state == Stage.WITHDRAWN:
        return
    forget_hands(entry)
    entry.state = Stage.WITHDRAWN
    entry.title = entry.question = entry.answer = entry.wish = entry.asked_to = ""
    keep(entry, now)
    fulltext.forget_removed()
    _tell(entry, telling.CONSENT_WITHDRAWN, now)


def agreed_entry(actor: Actor, entry: Entry) -> bool:
    """Whether the person is the one who agreed to this entry."""
    return actor.person_id is not None and entry.agreed_by_id == actor.person_id


def _own(actor: Actor, *also: Stage) -> QuerySet[Entry]:
    """Return what somebody was asked about, also when the request itself is gone by now."""
    person = own_person(actor)
    theirs = Q(request__asker=person) | Q(agreed_by=person)
    return Entry.objects.filter(theirs, course_key=actor.course_key, state__in=[*WITH_ASKER, *also])


def _locked(actor: Actor, entry_id: int, *also: Stage) -> Entry:
    require_own_hand(actor, Action.ASK)
    found = _own(actor, *also).select_for_update().filter(pk=entry_id).first()
    if found is None:
        raise NotFound
    return found


def _check(entry: Entry, fingerprint: str) -> None:
    if entry.state != Stage.ASKED:
        raise NotAtThisStage
    if fingerprint != entry.asked_to or fingerprint != text_of(entry).fingerprint:
        raise EntryChanged


def _tell(entry: Entry, kind: Kind, now: datetime) -> None:
    """Tell who wrote the entry; inside the transaction."""
    if entry.author_id is not None:
        telling.tell_entry(entry, [entry.author_id], kind, edit_path(entry), now)
