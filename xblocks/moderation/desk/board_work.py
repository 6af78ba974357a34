"""The work of a step as it is shown: cards, groups, dots, measures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from xblocks.moderation.board import marks, reading
from xblocks.moderation.board.reading import CardShown, GroupShown
from xblocks.moderation.board.voting import Vote
from xblocks.moderation.desk.board_measures import plan_html
from xblocks.moderation.desk.board_notes import (
    joined,
    movable_html,
    own_html,
    place,
    readable_html,
)
from xblocks.moderation.desk.board_view import View, render
from xblocks.moderation.domain.wording import CARD_LENGTH, HEADING_LENGTH

LOOSE = "0"
"""The id of the place where cards lie that stand alone."""

MOST_BACKS = 40
"""Backs of hidden cards that are drawn; the number tells the rest."""


@dataclass(frozen=True)
class Target:
    """What dots go on: a group with its cards, or a field of a scale."""

    target: str
    label: str
    cards: list[str]
    mine: int = 0
    sum: int = 0
    share: int = 0


def work_html(view: View) -> SafeString:
    """Return the work of the step that is shown."""
    if view.here.steps.get(view.step.id) is None and not view.looks_back:
        return SafeString("")
    parts = {"collect": _collect, "arrange": _arrange, "vote": _vote}
    part = parts.get(view.step.kind)
    if part is None:
        return plan_html(view)
    return render(view.step.kind, {**view.frame(), **part(view)})


def texts(view: View) -> dict[str, str]:
    """Return the numbers of the step that is shown, in words, by the places they stand in."""
    if view.step.kind == "collect":
        if _is_hidden(view):
            return {"hidden": _hidden(view.hidden), **_own(view)}
        return {"cards": str(reading.card_count(view.here, view.step.id)), **_own(view)}
    if view.step.kind == "vote":
        return {"voted": _voted(view.vote)}
    return {}


def mine(view: View) -> dict[str, Any]:
    """Return one's own dots, as the script takes them."""
    vote = view.vote
    return {"dots": dict(vote.mine.dots), "budget": vote.budget, "cap": vote.cap}


def own_list(view: View) -> SafeString:
    """Return one's own cards of the step that is shown."""
    return own_html(view, view.own)


def backs_html(hidden: int) -> SafeString:
    """Return the backs of hidden cards: a picture of how many there are."""
    back = SafeString("<span aria-hidden=true></span>")
    return joined([back] * min(hidden, MOST_BACKS))


def card_html(view: View, card: CardShown) -> SafeString:
    """Return a readable card as it lies on this page."""
    if view.step.kind == "arrange" and view.writes:
        return movable_html(view, card)
    return readable_html(view, card, _take_off(view, card))


def list_of(view: View, card: CardShown) -> str:
    """Return the id of the list a readable card lies in."""
    if view.step.kind == "arrange":
        return f"{view.prefix}-l-{card.group or LOOSE}"
    return f"{view.prefix}-all"


def group_html(view: View, group: GroupShown, cards: Iterable[CardShown]) -> SafeString:
    """Return a group with its cards."""
    acts = [
        ("forward", gettext("Further to the front")),
        ("backward", gettext("Further to the back")),
        ("remove", gettext("Take the group apart")),
    ]
    return _column(view, group, name_of(group), cards, acts=acts)


def name_of(group: GroupShown) -> str:
    """Return what a group is called."""
    return group.heading or gettext("Without heading")


def names_of(view: View) -> dict[str, str]:
    """Return what the targets of votes on groups are called; a card alone by its words."""
    cards = _by_group(reading.cards(view.here))
    found = {}
    for group in reading.groups(view.here):
        inside = cards.get(group.id, [])
        alone = inside[0].text if len(inside) == 1 else ""
        found[str(group.id)] = group.heading or alone or gettext("Without heading")
    return found


def groups_shown(view: View, since: int = 0) -> list[GroupShown]:
    """Return the groups of an arranging step: while it is open those that no vote has fixed."""
    found = reading.groups(view.here, since)
    return [each for each in found if not (view.is_open and each.fixed)]


