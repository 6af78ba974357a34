"""Examples of needs analysis for a fresh preview: cases handed in, returned, graded; a matrix.

Made by the use cases people have, and recognisable as examples.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext

from course_export.preview.course import Course
from course_export.preview.examples import made
from xblocks.core.people import Actor
from xblocks.core.text import gettext_noop
from xblocks.exercises import service as exercises
from xblocks.exercises.records import Exercise
from xblocks.grading import service as grading
from xblocks.needs_analysis import asking, handing_in, sheets
from xblocks.needs_analysis.definition import CaseStudy
from xblocks.needs_analysis.domain.comparing import model_profiles, priorities
from xblocks.needs_analysis.domain.funding_figures import funding_way
from xblocks.needs_analysis.domain.law import law
from xblocks.needs_analysis.domain.marking import context_of, verdict_of
from xblocks.needs_analysis.reach import BLOCK_TYPE, case_study_of, living_case_of
from xblocks.needs_analysis.team import cells, columns, people
from xblocks.needs_analysis.team.opening import opened as matrix_of

DAY = timedelta(days=1)
WAITING, RETURNED, PASSED = "aylin.demirbas", "svetlana.morgenrot", "birte.hansdotter"
NORTH, SOUTH = "tariq.nordmeyer", "gudrun.albertsen"
ASKING = "emre.kuestenau"
PEOPLE = (WAITING, RETURNED, PASSED, NORTH, SOUTH, ASKING)
WRONG = 2
"""How many figures each example gets wrong: else there is nothing to see."""

Form = Mapping[str, list[str]]


class _Worker(NamedTuple):
    """Somebody in the example: `profile` counts from 0, `levels` by competence with source."""

    activity: str
    profile: int
    levels: str


OPEN = "-"
WORKERS = (
    _Worker(gettext_noop("Runs the filling line, early shift"), 0, "1m 1m 1s 2s 2m - 1s 0s"),
    _Worker(gettext_noop("Runs the filling line, semi-skilled"), 0, "0m 1m 0m 1s 2m 1s - 1s"),
    _Worker(gettext_noop("Maintenance, electrical"), 1, "3d 2m 3o 1s - 2m 3o 1s"),
    _Worker(gettext_noop("Testing room, part-time"), 2, "2d 1s 1m 2o 4o 2m 2m 0s"),
    _Worker(gettext_noop("Dispatch and planning"), 3, "1s 1m - 2m 2s 1w 1s 2s"),
)
WEIGHTS = ("33", "33", "23", "22", "12", "12")
"""Urgency and importance of the first competences; the others are not weighed yet."""


def add(course: Course, now: datetime) -> bool:
    """Add the examples to a course with the demo roster; return whether it was done.

    Written in the language of the course, all or none.
    """
    here = [each for each in exercises.of_course(str(course.key)) if each.block_type == BLOCK_TYPE]
    return made(course, set(PEOPLE), lambda found: _Examples(found, now).make(here))


@dataclass
class _Examples:
    """What people did in the last days."""

    people: Mapping[str, Actor]
    now: datetime

    def make(self, here: Iterable[Exercise]) -> None:
        """Make what the exercises of the course have room for."""
        of_kind: dict[str, Exercise] = {}
        for each in here:
            if each.kind != "case_study" or case_study_of(each).rubric:
                of_kind.setdefault(each.kind, each)
        if case := of_kind.get("case_study"):
            self.cases(case)
        if living := of_kind.get("living_case"):
            self.asked(living)
        if own := of_kind.get("own_company"):
            self.matrix(own)

    def cases(self, case: Exercise) -> None:
        """One work waits, one came back, one is passed."""
        self.hand_in(self.people[WAITING], case, 1)
        self.hand_in(self.people[RETURNED], case, 6)
        self.hand_in(self.people[PASSED], case, 7)
        back = gettext("Example: Please say how you will see that it worked.")
        self.decide(self.people[SOUTH], self.people[RETURNED], case, 1, back)
        good = gettext("Example: Clear, and fair to everybody.")
        self.decide(self.people[NORTH], self.people[PASSED], case, 3, good)

    def hand_in(self, who: Actor, case: Exercise, days: int) -> None:
        """Answer a case, most of it rightly, and hand it in."""
        at = self.now - days * DAY
        for name, form in _answers(case_study_of(case)):
            sheets.save(who, case, name, form, sheets.Seen(), at)
        revision = sheets.opened(who, case, at).revision
        handing_in.hand_in(who, case, revision, case.definition_hash, at)

    def decide(self, grader: Actor, who: Actor, case: Exercise, level: int, words: str) -> None:
        """Give every criterion the same level, as far as there is one, and decide by the rule."""
        work = grading.latest(case.usage_key, person=who.person_id)
        rubric = case_study_of(case).rubric
        if work is None or rubric is None:
            return
        at = self.now - 2 * DAY
        grading.claim(grader, work.pk, at)
        levels = {each.id: min(level, len(each.levels) - 1) for each in rubric.criteria}
        rating = grading.Rating(levels=levels, summary=words)
        draft = grading.save_draft(grader, work.pk, 0, rating, at)
        grading.decide(grader, work.pk, draft.version, at)

    def asked(self, living: Exercise) -> None:
        """Somebody has used up half of the time to ask."""
        who, case, at = self.people[ASKING], living_case_of(living), self.now - DAY
        found = asking.begin(who, living, 0, at)
        for interviewee in case.interviewees:
            for inquiry in interviewee.inquiries[:2]:
                if inquiry.after or (found.interview.spent + inquiry.minutes) * 2 > case.minutes:
                    continue
                found = asking.ask(who, living, found.round, inquiry.id, at)

    def matrix(self, own: Exercise) -> None:
        """A team has entered five people under pseudonyms, with some levels and weights open."""
        who, at = self.people[WAITING], self.now - DAY
        codes = [gettext("EX-%(number)s") % {"number": number} for number in range(1, 6)]
        rows = people.add_people(who, own, codes, 0, at)
        grid = matrix_of(who, own).grid
        for row, worker in zip(rows, WORKERS, strict=True):
            people.change_person(who, own, row, "activity", gettext(worker.activity), "", at)
            if worker.profile < len(grid.targets):
                profile = grid.targets[worker.profile].id
                people.change_person(who, own, row, "profile", profile, "", at)
            for skill, token in zip(grid.skills, worker.levels.split(), strict=False):
                if token != OPEN:
                    cells.save_level(who, own, row, skill.id, token, "", at)
        for skill, weights in zip(grid.skills, WEIGHTS, strict=False):
            given = {"urgency": weights[0], "importance": weights[1]}
            columns.weigh(who, own, skill.id, given, {}, at)


def _answers(case: CaseStudy) -> Iterable[tuple[str, Form]]:
    """Yield the answers of an example by name, as a page sends them."""
    profiles = model_profiles(case)
    if case.targets == "set":
        for person, profile in profiles.items():
            yield f"profile:{person}", {"value": [profile]}
    known = {f"profile:{person}": profile for person, profile in profiles.items()}
    context = context_of(case, known, lambda question: funding_way(question, case, law()))
    for number, question in enumerate(case.questions):
        verdict = verdict_of(question, known, context)
        if verdict is None:
            continue
        right = verdict.expected
        if isinstance(right, Decimal):
            right = (str(right + (number < WRONG)),)
        yield f"question:{question.id}", {"value": list(right)}
    for pair in priorities(case, context.matrix, known):
        given = {"urgency": pair.model.urgency, "importance": pair.model.importance}
        given |= {"class": pair.model_share, "points": pair.model_points}
        form = {name: [str(value)] for name, value in given.items()}
        yield f"weighing:{pair.competence}", form
    for measure in case.measures:
        if measure.people and measure.fit == "model":
            form = {"chosen": ["1"], "people": [*measure.people], "right": [*measure.rights[:1]]}
            yield f"measure:{measure.id}", form
    words = gettext(
        "Example: Safety comes first, then what most people lack. The course closes the largest "
        "gaps; who works part-time gets dates in the morning. After half a year we look at the "
        "matrix again. "
    )
    for reason in case.reasons:
        text = words * (1 + reason.min_length // len(words))
        yield f"reason:{reason.id}", {"value": [text[: reason.max_length].strip()]}
