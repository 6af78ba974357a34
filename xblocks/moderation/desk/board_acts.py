"""What the group does on a board: cards, groups, dots, measures."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.urls import URLPattern
from django.utils.translation import gettext

from xblocks.core.errors import BadRequest
from xblocks.core.numbers import row_key
from xblocks.core.people import Actor
from xblocks.moderation.board import arranging, cards, measures, reading, undoing, voting
from xblocks.moderation.board.membership import reached
from xblocks.moderation.board.refusals import NothingToUndo
from xblocks.moderation.desk.board_deed import deed, patterns_of, seat_of
from xblocks.moderation.desk.board_measures import values_of


@deed
def write(
    actor: Actor, board: int, form: QueryDict, secret: str, now: datetime
) -> dict[str, Any] | None:
    """Put a card on the board, or change one's own."""
    step, card, seat = form.get("step", ""), form.get("card", ""), seat_of(form)
    text = form.get("text", "")
    cards.write(actor, board, step, card, text, now, secret=secret, seat=seat)
    return None


@deed
def withdraw(
    actor: Actor, board: int, form: QueryDict, secret: str, now: datetime
) -> dict[str, Any] | None:
    """Take one's own card back."""
    step, card, seat = form.get("step", ""), form.get("card", ""), seat_of(form)
    cards.withdraw(actor, board, step, card, now, secret=secret, seat=seat)
    return {"said": gettext("The card is taken back.")}


@deed
def take_off(
    actor: Actor, board: int, form: QueryDict, _secret: str, now: datetime
) -> dict[str, Any] | None:
    """Take a card off the board."""
    number = cards.take_off(actor, board, form.get("card", ""), now)
    return {"said": gettext("The card is off the board."), "back": {"number": number}}


@deed
def move(
    actor: Actor, board: int, form: QueryDict, _secret: str, now: datetime
) -> dict[str, Any] | None:
    """Put cards into a group, alone again, or into a new group."""
    step, moved, group = form.get("step", ""), form.getlist("card"), form.get("group", "")
    if group == "new":
        made, number = arranging.add_group(actor, board, step, "", moved, now)
        return {"group": made, "move": number}
    before = form.get("before") or None
    target = row_key(group) or None
    number = arranging.move_cards(actor, board, step, moved, target, before, now)
    return {"move": number}


@deed
def undo(
    actor: Actor, board: int, form: QueryDict, _secret: str, now: datetime
) -> dict[str, Any] | None:
    """Undo a move, or the last one."""
    asked = form.get("number", "")
    number = row_key(asked) if asked else undoing.last_move(reached(actor, board))
    if number is None:
        raise NothingToUndo
    undoing.undo(actor, board, form.get("step", ""), number, now)
    return {"said": gettext("It is undone.")}


@deed
def rename(
    actor: Actor, board: int, form: QueryDict, _secret: str, now: datetime
) -> dict[str, Any] | None:
    """Give a group a heading."""
    step, group = form.get("step", ""), row_key(form.get("group", ""))
    heading, was = form.get("heading", ""), form.get("was", "")
    arranging.rename_group(actor, board, step, group, heading, was, now)
    return {"said": gettext("The heading is saved.")}


@deed
def group(
    actor: Actor, board: int, form: QueryDict, _secret: str, now: datetime
) -> dict[str, Any] | None:
    """Move a group among the others, or take it apart."""
    step, key, act = form.get("step", ""), row_key(form.get("group", "")), form.get("act", "")
    if act == "remove":
        arranging.remove_group(actor, board, step, key, now)
        return {"said": gettext("The group is taken apart. Its cards are still there.")}
    if act not in {"forward", "backward"}:
        raise BadRequest
    keys = [each.id for each in reading.groups(reached(actor, board)) if not each.fixed]
    at = keys.index(key) if key in keys else 0
    to = max(at - 1, 0) if act == "forward" else at + 2
    before = keys[to] if to < len(keys) else None
    arranging.move_group(actor, board, step, key, None if before == key else before, now)
    return {"said": gettext("The group is moved.")}


@deed
def dots(
    actor: Actor, board: int, form: QueryDict, secret: str, now: datetime
) -> dict[str, Any] | None:
    """Say how many of one's dots lie on something."""
    step, target, seat = form.get("step", ""), form.get("target", ""), seat_of(form)
    number = row_key(form.get("number", ""))
    voting.put_dots(actor, board, step, target, number, now, secret=secret, seat=seat)
    return None


@deed
def measure(
    actor: Actor, board: int, form: QueryDict, _secret: str, now: datetime
) -> dict[str, Any] | None:
    """Add a measure, or change one."""
    step, key, values = form.get("step", ""), form.get("measure", ""), values_of(form)
    if key:
        version = row_key(form.get("version", ""))
        measures.change(actor, board, step, row_key(key), values, version, now)
    else:
        measures.add(actor, board, step, values, now)
    return {"said": gettext("The measure is saved.")}


@deed
def measure_remove(
    actor: Actor, board: int, form: QueryDict, _secret: str, now: datetime
) -> dict[str, Any] | None:
    """Take a measure away, or put it back."""
    step, key = form.get("step", ""), row_key(form.get("measure", ""))
    back = form.get("back") == "1"
    measures.remove(actor, board, step, key, now, back=back)
    if back:
        return {"said": gettext("The measure is back.")}
    return {"said": gettext("The measure is taken off."), "back": {"measure": key, "step": step}}


def patterns_below(one: str) -> list[URLPattern]:
    """Return the addresses of what the group does on a board."""
    return patterns_of(
        one,
        write=write,
        withdraw=withdraw,
        take_off=take_off,
        move=move,
        undo=undo,
        rename=rename,
        group=group,
        dots=dots,
        measure=measure,
        measure_remove=measure_remove,
    )
