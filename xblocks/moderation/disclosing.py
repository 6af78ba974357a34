"""What a person's own data hold of moderation: plans in words, rounds, and their part of boards."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext
from pydantic import ValidationError

from xblocks.core.errors import NotFound
from xblocks.core.holdings import Subject
from xblocks.core.redaction import Redaction
from xblocks.exercises.records import Exercise
from xblocks.exercises.service import version_of
from xblocks.moderation.board.feedback import CRITERIA
from xblocks.moderation.definition import Interventions, adapter
from xblocks.moderation.domain.dealing import Round, chosen_of
from xblocks.moderation.domain.written import read_measures, read_rows
from xblocks.moderation.planned import FORMS, METHODS, PLACES, Row
from xblocks.moderation.records import (
    Ballot,
    Board,
    BoardFeedback,
    BoardMeasure,
    BoardMember,
    Card,
    CardGroup,
    DrawnBallot,
    Plan,
    SceneRound,
)
from xblocks.roster.records import Person

Told = dict[str, Any]


def plans_of(who: Subject) -> list[Told]:
    """Return the person's plans, also removed ones, with what became of them when they were run."""
    plans = Plan.objects.filter(person__in=who.people).order_by("pk").prefetch_related("runs")
    hidden = _others(who)
    titles = _titles(each.usage_key for each in plans)
    return [hidden.value(_plan(each, titles)) for each in plans]


def rounds_of(who: Subject) -> list[Told]:
    """Return what the person did about disturbances, in the words of the scenes."""
    rounds = SceneRound.objects.filter(person__in=who.people).order_by("pk")
    titles = _titles(each.usage_key for each in rounds)
    return [
        {
            "exercise": titles.get(each.usage_key, ""),
            "usage_key": each.usage_key,
            "round": each.number,
            "started_at": each.started_at,
            "closed_at": each.closed_at,
            "best_percent": each.best,
            "choices": _choices(each),
        }
        for each in rounds
    ]


def boards_of(who: Subject) -> list[Told]:
    """Return the person's own part of boards; nobody knows which anonymous cards are theirs."""
    people = list(who.people)
    part = Q(moderator__in=people) | Q(opened_by__in=people)
    for model, column in (
        (BoardMember, "person"),
        (Card, "author"),
        (Ballot, "person"),
        (DrawnBallot, "person"),
        (BoardMeasure, "who"),
        (BoardFeedback, "moderator"),
    ):
        part |= Q(pk__in=model.objects.filter(**{f"{column}__in": people}).values("board"))
    boards = list(Board.objects.filter(part).order_by("pk"))
    hidden = _others(who)
    titles = _titles(each.usage_key for each in boards)
    return [hidden.value(_board(each, people, titles)) for each in boards]


def feedback_by(who: Subject) -> list[Told]:
    """Return what the person, as a trainer, told those who moderate."""
    given = BoardFeedback.objects.filter(trainer__in=who.people).select_related("board")
    return [{"usage_key": each.board.usage_key, **_feedback(each)} for each in given.order_by("pk")]


def _others(who: Subject) -> Redaction:
    """Return what takes the names of one's team and of one's boards out of what is handed out."""
    teams = Person.objects.filter(pk__in=who.people).exclude(company=None)
    boards = BoardMember.objects.filter(person__in=who.people)
    joined = BoardMember.objects.filter(board__in=boards.values("board"))
    near = Q(company__in=teams.values("company")) | Q(pk__in=joined.values("person"))
    others = Person.objects.filter(near).exclude(pk__in=who.people)
    names = frozenset(others.values_list("name", flat=True)) - who.names
    return Redaction(names, frozenset(), gettext("another member"))


def _titles(usage_keys: Iterable[str]) -> dict[str, str]:
    found = Exercise.objects.filter(usage_key__in=set(usage_keys))
    return dict(found.values_list("usage_key", "title"))


