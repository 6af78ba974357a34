"""A plan of somebody's own before its clock, and shorthands for pressing its buttons."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from tests.records.grading_cases import Course, course
from tests.records.moderation_scenes_stage import exercise
from tests.unit.moderation_clock_cases import ROWS, press
from xblocks.core.people import Actor
from xblocks.moderation import running
from xblocks.moderation.domain.running import Press
from xblocks.moderation.domain.written import rows_json
from xblocks.moderation.records import Plan
from xblocks.moderation.running import Run, Standing

START = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
"""In the past, for no press lies in the future."""
DEFINITION: dict[str, Any] = {
    "kind": "plan",
    "title": "Plan a meeting",
    "intro": "Plan it.",
    "scenario": {
        "occasion": "A question",
        "goal": "An answer",
        "people": "Twelve people",
        "participants": 12,
        "begins": "14:00",
        "minutes": 20,
        "room": "A room",
    },
}


def at(seconds: int) -> datetime:
    """Return the moment so many seconds after the start."""
    return START + timedelta(seconds=seconds)


@dataclass
class Hall:
    """Ada has a plan of three rows, 20 minutes in all; Ben and the trainer Tom have none."""

    where: Course = field(default_factory=course)

    def __post_init__(self) -> None:
        self.exercise = exercise(self.where, DEFINITION)
        company = self.where.company("Works")
        self.ada = self.where.trainee("Ada", company)
        self.ben = self.where.trainee("Ben", company)
        self.tom = self.where.trainer("Tom")
        self.plan = self.write(self.ada, rows_json(ROWS))

    def write(self, actor: Actor, rows: str) -> Plan:
        return Plan.objects.create(
            course_key=self.where.key,
            usage_key=self.exercise.usage_key,
            person_id=actor.person_id,
            title="Plan A",
            rows=rows,
            created_at=START,
            changed_at=START,
        )

    def standing(self, seconds: int = 0) -> Standing:
        return running.standing(self.ada, self.plan.pk, at(seconds))

    def start(self, seen: int = 0, seconds: int = 0) -> Run:
        run = running.start(self.ada, self.plan.pk, seen, at(seconds)).latest
        assert run is not None
        return run

    def press(self, run: Run, button: str, seconds: int, minutes: int = 0, **rest: Any) -> Run:
        """Press a button so many seconds after the start, after all that was pressed."""
        made = press(button, rest.pop("claimed", seconds), minutes)
        return self.send(run, made, seconds, **rest)

    def send(self, run: Run, made: Press, seconds: int, seen: int | None = None) -> Run:
        version = len(run.presses) if seen is None else seen
        return running.press(self.ada, run.record.pk, version, made, at(seconds))

    def browser(self, actor: Actor | None = None) -> Client:
        client = Client()
        client.force_login(User.objects.get(pk=(actor or self.ada).user_id))
        return client

    def url(self, step: str = "", number: int | None = None) -> str:
        """Return the address of the plan's clock, or of a step of a run."""
        name = f"wbm:moderation_clock_{step}" if step else "wbm:moderation_clock"
        return reverse(name, args=[self.where.key, self.plan.pk if number is None else number])

    def page(self) -> str:
        return self.browser().get(self.url()).content.decode()
