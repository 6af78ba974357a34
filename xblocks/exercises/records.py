"""The register's tables."""

from __future__ import annotations

from django.db import models


class Exercise(models.Model):
    """A snapshot of one exercise: what desks and views need without asking the modulestore.

    `definition` is the canonical JSON text, `definition_hash` its fingerprint.

    .. no_pii:
    """

    course_key = models.CharField(max_length=255)
    usage_key = models.CharField(max_length=255)
    block_type = models.CharField(max_length=64)
    kind = models.CharField(max_length=32)
    title = models.CharField(max_length=300)
    definition = models.TextField()
    definition_hash = models.CharField(max_length=16)
    weight = models.FloatField(default=0.0)
    due = models.DateTimeField(null=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "wbm_exercise"
        constraints = [
            models.UniqueConstraint(fields=["usage_key"], name="wbm_exercise_usage_key"),
        ]
        indexes = [models.Index(fields=["course_key", "block_type"], name="wbm_exercise_course")]

    def __str__(self) -> str:
        return self.usage_key


class ExerciseVersion(models.Model):
    """A definition something was handed in under: it stays readable whatever authors change.

    `definition` is the canonical JSON text, `definition_hash` its fingerprint.

    .. no_pii:
    """

    definition_hash = models.CharField(max_length=16, unique=True)
    block_type = models.CharField(max_length=64)
    definition = models.TextField()

    class Meta:
        db_table = "wbm_exercise_version"

    def __str__(self) -> str:
        return self.definition_hash
