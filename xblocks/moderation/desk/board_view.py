"""A board as one person looks at it, and what every part of its page needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest, QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from xblocks.core.errors import NotFound
from xblocks.core.people import Actor
from xblocks.moderation.board import marks
from xblocks.moderation.board.cards import own_cards
from xblocks.moderation.board.membership import Access, reached
from xblocks.moderation.board.reading import hidden_count
from xblocks.moderation.board.voting import Vote, vote_of
from xblocks.moderation.domain.board import State
from xblocks.moderation.records import Board, BoardSeat, Card
from xblocks.moderation.steps import AnyStep

FOLDER = "wbm/moderation/board_"

ADDRESSES = (
    *("state", "write", "withdraw", "take_off", "move", "undo", "rename", "group", "dots"),
    *("measure", "measure_remove", "act", "take", "hand_over", "appoint", "lay_down", "seats"),
    *("proxy", "feedback", "leave", "csv", "print"),
)


@dataclass(frozen=True)
class View:
    """Who looks at what. `secret` is what the browser's cookie holds, `seat` whom they write for.

    `step` is the one that is shown; `wall` is the projector's view, in which nobody writes.
    """

    actor: Actor
    here: Access
    step: AnyStep
    secret: str = ""
    seat: int | None = None
    wall: bool = False

    @property
    def board(self) -> Board:
        """The board."""
        return self.here.board

    @property
    def prefix(self) -> str:
        """What ids of the page begin with."""
        return f"wbm-board-{self.board.pk}"

    @property
    def state(self) -> State:
        """The state of the step that is shown."""
        return self.here.state_of(self.step.id)

    @property
    def looks_back(self) -> bool:
        """Whether another step is shown than the one the group stands at."""
        return self.step.id != self.here.step.id

    @property
    def is_open(self) -> bool:
        """Whether the group works on what is shown."""
        return not self.looks_back and self.state == State.OPEN

    @property
    def writes(self) -> bool:
        """Whether the person works on what is shown."""
        return self.is_open and self.here.works and not self.wall

    @property
    def anonymous(self) -> bool:
        """Whether the step that is shown has no names."""
        return self.here.is_anonymous(self.step.id)

    @cached_property
    def own(self) -> list[Card]:
        """One's own cards of the step that is shown, while they can be changed."""
        if not self.writes or self.step.kind != "collect":
            return []
        return own_cards(self.here, self.step.id, self.secret, self.seat)

    @cached_property
    def hidden(self) -> int:
        """How many cards of the step that is shown nobody but their authors reads yet."""
        return hidden_count(self.here, self.step.id)

    @cached_property
    def vote(self) -> Vote:
        """The vote that is shown, as the person or seat sees it."""
        return vote_of(self.here, self.step.id, self.secret, self.seat)

    @cached_property
    def urls(self) -> dict[str, str]:
        """The addresses of the board by name."""
        return {name: self.url(name) for name in ADDRESSES}

    def url(self, name: str) -> str:
        """Return one of the board's addresses."""
        return board_url(self.board, name)

    def frame(self) -> dict[str, Any]:
        """Return what every template of the board needs."""
        return {
            "view": self,
            "board": self.board,
            "definition": self.here.definition,
            "step": self.step,
            "prefix": self.prefix,
            "writes": self.writes,
            "anonymous": self.anonymous,
            "wall": self.wall,
            "urls": self.urls,
        }

    def seats(self) -> list[tuple[str, str]]:
        """Return whom the person may write for besides themselves; empty for most."""
        if not (self.here.moderates or self.here.proxy):
            return []
        numbers = BoardSeat.objects.filter(board=self.board).order_by("number")
        found = [
            (str(number), gettext("Seat %(number)s, without a device") % {"number": number})
            for number in numbers.values_list("number", flat=True)
        ]
        return [("", gettext("I myself")), *found] if found else []


def view_of(request: HttpRequest, actor: Actor, board_id: int, asked: QueryDict) -> View:
    """Return the board as `asked`: look (a step), seat, wall. What is not there is left out.

    Raises `NotAllowed`, `Masquerading`, `NotFound`.
    """
    here = reached(actor, board_id)
    secret = request.COOKIES.get(marks.COOKIE, "")
    view = View(
        actor,
        here,
        _step(here, asked.get("look", "")),
        secret if marks.is_secret(secret) else "",
        wall=asked.get("wall") == "1",
    )
    seat = asked.get("writer") or asked.get("seat") or ""
    if seat and seat in dict(view.seats()):
        return View(actor, here, view.step, view.secret, int(seat), view.wall)
    return view


def board_url(board: Board, name: str) -> str:
    """Return an address of a board; ``page`` is the board itself."""
    suffix = "" if name == "page" else f"_{name}"
    return reverse(f"wbm:moderation_board{suffix}", args=[board.course_key, board.pk])


def render(name: str, context: Mapping[str, Any]) -> SafeString:
    """Render one of the board's parts."""
    return render_to_string(f"{FOLDER}{name}.html", dict(context))


def _step(here: Access, wanted: str) -> AnyStep:
    try:
        return here.step_of(wanted) if wanted else here.step
    except NotFound:
        return here.step
