"""What grading keeps of people: of those whose works are judged, and of those who judge."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.utils.translation import gettext

from xblocks.core.holdings import Holding, OwnFile, Subject, Term
from xblocks.core.redaction import Redaction
from xblocks.core.text import gettext_noop
from xblocks.files.storing import open_stored
from xblocks.grading import leaving
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
    WorkMember,
)
from xblocks.host.course import of_ended_courses

WORKS = Term(
    "works",
    1095,
    gettext_noop("Works handed in, reviews, points and files"),
    gettext_noop("after the end of the course"),
)
DRAFTS = Term(
    "review_drafts",
    90,
    gettext_noop("Drafts of reviews that have been decided"),
    gettext_noop("after the last change"),
)
_RATING = ("levels", "comments", "summary", "decision", "reason")


class GradingHolding(Holding):
    """Works, reviews, notes and points."""

    ident = "grading"
    title = gettext_noop("Works, reviews and points")
    what = gettext_noop(
        "What you or your team handed in and when, the reviews and your points. Of who reviews: "
        "their reviews, drafts, notes and saved comments, and which work they hold."
    )
    why = gettext_noop("So that every work is reviewed fairly, and you know what to improve.")
    readers = gettext_noop(
        "Works of the team: your team. What you hand in alone: only you. Both: the trainers of "
        "your district, the members of a jury. Coordinators see points. Notes among trainers are "
        "read by trainers alone."
    )
    leaving = gettext_noop(
        "Your points here and what you handed in alone are removed. The work of your team and its "
        "reviews stay without your name; if nobody is left in the team, they are removed. Points "
        "in the platform's grade book stay under its pseudonym until the platform removes them."
    )
    references = {
        "Work": frozenset({"person", "handed_in_by", "claimed_by"}),
        "WorkMember": frozenset({"person"}),
        "Review": frozenset({"grader"}),
        "ReviewDraft": frozenset({"grader"}),
        "ReviewNote": frozenset({"author"}),
        "Seat": frozenset({"juror"}),
        "MemberScore": frozenset({"person", "handed_to"}),
        "ScoreChange": frozenset({"person"}),
        "LibraryComment": frozenset({"owner"}),
        "DownloadMark": frozenset({"user"}),
        "FeedbackFile": frozenset({"added_by"}),
    }
    terms = (WORKS, DRAFTS)

    def export(self, who: Subject) -> Mapping[str, Any]:
        """Return the person's works and points, and what they wrote as a grader."""
        graded_with = WorkMember.objects.filter(person__in=who.people).values("work")
        works = Work.objects.filter(pk__in=graded_with).order_by("pk")
        scores = MemberScore.objects.filter(person__in=who.people).order_by("pk")
        changes = ScoreChange.objects.filter(person__in=who.people).order_by("pk")
        return {
            "works": [_work(work, who) for work in works],
            "points": list(scores.values("work__title", "points", "deviation_reason")),
            "points_before": list(changes.values("points", "deviation_reason", "created_at")),
            **(_as_grader(who.user_id) if who.user_id else {}),
        }

    def files(self, who: Subject) -> Iterable[OwnFile]:
        """Return the files the person gave back as a grader."""
        if who.user_id:
            for each in FeedbackFile.objects.filter(added_by=who.user_id).select_related("stored"):
                yield OwnFile(each.name, each.stored.size, partial(open_stored, each.stored))

    def erase(self, who: Subject, _now: datetime) -> None:
        """Let go of somebody as a member and as a grader."""
        leaving.forget_works(who)
        leaving.forget_points(who)
        if who.user_id:
            leaving.forget_grader(who.user_id)
        leaving.redact_texts(who)

    def expire(self, term: str, before: datetime, *, dry_run: bool) -> int:
        """Forget works of courses long over, and drafts that became a review."""
        if term == DRAFTS.ident:
            return leaving.clear_drafts(before, dry_run=dry_run)
        works = of_ended_courses(Work.objects.all(), before)
        if dry_run:
            return works.count()
        DownloadMark.objects.filter(at__lt=before).delete()
        of_ended_courses(LibraryComment.objects.all(), before).delete()
        return leaving.delete_works(works)


def _work(work: Work, who: Subject) -> dict[str, Any]:
    """Return a work with its reviews, the names of the others in the team left out."""
    others = WorkMember.objects.filter(work=work).exclude(person__in=who.people)
    names = frozenset(others.values_list("person__name", flat=True))
    hidden = Redaction(names, frozenset(), gettext("another member"))
    reviews = Review.objects.filter(work=work, kind=Review.FINAL).order_by("number")
    rows = reviews.values("number", "created_at", "points", "revise_by", *_RATING)
    return {
        "title": work.title,
        "version": work.number,
        "handed_in_at": work.handed_in_at,
        "handed_in_by_you": work.handed_in_by_id in who.people,
        "status": work.status,
        "content": hidden.value(json.loads(work.content)),
        "reviews": [hidden.value(row) for row in rows],
    }


def _as_grader(user_id: int) -> dict[str, Any]:
    reviews = Review.objects.filter(grader=user_id).order_by("pk")
    drafts = ReviewDraft.objects.filter(grader=user_id).order_by("pk")
    notes = ReviewNote.objects.filter(author=user_id).order_by("pk")
    seats = Seat.objects.filter(juror=user_id).order_by("pk")
    comments = LibraryComment.objects.filter(owner=user_id).order_by("pk")
    return {
        "reviews_given": list(reviews.values("work__title", "kind", "created_at", *_RATING)),
        "review_drafts": list(drafts.values("work__title", "note", "updated_at", *_RATING)),
        "notes": list(notes.values("work__title", "text", "created_at")),
        "juries": list(seats.values("work__title", "is_chair", "taken_at", "submitted_at")),
        "saved_comments": list(comments.values("text", "criterion_label", "shared", "used")),
        "held_works": list(
            Work.objects.filter(claimed_by=user_id).values("title", "claimed_until")
        ),
        "downloads": list(DownloadMark.objects.filter(user=user_id).values("usage_key", "at")),
    }
