"""Texts an expert uses again; nobody else reads them."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, QuerySet

from xblocks.coaching.domain.values import MESSAGE_LENGTH
from xblocks.coaching.records import TextBlock
from xblocks.coaching.refusals import TextMissing
from xblocks.core.errors import Conflict, NotFound
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require, require_own_hand
from xblocks.core.text import gettext_noop
from xblocks.grading.domain import check_text

TITLE_LENGTH = 120
MOST_TEXTS = 200


class TooManyTexts(Conflict):
    """Somebody keeps as many texts as one finds one's way in; `count` of them."""

    code = "too_many_texts"
    sentence = gettext_noop("You keep %(count)s texts already. Remove one you no longer need.")


def texts(actor: Actor) -> list[TextBlock]:
    """Return the person's own texts, the most used first; raises `NotAllowed`."""
    require(actor, Action.ANSWER)
    return list(_own(actor).order_by("-used", "title", "pk"))


def own_text(actor: Actor, text_id: int) -> TextBlock:
    """Return a text of the person; raises `NotAllowed`, `NotFound`."""
    require(actor, Action.ANSWER)
    found = _own(actor).filter(pk=text_id).first()
    if found is None:
        raise NotFound
    return found


@transaction.atomic
def keep_text(actor: Actor, title: str, text: str, text_id: int | None = None) -> TextBlock:
    """Keep a text under a title, or change the one with `text_id`.

    The same title and text is kept once. Raises `NotAllowed`, `Masquerading`, `NotFound`,
    `TextMissing`, `TextTooLong`, `TextUnreadable`, `TooManyTexts`.
    """
    require_own_hand(actor, Action.ANSWER)
    title, text = " ".join(title.split()), text.replace("\r\n", "\n").strip()
    check_text(title, TITLE_LENGTH)
    check_text(text, MESSAGE_LENGTH)
    if not title or not text:
        raise TextMissing
    if text_id is not None:
        kept = own_text(actor, text_id)
        kept.title, kept.text = title, text
        kept.save(update_fields=["title", "text"])
        return kept
    own = _own(actor)
    same = own.filter(title=title, text=text).first()
    if same is not None:
        return same
    if own.count() >= MOST_TEXTS:
        raise TooManyTexts(count=MOST_TEXTS)
    return TextBlock.objects.create(owner_id=actor.person_id, title=title, text=text)


def remove_text(actor: Actor, text_id: int) -> None:
    """Remove a text of the person; raises `NotAllowed`, `Masquerading`, `NotFound`."""
    require_own_hand(actor, Action.ANSWER)
    if not _own(actor).filter(pk=text_id).delete()[0]:
        raise NotFound


def use_text(actor: Actor, text_id: int) -> None:
    """Count one more use of a text; raises `NotAllowed`, `Masquerading`, `NotFound`."""
    require_own_hand(actor, Action.ANSWER)
    if not _own(actor).filter(pk=text_id).update(used=F("used") + 1):
        raise NotFound


def _own(actor: Actor) -> QuerySet[TextBlock]:
    return TextBlock.objects.filter(owner=actor.person_id)
