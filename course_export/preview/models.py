"""What the preview remembers: what the platform keeps in its own tables."""

from __future__ import annotations

from django.conf import settings
from django.db import models

EVERYBODY = 0
"""Owner of state that all people share; no account has this number."""


class BlockState(models.Model):
    """One field of one block for one person, as JSON text.

    `block` is a usage key for state of one block, a block type for preferences and empty for what
    belongs to the person alone. `owner` is a user id, or `EVERYBODY`. It is no foreign key, so
    that shared state needs no NULL, which a unique constraint would not see.

    .. pii: What somebody did and wrote in blocks of a course.
    .. pii_types: id, other
    .. pii_retirement: local_api
    """

    owner = models.BigIntegerField()
    block = models.CharField(max_length=255)
    scope = models.CharField(max_length=20)
    field = models.CharField(max_length=100)
    value = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "block", "scope", "field"], name="wbm_preview_state"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner} {self.block} {self.field}"


class PersonalRow(models.Model):
    """A row about one person and one block."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    usage_key = models.CharField(max_length=255)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.user_id} {self.usage_key}"


class Grade(PersonalRow):
    """Points for one block. Points given by people (`by_person`) win over the block's own.

    .. no_pii:
    """

    earned = models.FloatField()
    possible = models.FloatField()
    by_person = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "usage_key", "by_person"], name="wbm_preview_grade"
            ),
        ]


class Completion(PersonalRow):
    """How much of a block a person has done, 0 to 1.

    .. no_pii:
    """

    share = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "usage_key"], name="wbm_preview_completion"),
        ]


class Visit(models.Model):
    """The unit a person looked at last in a course.

    .. no_pii:
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    course_key = models.CharField(max_length=255)
    unit = models.CharField(max_length=255)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "course_key"], name="wbm_preview_visit"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.unit}"


class Event(models.Model):
    """A tracking event of a block; `data` is JSON text.

    .. no_pii:
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE)
    usage_key = models.CharField(max_length=255)
    name = models.CharField(max_length=200)
    data = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.name} {self.usage_key}"
