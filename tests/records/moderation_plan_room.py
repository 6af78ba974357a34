"""People with plans of a meeting, and shorthands for what they do with them."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from opaque_keys.edx.keys import CourseKey
from submissions import api

from course_export.preview.anonymous import course_anonymous_id
from tests.records.grading_cases import Course, course
from tests.unit.moderation_plans import MEASURES, MS1, MS1_SCENARIO
from xblocks.core.definitions import canonical, fingerprint
from xblocks.core.people import Actor, Role
from xblocks.exercises.records import Exercise
from xblocks.exercises.service import Snapshot, record
from xblocks.moderation import handing_in, plan_keeping, plans
from xblocks.moderation.definition import adapter
from xblocks.moderation.desk.plan_form import Entries, entries_of, sent
from xblocks.moderation.plan_keeping import Seen
from xblocks.moderation.plans import Draft, Opened
from xblocks.moderation.reach import BLOCK_TYPE
from xblocks.moderation.records import Plan

NOW = datetime(2027, 3, 1, 18, 0, tzinfo=UTC)
MARK = "QZXmodel"
"""Begins every word of the model answer that no page may hold before its time."""

WRITTEN = Draft("Plan A", MS1, MEASURES, "Cards protect who is below.", "Fewer topics.")
_numbers = itertools.count(1)


def data(*, graded: bool = False, **changes: Any) -> dict[str, Any]:
    """Return the definition of a plan whose model is the one of MS1."""
    criterion = {"id": "why", "label": "Reasons", "weight": 20, "levels": ["none", "some", "good"]}
    model = [row.model_dump(mode="json") for row in MS1]
    model[0]["content"] = f"{MARK} goal, procedure, time, rules; Ziel, Ablauf, Zeit, Regeln"
    found: dict[str, Any] = {
        "kind": "plan",
        "title": "Hall 3",
        "intro": "Plan the meeting.",
        "scenario": MS1_SCENARIO.model_dump(mode="json"),
        "model": model,
        "measures": [{"what": f"{MARK} course", "who": "Kim", "sign": "done", "days": 30}],
        "why": f"{MARK} why",
        "rubric": {"total": 20, "criteria": [criterion]} if graded else None,
    }
    return found | changes


def register(where: Course, usage_key: str = "", weight: float = 20, **changes: Any) -> Exercise:
    """Put a plan exercise into the register, a new one or in the place of another."""
    parsed = adapter.validate_python(data(**changes))
    key = usage_key or f"block-v1:wbm+p+{next(_numbers)}+type@{BLOCK_TYPE}+block@plan"
    record(
        Snapshot(
            course_key=where.key,
            usage_key=key,
            block_type=BLOCK_TYPE,
            kind=parsed.kind,
            title=parsed.title,
            definition=canonical(parsed),
            definition_hash=fingerprint(parsed),
            weight=weight,
        )
    )
    return Exercise.objects.get(usage_key=key)


@dataclass
class Room:
    """Ada plans; Ben is a team mate, Cem in another company; Tom grades."""

    where: Course
    exercise: Exercise
    ada: Actor
    ben: Actor
    cem: Actor
    tom: Actor

    def begin(self, who: Actor | None = None, latest: int | None = None) -> Plan:
        actor = who or self.ada
        seen = self.opened(actor).latest if latest is None else latest
        return plan_keeping.begin(actor, self.exercise, seen, NOW)

    def copy(self, plan: Plan) -> Plan:
        return plan_keeping.copy(self.ada, self.exercise, plan.pk, self.opened().latest, NOW)

    def save(self, plan: Plan, draft: Draft = WRITTEN, **seen: Any) -> Plan:
        known = Seen(**({"version": Plan.objects.get(pk=plan.pk).version} | seen))
        return plan_keeping.save(self.ada, self.exercise, plan.pk, draft, known, NOW)

    def written(self, **changes: Any) -> Plan:
        """Begin a plan and write it."""
        return self.save(self.begin(), replace(WRITTEN, **changes))

    def hand_in(self, plan: Plan, who: Actor | None = None, **seen: Any) -> Plan:
        exercise = Exercise.objects.get(pk=self.exercise.pk)
        known = {"version": Plan.objects.get(pk=plan.pk).version} | seen
        definition = known.get("definition", exercise.definition_hash)
        return handing_in.hand_in(
            who or self.ada, exercise, plan.pk, known["version"], definition, NOW
        )

    def opened(self, who: Actor | None = None) -> Opened:
        return plans.opened(who or self.ada, self.exercise, NOW)

    def draft(self, plan: Plan) -> Draft:
        return plans.draft_of(Plan.objects.get(pk=plan.pk))

    def book(self) -> tuple[int, int] | None:
        """Return what the grade book holds of Ada."""
        key = CourseKey.from_string(self.where.key)
        scores = api.get_scores(self.where.key, course_anonymous_id(self.ada.user_id, key))
        score = scores.get(self.exercise.usage_key)
        return (score["points_earned"], score["points_possible"]) if score else None

    def url(self, name: str = "", *args: int) -> str:
        own = [self.where.key, self.exercise.usage_key]
        return reverse(f"wbm:moderation_plan{name}", args=[*own, *args])

    def browser(self, who: Actor | None = None, *, htmx: bool = True) -> Client:
        client = Client(headers={"HX-Request": "true"} if htmx else None)
        client.force_login(User.objects.get(pk=(who or self.ada).user_id))
        return client

    def form(self, plan: Plan, draft: Draft = WRITTEN, **more: Any) -> dict[str, Any]:
        """Return what the page of a plan sends."""
        version = Plan.objects.get(pk=plan.pk).version
        return {**fields(entries_of(draft)), "version": str(version), **more}


def fields(entries: Entries) -> dict[str, Any]:
    """Return the fields of a form, column by column."""
    found: dict[str, Any] = {
        "plan_title": entries.title,
        "reasons": entries.reasons,
        "plan_b": entries.plan_b,
        "row": [row["id"] for row in entries.rows],
    }
    for name in ("visual", "continues"):
        found[name] = [row["id"] for row in entries.rows if row[name]]
    for name in ("phase", "method", "minutes", "content", "goal", "form", "material", "dots"):
        found[sent(name)] = [row[name] for row in entries.rows]
    for name in ("what", "who", "by", "sign"):
        found[name] = [each[name] for each in entries.measures]
    return found


def room(**changes: Any) -> Room:
    """Return an exercise with people before it."""
    where = course()
    company, other = where.company("Elm"), where.company("Other")
    return Room(
        where,
        register(where, **changes),
        where.trainee("Ada", company),
        where.trainee("Ben", company),
        where.trainee("Cem", other),
        where.person("Tom", [Role.TRAINER], None, [where.north]),
    )
