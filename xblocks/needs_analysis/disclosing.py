"""What a person's own data hold of a needs analysis: answers in words, and the team's matrix."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import partial
from io import BytesIO
from typing import Any

from django.utils.translation import gettext

from xblocks.core.definitions import Identifier
from xblocks.core.errors import NotFound
from xblocks.core.holdings import OwnFile, Subject
from xblocks.core.redaction import Redaction
from xblocks.exercises.records import Exercise
from xblocks.exercises.service import version_of
from xblocks.needs_analysis.domain import grid
from xblocks.needs_analysis.domain.names import Part, parts_of
from xblocks.needs_analysis.exchange.separated import csv_bytes
from xblocks.needs_analysis.records import Sheet, TeamMatrix
from xblocks.needs_analysis.team.opening import grid_of, rows_of
from xblocks.roster.records import Person

Labels = Mapping[Identifier, str]


def sheets_of(who: Subject) -> list[dict[str, Any]]:
    """Return the person's cases: each answer with the words of what it answers."""
    sheets = Sheet.objects.filter(person__in=who.people).order_by("pk")
    exercises = Exercise.objects.filter(usage_key__in=sheets.values("usage_key"))
    known = {each.usage_key: each for each in exercises}
    hidden = _others(who)
    return [hidden.value(_sheet(each, known.get(each.usage_key))) for each in sheets]


def matrices_of(who: Subject) -> list[dict[str, Any]]:
    """Return which matrices the person's team has; the files beside hold what stands in them."""
    return [
        {
            "usage_key": each.usage_key,
            "changed_at": each.changed_at,
            "changed_last_by_you": each.changed_by_id in who.people,
        }
        for each in _team_matrices(who)
    ]


def matrix_files(who: Subject) -> Iterable[OwnFile]:
    """Return the matrices of the person's team as tables that can be imported again."""
    for each in _team_matrices(who):
        told = _others(who).value(json.loads(grid.grid_text(grid_of(each, rows_of(each)))))
        content = csv_bytes(grid.grid_of(json.dumps(told)), gettext)
        yield OwnFile("matrix.csv", len(content), partial(BytesIO, content))


def _others(who: Subject) -> Redaction:
    """Return what takes the names of the others in the team out of what is handed out."""
    teams = Person.objects.filter(pk__in=who.people).exclude(company=None)
    others = Person.objects.filter(company__in=teams.values("company")).exclude(pk__in=who.people)
    names = frozenset(others.values_list("name", flat=True))
    return Redaction(names, frozenset(), gettext("another member"))


def _team_matrices(who: Subject) -> list[TeamMatrix]:
    teams = Person.objects.filter(pk__in=who.people, left_at=None).exclude(company=None)
    found = TeamMatrix.objects.filter(company__in=teams.values("company"))
    return list(found.order_by("pk"))


def _sheet(sheet: Sheet, exercise: Exercise | None) -> dict[str, Any]:
    definition = _definition(sheet, exercise)
    labels = dict(_labels(definition))
    options = {
        question["id"]: {each["id"]: each["label"] for each in question.get("options", ())}
        for question in definition.get("questions", ())
    }
    return {
        "exercise": definition.get("title", ""),
        "usage_key": sheet.usage_key,
        "round": sheet.round,
        "started_at": sheet.started_at,
        "changed_at": sheet.changed_at,
        "closed_at": sheet.closed_at,
        "best_points": sheet.best,
        "answers": [
            _answer(each.name, json.loads(each.value), labels, options)
            for each in sheet.entries.order_by("revision", "pk")
        ],
    }


def _definition(sheet: Sheet, exercise: Exercise | None) -> dict[str, Any]:
    """Return what the answers were given to; empty when it is gone."""
    try:
        return version_of(sheet.definition_hash)
    except NotFound:
        found: dict[str, Any] = json.loads(exercise.definition) if exercise else {}
        return found


def _labels(definition: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """Yield what a case calls its parts, by their ids; where two share one, the last counts."""
    for interviewee in definition.get("interviewees", ()):
        for inquiry in interviewee.get("inquiries", ()):
            yield inquiry["id"], f"{interviewee['name']}: {inquiry['text']}"
    for part, words in (
        ("questions", "text"),
        ("reasons", "label"),
        ("measures", "label"),
        ("profiles", "label"),
        ("competences", "label"),
        ("people", "activity"),
    ):
        for each in definition.get(part, ()):
            yield each["id"], f"{each['id'].upper()} {each[words]}"


def _answer(name: str, value: Any, labels: Labels, options: Mapping[str, Labels]) -> dict[str, Any]:
    part, ids = parts_of(name)
    words: Labels = labels
    if part is Part.QUESTION:
        words = {**labels, **options.get(ids[0], {})}
    elif part is Part.REASON:
        words = {}
    return {
        "to": part.value,
        "of": [labels.get(each, each) for each in ids],
        "answer": _told(value, words),
    }


def _told(value: Any, words: Labels) -> Any:
    if isinstance(value, str):
        return words.get(value, value)
    if isinstance(value, list):
        return [_told(each, words) for each in value]
    if isinstance(value, dict):
        return {key: _told(each, words) for key, each in value.items()}
    return value
