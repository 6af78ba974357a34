"""What graders say about a work."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.db import models

from xblocks.grading.records.works import Work


class Unchanging(models.QuerySet):
    """Rows that are written once."""

    def update(self, **_kwargs: Any) -> NoReturn:
        """Refuse: a review stays as it was given."""
        raise TypeError("a review is never changed")

    def bulk_update(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refuse: a review stays as it was given."""
        raise TypeError("a review is never changed")

    def delete(self) -> NoReturn:
        """Refuse: a review stays."""
        raise TypeError("a review is never deleted")


class Review(models.Model):
    """A judgement, written once; a regrade is a new one.

    `kind` is ``final`` (decides the work) or ``juror`` (a seat's rating); `number` counts each
    kind of a work from 1. `points` of 100, None without rubric. `revise_by` is the deadline of a
    returned work. `draft_version` is the draft it was made from: sent twice it is one review.

    .. pii: What a grader writes about a work, with the account of the grader.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    FINAL = "final"
    JUROR = "juror"

    work = models.ForeignKey(Work, models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=8)
    number = models.PositiveIntegerField()
    grader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    levels = models.JSONField(default=dict)
    comments = models.JSONField(default=dict)
    summary = models.TextField(blank=True, default="")
    decision = models.CharField(max_length=12, blank=True, default="")
    suggested = models.CharField(max_length=12, blank=True, default="")
    reason = models.TextField(blank=True, default="")
    points = models.DecimalField(max_digits=6, decimal_places=3, null=True)
    revise_by = models.DateTimeField(null=True)
    draft_version = models.PositiveIntegerField()
    created_at = models.DateTimeField()

    objects: ClassVar = Unchanging.as_manager()

    class Meta:
        db_table = "wbm_review"
        constraints = [
            models.UniqueConstraint(fields=["work", "kind", "number"], name="wbm_review_number"),
            models.UniqueConstraint(
                fields=["work", "kind", "grader", "draft_version"], name="wbm_review_draft_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.work_id} {self.kind} {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new review; raises TypeError for one that exists."""
        if not self._state.adding:
            raise TypeError("a review is never changed")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refuse: a review stays."""
        raise TypeError("a review is never deleted")


class ReviewDraft(models.Model):
    """What a grader has entered and not decided yet; saved while typing.

    `version` grows with every change and never starts again, also after the decision.
    `deviations` is ``{person id: {"points": "55.5", "reason": "…"}}``.

    .. pii: What a grader is writing about a work and its members.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    work = models.ForeignKey(Work, models.CASCADE, related_name="+", db_index=False)
    grader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    levels = models.JSONField(default=dict)
    comments = models.JSONField(default=dict)
    summary = models.TextField(blank=True, default="")
    decision = models.CharField(max_length=12, blank=True, default="")
    reason = models.TextField(blank=True, default="")
    note = models.TextField(blank=True, default="")
    deviations = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()

    class Meta:
        db_table = "wbm_review_draft"
        constraints = [
            models.UniqueConstraint(fields=["work", "grader"], name="wbm_review_draft_own"),
        ]

    def __str__(self) -> str:
        return f"{self.work_id}:{self.grader_id}"


class ReviewNote(models.Model):
    """A word among graders. No page of a trainee reads this table.

    .. pii: What graders write to one another.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    work = models.ForeignKey(Work, models.CASCADE, related_name="+")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    text = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        db_table = "wbm_review_note"

    def __str__(self) -> str:
        return f"{self.work_id}:{self.pk}"


class Seat(models.Model):
    """A place in the jury of a work. `submitted_at` is set once the rating stands.

    .. no_pii:
    """

    work = models.ForeignKey(Work, models.CASCADE, related_name="+", db_index=False)
    juror = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    is_chair = models.BooleanField(default=False)
    taken_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "wbm_seat"
        constraints = [
            models.UniqueConstraint(fields=["work", "juror"], name="wbm_seat_once"),
        ]

    def __str__(self) -> str:
        return f"{self.work_id}:{self.juror_id}"
