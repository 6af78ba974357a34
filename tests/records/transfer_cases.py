"""A course with milestones, teams and trainers, and shorthands for what they do."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.records import grading_cases
from tests.records.grading_cases import Course, course
from tests.unit.milestone_samples import FORMS, GOOD, data
from xblocks.core.definitions import canonical, fingerprint
from xblocks.core.people import Actor, Role
from xblocks.exercises.records import Exercise
from xblocks.exercises.service import Snapshot, record
from xblocks.grading.records import Review, Work
from xblocks.roster.records import Company
from xblocks.transfer_project import service
from xblocks.transfer_project.definition import adapter
from xblocks.transfer_project.reach import BLOCK_TYPE
from xblocks.transfer_project.service import Entry, Seen

NOW = datetime(2027, 3, 1, 18, 0, tzinfo=UTC)
DUE = NOW + timedelta(days=5)
_numbers = itertools.count(1)


def exercise(where: Course, *, due: datetime | None = DUE, **changes: Any) -> Exercise:
    """Put a milestone into the register."""
    definition = adapter.validate_python(data(**changes))
    usage_key = f"block-v1:wbm+t+{next(_numbers)}+type@{BLOCK_TYPE}+block@m"
    record(
        Snapshot(
            course_key=where.key,
            usage_key=usage_key,
            block_type=BLOCK_TYPE,
            kind="milestone",
            title=definition.title,
            definition=canonical(definition),
            definition_hash=fingerprint(definition),
            weight=100.0,
            due=due,
        )
    )
    return Exercise.objects.get(usage_key=usage_key)


def write(
    actor: Actor,
    where: Exercise,
    name: str = "aim",
    text: str | None = None,
    version: int = 0,
    *,
    client: str = "",
    stamp: int = 0,
    now: datetime = NOW,
) -> Entry:
    """Save a field; without `text` something that fits."""
    form = FORMS[name] if text is None else {"value": [text]}
    return service.save_field(actor, where, name, form, Seen(version, client, stamp), now)


def fill(actor: Actor, where: Exercise, now: datetime = NOW) -> None:
    """Fill every field but the files."""
    for name in FORMS:
        seen = Seen(kept(actor, where, name).version)
        service.save_field(actor, where, name, FORMS[name], seen, now)


def kept(actor: Actor, where: Exercise, name: str = "aim") -> Entry:
    return service.open_field(actor, where, name).entry


def revision(actor: Actor, where: Exercise, now: datetime = NOW) -> int:
    return service.pulse(actor, where, now).revision


def hand_in(actor: Actor, where: Exercise, now: datetime = NOW) -> Work:
    return service.hand_in(actor, where, revision(actor, where, now), now)


def review(trainer: Actor, work: Work, now: datetime = NOW, **rest: Any) -> Review:
    rating = grading_cases.rating(rest.pop("levels", GOOD), **rest)
    return grading_cases.decide(trainer, work, rating, now=now)


@dataclass
class Team:
    """Ada and Bea are a team, Cem another; Tom grades both, Far grades elsewhere."""

    where: Course
    m1: Exercise
    ada: Actor
    bea: Actor
    cem: Actor
    tom: Actor
    far: Actor

    def user(self, actor: Actor) -> User:
        return User.objects.get(pk=actor.user_id)


def team(**changes: Any) -> Team:
    where = course()
    due = timezone.now() + timedelta(days=5, minutes=5)
    ada = where.trainee("Ada", where.company("Works"))
    return Team(
        where,
        exercise(where, due=due, **changes),
        ada,
        where.trainee("Bea", Company.objects.get(pk=ada.company)),
        where.trainee("Cem", where.company("Other")),
        where.trainer("Tom"),
        where.trainer("Far", where.south),
    )


def url(here: Team, name: str, *args: Any) -> str:
    return reverse(f"wbm:{name}", args=[here.where.key, here.m1.usage_key, *args])


def post(client: Client, here: Team, name: str, /, *args: Any, **form: Any) -> HttpResponse:
    return client.post(url(here, name, *args), form, headers={"HX-Request": "true"})


__all__ = [
    "DUE",
    "NOW",
    "Course",
    "Role",
    "Team",
    "course",
    "exercise",
    "fill",
    "hand_in",
    "kept",
    "post",
    "review",
    "revision",
    "team",
    "url",
    "write",
]
