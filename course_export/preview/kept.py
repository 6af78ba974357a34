"""What the preview keeps of people in the platform's stead, and where it ends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from email import message_from_bytes, policy
from secrets import token_hex
from typing import Any

import simplejson
from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from opaque_keys.edx.keys import CourseKey

from course_export.preview.course import DATE
from course_export.preview.loaded import current_or_none
from course_export.preview.mails import mail_folder
from course_export.preview.models import BlockState, Completion, Event, Grade, Visit
from xblocks.core.holdings import Holding, Subject
from xblocks.core.text import gettext_noop
from xblocks.host.block_state import State


def course_end(course_key: CourseKey) -> datetime | None:
    """Return when the course that is played ends; see `xblocks.host.course`."""
    course = current_or_none()
    if course is None or course.key != course_key:
        return None
    return DATE.from_json(course.root.setting("end"))


def completions(user_id: int, _course_key: str) -> Mapping[str, float]:
    """Return how much of each block somebody has done; see `xblocks.host.completion`."""
    return dict(Completion.objects.filter(user=user_id).values_list("usage_key", "share"))


class PreviewStates:
    """State of some types of blocks; see `xblocks.host.block_state`."""

    def __init__(self, block_types: frozenset[str]) -> None:
        wanted = Q(pk__in=())
        for block_type in block_types:
            wanted |= Q(block=block_type) | Q(block__contains=f"type@{block_type}+")
        self._rows = BlockState.objects.filter(wanted)

    def of(self, user_id: int) -> Iterable[State]:
        """Return what one account did."""
        found: dict[str, dict[str, Any]] = {}
        for row in self._rows.filter(owner=user_id).order_by("pk"):
            found.setdefault(row.block, {})[row.field] = simplejson.loads(row.value)
        return found.items()

    def erase(self, user_id: int) -> None:
        """Forget what one account did."""
        self._rows.filter(owner=user_id).delete()

    def expire(self, course_key: str, *, dry_run: bool) -> int:
        """Forget what all accounts did in a course."""
        inside = f"block-v1:{course_key.removeprefix('course-v1:')}+"
        over = self._rows.filter(block__startswith=inside).exclude(owner=0)
        count = over.count()
        if not dry_run:
            over.delete()
        return count


class PreviewHolding(Holding):
    """Account, grade book, completion, events and mails: on a platform they are the platform's."""

    ident = "preview"
    title = gettext_noop("In the place of a platform")
    what = gettext_noop(
        "Your account in this preview, points, what you have done, the page you saw last, events "
        "of exercises without any text, and the mails in its folder."
    )
    why = gettext_noop("So that the preview plays a course as a platform does.")
    readers = gettext_noop("Whoever runs this preview on their computer.")
    leaving = gettext_noop("Everything is removed, and the account loses its name.")
    references = {
        "BlockState": frozenset({"owner"}),
        "Grade": frozenset({"user"}),
        "Completion": frozenset({"user"}),
        "Visit": frozenset({"user"}),
        "Event": frozenset({"user"}),
    }

    def export(self, who: Subject) -> Mapping[str, Any]:
        """Return the rows of the account."""
        return {
            "account": list(
                User.objects.filter(pk=who.user_id).values(
                    "username", "email", "first_name", "last_name", "last_login"
                )
            ),
            "grades": list(_of(Grade, who).values("usage_key", "earned", "possible")),
            "completion": list(_of(Completion, who).values("usage_key", "share")),
            "visits": list(_of(Visit, who).values("course_key", "unit")),
            "events": list(_of(Event, who).values("name", "usage_key", "data", "created_at")),
            "other_blocks": list(
                BlockState.objects.filter(owner=who.user_id).values("block", "field", "value")
                if who.user_id
                else ()
            ),
        }

    def erase(self, who: Subject, _now: datetime) -> None:
        """Remove rows and mails; the account stays without a name, as on a platform."""
        _forget_mails(who.addresses)
        if who.user_id is None:
            return
        for model in (Grade, Completion, Visit, Event):
            _of(model, who).delete()
        BlockState.objects.filter(owner=who.user_id).delete()
        User.objects.filter(pk=who.user_id).update(
            username=f"erased-{token_hex(8)}",
            email="",
            first_name="",
            last_name="",
            is_active=False,
            is_staff=False,
            is_superuser=False,
        )


def _of(model: Any, who: Subject) -> QuerySet:
    return model.objects.filter(user=who.user_id) if who.user_id else model.objects.none()


def _forget_mails(addresses: Iterable[str]) -> None:
    wanted = {address.lower() for address in addresses}
    for path in mail_folder().glob("*.eml"):
        message = message_from_bytes(path.read_bytes(), policy=policy.default)
        if str(message["To"] or "").lower() in wanted:
            path.unlink(missing_ok=True)
