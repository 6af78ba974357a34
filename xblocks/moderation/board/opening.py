"""Boards are opened: of a team, of a district, or of whoever joins with a code."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from xblocks.core.errors import Conflict, NotFound, NotOnRoster
from xblocks.core.people import Actor, Role
from xblocks.core.permissions import Action, require_own_hand
from xblocks.core.wording import line
from xblocks.exercises import service as exercises
from xblocks.exercises.records import Exercise
from xblocks.moderation.board.membership import of_districts, of_group
from xblocks.moderation.board.refusals import CodeUnknown, NoGroup, TooManyBoards
from xblocks.moderation.reach import card_board_of
from xblocks.moderation.records import Board, BoardMember
from xblocks.moderation.records.boards import TITLE_LENGTH
from xblocks.roster.records import Company, District

CODE_SIGNS = "BCDFGHJKLMNPQRSTVWXZ"
"""Letters that nobody takes for a digit, and no vowels: so no code is a word."""

CODE_SIZE = 6
MOST_BOARDS = 10
"""Boards with a code that one person opens for one exercise."""

TRIES = 20


def boards_of(actor: Actor, exercise: Exercise) -> list[Board]:
    """Return the boards of an exercise somebody may enter, newest first.

    Raises `NotAllowed`, `Masquerading`.
    """
    require_own_hand(actor, Action.SEE_BOARD)
    joined = BoardMember.objects.filter(person=actor.person_id).values("board")
    mine = of_group(actor) | of_districts(actor) | Q(pk__in=joined, code__isnull=False)
    found = Board.objects.filter(mine, usage_key=exercise.usage_key, course_key=actor.course_key)
    chosen = found.select_related("company", "district", "moderator")
    return list(chosen.order_by("-created_at", "-id").distinct())


@transaction.atomic
def open_board(actor: Actor, exercise: Exercise, now: datetime, title: str = "") -> Board:
    """Open the board of one's own team or district, or return it; else a new one with a code.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `NoGroup`, `NotOnRoster`, `TooManyBoards`,
    and what `wording.line` raises.
    """
    require_own_hand(actor, Action.SEE_BOARD)
    group = card_board_of(exercise).group
    if group == "seminar":
        return _with_code(actor, exercise, now, line(title, TITLE_LENGTH))
    if Role.TRAINEE not in actor.roles or actor.company is None or actor.person_id is None:
        raise NoGroup
    require_own_hand(actor, Action.WORK_ON_BOARD)
    if group == "team":
        return _of_group(actor, exercise, now, company_id=actor.company)
    home = Company.objects.values_list("district", flat=True).get(pk=actor.company)
    return _of_group(actor, exercise, now, district_id=home)


@transaction.atomic
def open_for(
    actor: Actor,
    exercise: Exercise,
    *,
    company: int | None = None,
    district: int | None = None,
    now: datetime,
) -> Board:
    """Open the board of a team or district of the trainer's own districts, or return it.

    Raises `NotAllowed`, `Masquerading`, `NotFound`.
    """
    require_own_hand(actor, Action.COMMENT_BOARD)
    group = card_board_of(exercise).group
    course = actor.course_key
    if group == "team" and company is not None:
        teams = Company.objects.filter(pk=company, course_key=course, district__in=actor.districts)
        if teams.exists():
            return _of_group(actor, exercise, now, company_id=company)
    if group == "district" and district is not None and district in actor.districts:
        return _of_group(actor, exercise, now, district_id=district)
    raise NotFound


@transaction.atomic
def join(actor: Actor, exercise: Exercise, code: str, now: datetime) -> Board:
    """Join the board with a code; again is as good as once. Trainers watch there.

    Raises `NotAllowed`, `Masquerading`, `NotOnRoster`, `CodeUnknown`.
    """
    require_own_hand(actor, Action.SEE_BOARD)
    _require_row(actor)
    letters = "".join(code.split()).upper()
    board = (
        Board.objects.select_for_update()
        .filter(usage_key=exercise.usage_key, course_key=actor.course_key, code=letters[:CODE_SIZE])
        .first()
    )
    if board is None or len(letters) != CODE_SIZE:
        raise CodeUnknown
    _joined, new = BoardMember.objects.get_or_create(board=board, person_id=actor.person_id)
    if new:
        _grow(board, now)
    return board


@transaction.atomic
def leave(actor: Actor, board_id: int, now: datetime) -> None:
    """Leave a board that one joined with its code; what one wrote on it stays.

    Who moderates lays that down by it. Raises `NotAllowed`, `Masquerading`, `NotFound`.
    """
    require_own_hand(actor, Action.SEE_BOARD)
    board = (
        Board.objects.select_for_update()
        .filter(pk=board_id, course_key=actor.course_key, code__isnull=False)
        .first()
    )
    mine = BoardMember.objects.filter(board=board_id, person=actor.person_id)
    if board is None or not mine.exists():
        raise NotFound
    mine.delete()
    if board.moderator_id == actor.person_id:
        board.moderator = None
    _grow(board, now)


def _with_code(actor: Actor, exercise: Exercise, now: datetime, title: str) -> Board:
    _require_row(actor)
    own = Board.objects.filter(usage_key=exercise.usage_key, opened_by=actor.person_id)
    if own.count() >= MOST_BOARDS:
        raise TooManyBoards(most=MOST_BOARDS)
    for _try in range(TRIES):
        code = "".join(secrets.choice(CODE_SIGNS) for _ in range(CODE_SIZE))
        try:
            with transaction.atomic():
                board = Board.objects.create(**_first(actor, exercise, now), code=code, title=title)
        except IntegrityError:
            continue
        BoardMember.objects.create(board=board, person_id=actor.person_id)
        return board
    raise Conflict


def _of_group(actor: Actor, exercise: Exercise, now: datetime, **group: Any) -> Board:
    found = Board.objects.filter(usage_key=exercise.usage_key, **group).first()
    if found is not None:
        return found
    # Of many who make the first one at once MariaDB would undo some: they queue up here.
    rows = Company if "company_id" in group else District
    (pk,) = group.values()
    rows.objects.select_for_update().filter(pk=pk).values_list("pk").first()
    made, _new = Board.objects.get_or_create(
        usage_key=exercise.usage_key, **group, defaults=_first(actor, exercise, now)
    )
    return made


def _first(actor: Actor, exercise: Exercise, now: datetime) -> dict[str, Any]:
    """Return a board as it begins: at its first step, by the definition as it stands now."""
    return {
        "course_key": exercise.course_key,
        "usage_key": exercise.usage_key,
        "opened_by_id": actor.person_id,
        "step": card_board_of(exercise).steps[0].id,
        "definition_hash": exercises.keep_version(exercise),
        "created_at": now,
        "changed_at": now,
    }


def _require_row(actor: Actor) -> None:
    """Raise `NotOnRoster` for staff of the platform who are on no list of the course."""
    if actor.person_id is None:
        raise NotOnRoster


def _grow(board: Board, now: datetime) -> None:
    board.revision += 1
    board.changed_at = now
    board.save(update_fields=["revision", "changed_at", "moderator"])
