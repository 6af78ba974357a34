"""Lets boards and other people's plans go on without somebody who has gone for good."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from xblocks.core.holdings import Subject
from xblocks.core.redaction import Redaction
from xblocks.host.erasing import former_member, redact
from xblocks.moderation.domain.written import MOST_WORDS
from xblocks.moderation.planned import LONGEST_CONTENT
from xblocks.moderation.records import (
    Ballot,
    Board,
    BoardFeedback,
    BoardMeasure,
    BoardMember,
    BoardMove,
    Card,
    CardGroup,
    DrawnBallot,
    Plan,
    PlanRun,
)
from xblocks.roster.holding import companies_left_empty

LIMITS: Final = {
    "content": LONGEST_CONTENT,
    **dict.fromkeys(("goal", "material", "what", "who", "sign"), MOST_WORDS),
}
"""How long the texts in rows and measures may be, in characters, so that they can be read again."""


def leave_boards(who: Subject) -> None:
    """Take the person's name off boards; remove those whose group is empty now.

    Cards, dots and measures stay for the group, feedback on the person goes.
    """
    people = list(who.people)
    joined = Board.objects.filter(members__person__in=people, code__isnull=False)
    seminars = list(joined.values_list("pk", flat=True))
    BoardMember.objects.filter(person__in=people).delete()
    left = Board.objects.filter(pk__in=seminars).exclude(
        Exists(BoardMember.objects.filter(board=OuterRef("pk")))
    )
    left.delete()
    Board.objects.filter(company__in=companies_left_empty(people)).delete()
    BoardFeedback.objects.filter(moderator__in=people).delete()
    touched = _touched(people) | Q(pk__in=seminars)
    for board in Board.objects.select_for_update().filter(touched).order_by("pk"):
        _leave(board, people)
    DrawnBallot.objects.filter(person__in=people).update(person=None)
    Ballot.objects.filter(person__in=people).update(person=None)
    Board.objects.filter(opened_by__in=people).update(opened_by=None)


def _touched(people: list[int]) -> Q:
    """Return which boards show the person by name."""
    return (
        Q(moderator__in=people)
        | Q(pk__in=Card.objects.filter(author__in=people).values("board"))
        | Q(pk__in=BoardMeasure.objects.filter(who__in=people).values("board"))
    )


def _leave(board: Board, people: list[int]) -> None:
    """Let go of the name on one board, so that open pages learn of it."""
    revision = board.revision + 1
    cards = Card.objects.filter(board=board, author__in=people)
    # Hidden cards have no revision: it would tell who wrote before whom.
    cards.filter(revision=0).update(author=None)
    cards.update(author=None, revision=revision)
    BoardMeasure.objects.filter(board=board, who__in=people).update(
        who=None,
        who_else=former_member(board.course_key),
        version=F("version") + 1,
        revision=revision,
    )
    moderator = None if board.moderator_id in people else board.moderator_id
    Board.objects.filter(pk=board.pk).update(revision=revision, moderator=moderator)


def redact_texts(who: Subject) -> None:
    """Take the person's name out of what others wrote, in every course the person was in."""
    for course_key in who.courses:
        redaction = who.redaction(former_member(course_key))
        if redaction.empty:
            continue
        plans = Plan.objects.filter(course_key=course_key)
        redact(plans, ["title", "reasons", "plan_b"], redaction)
        _redact_entries(plans, ("rows", "measures"), redaction)
        _redact_entries(PlanRun.objects.filter(plan__in=plans), ("rows",), redaction)
        boards = {"board__course_key": course_key}
        redact(Board.objects.filter(course_key=course_key), ["title"], redaction)
        redact(Card.objects.filter(**boards), ["text"], redaction)
        redact(CardGroup.objects.filter(**boards), ["heading"], redaction)
        redact(BoardMeasure.objects.filter(**boards), ["what", "who_else", "sign"], redaction)
        redact(BoardFeedback.objects.filter(**boards), ["text"], redaction)
        moves = BoardMove.objects.filter(**boards)
        redact(moves, ["before", "after"], redaction, json_texts=True)


def _redact_entries(rows: QuerySet[Any], columns: tuple[str, ...], redaction: Redaction) -> None:
    """Take the name out of JSON texts of rows and measures, none longer than it may be."""
    for row in rows.order_by("pk").only("pk", *columns):
        kept = {name: getattr(row, name) for name in columns}
        clean = {name: _clean(text, redaction) for name, text in kept.items()}
        if clean != kept:
            rows.model._base_manager.filter(pk=row.pk).update(**clean)


def _clean(text: str, redaction: Redaction) -> str:
    entries = json.loads(text)
    found = [_entry(each, redaction) for each in entries]
    if found == entries:
        return text
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def _entry(entry: Mapping[str, Any], redaction: Redaction) -> dict[str, Any]:
    return {
        name: redaction.text(value)[: LIMITS[name]] if name in LIMITS else value
        for name, value in entry.items()
    }