def _plan(plan: Plan, titles: Mapping[str, str]) -> Told:
    return {
        "exercise": titles.get(plan.usage_key, ""),
        "usage_key": plan.usage_key,
        "title": plan.title,
        "rows": [_row(each) for each in read_rows(plan.rows)],
        "measures": [asdict(each) for each in read_measures(plan.measures)],
        "reasons": plan.reasons,
        "plan_b": plan.plan_b,
        "created_at": plan.created_at,
        "changed_at": plan.changed_at,
        "removed_at": plan.removed_at,
        "handed_in_at": plan.handed_in_at,
        "points": plan.points,
        "runs": [
            {
                "started_at": run.started_at,
                "ended_at": run.ended_at,
                "presses": json.loads(run.presses),
            }
            for run in plan.runs.all()
        ],
    }


def _row(row: Row) -> Told:
    return {
        **row.model_dump(exclude={"id"}),
        "phase": gettext(PLACES[row.phase]),
        "method": gettext(METHODS[row.method]) if row.method else "",
        "form": gettext(FORMS[row.form]),
    }


def _choices(kept: SceneRound) -> Any:
    """Return what was chosen in words; short names alone where the scenes are gone."""
    try:
        definition = adapter.validate_python(version_of(kept.definition_hash))
    except (NotFound, ValidationError):
        definition = None
    chosen = chosen_of(kept.chosen)
    if not isinstance(definition, Interventions):
        return chosen
    return [
        {
            "scene": passage.scene.title,
            "moment": deed.moment.happens,
            "intervention": deed.intervention.text,
            "points": deed.points,
        }
        for passage in Round(definition.scenes, chosen).passages.values()
        for deed in passage.deeds
    ]


def _board(board: Board, people: list[int], titles: Mapping[str, str]) -> Told:
    steps = _steps(board)

    def title(name: str) -> str:
        return str(steps.get(name, {}).get("title", name))

    cards = Card.objects.filter(board=board, author__in=people).order_by("step", "text")
    votes = Ballot.objects.filter(board=board, person__in=people).order_by("step")
    drawn = DrawnBallot.objects.filter(board=board, person__in=people).order_by("step")
    measures = BoardMeasure.objects.filter(board=board, who__in=people).order_by("pk")
    about = BoardFeedback.objects.filter(board=board, moderator__in=people).order_by("pk")
    joined = BoardMember.objects.filter(board=board, person__in=people)
    headings = dict(CardGroup.objects.filter(board=board).values_list("pk", "heading"))
    return {
        "exercise": titles.get(board.usage_key, ""),
        "usage_key": board.usage_key,
        "title": board.title,
        "opened_by_you": board.opened_by_id in people,
        "moderated_by_you": board.moderator_id in people,
        "joined": joined.exists(),
        "you_write_for_others": joined.filter(proxy=True).exists(),
        "cards": [
            {"step": title(each.step), "text": each.text, "removed": each.removed} for each in cards
        ],
        "dots": [
            {"step": title(each.step), "dots": _dots(each, steps, headings)} for each in votes
        ],
        "voted_without_name": [title(each.step) for each in drawn],
        "your_measures": [
            {"what": each.what, "until": each.until, "recognised_by": each.sign}
            for each in measures
            if not each.removed
        ],
        "feedback": [_feedback(each) for each in about],
    }


def _steps(board: Board) -> dict[str, Told]:
    """Return the steps by their short names; none where the board's rules are gone."""
    try:
        found = version_of(board.definition_hash).get("steps", ())
    except NotFound:
        found = ()
    return {each["id"]: each for each in found}


def _dots(ballot: Ballot, steps: Mapping[str, Told], headings: Mapping[int, str]) -> list[Told]:
    """Return where dots are: by the field of the scale, else by the heading of the group."""
    scale = steps.get(ballot.step, {}).get("scale") or ()
    fields = {str(number): field for number, field in enumerate(scale)}
    groups = {str(number): heading for number, heading in headings.items()}
    words = fields or groups
    return [
        {"on": words.get(target, target), "dots": number}
        for target, number in json.loads(ballot.dots).items()
    ]


def _feedback(each: BoardFeedback) -> Told:
    return {
        "ratings": {
            gettext(CRITERIA.get(name, name)): level
            for name, level in json.loads(each.ratings).items()
        },
        "text": each.text,
        "changed_at": each.changed_at,
    }
