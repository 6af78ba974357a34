"""What trainees ask, and what is said about it."""

from __future__ import annotations

from django.db import models

from xblocks.files.records import NAME_LENGTH, StoredFile
from xblocks.roster.records import Company, District, Person

KEY_LENGTH = 255
TOKEN_LENGTH = 32
WORD = 16


class Request(models.Model):
    """A request to the experts of a topic. Words are those of `domain.values`.

    `asker` is None once the person is erased; `company` and `district` are those of the moment it
    was sent, of a draft `company` is the one whose work it holds. `for_team`: team mates read it
    and its thread too. `version` grows with every change of the request itself, so that nobody
    decides on what has changed unseen.

    The clock: `clock_since` is the moment it runs since, None while it rests; `clock_used` are the
    working minutes used before, `clock_target` those there are. `warn_at` (80 %) and `due_at`
    (100 %) are moments while it runs and None while it rests; `escalated` is 0, 80 or 100.

    .. pii: What somebody asks an expert in confidence.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    course_key = models.CharField(max_length=KEY_LENGTH)
    usage_key = models.CharField(max_length=KEY_LENGTH)
    asker = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    company = models.ForeignKey(Company, models.PROTECT, null=True, related_name="+")
    district = models.ForeignKey(District, models.PROTECT, null=True, related_name="+")
    for_team = models.BooleanField(default=False)
    topic = models.CharField(max_length=WORD, blank=True, default="")
    situation = models.TextField(blank=True, default="")
    question = models.TextField(blank=True, default="")
    tried = models.TextField(blank=True, default="")
    outcome = models.CharField(max_length=WORD, blank=True, default="")
    urgency = models.CharField(max_length=WORD, blank=True, default="")
    urgency_reason = models.TextField(blank=True, default="")
    phase = models.CharField(max_length=WORD, blank=True, default="")
    pseudonymised = models.BooleanField(default=False)
    state = models.CharField(max_length=WORD, default="draft")
    expert = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    first_reply_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    clock_since = models.DateTimeField(null=True)
    clock_used = models.PositiveIntegerField(default=0)
    clock_target = models.PositiveIntegerField(default=0)
    warn_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    escalated = models.PositiveSmallIntegerField(default=0)
    reopened = models.PositiveSmallIntegerField(default=0)
    solved = models.BooleanField(null=True)
    record = models.TextField(blank=True, default="")
    thanks = models.TextField(blank=True, default="")

    class Meta:
        db_table = "wbm_coaching_request"
        indexes = [
            models.Index(fields=["asker", "state"], name="wbm_request_of_asker"),
            models.Index(fields=["expert", "state", "due_at"], name="wbm_request_of_expert"),
            models.Index(
                fields=["course_key", "state", "topic", "district"], name="wbm_request_queue"
            ),
            models.Index(fields=["course_key", "sent_at"], name="wbm_request_sent"),
            models.Index(fields=["course_key", "first_reply_at"], name="wbm_request_replied"),
            models.Index(fields=["course_key", "closed_at"], name="wbm_request_closed"),
            models.Index(fields=["state", "due_at"], name="wbm_request_due"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.topic} {self.state}"


class Message(models.Model):
    """What is said to the other side. `kind`: ``reply``, ``question`` (asked back), ``answer``
    (of the trainee), ``reopened``. `token` names the sending: the same twice is one.

    .. pii: What an expert and a trainee write to each other.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    request = models.ForeignKey(Request, models.CASCADE, related_name="messages", db_index=False)
    author = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=WORD)
    text = models.TextField()
    token = models.CharField(max_length=TOKEN_LENGTH)
    at = models.DateTimeField()

    class Meta:
        db_table = "wbm_coaching_message"
        constraints = [
            models.UniqueConstraint(fields=["request", "token"], name="wbm_coaching_message_once"),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.kind}"


class RequestNote(models.Model):
    """A word among experts. No page of a trainee reads this table.

    .. pii: What experts write to one another about a request.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    request = models.ForeignKey(Request, models.CASCADE, related_name="notes", db_index=False)
    author = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    text = models.TextField()
    token = models.CharField(max_length=TOKEN_LENGTH)
    at = models.DateTimeField()

    class Meta:
        db_table = "wbm_coaching_note"
        constraints = [
            models.UniqueConstraint(fields=["request", "token"], name="wbm_coaching_note_once"),
        ]

    def __str__(self) -> str:
        return f"{self.request_id}:{self.pk}"


class RequestStep(models.Model):
    """Who did what when. `verb` is a word of `coaching.log`; `reason` only experts and
    coordinators read; `other` is whom it went to.

    .. pii: Who passed a request on, and why.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    request = models.ForeignKey(Request, models.CASCADE, related_name="steps")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    other = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    verb = models.CharField(max_length=WORD)
    reason = models.TextField(blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        db_table = "wbm_coaching_step"

    def __str__(self) -> str:
        return f"{self.request_id} {self.verb}"


class RequestFile(models.Model):
    """A pseudonymised file of a request, or with `message` of a message in its thread.

    .. pii: The name somebody gave a file.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    request = models.ForeignKey(Request, models.CASCADE, related_name="files")
    message = models.ForeignKey(Message, models.CASCADE, null=True, related_name="files")
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    name = models.CharField(max_length=NAME_LENGTH)
    upload = models.CharField(max_length=32, unique=True)
    added_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        db_table = "wbm_coaching_file"

    def __str__(self) -> str:
        return self.name


class HandedContext(models.Model):
    """What of the team's milestone the asker has read and agreed to hand over.

    `passages` is ``[{"label": …, "text": …}]`` as it was shown; it does not change with the
    milestone. Taken back it is deleted.

    .. pii: What a team wrote in its project.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    request = models.OneToOneField(Request, models.CASCADE, related_name="context")
    title = models.CharField(max_length=300)
    passages = models.JSONField(default=list)
    agreed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField()

    class Meta:
        db_table = "wbm_coaching_context"

    def __str__(self) -> str:
        return f"{self.request_id} {self.title}"


class ReadMark(models.Model):
    """Up to when somebody has read a request.

    .. no_pii:
    """

    request = models.ForeignKey(Request, models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "wbm_coaching_read"
        constraints = [
            models.UniqueConstraint(fields=["request", "person"], name="wbm_coaching_read_once"),
        ]

    def __str__(self) -> str:
        return f"{self.request_id}:{self.person_id}"
