"""What is handed in, and what the queue counts."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from xblocks.roster.records import Company, District, Person

KEY_LENGTH = 255


class Work(models.Model):
    """A version somebody has handed in. Content and members never change.

    It belongs to a team (`company`) or to one `person`; `owner` names either in one column, as
    ``c<id>`` or ``p<id>``. `open_owner` repeats it while the work waits, so that the database
    itself keeps a team from handing in twice. `number` counts the owner's versions of the
    exercise from 1, `returns` how many of them came back before this one.

    `title` and `district` are those of the hand-in. `content` is canonical JSON text, written
    under the definition `definition_hash`. `seats` is the size of the jury (0: one grader).

    Who grades is an account and not somebody of the list: the platform's staff may grade without
    standing there. `version` grows with every change of status or claim.

    `shelf`, `sort_name` and `sort_due` serve the queue: each of its pages is read from the front
    of an index, however many works there are.

    .. pii: What a team writes, with the names of those who confirmed something.
    .. pii_types: name, other
    .. pii_retirement: local_api
    """

    course_key = models.CharField(max_length=KEY_LENGTH)
    usage_key = models.CharField(max_length=KEY_LENGTH)
    block_type = models.CharField(max_length=64)
    title = models.CharField(max_length=300)
    company = models.ForeignKey(Company, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    district = models.ForeignKey(District, models.PROTECT, related_name="+", db_index=False)
    owner = models.CharField(max_length=24)
    open_owner = models.CharField(max_length=24, null=True)  # noqa: DJ001 - NULLs may repeat
    number = models.PositiveIntegerField()
    returns = models.PositiveSmallIntegerField(default=0)
    handed_in_at = models.DateTimeField()
    handed_in_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    due = models.DateTimeField(null=True)
    late = models.BooleanField(default=False)
    content = models.TextField()
    definition_hash = models.CharField(max_length=16)
    seats = models.PositiveSmallIntegerField(default=0)
    status = models.CharField(max_length=12)
    decided_at = models.DateTimeField(null=True)
    revise_by = models.DateTimeField(null=True)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    claimed_until = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    shelf = models.CharField(max_length=8)
    sort_name = models.CharField(max_length=220)
    sort_due = models.DateTimeField()

    class Meta:
        db_table = "wbm_work"
        constraints = [
            models.UniqueConstraint(
                fields=["usage_key", "owner", "number"], name="wbm_work_version_once"
            ),
            models.UniqueConstraint(fields=["usage_key", "open_owner"], name="wbm_work_open_once"),
        ]
        indexes = [
            models.Index(fields=["district", "shelf", "handed_in_at", "id"], name="wbm_work_age"),
            models.Index(
                fields=["district", "shelf", "sort_name", "id", "handed_in_at"],
                name="wbm_work_name",
            ),
            models.Index(
                fields=["district", "shelf", "title", "id", "handed_in_at"],
                name="wbm_work_title",
            ),
            models.Index(
                fields=["district", "shelf", "sort_due", "id", "handed_in_at"],
                name="wbm_work_due",
            ),
            models.Index(
                fields=["usage_key", "district", "shelf", "handed_in_at", "id"],
                name="wbm_work_one_age",
            ),
            models.Index(
                fields=["usage_key", "district", "shelf", "sort_name", "id", "handed_in_at"],
                name="wbm_work_one_name",
            ),
            models.Index(
                fields=["usage_key", "district", "shelf", "sort_due", "id", "handed_in_at"],
                name="wbm_work_one_due",
            ),
            models.Index(fields=["claimed_by", "shelf"], name="wbm_work_claim"),
            models.Index(fields=["owner"], name="wbm_work_owner"),
        ]

    def __str__(self) -> str:
        return f"{self.usage_key} {self.owner} {self.number}"


class WorkMember(models.Model):
    """Somebody who is graded with a work.

    .. no_pii:
    """

    work = models.ForeignKey(Work, models.CASCADE, related_name="members", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        db_table = "wbm_work_member"
        constraints = [
            models.UniqueConstraint(fields=["work", "person"], name="wbm_work_member_once"),
        ]

    def __str__(self) -> str:
        return f"{self.work_id}:{self.person_id}"


class Pile(models.Model):
    """How many works of one exercise wait in one district, are late, returned, done.

    Counting 200,000 rows for every page would be slow: every change of a work's shelf changes
    these figures in the same transaction.

    .. no_pii:
    """

    course_key = models.CharField(max_length=KEY_LENGTH)
    usage_key = models.CharField(max_length=KEY_LENGTH)
    block_type = models.CharField(max_length=64)
    title = models.CharField(max_length=300)
    district = models.ForeignKey(District, models.PROTECT, related_name="+", db_index=False)
    waiting = models.IntegerField(default=0)
    late = models.IntegerField(default=0)
    returned = models.IntegerField(default=0)
    done = models.IntegerField(default=0)

    class Meta:
        db_table = "wbm_pile"
        constraints = [
            models.UniqueConstraint(fields=["district", "usage_key"], name="wbm_pile_once"),
        ]

    def __str__(self) -> str:
        return f"{self.usage_key} {self.district_id}"
