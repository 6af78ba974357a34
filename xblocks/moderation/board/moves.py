"""What was moved on a board, kept so that it can be undone; who did it is not kept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from xblocks.moderation.records import Board, BoardMove, Card, CardGroup

MOST_MOVES = 100
"""Older ones are forgotten."""


@dataclass(frozen=True)
class CardPlace:
    """Where a card lay, and whether it was taken off the board."""

    group: int | None
    position: int
    removed: bool

    def is_at(self, other: CardPlace) -> bool:
        """Whether it is the same place but for neighbours, which move by themselves."""
        return self.group == other.group and self.removed == other.removed


@dataclass(frozen=True)
class GroupPlace:
    """Heading and place of a group, and whether it is gone."""

    heading: str
    position: int
    removed: bool

    def is_at(self, other: GroupPlace) -> bool:
        """Whether it is the same group but for its neighbours."""
        return self.heading == other.heading and self.removed == other.removed


@dataclass(frozen=True)
class Kept:
    """How some cards and groups were."""

    cards: Mapping[str, CardPlace] = field(default_factory=dict)
    groups: Mapping[int, GroupPlace] = field(default_factory=dict)

    @classmethod
    def of(cls, cards: Iterable[Card] = (), groups: Iterable[CardGroup] = ()) -> Kept:
        """Return how they are now."""
        return cls(
            {each.pk: CardPlace(each.group_id, each.position, each.removed) for each in cards},
            {each.pk: GroupPlace(each.heading, each.position, each.removed) for each in groups},
        )

    @classmethod
    def read(cls, text: str) -> Kept:
        """Return what `text` holds."""
        found = json.loads(text)
        return cls(
            {key: CardPlace(*value) for key, value in found["cards"].items()},
            {int(key): GroupPlace(*value) for key, value in found["groups"].items()},
        )

    def text(self) -> str:
        """Return it as JSON text."""
        return json.dumps(
            {
                "cards": {
                    key: [each.group, each.position, each.removed]
                    for key, each in self.cards.items()
                },
                "groups": {
                    key: [each.heading, each.position, each.removed]
                    for key, each in self.groups.items()
                },
            },
            ensure_ascii=False,
        )


def keep_move(board: Board, before: Kept, after: Kept) -> int:
    """Keep what was moved on a held board; return the number it can be undone by."""
    moves = BoardMove.objects.filter(board=board)
    last = moves.order_by("-number").values_list("number", flat=True).first() or 0
    BoardMove.objects.create(board=board, number=last + 1, before=before.text(), after=after.text())
    moves.filter(number__lte=last + 1 - MOST_MOVES).delete()
    return last + 1
