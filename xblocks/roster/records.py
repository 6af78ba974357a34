"""The roster's tables: one list of people per course run.

Nobody is ever deleted: who leaves keeps the row, so that work done together stays readable.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

COURSE_KEY_LENGTH = 255
EMAIL_LENGTH = 254
NAME_LENGTH = 200
KEY_LENGTH = 220

ERASED = "erased-"
"""What the address of an erased row begins with; no address of a human being is without ``@``."""


class District(models.Model):
    """A district. `key` is the name's plain form, `states` the codes of federal states by ``|``.

    The states decide which public holidays count, e.g. ``BE|BB|SN``; empty when not known.

    .. no_pii:
    """

    course_key = models.CharField(max_length=COURSE_KEY_LENGTH)
    key = models.CharField(max_length=KEY_LENGTH)
    name = models.CharField(max_length=NAME_LENGTH)
    states = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        db_table = "wbm_district"
        constraints = [
            models.UniqueConstraint(fields=["course_key", "key"], name="wbm_district_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def state_codes(self) -> frozenset[str]:
        """The codes of its federal states."""
        return frozenset(filter(None, self.states.split("|")))


class Company(models.Model):
    """A company: its trainees are one project team.

    .. no_pii:
    """

    course_key = models.CharField(max_length=COURSE_KEY_LENGTH)
    key = models.CharField(max_length=KEY_LENGTH)
    name = models.CharField(max_length=NAME_LENGTH)
    district = models.ForeignKey(District, models.PROTECT, related_name="companies")

    class Meta:
        db_table = "wbm_company"
        constraints = [
            models.UniqueConstraint(fields=["course_key", "key"], name="wbm_company_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """Somebody on the list of a course.

    `user` stays empty until an account with this confirmed address exists. `company` is the team
    since `company_since`; earlier teams are `PastMembership` rows. `left_at` tells since when the
    person takes part no more. `version` grows with every change, so that nobody overwrites
    unseen what somebody else wrote. `search_text` is what searching and sorting go by.

    .. pii: Name and e-mail address of everybody on the list of a course.
    .. pii_types: name, email_address
    .. pii_retirement: local_api
    """

    course_key = models.CharField(max_length=COURSE_KEY_LENGTH)
    email = models.CharField(max_length=EMAIL_LENGTH)
    name = models.CharField(max_length=NAME_LENGTH)
    search_text = models.CharField(max_length=700)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    company = models.ForeignKey(
        Company, models.PROTECT, null=True, blank=True, related_name="people"
    )
    company_since = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "wbm_person"
        constraints = [
            models.UniqueConstraint(fields=["course_key", "email"], name="wbm_person_email_once"),
            models.UniqueConstraint(fields=["course_key", "user"], name="wbm_person_user_once"),
        ]
        indexes = [models.Index(fields=["email"], name="wbm_person_by_email")]

    def __str__(self) -> str:
        return self.name


class PersonRole(models.Model):
    """A role of a person: a value of `core.people.Role`.

    .. no_pii:
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="roles")
    role = models.CharField(max_length=16)

    class Meta:
        db_table = "wbm_person_role"
        constraints = [
            models.UniqueConstraint(fields=["person", "role"], name="wbm_person_role_once"),
        ]
        indexes = [models.Index(fields=["role"], name="wbm_person_by_role")]

    def __str__(self) -> str:
        return self.role


class PersonTopic(models.Model):
    """A topic an expert answers: a value of `core.topics.Topic`.

    .. no_pii:
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="topics")
    topic = models.CharField(max_length=16)

    class Meta:
        db_table = "wbm_person_topic"
        constraints = [
            models.UniqueConstraint(fields=["person", "topic"], name="wbm_person_topic_once"),
        ]
        indexes = [models.Index(fields=["topic"], name="wbm_person_by_topic")]

    def __str__(self) -> str:
        return self.topic


class PersonDistrict(models.Model):
    """A district somebody works for; a trainee's district is that of the company instead.

    .. no_pii:
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="districts")
    district = models.ForeignKey(District, models.PROTECT, related_name="staff")

    class Meta:
        db_table = "wbm_person_district"
        constraints = [
            models.UniqueConstraint(fields=["person", "district"], name="wbm_person_district_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}:{self.district_id}"


class PastMembership(models.Model):
    """A person was in this team from `since` (unknown when empty) until `until`.

    .. no_pii:
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="past_memberships")
    company = models.ForeignKey(Company, models.PROTECT, related_name="past_memberships")
    since = models.DateTimeField(null=True)
    until = models.DateTimeField()

    class Meta:
        db_table = "wbm_past_membership"

    def __str__(self) -> str:
        return f"{self.person_id}:{self.company_id}"


class PendingImport(models.Model):
    """A file somebody has had checked and not confirmed yet; one per person and course.

    .. pii: A list of people with names and addresses, kept for a day at most.
    .. pii_types: name, email_address
    .. pii_retirement: local_api
    """

    course_key = models.CharField(max_length=COURSE_KEY_LENGTH)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    checked_at = models.DateTimeField()

    class Meta:
        db_table = "wbm_pending_import"
        constraints = [
            models.UniqueConstraint(fields=["course_key", "user"], name="wbm_pending_import_once"),
        ]

    def __str__(self) -> str:
        return self.file_name
