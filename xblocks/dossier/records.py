"""What the dossier keeps: who was there on which day, and what somebody released."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from xblocks.roster.records import Person


class AttendanceNote(models.Model):
    """Somebody noted whether a person was there on a seminar day. A correction is a new note.

    `number` counts the notes about one person and day from 1, and the highest counts: two who
    note at the same moment cannot both be next.

    .. pii: Whether somebody took part in a seminar day, and the account that noted it.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    day = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    there = models.BooleanField()
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    noted_at = models.DateTimeField()

    class Meta:
        db_table = "wbm_attendance_note"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "day", "number"], name="wbm_attendance_note_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.day} {self.number}"


class ShareLink(models.Model):
    """A page somebody released of their dossier. Of its address only the hash is kept.

    `parts` are values of `domain.Part` by ``|``. It shows something until `expires_at`, or until
    `ended_at`. Visits are not counted.

    .. pii: What somebody released of their evidence, until when.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    parts = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "wbm_share_link"

    def __str__(self) -> str:
        return f"{self.person_id} {self.made_at}"
