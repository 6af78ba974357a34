"""What experts arrange for themselves."""

from __future__ import annotations

from django.db import models

from xblocks.roster.records import Person


class Absence(models.Model):
    """An expert is away from `since` up to and with `until`; `substitute` has the same rights to
    their requests meanwhile.

    .. pii: When somebody is away.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    since = models.DateField()
    until = models.DateField()
    substitute = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        db_table = "wbm_coaching_absence"

    def __str__(self) -> str:
        return f"{self.person_id} {self.since}"


class TextBlock(models.Model):
    """A text an expert uses again.

    .. pii: What an expert wrote and keeps to use again.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    owner = models.ForeignKey(Person, models.CASCADE, related_name="+")
    title = models.CharField(max_length=120)
    text = models.TextField()
    used = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "wbm_coaching_text"

    def __str__(self) -> str:
        return self.title
