"""A living case in front of somebody, and shorthands for what they do there."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from tests.records.grading_cases import Course, course
from tests.unit.needs_living_cases import data
from xblocks.core.definitions import canonical, fingerprint
from xblocks.core.people import Actor, Role
from xblocks.exercises.records import Exercise
from xblocks.exercises.service import Snapshot, record
from xblocks.needs_analysis import asking, conversation
from xblocks.needs_analysis.conversation import Conversation
from xblocks.needs_analysis.definition import adapter
from xblocks.needs_analysis.reach import BLOCK_TYPE

NOW = datetime(2027, 5, 3, 18, 0, tzinfo=UTC)
ANSWERS = {"q1": ["o1"], "q2": ["a1", "a2"], "q3": ["4"]}
_numbers = itertools.count(1)


def exercise(where: Course, usage_key: str = "", **changes: Any) -> Exercise:
    """Put a living case into the register; under the key of another one it takes its place."""
    parsed = adapter.validate_python(data(**changes))
    key = usage_key or f"block-v1:wbm+t+{next(_numbers)}+type@{BLOCK_TYPE}+block@living"
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
    """Ada and Ben are trainees, Tom a trainer; the small case lies before them."""

    where: Course = field(default_factory=course)

    def __post_init__(self) -> None:
        self.case = exercise(self.where)
        company = self.where.company("Works")
        self.ada = self.where.trainee("Ada", company)
        self.ben = self.where.trainee("Ben", company)
        self.tom = self.where.trainer("Tom")
        self.staff = Actor(9, self.where.key, "Staff", frozenset({Role.AUTHOR}))

    def begin(self, actor: Actor | None = None) -> Conversation:
        return asking.begin(actor or self.ada, self.case, 0, NOW)

    def ask(self, *names: str, actor: Actor | None = None) -> Conversation:
        """Ask one question after another in the round that is open."""
        for name in names:
            here = asking.ask(actor or self.ada, self.case, self.now(actor).round, name, NOW)
        return here

    def now(self, actor: Actor | None = None) -> Conversation:
        return conversation.opened(actor or self.ada, self.case)

    def close(self) -> Conversation:
        return asking.close(self.ada, self.case, self.now().round, NOW)

    def finish(self, **changes: list[str]) -> Conversation:
        return asking.finish(self.ada, self.case, self.now().round, {**ANSWERS, **changes}, NOW)

    def debriefed(self, *names: str) -> Conversation:
        """Begin unless begun, ask, close, answer."""
        if self.now().stage is conversation.Stage.NEW:
            self.begin()
        if names:
            self.ask(*names)
        self.close()
        return self.finish()

    def change_case(self, **changes: Any) -> None:
        """Let the authors change the case."""
        self.case = exercise(self.where, self.case.usage_key, **changes)

    def browser(self, actor: Actor | None = None, *, htmx: bool = True) -> Client:
        """Return a browser in which somebody is signed in."""
        client = Client(headers={"HX-Request": "true"} if htmx else None)
        client.force_login(User.objects.get(pk=(actor or self.ada).user_id))
        return client

    def url(self, step: str = "", *args: str) -> str:
        """Return the address of the page, or of one of its steps."""
        name = f"wbm:needs_living_{step}" if step else "wbm:needs_living"
        return reverse(name, args=[self.where.key, self.case.usage_key, *args])

    def page(self, actor: Actor | None = None) -> str:
        return self.browser(actor).get(self.url()).content.decode()

    def post(self, step: str, *args: str, htmx: bool = True, **form: Any) -> Any:
        """Send a form of the page as it stands now."""
        sent = {"round": self.now().round, **form}
        return self.browser(htmx=htmx).post(self.url(step, *args), sent)
