"""A board as a table and on paper: all that its reader may see, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from xblocks.core.people import Actor
from xblocks.host.tables import BEGINNING, csv_line
from xblocks.moderation.board import measures, reading, voting
from xblocks.moderation.desk import board_room, board_work
from xblocks.moderation.desk.board_measures import who_of
from xblocks.moderation.desk.board_notes import author_of
from xblocks.moderation.desk.board_view import FOLDER, View, board_url, view_of
from xblocks.moderation.steps import AnyStep
from xblocks.roster.entrance import desk_page, for_actor

Line = tuple[object, ...]


@require_safe
@for_actor
def table(request: HttpRequest, actor: Actor, board_id: int) -> HttpResponse:
    """Send the board as CSV."""
    view = view_of(request, actor, board_id, request.GET)
    text = BEGINNING + "".join(map(csv_line, _lines(view)))
    return HttpResponse(
        text,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="board-{view.board.pk}.csv"'},
    )


@require_safe
@for_actor
def printed(request: HttpRequest, actor: Actor, board_id: int) -> HttpResponse:
    """Show the board to be printed."""
    view = view_of(request, actor, board_id, request.GET)
    return desk_page(
        request,
        actor,
        f"{FOLDER}print.html",
        view=view,
        definition=view.here.definition,
        group=board_room.group_name(view),
        now=timezone.now(),
        steps=[_printed(view, number, step) for number, step in _reached(view)],
        back_url=board_url(view.board, "page"),
    )


def patterns_below(one: str) -> list[URLPattern]:
    """Return the addresses of a board's table and print."""
    return [
        path(one + "table/", table, name="moderation_board_csv"),
        path(one + "print/", printed, name="moderation_board_print"),
    ]


def _reached(view: View) -> list[tuple[int, AnyStep]]:
    steps = view.here.definition.steps[: view.here.progress.furthest + 1]
    return list(enumerate(steps, start=1))


def _at(view: View, step: AnyStep) -> View:
    return View(view.actor, view.here, step, view.secret)


def _lines(view: View) -> Iterator[Line]:
    yield (
        gettext("Step"),
        gettext("Title"),
        gettext("What it is"),
        gettext("Group"),
        gettext("Text"),
        gettext("By whom"),
        gettext("Dots"),
        gettext("By when"),
        gettext("How it is recognised"),
    )
    names = board_work.names_of(view)
    for number, step in _reached(view):
        begin = (number, step.title)
        if step.kind == "collect":
            for card in reading.cards(view.here):
                if card.step == step.id:
                    group = names.get(str(card.group), "")
                    yield (*begin, gettext("Card"), group, card.text, author_of(card), "", "", "")
        elif step.kind == "vote":
            for each in _targets(view, step):
                yield (*begin, gettext("Vote"), each.label, "", "", each.sum, "", "")
        elif step.kind == "plan":
            yield from (
                _measure(begin, each) for each in measures.of(view.here) if each.step == step.id
            )


def _measure(begin: Line, measure: Any) -> Line:
    about = measure.group.heading if measure.group else ""
    until = measure.until.isoformat() if measure.until else ""
    kind = gettext("Measure")
    return (*begin, kind, about, measure.what, who_of(measure), "", until, measure.sign)


def _targets(view: View, step: AnyStep) -> list[board_work.Target]:
    """Return a vote's sums; nothing while it is open."""
    vote = voting.vote_of(view.here, step.id)
    if vote.sums is None:
        return []
    return board_work.targets_of(_at(view, step), vote)


def _printed(view: View, number: int, step: AnyStep) -> dict[str, Any]:
    cards = reading.cards(view.here)
    found: dict[str, Any] = {"number": number, "step": step}
    if step.kind == "collect":
        own = [each for each in cards if each.step == step.id]
        found["cards"] = [(each.text, author_of(each)) for each in own]
        found["hidden"] = reading.hidden_count(view.here, step.id)
    elif step.kind == "arrange":
        names = board_work.names_of(view)
        groups = [(names[str(each.id)], each.id) for each in reading.groups(view.here)]
        found["groups"] = [
            (name, [each.text for each in cards if each.group == key]) for name, key in groups
        ]
        found["loose"] = [each.text for each in cards if each.group is None]
    elif step.kind == "vote":
        found["targets"] = _targets(view, step)
    else:
        here = [each for each in measures.of(view.here) if each.step == step.id]
        found["measures"] = [(each, who_of(each)) for each in here]
    return found
