"""Small case studies, people who work on them, and shorthands for what they do."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from opaque_keys.edx.keys import CourseKey
from submissions import api

from course_export.preview.anonymous import course_anonymous_id
from tests.records import grading_cases
from tests.records.grading_cases import Course, course
from xblocks.core.definitions import canonical, fingerprint
from xblocks.core.people import Actor, Role
from xblocks.exercises.records import Exercise
from xblocks.exercises.service import Snapshot, record
from xblocks.grading.records import Review, Work
from xblocks.needs_analysis import service
from xblocks.needs_analysis.definition import adapter
from xblocks.needs_analysis.reach import BLOCK_TYPE
from xblocks.needs_analysis.sheets import Opened, Saved, Seen

NOW = datetime(2027, 3, 1, 18, 0, tzinfo=UTC)
LONG = "We begin with safety, because nobody may work at the line without it. " * 2
MARK = "QZX"
"""Begins every word of the solution that no page may hold before its time."""

RIGHT = {"sum": "6", "cover": "64.7", "who": ["b01", "b02"], "pick": "o1"}
"""The answers by the model's own profiles."""

_numbers = itertools.count(1)


def data(*, graded: bool = True, **changes: Any) -> dict[str, Any]:
    """Return the definition of a case with two competences and three people."""
    levels = ["missing", "in parts", "met"]
    rubric = {
        "total": 20,
        "criteria": [
            {"id": "why", "label": "Priorities", "weight": 12, "levels": levels},
            {"id": "fit", "label": "Fit", "weight": 8, "levels": levels},
        ],
    }
    reason = {
        "id": "r1",
        "label": "Why this order?",
        "min_length": 20,
        "max_length": 300,
        "model": f"{MARK}model text",
        "variants": [f"{MARK}variant text"],
    }
    found: dict[str, Any] = {
        "kind": "case_study",
        "title": "Elm Works",
        "intro": "Find out what is needed.",
        "dossier": [{"title": "The company", "text": "It has 80 employees."}],
        "competences": [{"id": "k1", "label": "Safety"}, {"id": "k2", "label": "Robots"}],
        "profiles": [
            {"id": "p1", "label": "Lead a line", "levels": "3 4"},
            {"id": "p2", "label": "Feed a line", "levels": "2 1"},
        ],
        "people": [
            {
                "id": "b01",
                "activity": "Turner",
                "profile": "p1",
                "levels": "1 3",
                "why": f"{MARK}why b01",
            },
            {"id": "b02", "activity": "Fitter", "profile": "p1", "levels": "3 1"},
            {
                "id": "b03",
                "activity": "Packer",
                "profile": "p2",
                "also": ["p1"],
                "levels": "2 2",
                "why": f"{MARK}why b03",
            },
        ],
        "questions": [
            {"id": "sum", "kind": "number", "figure": "sum_gaps", "text": "Sum of the gaps?"},
            {
                "id": "cover",
                "kind": "number",
                "figure": "coverage",
                "decimals": 1,
                "unit": "%",
                "text": "Coverage?",
            },
            {"id": "who", "kind": "people", "figure": "most_gaps", "text": "Who has most gaps?"},
            {
                "id": "pick",
                "kind": "choice",
                "text": "What is surplus?",
                "way": f"{MARK}way of pick",
                "options": [
                    {"id": "o1", "label": "Potential", "right": True, "why": f"{MARK}why o1"},
                    {"id": "o2", "label": "Waste", "why": f"{MARK}why o2"},
                ],
            },
        ],
        "priorities": [
            {
                "competence": "k1",
                "urgency": 3,
                "importance": 3,
                "safety": True,
                "why": f"{MARK}why k1",
            },
            {"competence": "k2", "urgency": 2, "importance": 1, "also_importance": [2]},
        ],
        "frame": {"budget": 5000, "headcount": 80, "wage": 30},
        "measures": [
            {
                "id": "m1",
                "label": "Safety course",
                "form": "short",
                "closes": ["k1"],
                "cost": 1000,
                "people": ["b01"],
                "why": f"{MARK}why m1",
            },
            {
                "id": "m2",
                "label": "Robot show",
                "form": "course",
                "closes": ["k2"],
                "fit": "unfit",
                "why": f"{MARK}why m2",
            },
        ],
        "closing": f"{MARK}closing",
        "reasons": [reason] if graded else [],
        "rubric": rubric if graded else None,
    }
    return found | changes


