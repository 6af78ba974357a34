"""A team with the matrix of its own company, and shorthands for what it does there."""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
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
from xblocks.needs_analysis.definition import adapter
from xblocks.needs_analysis.domain.grid import Grid, Worker
from xblocks.needs_analysis.reach import BLOCK_TYPE
from xblocks.needs_analysis.records import MatrixRow, TeamMatrix
from xblocks.needs_analysis.team import cells, columns, people
from xblocks.needs_analysis.team.opening import opened
from xblocks.roster.records import Company

NOW = datetime(2027, 3, 1, 18, 0, tzinfo=UTC)
_numbers = itertools.count(1)


def definition(**changes: Any) -> dict[str, Any]:
    """Two competences and a profile as proposals."""
    return {
        "kind": "own_company",
        "title": "Our matrix",
        "intro": "Codes, no names.",
        "competences": [
            {"id": "k1", "label": "Operate robots"},
            {"id": "k2", "label": "Check quality"},
        ],
        "profiles": [{"id": "p1", "label": "Line operator", "levels": "3 2"}],
        "milestone": "m3",
    } | changes


def exercise(where: Course, **changes: Any) -> Exercise:
    """Put the exercise into the register."""
    parsed = adapter.validate_python(definition(**changes))
    usage_key = f"block-v1:wbm+t+{next(_numbers)}+type@{BLOCK_TYPE}+block@own"
    record(
        Snapshot(
            course_key=where.key,
            usage_key=usage_key,
            block_type=BLOCK_TYPE,
            kind="own_company",
            title=parsed.title,
            definition=canonical(parsed),
            definition_hash=fingerprint(parsed),
        )
    )
    return Exercise.objects.get(usage_key=usage_key)


@dataclass
class Team:
    """Ada and Bea are a team; Cem is in another one."""

    where: Course
    own: Exercise
    ada: Actor
    bea: Actor
    cem: Actor

    def add(self, *codes: str, count: int = 0) -> list[int]:
        return people.add_people(self.ada, self.own, codes, count, NOW)

    def set(self, row: int, skill: str, token: str, was: str = "", who: Actor | None = None) -> Any:
        return cells.save_level(who or self.ada, self.own, row, skill, token, was, NOW)

    def grid(self, who: Actor | None = None) -> Grid:
        return opened(who or self.ada, self.own).grid

    def worker(self, code: str) -> Worker:
        return next(each for each in self.grid().people if each.code == code)

    def user(self, actor: Actor) -> User:
        return User.objects.get(pk=actor.user_id)

    def url(self, name: str, *args: Any) -> str:
        return reverse(f"wbm:own_{name}", args=[self.where.key, self.own.usage_key, *args])

    def get(self, client: Client, name: str, *args: Any, **query: Any) -> HttpResponse:
        return client.get(self.url(name, *args), query, headers={"HX-Request": "true"})

    def post(self, client: Client, name: str, /, *args: Any, **form: Any) -> HttpResponse:
        return client.post(self.url(name, *args), form, headers={"HX-Request": "true"})


def team(**changes: Any) -> Team:
    where = course()
    ada = where.trainee("Ada Adler", where.company("Works"))
    return Team(
        where,
        exercise(where, **changes),
        ada,
        where.trainee("Bea Berg", Company.objects.get(pk=ada.company)),
        where.trainee("Cem Celik", where.company("Other")),
    )


def everybody_else(here: Team) -> dict[str, Actor]:
    """All who have nothing to look for in the matrix of Ada's team."""
    where = here.where
    roles = (Role.TRAINER, Role.COORDINATOR, Role.EXPERT, Role.AUTHOR)
    found = {role.value: where.person(role.value, [role], None, [where.north]) for role in roles}
    return {
        **found,
        "all roles": where.person("All", roles, None, [where.north]),
        "no team": replace(where.trainee("Lone", where.company("Third")), company=None),
        "looking as Ada": replace(here.ada, masquerading=True),
        "staff without a row": Actor(9_999, where.key, "staff", frozenset(roles)),
    }


def fill_up(here: Team, rows: int, skills: int) -> list[int]:
    """A matrix as large as it may be, written at once."""
    for number in range(skills - 2):
        columns.add_skill(here.ada, here.own, f"Competence number {number}", NOW)
    ids = [skill.id for skill in here.grid().skills]
    matrix = TeamMatrix.objects.get(usage_key=here.own.usage_key)
    matrix.profiles = json.dumps(
        [{"id": "p1", "label": "Operator", "levels": dict.fromkeys(ids, 3)}]
    )
    matrix.save()
    levels = json.dumps({name: number % 5 for number, name in enumerate(ids)})
    MatrixRow.objects.bulk_create(
        MatrixRow(
            matrix=matrix,
            position=number,
            code=f"P{number:02}",
            activity="Sets up machines",
            profile="p1",
            levels=levels,
        )
        for number in range(1, rows + 1)
    )
    return list(
        MatrixRow.objects.filter(matrix=matrix).order_by("position").values_list("pk", flat=True)
    )
