"""Files that graders give back to a team."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from xblocks.files.records import NAME_LENGTH, StoredFile
from xblocks.grading.records.reviews import Review
from xblocks.grading.records.works import Work


class FeedbackFile(models.Model):
    """A file a grader adds to a review, e.g. the work with remarks in it.

    Before the decision `review` is None and only its author knows of it; the decision hands it to
    the team. `upload` is the upload it came by: the same twice is one file.

    .. pii: The name a grader gave a file.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    work = models.ForeignKey(Work, models.CASCADE, related_name="+")
    review = models.ForeignKey(Review, models.PROTECT, null=True, related_name="+")
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    name = models.CharField(max_length=NAME_LENGTH)
    upload = models.CharField(max_length=32, unique=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    added_at = models.DateTimeField()

    class Meta:
        db_table = "wbm_feedback_file"

    def __str__(self) -> str:
        return self.name
