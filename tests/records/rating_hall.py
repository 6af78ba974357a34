"""A sample talk in front of two trainees and a trainer."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from tests.records.grading_cases import Course, course
from tests.unit import rating_samples
from xblocks.core.definitions import canonical, fingerprint
from xblocks.core.people import Actor
from xblocks.exercises.records import Exercise
from xblocks.exercises.service import Snapshot, record
from xblocks.role_play.reach import BLOCK_TYPE

NOW = datetime(2027, 2, 8, 18, 0, tzinfo=UTC)
_numbers = itertools.count(1)


def registered(where: Course, usage_key: str = "", **changes: Any) -> Exercise:
    """Put a sample talk into the register; under the key of another it takes its place."""
    parsed = rating_samples.sample(**changes)
    key = usage_key or f"block-v1:wbm+r+{next(_numbers)}+type@{BLOCK_TYPE}+block@sample"
    record(
        Snapshot(
            course_key=where.key,
            usage_key=key,
            block_type=BLOCK_TYPE,
            kind=parsed.kind,
            title=parsed.title,
            definition=canonical(parsed),
            definition_hash=fingerprint(parsed),
        )
    )
    return Exercise.objects.get(usage_key=key)


@dataclass
class Hall:
    """Ada and Ben are trainees, Tom a trainer."""

    where: Course = field(default_factory=course)

    def __post_init__(self) -> None:
        self.talk = registered(self.where)
        company = self.where.company("Works")
        self.ada = self.where.trainee("Ada", company)
        self.ben = self.where.trainee("Ben", company)
        self.tom = self.where.trainer("Tom")

    def url(self, name: str = "rating") -> str:
        """An address of the talk."""
        return reverse(f"wbm:{name}", args=[self.where.key, self.talk.usage_key])

    def client(self, actor: Actor | None = None) -> Client:
        """A browser somebody is signed in with; Ada unless told."""
        client = Client(headers={"HX-Request": "true"})
        client.force_login(User.objects.get(pk=(actor or self.ada).user_id))
        return client

    def page(self, actor: Actor | None = None) -> str:
        """The page as it stands for somebody."""
        return self.client(actor).get(self.url()).content.decode()

    def post(self, name: str, number: int = 1, actor: Actor | None = None, **levels: str) -> Any:
        """Send the sheet; levels by criterion, as the form has them."""
        form = {"number": number, **{f"level-{each}": text for each, text in levels.items()}}
        return self.client(actor).post(self.url(f"rating_{name}"), form)
