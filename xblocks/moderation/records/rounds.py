"""What somebody did about disturbances."""

from __future__ import annotations

from django.db import models

from xblocks.moderation.records.plans import KEY_LENGTH
from xblocks.roster.records import Person


class SceneRound(models.Model):
    """One person's present round through the scenes. `chosen` is JSON text (`domain.dealing`).

    `best` is the best share of points of any closed round, in percent.

    .. no_pii:
    """

    course_key = models.CharField(max_length=KEY_LENGTH)
    usage_key = models.CharField(max_length=KEY_LENGTH)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    definition_hash = models.CharField(max_length=16)
    number = models.PositiveIntegerField(default=1)
    chosen = models.TextField(default="{}")
    version = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    best = models.DecimalField(max_digits=6, decimal_places=3, null=True)

    class Meta:
        db_table = "wbm_scene_round"
        constraints = [
            models.UniqueConstraint(fields=["person", "usage_key"], name="wbm_scene_round_once"),
        ]
        indexes = [models.Index(fields=["usage_key"], name="wbm_scene_round_of")]

    def __str__(self) -> str:
        return f"{self.usage_key} {self.person_id}"
