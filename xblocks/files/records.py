"""The tables of files: what is kept, and what is on its way."""

from __future__ import annotations

from enum import StrEnum

from django.db import models

NAME_LENGTH = 120
SCOPE_LENGTH = 500
STORAGE_NAME_LENGTH = 200


class StoredFile(models.Model):
    """A checked file, kept once however often it is handed in.

    `content_type` is what the content is, whatever its name said. `storage_name` is where it lies
    in the storage: a random name, because many platforms serve their storage to everybody who
    knows an address.

    .. pii: What people hand in may be about anybody; removed when no work holds it.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=100)
    storage_name = models.CharField(max_length=STORAGE_NAME_LENGTH)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "wbm_stored_file"
        constraints = [models.UniqueConstraint(fields=["sha256"], name="wbm_stored_file_once")]

    def __str__(self) -> str:
        return f"{self.sha256[:12]} ({self.content_type})"


class UploadState(StrEnum):
    """How far an upload is."""

    OPEN = "open"
    FINISHED = "finished"
    CLOSED = "closed"


class Upload(models.Model):
    """A file on its way, in parts of `part_size` bytes; the last part may be shorter.

    `token` is its public id; text and not a `UUIDField`, because Django 5 keeps those in another
    column type on MariaDB than Django 4.2, and the platform moves from one to the other. `place`
    is the secret part of its names in the storage: every object an upload ever writes has a name
    that follows from this row, so that whatever an interruption left behind can be found.
    `user_id` is no foreign key, because deleting an account must not take the row away before its
    objects. `scope` is the component's: what the file is for.

    .. pii: The account that uploads, and the name it gave the file.
    .. pii_types: id, other
    .. pii_retirement: local_api
    """

    token = models.CharField(max_length=32)
    place = models.CharField(max_length=32)
    user_id = models.BigIntegerField()
    scope = models.CharField(max_length=SCOPE_LENGTH)
    name = models.CharField(max_length=NAME_LENGTH)
    size = models.PositiveBigIntegerField()
    part_size = models.PositiveIntegerField()
    state = models.CharField(max_length=8, default=UploadState.OPEN.value)
    stored = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        db_table = "wbm_upload"
        constraints = [models.UniqueConstraint(fields=["token"], name="wbm_upload_token")]
        indexes = [
            models.Index(fields=["user_id", "state"], name="wbm_upload_by_user"),
            models.Index(fields=["state", "created_at"], name="wbm_upload_by_age"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def part_count(self) -> int:
        """How many parts the whole file has."""
        return -(-self.size // self.part_size)

    def part_length(self, number: int) -> int:
        """Bytes of a part; `number` counts from 1."""
        return min(self.part_size, self.size - (number - 1) * self.part_size)

    def part_name(self, number: int) -> str:
        """Name of a part in the storage."""
        return f"wbm/parts/{self.place}.{number}"

    @property
    def whole_name(self) -> str:
        """Name in the storage of the whole file, should it be new."""
        return f"wbm/files/{self.place[:2]}/{self.place}"


class UploadPart(models.Model):
    """A part that has arrived, and where it lies.

    .. pii: Parts of a file that may be about anybody.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    storage_name = models.CharField(max_length=STORAGE_NAME_LENGTH)

    class Meta:
        db_table = "wbm_upload_part"
        constraints = [
            models.UniqueConstraint(fields=["upload", "number"], name="wbm_upload_part_once"),
        ]

    def __str__(self) -> str:
        return f"{self.upload_id}.{self.number}"
