"""How works, reviews and points let go of somebody, and how works end for good."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from xblocks.core.holdings import Subject
from xblocks.grading.domain import Status
from xblocks.grading.records import (
    DownloadMark,
    FeedbackFile,
    LibraryComment,
    MemberScore,
    Review,
    ReviewDraft,
    ReviewNote,
    ScoreChange,
    Seat,
    Work,
)
from xblocks.grading.shelving import recount
from xblocks.host.erasing import former_member, redact
from xblocks.roster.holding import companies_left_empty

AT_ONCE = 200


def forget_works(who: Subject) -> None:
    """Delete works that were this person's alone: their own, and those of a team now empty."""
    alone = companies_left_empty(who.people)
    delete_works(Work.objects.filter(Q(person__in=who.people) | Q(company__in=alone)))


def forget_points(who: Subject) -> None:
    """Delete somebody's points with their history, and what drafts would give them instead."""
    MemberScore.objects.filter(person__in=who.people).delete()
    ScoreChange.objects.filter(person__in=who.people).delete()
    drafts = ReviewDraft.objects.filter(work__members__person__in=who.people).distinct()
    for draft in drafts.exclude(deviations={}):
        kept = {key: each for key, each in draft.deviations.items() if int(key) not in who.people}
        if kept != draft.deviations:
            draft.deviations = kept
            draft.save(update_fields=["deviations"])


def forget_grader(user_id: int) -> None:
    """Let works go on without a grader: what they decided stays, without their name."""
    Work.objects.filter(claimed_by=user_id).update(
        claimed_by=None, claimed_until=None, version=F("version") + 1
    )
    _free_seats(user_id)
    ReviewDraft.objects.filter(grader=user_id).delete()
    FeedbackFile.objects.filter(added_by=user_id, review=None).delete()
    FeedbackFile.objects.filter(added_by=user_id).update(added_by=None)
    # A review is never changed but here: its text and its levels stay as they were given.
    Review._base_manager.filter(grader=user_id).update(grader=None)
    ReviewNote.objects.filter(author=user_id).update(author=None)
    LibraryComment.objects.filter(owner=user_id, shared=False).delete()
    LibraryComment.objects.filter(owner=user_id).update(owner=None)
    DownloadMark.objects.filter(user=user_id).delete()
    MemberScore.objects.filter(handed_to=user_id).update(handed_to=None)


def redact_texts(who: Subject) -> None:
    """Take a name out of what others wrote, and out of the works of teams."""
    courses = who.courses or set(
        Work.objects.order_by().values_list("course_key", flat=True).distinct()
    )
    for course_key in courses:
        stand_in = former_member(course_key)
        redaction = who.redaction(stand_in)
        works = Work.objects.filter(course_key=course_key)
        redact(works, ["content"], redaction, json_texts=True)
        judged: list[tuple[Any, list[str]]] = [
            (Review, ["comments", "summary", "reason"]),
            (ReviewDraft, ["comments", "summary", "reason", "note", "deviations"]),
            (ReviewNote, ["text"]),
            (FeedbackFile, ["name"]),
            (MemberScore, ["deviation_reason"]),
        ]
        for model, fields in judged:
            redact(model._base_manager.filter(work__course_key=course_key), fields, redaction)
        notes = ReviewNote.objects.filter(work__course_key=course_key)
        redact(notes, ["text"], who.account_redaction(stand_in))
        changes = ScoreChange.objects.filter(person__course_key=course_key)
        redact(changes, ["deviation_reason"], redaction)
        redact(LibraryComment.objects.filter(course_key=course_key), ["text"], redaction)


def delete_works(works: QuerySet[Work]) -> int:
    """Delete works with all that was said about them; return how many."""
    ids = list(works.order_by("pk").values_list("pk", flat=True))
    courses = set(works.order_by().values_list("course_key", flat=True).distinct())
    for start in range(0, len(ids), AT_ONCE):
        _delete(ids[start : start + AT_ONCE])
    for course_key in courses:
        recount(course_key)
    return len(ids)


def clear_drafts(before: datetime, *, dry_run: bool) -> int:
    """Empty drafts whose work has been decided since, and is no longer judged.

    The rows stay: the number of a draft must never begin again (`ReviewDraft`).
    """
    over = Q(work__status__in=[Status.SUPERSEDED, Status.WITHDRAWN]) | Q(
        updated_at__lte=F("work__decided_at")
    )
    written = ~Q(summary="") | ~Q(note="") | ~Q(reason="") | ~Q(comments={}) | ~Q(levels={})
    old = ReviewDraft.objects.filter(over, written, updated_at__lt=before)
    if dry_run:
        return old.count()
    ids = list(old.values_list("pk", flat=True))
    return ReviewDraft.objects.filter(pk__in=ids).update(
        levels={}, comments={}, summary="", decision="", reason="", note="", deviations={}
    )


def _delete(ids: Collection[int]) -> None:
    MemberScore.objects.filter(work__in=ids).delete()
    ScoreChange.objects.filter(review__work__in=ids).delete()
    FeedbackFile.objects.filter(work__in=ids).delete()
    Review._base_manager.filter(work__in=ids).delete()
    Work.objects.filter(pk__in=ids).delete()


def _free_seats(user_id: int) -> None:
    """Leave every jury. One still at work has a free seat, and a chair as long as anybody sits."""
    for seat in Seat.objects.filter(juror=user_id).select_related("work"):
        seat.delete()
        others = Seat.objects.filter(work=seat.work).order_by("id")
        if seat.is_chair and (next_one := others.first()):
            Seat.objects.filter(pk=next_one.pk).update(is_chair=True)
        if seat.work.status != Status.WAITING:
            Work.objects.filter(pk=seat.work_id).update(seats=others.count())
