"""The tables of notices: what waits for whom, and which reminders went out."""

from __future__ import annotations

from django.db import models

from xblocks.roster.records import Person

LINK_LENGTH = 500
SUBJECT_LENGTH = 32


class Notice(models.Model):
    """Something that waits for a person. Holds nothing people wrote (`kinds.PLACES`).

    `subject` is the fingerprint of kind and link; `number` counts how often the person was told
    about it. `told_at` moves when it is told again within the quiet time. A mail is outstanding
    while `mail_next` is set, and nobody sends it before that moment; `mail_failed` tells how the
    last attempt ended.

    .. no_pii:
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=SUBJECT_LENGTH)
    number = models.PositiveIntegerField()
    link = models.CharField(max_length=LINK_LENGTH)
    params = models.TextField()
    created_at = models.DateTimeField()
    told_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mail_next = models.DateTimeField(null=True)
    mail_tries = models.PositiveSmallIntegerField(default=0)
    mail_failed = models.BooleanField(default=False)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "wbm_notice"
        constraints = [
            models.UniqueConstraint(fields=["person", "subject", "number"], name="wbm_notice_once"),
        ]
        indexes = [
            models.Index(fields=["person", "told_at"], name="wbm_notice_inbox"),
            models.Index(fields=["mail_next"], name="wbm_notice_mail"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.person_id}"


class Reminder(models.Model):
    """A person was reminded of this deadline `days` before it; `run` is who did it.

    `subject` is the fingerprint of the deadline's link. A moved deadline has another `due`.

    .. no_pii:
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    subject = models.CharField(max_length=SUBJECT_LENGTH)
    due = models.DateTimeField()
    days = models.PositiveSmallIntegerField()
    run = models.CharField(max_length=32)

    class Meta:
        db_table = "wbm_reminder"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "subject", "due", "days"], name="wbm_reminder_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.due} {self.days}"


class MailRhythm(models.Model):
    """How often a person wants mails of a course, a word of `rhythm.Rhythm`; without a row each.

    .. no_pii:
    """

    person = models.OneToOneField(Person, models.CASCADE, related_name="mail_rhythm")
    rhythm = models.CharField(max_length=8)

    class Meta:
        db_table = "wbm_mail_rhythm"

    def __str__(self) -> str:
        return f"{self.person_id} {self.rhythm}"
