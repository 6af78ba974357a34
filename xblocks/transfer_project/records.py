"""What a team writes together."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from xblocks.files.records import NAME_LENGTH, StoredFile
from xblocks.roster.records import Company, Person

KEY_LENGTH = 255
FIELD_LENGTH = 40


class Folder(models.Model):
    """A team's folder of one milestone: everything below hangs on it.

    Whoever writes locks this row first, so that handing in and typing never cross. `revision`
    grows with every change of a draft; `revision` of a draft says when it was changed last.

    .. no_pii:
    """

    course_key = models.CharField(max_length=KEY_LENGTH)
    usage_key = models.CharField(max_length=KEY_LENGTH)
    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "wbm_project_folder"
        constraints = [
            models.UniqueConstraint(
                fields=["company", "usage_key"], name="wbm_project_folder_once"
            ),
        ]
        indexes = [models.Index(fields=["usage_key"], name="wbm_project_folder_of")]

    def __str__(self) -> str:
        return f"{self.usage_key} {self.company_id}"


class Draft(models.Model):
    """A field as the team has it now. `value` is JSON text (`domain.values`).

    `version` grows with every change. `client`, `stamp` and `since` tell a browser that sends its
    text again from one that overwrites somebody: `client` names the open page that wrote last,
    `stamp` its last message, `since` the version it found when it began.

    .. pii: What a team writes, with the names of those who confirmed something.
    .. pii_types: name, other
    .. pii_retirement: local_api
    """

    folder = models.ForeignKey(Folder, models.CASCADE, related_name="drafts", db_index=False)
    field = models.CharField(max_length=FIELD_LENGTH)
    value = models.TextField()
    version = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0)
    client = models.CharField(max_length=32, blank=True, default="")
    stamp = models.PositiveBigIntegerField(default=0)
    since = models.PositiveIntegerField(default=0)
    updated_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    updated_at = models.DateTimeField()

    class Meta:
        db_table = "wbm_project_draft"
        constraints = [
            models.UniqueConstraint(fields=["folder", "field"], name="wbm_project_draft_once"),
        ]

    def __str__(self) -> str:
        return f"{self.folder_id} {self.field}"


class FieldFile(models.Model):
    """A file in a field. Removed ones stay for the versions that hold them.

    .. pii: The name somebody gave a file.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    folder = models.ForeignKey(Folder, models.CASCADE, related_name="files")
    field = models.CharField(max_length=FIELD_LENGTH)
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    name = models.CharField(max_length=NAME_LENGTH)
    upload = models.CharField(max_length=32, unique=True)
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "wbm_project_file"

    def __str__(self) -> str:
        return self.name


class Extension(models.Model):
    """More time for one team. The latest date of all counts; none is ever deleted.

    .. pii: The name of who gave more time, and why.
    .. pii_types: name, other
    .. pii_retirement: local_api
    """

    folder = models.ForeignKey(Folder, models.CASCADE, related_name="extensions")
    due = models.DateTimeField()
    reason = models.CharField(max_length=500)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    given_by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        db_table = "wbm_project_extension"

    def __str__(self) -> str:
        return f"{self.folder_id} {self.due}"


class Activity(models.Model):
    """Who did what when: no text of anybody. `verb` is a value of `log.Verb`.

    `field` names what was written in; `facts` holds numbers and dates.

    .. pii: The name of who did something.
    .. pii_types: name
    .. pii_retirement: local_api
    """

    folder = models.ForeignKey(Folder, models.CASCADE, related_name="activities", db_index=False)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=200)
    verb = models.CharField(max_length=12)
    field = models.CharField(max_length=FIELD_LENGTH, blank=True, default="")
    facts = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        db_table = "wbm_project_activity"
        indexes = [models.Index(fields=["folder", "at"], name="wbm_project_activity_at")]

    def __str__(self) -> str:
        return f"{self.folder_id} {self.verb}"
