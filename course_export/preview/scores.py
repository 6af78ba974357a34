"""The grade book: what blocks report and what people give."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib.auth.models import User
from opaque_keys.edx.keys import CourseKey, UsageKey
from submissions.models import score_reset, score_set
from xblock.completable import XBlockCompletionMode
from xblock.core import XBlock

from course_export.preview.anonymous import user_by_anonymous_id
from course_export.preview.models import Completion, Grade


def connect() -> None:
    """Listen to scores given through edx-submissions."""
    score_set.connect(take_given_score, dispatch_uid="wbm_preview.score_set")
    score_reset.connect(forget_given_score, dispatch_uid="wbm_preview.score_reset")


def take_given_score(
    points_possible: int,
    points_earned: int,
    anonymous_user_id: str,
    course_id: str,
    item_id: str,
    **_rest: Any,
) -> None:
    """Write points a person gave; they win over the block's own and know no weight."""
    user = user_by_anonymous_id(anonymous_user_id, CourseKey.from_string(course_id))
    if user and points_possible > 0:
        write_grade(user, item_id, points_earned, points_possible, by_person=True)
        if _done_by_score(item_id):
            write_completion(user, item_id, 1.0)


def forget_given_score(anonymous_user_id: str, course_id: str, item_id: str, **_rest: Any) -> None:
    """Take back points a person gave."""
    user = user_by_anonymous_id(anonymous_user_id, CourseKey.from_string(course_id))
    Grade.objects.filter(user=user, usage_key=item_id, by_person=True).delete()


def write_grade(
    user: User, usage_key: str, earned: float, possible: float, *, by_person: bool = False
) -> None:
    """Write points for a block."""
    Grade.objects.update_or_create(
        user=user,
        usage_key=usage_key,
        by_person=by_person,
        defaults={"earned": earned, "possible": possible},
    )


def write_completion(user: User, usage_key: str, share: float) -> None:
    """Write how much of a block is done, 0 to 1."""
    Completion.objects.update_or_create(user=user, usage_key=usage_key, defaults={"share": share})


def write_completions(usage_key: str, user_ids: Collection[int], share: float) -> None:
    """Write how much of a block several people have done (`WBM_WRITE_COMPLETION`)."""
    for user in User.objects.filter(pk__in=user_ids):
        write_completion(user, usage_key, share)


def _done_by_score(usage_key: str) -> bool:
    """Whether points given by people mark a block done; the platform asks its class, too."""
    found = XBlock.load_class(UsageKey.from_string(usage_key).block_type, default=XBlock)
    if getattr(found, "has_custom_completion", False):
        return False
    return XBlockCompletionMode.get_mode(found) == XBlockCompletionMode.COMPLETABLE
