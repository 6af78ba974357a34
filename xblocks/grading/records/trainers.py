"""What trainers keep for themselves."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from xblocks.grading.records.works import KEY_LENGTH


class LibraryComment(models.Model):
    """A comment worth using again. `shared` ones serve all trainers of the course.

    `criterion_label` narrows it to criteria of this name; `used` counts how often it was taken.

    .. pii: What a grader wrote and keeps to use again.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    course_key = models.CharField(max_length=KEY_LENGTH)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    shared = models.BooleanField(default=False)
    text = models.TextField()
    criterion_label = models.CharField(max_length=300, blank=True, default="")
    used = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "wbm_library_comment"
        indexes = [models.Index(fields=["course_key", "shared"], name="wbm_library_shared")]

    def __str__(self) -> str:
        return self.text[:60]


class DownloadMark(models.Model):
    """Up to which work somebody has downloaded the works of an exercise.

    .. no_pii:
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    usage_key = models.CharField(max_length=KEY_LENGTH)
    last_work_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        db_table = "wbm_download_mark"
        constraints = [
            models.UniqueConstraint(fields=["user", "usage_key"], name="wbm_download_mark_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}:{self.usage_key}"
