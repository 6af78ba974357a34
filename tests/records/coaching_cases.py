"""A coaching desk with people around it, and shorthands for what they do.

`Where.person` and the use cases of `xblocks.coaching.service` do the rest.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from tests.records.grading_cases import Course, course
from xblocks.coaching import service
from xblocks.coaching.definition import adapter
from xblocks.coaching.reach import BLOCK_TYPE
from xblocks.coaching.records import Message, Request
from xblocks.core.definitions import canonical, fingerprint
from xblocks.core.people import Actor, Role
from xblocks.exercises.records import Exercise
from xblocks.exercises.service import Snapshot, record
from xblocks.notices.records import Notice
from xblocks.roster.records import Company, District, PersonTopic

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
"""A Monday; the next public holiday of the whole country is Good Friday, 26 March."""

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

GOOD = {
    "topic": "law",
    "situation": "In our plant a new machine comes. People worry about their work.",
    "question": "What may the works council ask for?",
    "tried": "I read the guide.",
    "outcome": "clarity",
    "urgency": "soon",
    "phase": "m2",
}

_numbers = itertools.count(1)


def desk_exercise(where: Course, **changes: Any) -> Exercise:
    """Put a desk into the register, with a first reply in 5 days, 3 if urgent, 10 else."""
    data = {
        "kind": "desk",
        "title": "Ask an expert",
        "intro": "Experts answer.",
        "topics": [{"topic": "law"}, {"topic": "talk"}, {"topic": "funding"}],
    }
    definition = adapter.validate_python(data | changes)
    usage_key = f"block-v1:wbm+c+{next(_numbers)}+type@{BLOCK_TYPE}+block@desk"
    record(
        Snapshot(
            course_key=where.key,
            usage_key=usage_key,
            block_type=BLOCK_TYPE,
            kind="desk",
            title=definition.title,
            definition=canonical(definition),
            definition_hash=fingerprint(definition),
        )
    )
    return Exercise.objects.get(usage_key=usage_key)


def expert(where: Course, name: str, topics: tuple[str, ...], *districts: District) -> Actor:
    """Return an expert; without districts one who serves all."""
    actor = where.person(name, [Role.EXPERT], None, districts)
    for topic in topics:
        PersonTopic.objects.create(person_id=actor.person_id, topic=topic)
    return replace(actor, topics=frozenset(topics))


@dataclass
class Scene:
    """Ada and Bea are a team of the north, Cem another one of the south.

    Lena answers law in the north, Leo law in the south, Tom talks everywhere, Ola law everywhere;
    nobody answers funding. Kim coordinates, Tina grades.
    """

    where: Course
    desk: Exercise
    ada: Actor
    bea: Actor
    cem: Actor
    lena: Actor
    leo: Actor
    ola: Actor
    tom: Actor
    kim: Actor
    tina: Actor

    def draft(self, actor: Actor, now: datetime = NOW, **changes: str) -> Request:
        """Return a draft that is filled in."""
        made = service.draft(actor, self.desk.usage_key, now)
        return service.save_draft(actor, made.pk, GOOD | changes, made.version, now)

    def send(self, actor: Actor | None = None, now: datetime = NOW, **changes: str) -> Request:
        """Return a request that was sent; by Ada when nobody is named."""
        actor = actor or self.ada
        draft = self.draft(actor, now, **changes)
        return service.send(actor, draft.pk, draft.version, now)

    def taken(self, actor: Actor | None = None, now: datetime = NOW, **changes: str) -> Request:
        """Return a request that Lena has taken."""
        return service.claim(self.lena, self.send(actor, now, **changes).pk, now)

    def answered(self, actor: Actor | None = None, now: datetime = NOW, **changes: str) -> Request:
        """Return a request that Lena has answered."""
        request = self.taken(actor, now, **changes)
        self.reply(request, self.lena, now)
        return fresh(request)

    def reply(
        self, request: Request, actor: Actor, now: datetime = NOW, text: str = "You may."
    ) -> Message:
        """Answer a request as it stands."""
        return service.reply(actor, request.pk, text, token(), fresh(request).version, now)

    def ask_back(
        self, request: Request, actor: Actor, now: datetime = NOW, text: str = "Since when?"
    ) -> Message:
        """Ask back as it stands."""
        return service.ask_back(actor, request.pk, text, token(), fresh(request).version, now)


def scene(**changes: Any) -> Scene:
    """Return a desk with everybody around it."""
    where = course()
    north = where.company("Works")
    law = ("law",)
    return Scene(
        where=where,
        desk=desk_exercise(where, **changes),
        ada=where.trainee("Ada", north),
        bea=where.trainee("Bea", Company.objects.get(pk=north.pk)),
        cem=where.trainee("Cem", where.company("Other", where.south)),
        lena=expert(where, "Lena", law, where.north),
        leo=expert(where, "Leo", law, where.south),
        ola=expert(where, "Ola", law),
        tom=expert(where, "Tom", ("talk",)),
        kim=where.person("Kim", [Role.COORDINATOR]),
        tina=where.trainer("Tina"),
    )


def token() -> str:
    """Return the name of a sending."""
    return uuid4().hex


def fresh(request: Request) -> Request:
    """Return a request as it stands now."""
    return Request.objects.get(pk=request.pk)


def told(actor: Actor) -> list[str]:
    """Return the kinds of notices somebody has, in the order they came."""
    found = Notice.objects.filter(person=actor.person_id).order_by("told_at", "id")
    return list(found.values_list("kind", flat=True))
