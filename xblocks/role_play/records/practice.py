"""Ratings of sample talks, and the paths people took through dialogues."""

from __future__ import annotations

from django.db import models

from xblocks.roster.records import Person

KEY_LENGTH = 255


class PracticeRating(models.Model):
    """One time somebody rated a sample talk. `levels` is JSON text: criterion to level or null.

    .. no_pii:
    """

    course_key = models.CharField(max_length=KEY_LENGTH)
    usage_key = models.CharField(max_length=KEY_LENGTH)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(default=1)
    levels = models.TextField(default="{}")
    version = models.PositiveIntegerField(default=0)
    definition_hash = models.CharField(max_length=16)
    begun_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "wbm_practice_rating"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "usage_key", "number"], name="wbm_practice_rating_once"
            ),
        ]
        indexes = [models.Index(fields=["usage_key"], name="wbm_practice_rating_of")]

    def __str__(self) -> str:
        return f"{self.usage_key} {self.person_id} {self.number}"


class TalkPath(models.Model):
    """The way one finished attempt took through a dialogue.

    `turns` is JSON text: pairs of scene and statement, those that were not taken back. `profile` is
    JSON text: criterion to how often it was touched and the sum of qualities (0 to 1 each). `score`
    is the share of the best sum that could be reached, from 0 to 1.

    .. no_pii:
    """

    course_key = models.CharField(max_length=KEY_LENGTH)
    usage_key = models.CharField(max_length=KEY_LENGTH)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    attempt = models.PositiveIntegerField()
    turns = models.TextField(default="[]")
    profile = models.TextField(default="{}")
    ending = models.CharField(max_length=40)
    tone = models.CharField(max_length=10)
    score = models.FloatField(default=0.0)
    finished_at = models.DateTimeField()

    class Meta:
        db_table = "wbm_talk_path"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "usage_key", "attempt"], name="wbm_talk_path_once"
            ),
        ]
        indexes = [models.Index(fields=["usage_key"], name="wbm_talk_path_of")]

    def __str__(self) -> str:
        return f"{self.usage_key} {self.person_id} {self.attempt}"
