"""What members have earned."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from xblocks.grading.records.reviews import Review
from xblocks.grading.records.works import KEY_LENGTH, Work
from xblocks.roster.records import Person


class MemberScore(models.Model):
    """Somebody's points for an exercise: those of the last final review, or a deviation.

    `points` of 100. `earned` of `possible` is what the grade book gets, None where the exercise
    has no weight. `handed_to` is the account whose grade book has it; None while the person has
    none.

    .. pii: Somebody's points, and why they differ from the team's.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    usage_key = models.CharField(max_length=KEY_LENGTH)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    work = models.ForeignKey(Work, models.PROTECT, related_name="+")
    review = models.ForeignKey(Review, models.PROTECT, related_name="+")
    points = models.DecimalField(max_digits=6, decimal_places=3)
    deviation_reason = models.TextField(blank=True, default="")
    earned = models.PositiveIntegerField(null=True)
    possible = models.PositiveIntegerField(null=True)
    handed_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        db_table = "wbm_member_score"
        constraints = [
            models.UniqueConstraint(fields=["usage_key", "person"], name="wbm_member_score_once"),
        ]

    def __str__(self) -> str:
        return f"{self.usage_key}:{self.person_id}"


class ScoreChange(models.Model):
    """One step in the history of a score.

    .. pii: Somebody's earlier points, and why they differed from the team's.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    usage_key = models.CharField(max_length=KEY_LENGTH)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    review = models.ForeignKey(Review, models.PROTECT, related_name="+")
    points = models.DecimalField(max_digits=6, decimal_places=3)
    deviation_reason = models.TextField(blank=True, default="")
    created_at = models.DateTimeField()

    class Meta:
        db_table = "wbm_score_change"
        indexes = [models.Index(fields=["person", "usage_key"], name="wbm_score_change_of")]

    def __str__(self) -> str:
        return f"{self.usage_key}:{self.person_id}"
