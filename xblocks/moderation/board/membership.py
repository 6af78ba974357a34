"""Whose board somebody reaches, and as what. What they do not reach does not exist for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache

from django.db.models import CharField, F, Q, QuerySet, Value

from xblocks.core.errors import NotFound
from xblocks.core.people import Actor, Role
from xblocks.core.permissions import Action, require_own_hand
from xblocks.exercises.records import Exercise
from xblocks.exercises.service import version_of
from xblocks.moderation.board.refusals import NotForOthers, NotModerating, StepClosed
from xblocks.moderation.definition import CardBoard, adapter
from xblocks.moderation.domain.board import (
    Progress,
    State,
    continues,
    progress_of,
    stages_of,
)
from xblocks.moderation.reach import card_board_of, find
from xblocks.moderation.records import Board, BoardMember, BoardSeat, BoardStep
from xblocks.moderation.steps import AnyStep
from xblocks.roster.records import Company, Person


@dataclass(frozen=True)
class Around:
    """Who is at a board: people by key and name, and the numbers of seats without a device."""

    people: tuple[tuple[int, str], ...]
    seats: tuple[int, ...]

    @property
    def voices(self) -> int:
        """How many may write and vote."""
        return len(self.people) + len(self.seats)


@dataclass(frozen=True)
class Access:
    """A board as one person reaches it.

    `works`: they are of its group and write on it. `watches`: a trainer, who writes nothing on it.
    `moderates` and `proxy` only who works; `proxies` are all who write for seats. `steps` are the
    begun ones by id.
    """

    board: Board
    exercise: Exercise
    definition: CardBoard
    progress: Progress
    steps: dict[str, BoardStep]
    person: int | None
    works: bool
    watches: bool
    moderates: bool
    proxies: frozenset[int]

    @property
    def proxy(self) -> bool:
        """Whether the person may write for seats besides the moderator."""
        return self.works and self.person in self.proxies

    @cached_property
    def around(self) -> Around:
        """Who is at the board, in one statement; read when it is first asked for."""
        return around(self.board)

    @property
    def step(self) -> AnyStep:
        """The definition of the step the group stands at."""
        return self.definition.steps[self.progress.at]

    def state_of(self, step: str) -> State:
        """Return the state of a step the group has reached; raises `NotFound` for later ones."""
        return self.progress.states[self._place(step)]

    def step_of(self, step: str) -> AnyStep:
        """Return a step the group has reached; raises `NotFound` for later ones."""
        return self.definition.steps[self._place(step)]

    def is_anonymous(self, step: str) -> bool:
        """Whether a begun step is without names; as the author says where nobody chooses."""
        begun = self.steps.get(step)
        if begun is not None:
            return begun.anonymous
        return getattr(self.step_of(step), "anonymity", "named") == "anonymous"

    def _place(self, step: str) -> int:
        for number, each in enumerate(self.definition.steps[: self.progress.furthest + 1]):
            if each.id == step:
                return number
        raise NotFound


def reached(actor: Actor, board_id: int) -> Access:
    """Return a board to be read, in four statements.

    Raises `NotAllowed`, `Masquerading`, and `NotFound` for boards of other groups.
    """
    require_own_hand(actor, Action.SEE_BOARD)
    boards = Board.objects.select_related("company", "district", "moderator")
    return _access(actor, boards.filter(pk=board_id))


def held(actor: Actor, board_id: int, *, moderates: bool = False) -> Access:
    """Return a board for this transaction alone, to somebody who works on it.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, with `moderates` also `NotModerating`.
    """
    require_own_hand(actor, Action.WORK_ON_BOARD)
    found = _access(actor, Board.objects.select_for_update().filter(pk=board_id))
    if not found.works:
        raise NotFound
    if moderates and not found.moderates:
        raise NotModerating
    return found


def held_to_watch(actor: Actor, board_id: int) -> Access:
    """Return a board for this transaction alone, to a trainer who watches it.

    Raises `NotAllowed`, `Masquerading`, `NotFound`.
    """
    require_own_hand(actor, Action.COMMENT_BOARD)
    found = _access(actor, Board.objects.select_for_update().filter(pk=board_id))
    if not found.watches:
        raise NotFound
    return found


def require_open(here: Access, step: str, kind: type[AnyStep]) -> AnyStep:
    """Return the definition of the open step; raises `StepClosed`, also for another kind."""
    if not here.progress.is_open(step) or not isinstance(here.step, kind):
        raise StepClosed
    return here.step


def require_voice(here: Access, seat: int | None) -> None:
    """Raise `NotForOthers` unless the person may write for a seat; None is they themselves."""
    if seat is None:
        return
    seats = BoardSeat.objects.filter(board=here.board, number=seat)
    if not (here.moderates or here.proxy) or not seats.exists():
        raise NotForOthers


def touch(here: Access, now: datetime | None, *fields: str) -> int:
    """Write a changed board, which must be held; return its revision.

    Without `now` it keeps no time: what is anonymous does not say when it was written.
    """
    board = here.board
    board.revision += 1
    if now is not None:
        board.changed_at = now
    board.save(update_fields=[*fields, "revision", "changed_at"])
    return board.revision


def members(board: Board) -> list[Person]:
    """Return who works on a board now, by name."""
    found = _people(board).order_by("search_text", "id").distinct()
    return list(found.only("name", "search_text"))


def around(board: Board) -> Around:
    """Return who is at a board now, in one statement."""
    # All columns are annotations: only so they keep their order in every Django.
    people = _people(board).annotate(key=F("pk"), seat=Value(0), words=F("name"))
    seats = BoardSeat.objects.filter(board=board).annotate(
        key=Value(0), seat=F("number"), words=Value("", CharField())
    )
    columns = ("key", "seat", "words")
    rows = list(people.values_list(*columns).union(seats.values_list(*columns)))
    return Around(
        tuple(sorted((key, words) for key, seat, words in rows if not seat)),
        tuple(sorted(seat for _key, seat, _words in rows if seat)),
    )


def _people(board: Board) -> QuerySet[Person]:
    people = Person.objects.filter(left_at=None, roles__role=Role.TRAINEE)
    if board.company_id is not None:
        people = people.filter(company=board.company_id)
    elif board.district_id is not None:
        people = people.filter(company__district=board.district_id)
    else:
        joined = BoardMember.objects.filter(board=board).values("person")
        people = people.filter(pk__in=joined)
    return people


def voices(board: Board) -> int:
    """Return how many may write and vote: who works on it, and the seats without a device."""
    return len(members(board)) + BoardSeat.objects.filter(board=board).count()


def is_moderated(board: Board) -> bool:
    """Whether somebody moderates who still works on the board."""
    return any(each.pk == board.moderator_id for each in members(board))


def of_group(actor: Actor) -> Q:
    """Return which boards belong to a trainee's own team and district."""
    if Role.TRAINEE not in actor.roles or actor.company is None:
        return Q(pk__in=[])
    home = Q(district__companies=actor.company)
    return Q(company=actor.company) | home


