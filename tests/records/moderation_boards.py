"""Groups with a card board, and shorthands for what they do on it."""

from __future__ import annotations

import itertools
import uuid
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import User

from tests.records.grading_cases import Course, course
from xblocks.core.definitions import canonical, fingerprint
from xblocks.core.people import Actor, Role
from xblocks.exercises.records import Exercise
from xblocks.exercises.service import Snapshot, record
from xblocks.moderation.board import arranging, cards, marks, moderating, opening, voting
from xblocks.moderation.board.membership import Access, reached
from xblocks.moderation.board.reading import frame
from xblocks.moderation.definition import adapter
from xblocks.moderation.domain.board import Act
from xblocks.moderation.reach import BLOCK_TYPE
from xblocks.moderation.records import Board, Card
from xblocks.roster.records import Company

NOW = datetime(2027, 3, 1, 18, 0, tzinfo=UTC)
_numbers = itertools.count(1)

COLLECT = {"kind": "collect", "id": "collect", "title": "Collect", "task": "What must we learn?"}
ARRANGE = {"kind": "arrange", "id": "arrange", "title": "Arrange", "task": "What fits together?"}
VOTE = {"kind": "vote", "id": "vote", "title": "Vote", "task": "What comes first?"}
PLAN = {"kind": "plan", "id": "plan", "title": "Agree", "task": "Who does what?"}


def definition(*steps: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A board with all kinds of steps, or with those given."""
    return {
        "kind": "card_board",
        "title": "What must we be able to do?",
        "intro": "One thought a card.",
        "group": "team",
        "steps": list(steps) or [COLLECT, ARRANGE, VOTE | {"anonymity": "named"}, PLAN],
    } | changes


def exercise(where: Course, *steps: dict[str, Any], **changes: Any) -> Exercise:
    """Put the exercise into the register."""
    usage_key = f"block-v1:wbm+t+{next(_numbers)}+type@{BLOCK_TYPE}+block@board"
    return register(where.key, usage_key, definition(*steps, **changes))


def register(course_key: str, usage_key: str, values: dict[str, Any]) -> Exercise:
    """Write a definition into the register, also over an earlier one."""
    parsed = adapter.validate_python(values)
    record(
        Snapshot(
            course_key=course_key,
            usage_key=usage_key,
            block_type=BLOCK_TYPE,
            kind="card_board",
            title=parsed.title,
            definition=canonical(parsed),
            definition_hash=fingerprint(parsed),
        )
    )
    return Exercise.objects.get(usage_key=usage_key)


@dataclass
class Group:
    """Ada, Bea and Cem are a team in the north, and Ada moderates; Tom is a trainer there."""

    where: Course
    exercise: Exercise
    board: int
    ada: Actor
    bea: Actor
    cem: Actor
    tom: Actor
    secrets: dict[int | None, str] = field(default_factory=dict)

    def access(self, who: Actor | None = None) -> Access:
        return reached(who or self.ada, self.board)

    def kept(self) -> Board:
        return Board.objects.get(pk=self.board)

    def secret(self, who: Actor) -> str:
        """Return what the person's browser keeps."""
        return self.secrets.setdefault(who.person_id, marks.new_secret())

    def act(self, what: str, who: Actor | None = None, **options: Any) -> None:
        step = self.kept().step
        moderating.act(who or self.ada, self.board, step, Act(what), NOW, **options)

    def go_to(self, step: str) -> None:
        """Let Ada lead the group through its steps up to the open `step`."""
        while self.kept().step != step:
            here = self.access()
            if "open" in self.acts():
                self.act("open")
            self.act("reveal" if here.step.kind == "collect" else "close")
            self.act("go_on")
        self.act("open")

    def acts(self) -> set[str]:
        return {each.value for each in frame(self.access()).acts}

    def write(
        self, who: Actor, text: str, card: str = "", step: str = "collect", **options: Any
    ) -> Card:
        options.setdefault("secret", self.secret(who))
        return cards.write(who, self.board, step, card or uuid.uuid4().hex, text, NOW, **options)

    def put(self, who: Actor, target: Any, number: int, step: str = "vote", **options: Any) -> Any:
        options.setdefault("secret", self.secret(who))
        return voting.put_dots(who, self.board, step, str(target), number, NOW, **options)

    def group(self, heading: str, *texts: str, step: str = "arrange") -> int:
        """Put cards with these texts together under a heading."""
        keys = [Card.objects.get(board=self.board, text=text, removed=False).pk for text in texts]
        made, _move = arranging.add_group(self.bea, self.board, step, heading, keys, NOW)
        return made

    def user(self, actor: Actor) -> User:
        return User.objects.get(pk=actor.user_id)


def team(*steps: dict[str, Any], **changes: Any) -> Group:
    """A team with its board; Ada has taken the moderation."""
    where = course()
    company = where.company("Works")
    ada = where.trainee("Ada Adler", company)
    made = exercise(where, *steps, **changes)
    board = opening.open_board(ada, made, NOW)
    moderating.take(ada, board.pk, NOW)
    return Group(
        where,
        made,
        board.pk,
        ada,
        where.trainee("Bea Berg", Company.objects.get(pk=ada.company)),
        where.trainee("Cem Celik", Company.objects.get(pk=ada.company)),
        where.trainer("Tom Thal"),
    )


def everybody_else(here: Group) -> dict[str, Actor]:
    """All who have nothing to look for on the board of Ada's team."""
    where = here.where
    roles = (Role.COORDINATOR, Role.EXPERT, Role.AUTHOR)
    found = {role.value: where.person(role.value, [role], None, [where.north]) for role in roles}
    return {
        **found,
        "another team": where.trainee("Dan", where.company("Other")),
        "trainer elsewhere": where.trainer("Sue", where.south),
        "no team": replace(where.trainee("Lone", where.company("Third")), company=None),
        "looking as Ada": replace(here.ada, masquerading=True),
        "another course": course().trainer("Eve"),
    }
