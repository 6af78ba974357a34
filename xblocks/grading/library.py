"""Comments worth using again: one's own, and those shared among the trainers of a course."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, Q, QuerySet

from xblocks.core.errors import NotFound
from xblocks.core.people import Actor, Role
from xblocks.core.permissions import Action, require, require_own_hand
from xblocks.grading.domain import COMMENT_LENGTH, check_text
from xblocks.grading.records import LibraryComment
from xblocks.grading.refusals import TextMissing

SHOWN = 200
LABEL_LENGTH = 300


def library(actor: Actor, criterion_label: str = "") -> list[LibraryComment]:
    """Return own and shared comments, the most used first, at most 200; raises `NotAllowed`.

    With `criterion_label` those for this criterion and those for any.
    """
    require(actor, Action.GRADE)
    found = _visible(actor)
    if criterion_label:
        found = found.filter(criterion_label__in=["", criterion_label])
    return list(found.order_by("-used", "-id")[:SHOWN])


@transaction.atomic
def keep_comment(
    actor: Actor, text: str, *, criterion_label: str = "", shared: bool = False
) -> LibraryComment:
    """Put a comment into the library; one's own same text is not kept twice, but shared or not.

    Raises `NotAllowed`, `Masquerading`, `TextMissing`, `TextTooLong`, `TextUnreadable`.
    """
    require_own_hand(actor, Action.GRADE)
    check_text(text, COMMENT_LENGTH)
    check_text(criterion_label, LABEL_LENGTH)
    text = text.strip()
    if not text:
        raise TextMissing
    own = LibraryComment.objects.filter(course_key=actor.course_key, owner=actor.user_id)
    same = own.filter(criterion_label=criterion_label, text=text).first()
    if same is None:
        return LibraryComment.objects.create(
            course_key=actor.course_key,
            owner_id=actor.user_id,
            shared=shared,
            text=text,
            criterion_label=criterion_label,
        )
    if same.shared != shared:
        same.shared = shared
        same.save(update_fields=["shared"])
    return same


def use_comment(actor: Actor, comment_id: int) -> str:
    """Count one more use and return the text; raises `NotAllowed`, `Masquerading`, `NotFound`."""
    require_own_hand(actor, Action.GRADE)
    row = _visible(actor).filter(id=comment_id)
    if not row.update(used=F("used") + 1):
        raise NotFound
    return row.values_list("text", flat=True).get()


def remove_comment(actor: Actor, comment_id: int) -> None:
    """Remove one's own comment, or as coordinator a shared one.

    Raises `NotAllowed`, `Masquerading`, `NotFound`.
    """
    require_own_hand(actor, Action.SEE_GRADES)
    removable = Q(owner=actor.user_id)
    if actor.has(Role.COORDINATOR):
        removable |= Q(shared=True)
    found = LibraryComment.objects.filter(removable, id=comment_id, course_key=actor.course_key)
    if not found.delete()[0]:
        raise NotFound


def _visible(actor: Actor) -> QuerySet[LibraryComment]:
    return LibraryComment.objects.filter(
        Q(owner=actor.user_id) | Q(shared=True), course_key=actor.course_key
    )
