"""Disturbances in front of somebody, and shorthands for what they do there."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from tests.records.grading_cases import Course, course
from tests.unit.moderation_scene_cases import data
from xblocks.core.definitions import canonical, fingerprint
from xblocks.core.people import Actor, Role
from xblocks.exercises.records import Exercise
from xblocks.exercises.service import Snapshot, record
from xblocks.moderation import dealing
from xblocks.moderation.dealing import Dealing
from xblocks.moderation.definition import adapter
from xblocks.moderation.reach import BLOCK_TYPE

NOW = datetime(2027, 5, 3, 18, 0, tzinfo=UTC)
ALL = (("talk", "first", "look"), ("talk", "second", "shout"), ("quiet", "still", "breathe"))
"""A whole round: 3 of 8 points."""

_numbers = itertools.count(1)


def exercise(where: Course, definition: dict[str, Any], usage_key: str = "") -> Exercise:
    """Put a moderation exercise into the register; under the key of another it takes its place."""
    parsed = adapter.validate_python(definition)
    key = usage_key or f"block-v1:wbm+m+{next(_numbers)}+type@{BLOCK_TYPE}+block@scenes"
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
class Stage:
    """Ada and Ben are trainees, Tom a trainer; two scenes lie before them."""

    where: Course = field(default_factory=course)

    def __post_init__(self) -> None:
        self.scenes = exercise(self.where, data())
        company = self.where.company("Works")
        self.ada = self.where.trainee("Ada", company)
        self.ben = self.where.trainee("Ben", company)
        self.tom = self.where.trainer("Tom")
        self.staff = Actor(9, self.where.key, "Staff", frozenset({Role.AUTHOR}))

    def now(self, actor: Actor | None = None) -> Dealing:
        return dealing.opened(actor or self.ada, self.scenes)

    def begin(self, seen: int = 0, actor: Actor | None = None) -> Dealing:
        return dealing.begin(actor or self.ada, self.scenes, seen, NOW)

    def choose(self, scene: str, moment: str, one: str, seen: int | None = None) -> Dealing:
        number = self.now().number if seen is None else seen
        return dealing.choose(self.ada, self.scenes, number, scene, moment, one, NOW)

    def play(self, *chosen: tuple[str, str, str]) -> Dealing:
        """Choose one after another in the round that is open, all of a round unless told."""
        for each in chosen or ALL:
            here = self.choose(*each)
        return here

    def change_scenes(self, **changes: Any) -> None:
        """Let the authors change the scenes."""
        self.scenes = exercise(self.where, data(**changes), self.scenes.usage_key)

    def browser(self, actor: Actor | None = None, *, htmx: bool = True) -> Client:
        """Return a browser in which somebody is signed in."""
        client = Client(headers={"HX-Request": "true"} if htmx else None)
        client.force_login(User.objects.get(pk=(actor or self.ada).user_id))
        return client

    def url(self, step: str = "", *args: str) -> str:
        """Return the address of the page, or of one of its steps."""
        name = f"wbm:moderation_scenes_{step}" if step else "wbm:moderation_scenes"
        return reverse(name, args=[self.where.key, self.scenes.usage_key, *args])

    def page(self, *scene: str, actor: Actor | None = None) -> str:
        url = self.url("scene", *scene) if scene else self.url()
        return self.browser(actor).get(url).content.decode()

    def post(self, step: str, *args: str, htmx: bool = True, **form: Any) -> Any:
        """Send a form of the page as it stands now."""
        sent = {"round": self.now().number, **form}
        return self.browser(htmx=htmx).post(self.url(step, *args), sent)
