"""The matrix of a team's own company."""

from __future__ import annotations

from django.db import models

from xblocks.needs_analysis.records.sheets import KEY_LENGTH
from xblocks.roster.records import Company, Person

CODE_LENGTH = 24
ACTIVITY_LENGTH = 120


class TeamMatrix(models.Model):
    """A team's matrix: its columns and target profiles. Whoever writes locks this row first.

    `columns` and `profiles` are JSON text (`domain.grid`). `revision` grows with every change at
    all, `version` with those that change more than the cells of a row.

    .. pii: Competences and tasks of a company, as its team writes them; people are pseudonyms.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    course_key = models.CharField(max_length=KEY_LENGTH)
    usage_key = models.CharField(max_length=KEY_LENGTH)
    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    columns = models.TextField(default="[]")
    profiles = models.TextField(default="[]")
    version = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "wbm_needs_matrix"
        constraints = [
            models.UniqueConstraint(fields=["company", "usage_key"], name="wbm_needs_matrix_once"),
        ]
        indexes = [models.Index(fields=["usage_key"], name="wbm_needs_matrix_of")]

    def __str__(self) -> str:
        return f"{self.usage_key} {self.company_id}"


class MatrixRow(models.Model):
    """A person of the company under a pseudonym, with the levels they have.

    `levels` is JSON text: competence id → level, or [level, source] (`domain.grid`). `revision` is
    that of the matrix when the row was changed last.

    .. pii: Levels of people of a company, under a pseudonym that a team gives.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    matrix = models.ForeignKey(TeamMatrix, models.CASCADE, related_name="rows", db_index=False)
    position = models.PositiveIntegerField(default=0)
    code = models.CharField(max_length=CODE_LENGTH)
    activity = models.CharField(max_length=ACTIVITY_LENGTH, blank=True, default="")
    profile = models.CharField(max_length=40, blank=True, default="")
    levels = models.TextField(default="{}")
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "wbm_needs_row"
        constraints = [
            models.UniqueConstraint(fields=["matrix", "code"], name="wbm_needs_row_once"),
        ]

    def __str__(self) -> str:
        return f"{self.matrix_id} {self.code}"
