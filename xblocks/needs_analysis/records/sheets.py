"""What one person works out in a case."""

from __future__ import annotations

from django.db import models

from xblocks.roster.records import Person

KEY_LENGTH = 255
NAME_LENGTH = 100
CLIENT_LENGTH = 32


class Sheet(models.Model):
    """One person's work on a case study or a living case: everything below hangs on it.

    Whoever writes locks this row first. `revision` grows with every change. `definition_hash` is
    what the work was begun under (`ExerciseVersion`). `closed_at`: the figures are told right from
    wrong, and stay as they are; `round` counts how often somebody began anew. `best` are the points
    of 100 of the best round, where nobody grades.

    .. no_pii:
    """

    course_key = models.CharField(max_length=KEY_LENGTH)
    usage_key = models.CharField(max_length=KEY_LENGTH)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    definition_hash = models.CharField(max_length=16)
    revision = models.PositiveIntegerField(default=0)
    round = models.PositiveIntegerField(default=1)
    started_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    best = models.DecimalField(max_digits=6, decimal_places=3, null=True)

    class Meta:
        db_table = "wbm_needs_sheet"
        constraints = [
            models.UniqueConstraint(fields=["person", "usage_key"], name="wbm_needs_sheet_once"),
        ]
        indexes = [models.Index(fields=["usage_key"], name="wbm_needs_sheet_of")]

    def __str__(self) -> str:
        return f"{self.usage_key} {self.person_id}"


class SheetEntry(models.Model):
    """One answer of a sheet. `name` says to what (`domain.names`), `value` is JSON text.

    `revision` is that of the sheet when it was changed last. `client` names the open page that
    wrote it, `stamp` counts that page's messages: so a page that never heard our answer is told
    from one that overwrites another.

    .. pii: Reasons a person writes.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="entries", db_index=False)
    name = models.CharField(max_length=NAME_LENGTH)
    value = models.TextField()
    revision = models.PositiveIntegerField(default=0)
    client = models.CharField(max_length=CLIENT_LENGTH, blank=True, default="")
    stamp = models.PositiveBigIntegerField(default=0)
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "wbm_needs_entry"
        constraints = [
            models.UniqueConstraint(fields=["sheet", "name"], name="wbm_needs_entry_once"),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.name}"
