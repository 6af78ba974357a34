"""Files that graders give back: added to a review before it is decided, then the team's to read."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Q, Subquery

from xblocks.core.errors import NotFound
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require, require_own_hand
from xblocks.files import service as files
from xblocks.files.limits import Limits
from xblocks.files.records import StoredFile
from xblocks.files.service import UploadStatus
from xblocks.files.shown import size_text
from xblocks.grading.domain import Status
from xblocks.grading.reach import graded_work, own_names
from xblocks.grading.records import FeedbackFile, Review, Seat, Work, WorkMember
from xblocks.grading.refusals import ClaimLost

LIMITS = Limits(
    types=("pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "png", "jpg", "txt"),
    max_bytes=25_000_000,
    max_files=5,
)


@dataclass(frozen=True)
class GivenFile:
    """A file of a review as shown.

    `is_draft` tells that it is not given to the team yet, `counts` that the team has it: deciding
    again can take away what came with the review before.
    """

    file_id: int
    work_id: int
    review_id: int | None
    name: str
    size: str
    counts: bool

    @property
    def is_draft(self) -> bool:
        """Whether only its author has it."""
        return self.review_id is None


def begin_file(actor: Actor, work_id: int, name: str, size: int, now: datetime) -> UploadStatus:
    """Begin to add a file, or take up the same upload where it was interrupted.

    Must not run inside a transaction. Raises `NotAllowed`, `Masquerading`, `NotFound`, `OwnWork`,
    `ClaimLost`, `TooManyFiles`, and as `files.begin_upload`.
    """
    scope = _place(actor, work_id, size)
    return files.resume_or_begin(actor.user_id, scope, name, size, LIMITS, now)


def add_small_file(actor: Actor, work_id: int, name: str, data: bytes, now: datetime) -> None:
    """Add a file that came in one request; raises as `begin_file` and `finish_file`.

    Must not run inside a transaction.
    """
    scope = _place(actor, work_id, len(data))
    upload = files.small_upload(actor.user_id, scope, name, data, LIMITS, now)
    finish_file(actor, work_id, upload.id, now)


def finish_file(actor: Actor, work_id: int, upload: str, now: datetime) -> None:
    """Add an upload that has arrived; the same twice is one file.

    Must not run inside a transaction. Raises as `begin_file` and `files.finish`.
    """
    with files.closing_unwanted(actor.user_id, upload):
        require_own_hand(actor, Action.GRADE)
        work = graded_work(actor, work_id, lock=True)
        _check_author(actor, work)
        arrived = files.finish(actor.user_id, upload, _scope(work))
        if FeedbackFile.objects.filter(upload=upload).exists():
            return
        LIMITS.check_room(arrived.stored.size, _sizes(actor, work))
        FeedbackFile.objects.create(
            work=work,
            stored=arrived.stored,
            name=arrived.name,
            upload=upload,
            added_by_id=actor.user_id,
            added_at=now,
        )


def remove_file(actor: Actor, work_id: int, file_id: int) -> None:
    """Take back a file that is not given to the team yet; raises as `begin_file`."""
    require_own_hand(actor, Action.GRADE)
    work = graded_work(actor, work_id)
    own = FeedbackFile.objects.filter(work=work, review=None, added_by=actor.user_id)
    if not own.filter(id=file_id).delete()[0]:
        raise NotFound


def files_for_graders(actor: Actor, works: Collection[Work]) -> list[GivenFile]:
    """Return the files of works the actor may grade: those given, and their own drafts."""
    return _shown(Q(work__in=works) & _visible_to_grader(actor))


def given_files(works: Collection[int]) -> list[GivenFile]:
    """Return what teams were given with works of theirs; for use cases that checked who asks."""
    return _shown(Q(work__in=works, review__kind=Review.FINAL))


def grader_file(actor: Actor, work_id: int, file_id: int) -> tuple[StoredFile, str]:
    """Return a file and its name for a grader; raises `NotAllowed`, `NotFound`, `OwnWork`."""
    require(actor, Action.SIT_IN_JURY)
    work = graded_work(actor, work_id)
    return _one(_visible_to_grader(actor) & Q(work=work, id=file_id))


def team_file(actor: Actor, file_id: int) -> tuple[StoredFile, str]:
    """Return a file that counts, and its name, for a member of the team.

    Raises `NotAllowed`, `NotFound`.
    """
    require(actor, Action.SEE_RESULTS)
    graded_with = WorkMember.objects.filter(person=actor.person_id).values("work")
    own = Q(work__owner__in=own_names(actor)) | Q(work__in=graded_with)
    counts = Q(review=_review_that_counts())
    return _one(own & counts & Q(work__course_key=actor.course_key, id=file_id))


def give_files(actor: Actor, work: Work, review: Review) -> None:
    """Hand the author's files to the team, inside the transaction that decides."""
    FeedbackFile.objects.filter(work=work, review=None, added_by=actor.user_id).update(
        review=review
    )


def keep_files(earlier: Review, review: Review, without: Collection[int]) -> None:
    """Let the files of the earlier review go on to count, inside the transaction that decides.

    Those in `without` are taken away: they stay with the earlier review, for graders alone.
    """
    given = FeedbackFile.objects.filter(review=earlier)
    given.exclude(id__in=without).update(review=review)


def _place(actor: Actor, work_id: int, size: int) -> str:
    """Check that the actor may add a file of this size; return the scope of its upload."""
    require_own_hand(actor, Action.GRADE)
    work = graded_work(actor, work_id)
    _check_author(actor, work)
    LIMITS.check_room(size, _sizes(actor, work))
    return _scope(work)


def _check_author(actor: Actor, work: Work) -> None:
    """Refuse whoever is not reviewing this: no claim, no seat, and not decided either."""
    if work.status == Status.WAITING and work.claimed_by_id != actor.user_id:
        if not Seat.objects.filter(work=work, juror=actor.user_id).exists():
            raise ClaimLost
    elif work.status in {Status.WITHDRAWN, Status.SUPERSEDED}:
        raise ClaimLost


def _scope(work: Work) -> str:
    return f"feedback {work.pk}"


def _sizes(actor: Actor, work: Work) -> list[int]:
    own = FeedbackFile.objects.filter(work=work, review=None, added_by=actor.user_id)
    return list(own.values_list("stored__size", flat=True))


def _visible_to_grader(actor: Actor) -> Q:
    return Q(review__isnull=False) | Q(added_by=actor.user_id)


def _review_that_counts() -> Subquery:
    finals = Review.objects.filter(work=OuterRef("work"), kind=Review.FINAL).order_by("-number")
    return Subquery(finals.values("id")[:1])


def _shown(wanted: Q) -> list[GivenFile]:
    found = FeedbackFile.objects.filter(wanted).select_related("stored").order_by("id")
    return [
        GivenFile(
            file_id=each.pk,
            work_id=each.work_id,
            review_id=each.review_id,
            name=each.name,
            size=size_text(each.stored.size),
            counts=each.review_id is not None and each.review_id == each.newest,
        )
        for each in found.annotate(newest=_review_that_counts())
    ]


def _one(wanted: Q) -> tuple[StoredFile, str]:
    found = FeedbackFile.objects.filter(wanted).select_related("stored").first()
    if found is None:
        raise NotFound
    return found.stored, found.name
