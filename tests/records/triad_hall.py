"""Four trainees of a district, one of another, two trainers, and the exercise they play."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Model

from tests.records.grading_cases import Course, course
from xblocks.core.definitions import canonical, fingerprint
from xblocks.core.people import Actor
from xblocks.exercises.records import Exercise
from xblocks.exercises.service import Snapshot, record
from xblocks.role_play.definition import adapter
from xblocks.role_play.playing import Triad
from xblocks.role_play.reach import BLOCK_TYPE
from xblocks.role_play.records import TriadGroup, TriadRound
from xblocks.role_play.triad import feedback, noting, opening, running
from xblocks.role_play.triad.membership import Access, reached
from xblocks.role_play.triad.noting import Noted
from xblocks.role_play.triad.rules import STEPS, Part, Stage, Step
from xblocks.role_play.triad.running import Press

NOW = datetime(2027, 3, 1, 18, 0, tzinfo=UTC)
LEVELS = ["not at all", "a little", "mostly", "very well"]
HIDDEN = "Qhidden"
PLAYING = "Qplaying"
TASK = "Qtask"
WATCH = "Qwatch"
AIM = "Qaim"
_numbers = itertools.count(1)


def case(name: str) -> dict[str, Any]:
    """A case whose texts are known by their first letters and its id."""
    return {
        "id": name,
        "title": f"Case {name}",
        "setting": f"Setting {name}",
        "task": f"{TASK} {name}",
        "name": "Robin",
        "role": "operator, 52",
        "playing": f"{PLAYING} {name}",
        "opening": f"Qopening {name}",
        "hidden": [
            {"text": f"{HIDDEN} one {name}", "when": "Qwhen listened to"},
            {"text": f"{HIDDEN} two {name}"},
        ],
        "watch": f"{WATCH} {name}",
        "aim": f"{AIM} {name}",
    }


def definition(**changes: Any) -> Triad:
    """Three rounds, three cases, three criteria."""
    found: Triad = adapter.validate_python(
        {
            "kind": "triad",
            "title": "Three of us",
            "intro": "Play in turn.",
            "cases": [case(name) for name in ("r1", "r2", "r3")],
            "criteria": [
                {"id": name, "label": label, "levels": LEVELS}
                for name, label in (("b1", "Contact"), ("b4", "Listening"), ("b7", "Information"))
            ],
            **changes,
        }
    )
    return found


def registered(where: Course, usage_key: str = "", **changes: Any) -> Exercise:
    """Put the exercise into the register; under the key of another it takes its place."""
    made = definition(**changes)
    key = usage_key or f"block-v1:wbm+t+{next(_numbers)}+type@{BLOCK_TYPE}+block@triad"
    record(
        Snapshot(
            course_key=where.key,
            usage_key=key,
            block_type=BLOCK_TYPE,
            kind=made.kind,
            title=made.title,
            definition=canonical(made),
            definition_hash=fingerprint(made),
        )
    )
    return Exercise.objects.get(usage_key=key)


def note(text: str = "asks openly", at: int = 5, **more: Any) -> Noted:
    """A note with an id nobody else has."""
    return Noted(**({"id": f"{next(_numbers):032x}", "at": at, "text": text} | more))


def strings(found: Any) -> Iterator[str]:
    """All texts in whatever reading returns."""
    if isinstance(found, str):
        yield found
    elif isinstance(found, Model):
        yield from (str(value) for name, value in vars(found).items() if name != "_state")
    elif is_dataclass(found):
        for each in fields(found):
            yield from strings(getattr(found, each.name))
    elif isinstance(found, Mapping):
        for name, value in found.items():
            yield from strings(name)
            yield from strings(value)
    elif isinstance(found, list | tuple | Set):
        for each in found:
            yield from strings(each)


@dataclass
class Hall:
    """Ada and Ben (Works), Cem and Dia (Mill) live in the north with Tom; Eve and Uta do not.

    `now` is what the clock says; it goes on only by `wait`.
    """

    where: Course = field(default_factory=course)
    now: datetime = NOW
    changes: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.exercise = registered(self.where, **self.changes)
        works, mill = self.where.company("Works"), self.where.company("Mill")
        self.ada = self.where.trainee("Ada", works)
        self.ben = self.where.trainee("Ben", works)
        self.cem = self.where.trainee("Cem", mill)
        self.dia = self.where.trainee("Dia", mill)
        self.eve = self.where.trainee("Eve", self.where.company("Far", self.where.south))
        self.tom = self.where.trainer("Tom")
        self.uta = self.where.trainer("Uta", self.where.south)

    def wait(self, **time: float) -> None:
        """Let time pass."""
        self.now += timedelta(**time)

    def open(self, actor: Actor | None = None) -> TriadGroup:
        """Open a triad; Ada unless told."""
        return opening.open_triad(actor or self.ada, self.exercise, self.now)

    def join(self, actor: Actor, code: str) -> TriadGroup:
        """Join by a code."""
        return opening.join(actor, self.exercise, code, self.now)

    def gather(self, *people: Actor) -> TriadGroup:
        """Open a triad of these people; Ada, Ben and Cem unless told."""
        first, *others = people or (self.ada, self.ben, self.cem)
        group = self.open(first)
        for each in others:
            self.join(each, group.code)
        return group

    def begun(self, *people: Actor) -> TriadGroup:
        """Gather and begin: the first advises, the second is the colleague."""
        group = self.gather(*people)
        running.begin(people[0] if people else self.ada, group.pk, self.now)
        group.refresh_from_db()
        return group

    def press(
        self, what: Press, group: TriadGroup, actor: Actor | None = None, **more: Any
    ) -> TriadGroup:
        """Press as somebody whose page is fresh; Ada unless told."""
        group.refresh_from_db()
        seen = (group.round, group.step)
        running.press(actor or self.ada, group.pk, what, seen, self.now, **more)
        group.refresh_from_db()
        return group

    def to(self, step: Step, group: TriadGroup, actor: Actor | None = None) -> TriadGroup:
        """Play on to a step of the round; the talk lasts ten minutes."""
        group.refresh_from_db()
        while group.step != step:
            assert group.step in STEPS, group.step
            self.wait(minutes=10 if group.step == Step.TALK else 1)
            self.press(Press.NEXT, group, actor)
        return group

    def played(self, step: Step, *people: Actor) -> TriadGroup:
        """Return a triad in its first round at a step."""
        return self.to(step, self.begun(*people), people[0] if people else None)

    def say(self, actor: Actor, group: TriadGroup, stage: Stage, text: str = "said") -> None:
        """Say what a stage of feedback asks for."""
        feedback.give(actor, group.pk, self.round(group).number, stage, text, self.now)

    def rate(
        self, actor: Actor, group: TriadGroup, part: Part, number: int = 1, **levels: int | None
    ) -> None:
        """Send levels of a sheet."""
        feedback.rate(actor, group.pk, number, part, levels, self.now)

    def keep(self, actor: Actor, group: TriadGroup, *notes: Noted, number: int = 1) -> list[str]:
        """Send notes."""
        return noting.keep(actor, group.pk, number, notes, self.now)

    def all_said(self, group: TriadGroup) -> None:
        """Say everything of a round of Ada (adviser), Ben and Cem, up to laying side by side."""
        self.say(self.ben, group, Stage.EXPERIENCE, "Wexperience")
        self.rate(self.ada, group, Part.ADVISER, b1=2)
        self.rate(self.ben, group, Part.COLLEAGUE, b1=3)
        self.rate(self.cem, group, Part.OBSERVER, b1=4)
        self.say(self.ada, group, Stage.SELF)
        self.say(self.cem, group, Stage.STRENGTH, "Wstrength")
        self.say(self.cem, group, Stage.WISH, "Wwish")

    def ended(self) -> tuple[TriadGroup, TriadRound]:
        """Return a triad whose first round, with Ada advising, is over; nothing is released."""
        group = self.played(Step.TALK)
        self.keep(self.cem, group, note("Wnote"))
        self.to(Step.FEEDBACK, group)
        self.all_said(group)
        feedback.intend(self.ada, group.pk, 1, "Wintention", self.now)
        self.to(Step.INTENTION, group)
        self.press(Press.NEXT, group)
        return group, TriadRound.objects.get(triad=group, number=1)

    def round(self, group: TriadGroup) -> TriadRound:
        """Return the newest round."""
        return TriadRound.objects.filter(triad=group).latest("number")

    def access(self, actor: Actor, group: TriadGroup) -> Access:
        """Return a triad as somebody reads it."""
        return reached(actor, group.pk)
