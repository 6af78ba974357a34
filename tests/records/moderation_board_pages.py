"""A board with two trainees of a team, one of another, and a trainer, in front of its pages."""

from __future__ import annotations

import itertools
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.records.grading_cases import Course, course
from xblocks.core.definitions import canonical, fingerprint
from xblocks.core.people import Actor, Role
from xblocks.exercises.records import Exercise
from xblocks.exercises.service import Snapshot, record
from xblocks.moderation.definition import adapter
from xblocks.moderation.reach import BLOCK_TYPE
from xblocks.moderation.records import Board
from xblocks.roster.records import Company

STEPS: list[dict[str, Any]] = [
    {"id": "s1", "kind": "collect", "title": "First", "task": "What must we be able to?"},
    {"id": "s2", "kind": "arrange", "title": "Second", "task": "What belongs together?"},
    {"id": "s3", "kind": "vote", "title": "Third", "task": "What comes first?", "budget": 3},
    {"id": "s4", "kind": "plan", "title": "Fourth", "task": "Who does what?"},
]

_numbers = itertools.count(1)


def key() -> str:
    """A random id as pages make them."""
    return uuid.uuid4().hex


@dataclass
class Room:
    """Ada and Bea are a team, Cem is in another one, Tom is a trainer of all of them.

    `heard` holds every answer anybody got: who, address, and the whole of it.
    """

    where: Course
    exercise: Exercise
    people: dict[str, Actor]
    board: Board | None = None
    browsers: dict[str, Client] = field(default_factory=dict)
    heard: list[tuple[str, str, str]] = field(default_factory=list)

    def browser(self, who: str) -> Client:
        if who not in self.browsers:
            client = Client()
            client.force_login(User.objects.get(pk=self.people[who].user_id))
            self.browsers[who] = client
        return self.browsers[who]

    def url(self, name: str = "") -> str:
        assert self.board
        name = f"wbm:moderation_board_{name}" if name else "wbm:moderation_board"
        return reverse(name, args=[self.where.key, self.board.pk])

    def ways(self, name: str = "") -> str:
        name = f"wbm:moderation_boards_{name}" if name else "wbm:moderation_boards"
        return reverse(name, args=[self.where.key, self.exercise.usage_key])

    def get(self, who: str, name: str = "", **query: Any) -> HttpResponse:
        return self._heard(who, self.browser(who).get(self.url(name), query))

    def post(self, who: str, name: str, /, **form: Any) -> HttpResponse:
        return self._heard(who, self.browser(who).post(self.url(name), form))

    def state(self, who: str, **query: Any) -> dict[str, Any]:
        """What a page hears that has nothing yet, or that says what it has."""
        answer = self.get(who, "state", **{"since": "0", "frame": "", **query})
        assert answer.status_code == 200, answer.content
        return dict(answer.json())

    def whole(self, who: str, **query: Any) -> str:
        return str(self.state(who, **query)["whole"])

    def begin(self, who: str = "ada", **form: Any) -> Board:
        answer = self._heard(who, self.browser(who).post(self.ways("begin"), form))
        assert answer.status_code == 302, answer.content
        self.board = Board.objects.get(pk=int(answer["Location"].rstrip("/").rpartition("/")[2]))
        return self.board

    def act(self, what: str, who: str = "ada", **form: Any) -> HttpResponse:
        board = Board.objects.get(pk=self.board.pk) if self.board else None
        assert board
        return self.post(who, "act", step=board.step, act=what, **form)

    def open(self, who: str = "ada", **form: Any) -> None:
        """Ada moderates, and opens the step the group stands at."""
        self.post(who, "take")
        assert self.act("open", who, **form).status_code == 200

    def write(self, who: str, text: str, card: str = "", **form: Any) -> HttpResponse:
        return self.post(who, "write", step="s1", card=card or key(), text=text, **form)

    def to_arranging(self, *texts: str) -> list[str]:
        """Collect cards of Ada's, reveal them, and open the arranging."""
        self.open()
        cards = [key() for _text in texts]
        for card, text in zip(cards, texts, strict=True):
            assert self.write("ada", text, card).status_code == 200
        for what in ("reveal", "go_on", "open"):
            assert self.act(what).status_code == 200
        return cards

    def _heard(self, who: str, answer: HttpResponse) -> HttpResponse:
        address = answer.wsgi_request.path
        head = " ".join(f"{name}: {value}" for name, value in answer.items())
        self.heard.append((who, address, head + answer.content.decode()))
        return answer


def room(**changes: Any) -> Room:
    """Return a board's room; `changes` of the definition."""
    where = course()
    ada = where.trainee("Ada Adler", where.company("Works"))
    works = Company.objects.get(pk=ada.company)
    people = {
        "ada": ada,
        "bea": where.trainee("Bea Berg", works),
        "cem": where.trainee("Cem Celik", where.company("Other")),
        "tom": where.person("Tom Thal", [Role.TRAINER], None, [where.north]),
    }
    return Room(where, exercise(where, **changes), people)


def exercise(where: Course, **changes: Any) -> Exercise:
    """Put a board into the register."""
    data = {
        "kind": "card_board",
        "title": "Our board",
        "intro": "Collect, arrange, choose.",
        "group": "team",
        "steps": STEPS,
        **changes,
    }
    definition = adapter.validate_python(data)
    usage_key = f"block-v1:wbm+t+{next(_numbers)}+type@{BLOCK_TYPE}+block@board"
    record(
        Snapshot(
            course_key=where.key,
            usage_key=usage_key,
            block_type=BLOCK_TYPE,
            kind=definition.kind,
            title=definition.title,
            definition=canonical(definition),
            definition_hash=fingerprint(definition),
            weight=1,
        )
    )
    return Exercise.objects.get(usage_key=usage_key)


def with_steps(**changes: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the steps with changes of some of them, by id."""
    return [{**step, **changes.get(step["id"], {})} for step in STEPS]
