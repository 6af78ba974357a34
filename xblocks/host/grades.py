"""Grades: of the person who acts through the block, of others through edx-submissions."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from opaque_keys.edx.keys import CourseKey
from xblock.core import XBlock

from xblocks.core.errors import Conflict, Invalid
from xblocks.core.text import gettext_noop
from xblocks.host import identity


class PointsNotPossible(Invalid):
    """More points than there are, fewer than none, or none to be had."""

    code = "points_not_possible"
    sentence = gettext_noop("%(earned)s of %(possible)s points cannot be given.")


class ScoreNotTaken(Conflict):
    """The grade book kept something else than the score given; the caller must take all back."""

    code = "score_not_taken"
    sentence = gettext_noop("The grade book did not take the points. Please try again.")


def publish_own_grade(block: XBlock, share: float) -> None:
    """Tell the platform the caller's score as a share of the block's weight, 0 to 1.

    The platform scores only the caller this way and does not clamp (`platform-facts 1`).
    """
    value = min(1.0, max(0.0, share))
    block.runtime.publish(block, "grade", {"value": value, "max_value": 1.0})


def set_score(
    course_key: str,
    usage_key: str,
    block_type: str,
    user_id: int,
    earned: int,
    possible: int,
) -> None:
    """Give an account its score for a block; it wins over the block's own.

    `possible` should be the block's weight, which such a score ignores. Call it inside the
    transaction of the decision: nothing is kept when that is taken back. `submissions.api` takes
    11 of 10 and swallows a lost race, so both are looked at here. Only its `get_submission`
    changes the process's warning filters (`platform-facts 1`): it must not be called.

    Raises `PointsNotPossible`, `ScoreNotTaken`.
    """
    if possible <= 0 or not 0 <= earned <= possible:
        raise PointsNotPossible(earned=earned, possible=possible)
    api = import_module("submissions.api")
    item = {
        "student_id": identity.anonymous_id(user_id, CourseKey.from_string(course_key)),
        "course_id": course_key,
        "item_id": usage_key,
        "item_type": block_type,
    }
    submission = api.create_submission(item, answer={})
    api.set_score(submission["uuid"], earned, possible)
    if not _kept(api.get_score(item), submission["uuid"], earned, possible):
        raise ScoreNotTaken


def _kept(score: dict[str, Any] | None, submission: Any, earned: int, possible: int) -> bool:
    return score is not None and (
        str(score["submission_uuid"]),
        score["points_earned"],
        score["points_possible"],
    ) == (str(submission), earned, possible)