def register(
    where: Course, *, usage_key: str = "", weight: float = 100, **changes: Any
) -> Exercise:
    """Put a case into the register, a new one or in the place of another."""
    definition = adapter.validate_python(data(**changes))
    usage_key = usage_key or f"block-v1:wbm+t+{next(_numbers)}+type@{BLOCK_TYPE}+block@case"
    record(
        Snapshot(
            course_key=where.key,
            usage_key=usage_key,
            block_type=BLOCK_TYPE,
            kind=definition.kind,
            title=definition.title,
            definition=canonical(definition),
            definition_hash=fingerprint(definition),
            weight=weight,
        )
    )
    return Exercise.objects.get(usage_key=usage_key)


@dataclass
class Case:
    """Ada works on a case; Cem is in another company; Tom grades."""

    where: Course
    exercise: Exercise
    ada: Actor
    cem: Actor
    tom: Actor
    changes: dict[str, Any] = field(default_factory=dict)

    def save(
        self,
        name: str,
        *values: str,
        seen: Seen | None = None,
        who: Actor | None = None,
        **form: str,
    ) -> Saved:
        """Save an answer of Ada's; `form` for one of several fields."""
        given = {key: [value] for key, value in form.items()} or {"value": list(values)}
        return service.save(who or self.ada, self.exercise, name, given, seen or Seen(), NOW)

    def opened(self, who: Actor | None = None) -> Opened:
        return service.opened(who or self.ada, self.exercise, NOW)

    def answer_all(self, right: dict[str, Any] | None = None) -> None:
        """Answer everything there is, rightly but for `right`."""
        definition = self.opened().definition
        if definition.targets == "set":
            for person in definition.people:
                self.save(f"profile:{person.id}", person.profile)
        for name, value in (RIGHT | (right or {})).items():
            self.save(f"question:{name}", *(value if isinstance(value, list) else [value]))
        self.weigh("k1", 3, 3, 2, 18)
        self.weigh("k2", 2, 1, 3, 6)
        self.save("measure:m1", chosen="1", people="b01")
        if definition.reasons:
            self.save("reason:r1", LONG)

    def weigh(
        self, competence: str, urgency: int, importance: int, share: int, points: int
    ) -> None:
        self.save(
            f"weighing:{competence}",
            urgency=str(urgency),
            importance=str(importance),
            points=str(points),
            **{"class": str(share)},
        )

    def hand_in(self, who: Actor | None = None, now: datetime = NOW) -> Opened:
        exercise = Exercise.objects.get(pk=self.exercise.pk)
        revision = self.opened(who).revision
        return service.hand_in(who or self.ada, exercise, revision, exercise.definition_hash, now)

    def done(self) -> Work:
        """Answer everything and hand it in."""
        self.answer_all()
        work = self.hand_in().work
        assert work
        return work

    def decide(self, work: Work, levels: dict[str, int], now: datetime = NOW) -> Review:
        return grading_cases.decide(self.tom, work, grading_cases.rating(levels), now=now)

    def book(self, who: Actor | None = None) -> tuple[int, int] | None:
        """Return what the grade book holds."""
        key = CourseKey.from_string(self.where.key)
        scores = api.get_scores(self.where.key, course_anonymous_id((who or self.ada).user_id, key))
        score = scores.get(self.exercise.usage_key)
        return (score["points_earned"], score["points_possible"]) if score else None

    def url(self, name: str, *args: str) -> str:
        own = [self.where.key, self.exercise.usage_key]
        return reverse(f"wbm:needs_case{name}", args=[*own, *args])

    def browser(self, actor: Actor | None = None, *, htmx: bool = True) -> Client:
        client = Client(headers={"HX-Request": "true"} if htmx else None)
        client.force_login(User.objects.get(pk=(actor or self.ada).user_id))
        return client

    def page(self, step: str, actor: Actor | None = None) -> str:
        """Return the part of a step as it is sent."""
        return sent(self.browser(actor).get(self.url("_step", step)))


def case(*, weight: float = 100, **changes: Any) -> Case:
    """Return a case study with everything; `changes` of its definition."""
    where = course()
    company, other = where.company("Elm"), where.company("Other")
    return Case(
        where,
        register(where, weight=weight, **changes),
        where.trainee("Ada", company),
        where.trainee("Cem", other),
        where.person("Tom", [Role.TRAINER], None, [where.north]),
        changes,
    )


def sent(response: HttpResponse) -> str:
    assert response.status_code == 200, response.content.decode()[:500]
    return response.content.decode()
