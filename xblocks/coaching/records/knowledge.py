"""What has become everybody's knowledge (`features C8`)."""

from __future__ import annotations

from django.db import models

from xblocks.coaching.records.requests import KEY_LENGTH, WORD, Request
from xblocks.roster.records import Person


class Entry(models.Model):
    """An answered request, edited until nobody can be recognised.

    `state` is a word of `domain.knowledge`. Consent and signature are given to the very text whose
    fingerprint they hold: who edits it asks anew. `asked_to` is the text the asker was shown last,
    `wish` what they would like to have changed. `signed_at` is set as long as it is published.
    `terms` are what searching goes by, empty unless published; full text over them is laid by
    migration 0009. Long texts come last, so that a search need not read over them.

    .. pii: Who agreed to the publication, and the name of the expert who signed.
    .. pii_types: name, other
    .. pii_retirement: local_api
    """

    course_key = models.CharField(max_length=KEY_LENGTH)
    request = models.ForeignKey(Request, models.SET_NULL, null=True, related_name="entries")
    topic = models.CharField(max_length=WORD)
    state = models.CharField(max_length=WORD)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
    signed_to = models.CharField(max_length=16, blank=True, default="")
    signed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    signed_name = models.CharField(max_length=200, blank=True, default="")
    review_on = models.DateField(null=True)
    author = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(null=True)
    asked_to = models.CharField(max_length=16, blank=True, default="")
    agreed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    agreed_to = models.CharField(max_length=16, blank=True, default="")
    title = models.CharField(max_length=200)
    wish = models.TextField(blank=True, default="")
    question = models.TextField()
    answer = models.TextField()
    terms = models.TextField(blank=True, default="")

    class Meta:
        db_table = "wbm_coaching_entry"
        indexes = [
            models.Index(fields=["course_key", "state", "signed_at"], name="wbm_entry_of_course"),
            models.Index(
                fields=["course_key", "state", "topic", "signed_at"], name="wbm_entry_of_topic"
            ),
        ]

    def __str__(self) -> str:
        return self.title
