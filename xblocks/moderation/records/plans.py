"""Plans of meetings, and what became of them when they were run."""

from __future__ import annotations

from django.db import models

from xblocks.roster.records import Person

KEY_LENGTH = 255
TITLE_LENGTH = 100
CLIENT_LENGTH = 12


class Plan(models.Model):
    """One of a person's plans for an exercise; several stand side by side.

    `rows` and `measures` are JSON text (`domain.written`). `version` grows with every change: who
    saves says which one they saw. `handed_in_at`: it stays as it is, `points` of 30 are those of
    the rules at that moment, `definition_hash` what it was handed in under. `client` and `stamp`
    tell of the last change from which page it came, and which of its messages it was.

    .. pii: Plans, reasons and names of responsible people as a person writes them.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    course_key = models.CharField(max_length=KEY_LENGTH)
    usage_key = models.CharField(max_length=KEY_LENGTH)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    title = models.CharField(max_length=TITLE_LENGTH, blank=True, default="")
    rows = models.TextField(default="[]")
    measures = models.TextField(default="[]")
    reasons = models.TextField(blank=True, default="")
    plan_b = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField(default=0)
    client = models.CharField(max_length=CLIENT_LENGTH, blank=True, default="")
    stamp = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    handed_in_at = models.DateTimeField(null=True)
    points = models.PositiveSmallIntegerField(null=True)
    definition_hash = models.CharField(max_length=16, blank=True, default="")

    class Meta:
        db_table = "wbm_plan"
        indexes = [models.Index(fields=["usage_key", "person"], name="wbm_plan_of")]

    def __str__(self) -> str:
        return f"{self.usage_key} {self.person_id} {self.pk}"


class PlanRun(models.Model):
    """A plan that is run by the clock. `rows` is what it was when it began, as JSON text.

    `presses` is JSON text (`domain.running`): which button was pressed when; which row ran from
    when to when follows from it. `version` grows with every press.

    .. no_pii:
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="runs")
    rows = models.TextField(default="[]")
    presses = models.TextField(default="[]")
    version = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "wbm_plan_run"

    def __str__(self) -> str:
        return f"{self.plan_id} {self.started_at}"