def of_districts(actor: Actor) -> Q:
    """Return which boards belong to the districts a trainer works for."""
    if Role.TRAINER not in actor.roles:
        return Q(pk__in=[])
    return Q(company__district__in=actor.districts) | Q(district__in=actor.districts)


def _access(actor: Actor, boards: QuerySet[Board]) -> Access:
    board = boards.filter(course_key=actor.course_key).first()
    if board is None:
        raise NotFound
    rows = BoardMember.objects.filter(board=board).values_list("person", "proxy")
    proxy_of = dict(rows)
    joined = actor.person_id in proxy_of
    works = _works(actor, board, joined=joined)
    watches = not works and _watches(actor, board, joined=joined)
    if not (works or watches):
        raise NotFound
    exercise = find(actor, board.usage_key)
    definition = _definition(board, exercise)
    steps = {each.step: each for each in BoardStep.objects.filter(board=board)}
    states = {name: each.state for name, each in steps.items()}
    return Access(
        board=board,
        exercise=exercise,
        definition=definition,
        progress=progress_of(stages_of(definition), states, board.step),
        steps=steps,
        person=actor.person_id,
        works=works,
        watches=watches,
        moderates=works and board.moderator_id == actor.person_id,
        proxies=frozenset(key for key, proxy in proxy_of.items() if proxy),
    )


def _works(actor: Actor, board: Board, *, joined: bool) -> bool:
    if Role.TRAINEE not in actor.roles or actor.person_id is None:
        return False
    if board.company_id is not None:
        return bool(board.company_id == actor.company)
    if board.district_id is not None:
        home = Company.objects.filter(pk=actor.company, district=board.district_id)
        return bool(home.exists())
    return joined


def _watches(actor: Actor, board: Board, *, joined: bool) -> bool:
    if Role.TRAINER not in actor.roles:
        return False
    district = board.company.district_id if board.company else board.district_id
    return district in actor.districts if district is not None else joined


def _definition(board: Board, exercise: Exercise) -> CardBoard:
    """Return what the group works by: as the author has it now, if the rules are still those."""
    present = card_board_of(exercise)
    if exercise.definition_hash == board.definition_hash:
        return present
    kept = _kept(board.definition_hash)
    return present if continues(kept, present) else kept


@lru_cache(maxsize=64)
def _kept(definition_hash: str) -> CardBoard:
    kept = adapter.validate_python(version_of(definition_hash))
    if not isinstance(kept, CardBoard):
        raise NotFound
    return kept