def targets_of(view: View, vote: Vote) -> list[Target]:
    """Return what dots go on; once the vote is closed the most first, those without any last."""
    scale: list[str] = view.step.scale if view.step.kind == "vote" else []
    names = {str(number): field for number, field in enumerate(scale)} or names_of(view)
    inside = {} if scale else _by_group(reading.cards(view.here))
    sums = vote.sums or {}
    most = max([*sums.values(), 1])
    found = [
        Target(
            each,
            names.get(each, gettext("Without heading")),
            _inside(names.get(each, ""), [card.text for card in inside.get(int(each), [])]),
            vote.mine.dots.get(each, 0),
            sums.get(each, 0),
            round(100 * sums.get(each, 0) / most),
        )
        for each in vote.targets
    ]
    return found if scale else sorted(found, key=lambda each: -each.sum)


def _inside(label: str, texts: list[str]) -> list[str]:
    """Return what lies in a group, unless it is one card that gives it its name."""
    return [] if texts == [label] else texts


def _collect(view: View) -> dict[str, Any]:
    cards = [] if _is_hidden(view) else _cards_of(view)
    return {
        "hidden": _is_hidden(view),
        "hidden_words": _hidden(view.hidden),
        "backs": backs_html(view.hidden),
        "visible": not _is_hidden(view),
        "cards": joined(card_html(view, each) for each in cards),
        "cards_count": len(cards),
        "own": own_html(view, view.own),
        "own_count": _own_words(view, len(view.own)),
        "own_title": _own_title(view),
        "seats": view.seats(),
        "seat": "" if view.seat is None else str(view.seat),
        "most_signs": CARD_LENGTH,
        "hint": gettext("At most seven words. Enter puts it on the board."),
        "new_id": marks.new_key(),
    }


def _arrange(view: View) -> dict[str, Any]:
    cards, groups = _by_group(reading.cards(view.here)), groups_shown(view)
    nothing = GroupShown(int(LOOSE), "", 0, fixed=False)
    loose = cards.get(None, [])
    first = _column(view, nothing, gettext("Not in a group yet"), loose)
    return {
        "loose": first if loose or view.is_open else "",
        "groups": joined(group_html(view, each, cards.get(each.id, [])) for each in groups),
    }


def _vote(view: View) -> dict[str, Any]:
    vote = view.vote
    return {
        "open": vote.sums is None,
        "targets": targets_of(view, vote),
        "voted": _voted(vote),
        "mine": mine(view),
        "lost": vote.mine.lost,
        "puts": view.writes and not vote.mine.lost,
        "seats": view.seats(),
        "seat": "" if view.seat is None else str(view.seat),
    }


def _column(
    view: View,
    group: GroupShown,
    name: str,
    cards: Iterable[CardShown],
    acts: Iterable[tuple[str, str]] = (),
) -> SafeString:
    context = {
        **view.frame(),
        "group": group,
        "name": name,
        "loose": str(group.id) == LOOSE,
        "place": place(group.position, group.id),
        "cards": joined(card_html(view, each) for each in cards),
        "acts": acts,
        "most": HEADING_LENGTH,
    }
    return render("group", context)


def _by_group(cards: Iterable[CardShown]) -> Mapping[int | None, list[CardShown]]:
    found: dict[int | None, list[CardShown]] = {}
    for card in cards:
        found.setdefault(card.group, []).append(card)
    return found


def _is_hidden(view: View) -> bool:
    return view.step.id not in reading.readable_steps(view.here)


def _cards_of(view: View) -> list[CardShown]:
    return [each for each in reading.cards(view.here) if each.step == view.step.id]


def _own(view: View) -> dict[str, str]:
    return {"own": _own_words(view, len(view.own))} if view.writes else {}


def _own_words(view: View, count: int) -> str:
    most = view.step.most if view.step.kind == "collect" else 0
    return gettext("%(count)s of %(most)s") % {"count": count, "most": most}


def _own_title(view: View) -> str:
    if view.seat is not None:
        return gettext("Cards of seat %(number)s") % {"number": view.seat}
    return gettext("Your cards")


def _hidden(count: int) -> str:
    return ngettext(
        "%(count)s card lies there, hidden still.",
        "%(count)s cards lie there, hidden still.",
        count,
    ) % {"count": count}


def _voted(vote: Vote) -> str:
    return gettext("%(count)s of %(all)s have voted.") % {"count": vote.voted, "all": vote.voices}


def _take_off(view: View, card: CardShown) -> SafeString | str:
    if not view.here.moderates or view.wall or view.looks_back:
        return ""
    return render("take_off", {**view.frame(), "card": card})
