"""Cards as they lie on the page: readable ones, one's own hidden ones, those that can be moved."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from xblocks.moderation.board.reading import CardShown
from xblocks.moderation.desk.board_view import View, render
from xblocks.moderation.records import Card

LAST = 10**10
"""More than any place: what is compared as text needs the same number of digits."""


def place(position: int, key: object) -> str:
    """Return where something lies in its list, so that texts compare as places do."""
    return f"{min(position, LAST):011d}.{key}"


def card_id(view: View, card: str) -> str:
    """Return the id of a card on the page."""
    return f"{view.prefix}-c-{card}"


def author_of(card: CardShown) -> str:
    """Return who wrote a card, nothing where the step has no names."""
    if card.seat is not None:
        return gettext("Seat %(number)s") % {"number": card.seat}
    return card.author


def readable_html(view: View, card: CardShown, tools: str = "") -> SafeString:
    """Return a card to be read."""
    return format_html(
        '<li class="wbm-pin" id="{}" data-board-card="{}" data-place="{}">'
        "<p><span data-board-words>{}</span>{}</p>{}</li>",
        card_id(view, card.id),
        card.id,
        place(card.position, card.id),
        card.text,
        _author(card),
        tools,
    )


def movable_html(view: View, card: CardShown) -> SafeString:
    """Return a card to be ticked, dragged, or moved by its menu."""
    return format_html(
        '<li class="wbm-pin" id="{}" data-board-card="{}" data-place="{}">'
        '<label class="wbm-pin__pick"><input type="checkbox" data-board-pick>'
        "<span><span data-board-words>{}</span>{}</span></label>"
        '<button type="button" class="wbm-pin__tool wbm-pin__tool--sign" data-board-move '
        'aria-label="{}">⇄</button></li>',
        card_id(view, card.id),
        card.id,
        place(card.position, card.id),
        card.text,
        _author(card),
        gettext("Move “%(card)s”") % {"card": card.text},
    )


def own_html(view: View, cards: Iterable[Card]) -> SafeString:
    """Return one's own cards, to be changed or taken back."""
    return render("own_card", {**view.frame(), "cards": cards})


def joined(parts: Iterable[str]) -> SafeString:
    """Return parts one after the other; they must be safe."""
    return format_html_join("", "{}", ((part,) for part in parts))


def _author(card: CardShown) -> SafeString | str:
    name = author_of(card)
    return format_html("<small>{}</small>", name) if name else ""
