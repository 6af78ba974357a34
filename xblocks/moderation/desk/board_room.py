"""Who is at a board: members, seats without a device, proxies, who moderates; a trainer's words."""

from __future__ import annotations

import json
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from xblocks.moderation.board import feedback
from xblocks.moderation.board.feedback import CRITERIA, LEVELS, MOST_WRITTEN
from xblocks.moderation.board.membership import members
from xblocks.moderation.board.moderating import MOST_SEATS
from xblocks.moderation.board.reading import Frame
from xblocks.moderation.desk.board_view import View, board_url, render
from xblocks.moderation.records import BoardFeedback, BoardMember
from xblocks.roster.records import Person


def room_html(view: View, frame: Frame) -> SafeString:
    """Return who is here and what can be settled about it."""
    proxies = _proxies(view)
    people = members(view.board)
    context = {
        **view.frame(),
        "frame": frame,
        "people": [
            {
                "person": each,
                "moderates": each.pk == view.board.moderator_id,
                "proxy": each.pk in proxies,
                "self": each.pk == view.here.person,
            }
            for each in people
        ],
        "most_seats": MOST_SEATS,
        "wall_url": board_url(view.board, "page") + "?wall=1",
        "rated": _rated_html(view, people),
        "told": [_told(each) for each in _readable(view)] if not view.here.watches else [],
        "group": group_name(view),
    }
    return render("room", context)


def who_reads(view: View) -> str:
    """Return who reads what somebody writes here."""
    if view.anonymous and view.step.kind == "vote":
        return gettext("Your group and its trainers read the sums. Nobody sees who voted how.")
    if view.anonymous:
        return gettext("Your group and its trainers read this. Nobody sees who wrote what.")
    if view.step.kind == "collect":
        return gettext("Your group and its trainers read this, with your name.")
    return gettext("Your group and its trainers read this.")


def group_name(view: View) -> str:
    """Return whose board it is."""
    board = view.board
    owner = board.company or board.district
    return owner.name if owner else board.title or gettext("Seminar group")


def _proxies(view: View) -> set[int]:
    rows = BoardMember.objects.filter(board=view.board, proxy=True)
    return set(rows.values_list("person", flat=True))


def _readable(view: View) -> list[BoardFeedback]:
    return feedback.readable(view.here)


def _told(given: BoardFeedback) -> dict[str, Any]:
    ratings = json.loads(given.ratings)
    return {
        "given": given,
        "ratings": [
            (gettext(words), ratings[name]) for name, words in CRITERIA.items() if name in ratings
        ],
    }


def _rated_html(view: View, people: list[Person]) -> SafeString:
    """Return a trainer's form for who moderates now, and what they wrote to others."""
    if not view.here.watches:
        return SafeString("")
    given = {each.moderator_id: each for each in _readable(view)}
    moderator = next((each for each in people if each.pk == view.board.moderator_id), None)
    found = given.pop(moderator.pk, None) if moderator else None
    ratings = json.loads(found.ratings) if found else {}
    context = {
        **view.frame(),
        "moderator": moderator,
        "given": found,
        "criteria": [(name, gettext(words), ratings.get(name)) for name, words in CRITERIA.items()],
        "levels": LEVELS,
        "most": MOST_WRITTEN,
        "earlier": [_told(each) for each in given.values()],
    }
    return render("rated", context)
