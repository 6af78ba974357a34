"""Examples of role-play with people for a fresh preview: a triad that is over, one that gathers.

And a sample talk that somebody rated. Made by the use cases people have, recognisable as examples.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from django.utils.translation import gettext

from course_export.preview.course import Course
from course_export.preview.examples import made
from xblocks.core.people import Actor
from xblocks.core.text import gettext_noop
from xblocks.exercises import service as exercises
from xblocks.exercises.records import Exercise
from xblocks.role_play.observing import Phase, RatingPractice
from xblocks.role_play.playing import Triad
from xblocks.role_play.rating import practising
from xblocks.role_play.reach import BLOCK_TYPE, definition_of
from xblocks.role_play.triad import feedback, noting, opening, releasing, running
from xblocks.role_play.triad.membership import reached
from xblocks.role_play.triad.noting import Noted
from xblocks.role_play.triad.rules import Part, Stage
from xblocks.role_play.triad.running import Press

DAY = timedelta(days=1)
ADVISER, COLLEAGUE, OBSERVER = "aylin.demirbas", "jonas.feldweg", "svetlana.morgenrot"
"""Their seats in this order give them these parts in the first round."""

TRAINER = "gudrun.albertsen"
GATHERING = ("birte.hansdotter", "emre.kuestenau")
RATING = "linh.wiesenthal"
PEOPLE = {ADVISER, COLLEAGUE, OBSERVER, TRAINER, *GATHERING, RATING}

LEVELS: Final[Mapping[Part, str]] = {
    Part.ADVISER: "3 2 3 2 3 2 3 3 2 -",
    Part.COLLEAGUE: "4 2 3 3 3 3 - 3 2 3",
    Part.OBSERVER: "3 1 3 4 3 3 2 - 2 3",
}
"""Levels by the criteria of the sheet in their order; what was not observed has a stroke."""

NOTES: Final[Sequence[tuple[int, Phase | None, int | None, str]]] = (
    (5, "contact", None, ""),
    (48, None, 0, gettext_noop("Example: “We have twenty minutes, is that right for you?”")),
    (150, "request", None, ""),
    (190, None, 2, gettext_noop("Example: “What should be different when you go out?”")),
    (330, "exploration", None, ""),
    (
        405,
        None,
        3,
        gettext_noop("Example: A long pause. Then: “You are proud of what you taught the others.”"),
    ),
    (760, "options", None, ""),
    (985, "agreement", None, ""),
    (1060, None, 8, gettext_noop("Example: “By Friday I ask who can show you the line.”")),
)
"""What was noted: seconds since the talk began, the phase that begins, the criterion, the words."""

WORDS: Final[Sequence[tuple[Part, Stage, str]]] = (
    (
        Part.COLLEAGUE,
        Stage.EXPERIENCE,
        gettext_noop("Example: I felt taken seriously. When I got loud you stayed calm."),
    ),
    (Part.ADVISER, Stage.SELF, ""),
    (
        Part.OBSERVER,
        Stage.STRENGTH,
        gettext_noop("Example: You bore the pause. After it he told what he is proud of."),
    ),
    (
        Part.OBSERVER,
        Stage.WISH,
        gettext_noop("Example: I missed where confidentiality ends. Say it in one sentence."),
    ),
)


def add(course: Course, now: datetime) -> bool:
    """Add the examples to a course with the demo roster; return whether it was done.

    Written in the language of the course, all or none.
    """
    here = [each for each in exercises.of_course(str(course.key)) if each.block_type == BLOCK_TYPE]
    triads = [each for each in here if each.kind == "triad"]
    talks = [each for each in here if each.kind == "rating_practice"]

    def make(found: Mapping[str, Actor]) -> None:
        examples = _Examples(found, now)
        if triads:
            whole = max(triads, key=_sheet_length)
            examples.played(whole)
            examples.gathering(whole)
        if talks:
            examples.rated(talks[0])

    return made(course, PEOPLE, make)


@dataclass
class _Examples:
    """What people did yesterday, and what waits for them now."""

    people: Mapping[str, Actor]
    now: datetime

    def gathering(self, exercise: Exercise) -> None:
        """Two wait for a third; their code is good for today."""
        first, second = (self.people[name] for name in GATHERING)
        group = opening.open_triad(first, exercise, self.now)
        opening.join(second, exercise, group.code, self.now)

    def played(self, exercise: Exercise) -> None:
        """Three have played a round; its adviser shows it to them and invites a trainer."""
        at = self.now - DAY
        people = [self.people[name] for name in (ADVISER, COLLEAGUE, OBSERVER)]
        round_ = _Round(exercise, dict(zip(Part, people, strict=True)), at)
        round_.gather()
        round_.prepare()
        round_.talk()
        round_.speak()
        number = round_.end()
        adviser, trainer = self.people[ADVISER], self.people[TRAINER]
        releasing.release(adviser, number, round_.at, to_triad=True)
        releasing.invite(adviser, number, trainer.person_id, round_.at)

    def rated(self, exercise: Exercise) -> None:
        """Somebody has rated a sample talk, in every third criterion one level too high."""
        definition = definition_of(exercise, RatingPractice)
        levels = {
            each.criterion: each.level and min(4, each.level + (number % 3 == 1))
            for number, each in enumerate(definition.references)
        }
        practising.finish(self.people[RATING], exercise, 1, levels, self.now - DAY)


@dataclass
class _Round:
    """A round being played: `at` is what the clock of the three says."""

    exercise: Exercise
    people: Mapping[Part, Actor]
    at: datetime
    triad: int = 0

    def gather(self) -> None:
        """One opens, the others come with the code; they begin."""
        first, *others = self.people.values()
        group = opening.open_triad(first, self.exercise, self.at)
        for each in others:
            opening.join(each, self.exercise, group.code, self.at)
        self.triad = group.pk
        running.begin(first, self.triad, self.at)

    def prepare(self) -> None:
        """The adviser says what they want to watch; the talk begins after the time for it."""
        attention = gettext("Example: bear pauses before I ask the next question")
        focus = [self._criterion(3)]
        running.pay_attention(self.people[Part.ADVISER], self.triad, 1, attention, focus, self.at)
        self._next()

    def talk(self) -> None:
        """The observer notes and rates; then they leave the roles."""
        notes = [
            Noted(
                uuid4().hex,
                seconds,
                gettext(words) if words else "",
                phase or "",
                "" if criterion is None else self._criterion(criterion),
            )
            for seconds, phase, criterion, words in NOTES
        ]
        self._next()
        noting.keep(self.people[Part.OBSERVER], self.triad, 1, notes, self.at)
        self._next()

    def speak(self) -> None:
        """Everybody rates and says their part, in the order of feedback."""
        for part, who in self.people.items():
            feedback.rate(who, self.triad, 1, part, self._levels(part), self.at)
        for part, stage, words in WORDS:
            text = gettext(words) if words else ""
            feedback.give(self.people[part], self.triad, 1, stage, text, self.at)
        self._next()

    def end(self) -> int:
        """Keep an intention and end the triad after this round; return the round's id."""
        adviser = self.people[Part.ADVISER]
        intention = gettext(
            "Example: In the next talk I say what stays with me, and where it ends."
        )
        feedback.intend(adviser, self.triad, 1, intention, self.at)
        here = reached(adviser, self.triad)
        running.press(adviser, self.triad, Press.END, (1, here.group.step), self.at)
        return here.rounds[0].pk

    def _next(self) -> None:
        """Let the time of the step pass and go on."""
        here = reached(self.people[Part.ADVISER], self.triad)
        _row, clock = here.playing()
        self.at += timedelta(seconds=clock.limit)
        seen = (here.group.round, here.group.step)
        running.press(self.people[Part.ADVISER], self.triad, Press.NEXT, seen, self.at)

    def _criterion(self, number: int) -> str:
        criteria = definition_of(self.exercise, Triad).criteria
        return criteria[min(number, len(criteria) - 1)].id

    def _levels(self, part: Part) -> dict[str, int | None]:
        criteria = definition_of(self.exercise, Triad).criteria
        levels = LEVELS[part].split()
        return {
            each.id: int(level)
            for each, level in zip(criteria, levels, strict=False)
            if level.isdigit()
        }


def _sheet_length(exercise: Exercise) -> int:
    return len(definition_of(exercise, Triad).criteria)
