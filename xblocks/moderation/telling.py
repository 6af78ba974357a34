"""What people are told of plans, outside their pages."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from xblocks.grading.records import Review, Work
from xblocks.notices import service as notices


def plan_path(course_key: str, usage_key: str) -> str:
    """Return the address of an exercise's page, by which its notices are known."""
    return str(reverse("wbm:moderation_plan", args=[course_key, usage_key]))


def tell_decided(work: Work, review: Review) -> None:
    """Tell the author of a plan that somebody has graded it or given it back."""
    kind = notices.WORK_RETURNED if review.revise_by else notices.WORK_DECIDED
    due: datetime | None = review.revise_by
    notices.tell(
        work.course_key,
        [member.person_id for member in work.members.all()],
        kind,
        link=plan_path(work.course_key, work.usage_key),
        params={"title": work.title, "due": due} if due else {"title": work.title},
        now=review.created_at,
    )
