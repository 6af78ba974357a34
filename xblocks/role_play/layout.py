"""Where everything lies in the picture of a talk: cards in layers, answers as lines downwards.

Lines that lead back run in lanes of their own on the right. All lengths are in pixels.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from xblocks.role_play.definition import END, Dialogue, Scene, Statement
from xblocks.role_play.geometry import (
    ARROW,
    Box,
    Point,
    arrow_down,
    arrow_left,
    curve,
    rounded,
    settled,
)
from xblocks.role_play.graph import scenes_by_id
from xblocks.role_play.layering import Layering, Link, Slot, chain, layered

CARD_WIDTH: Final = 280
CARD_HEIGHT: Final = 122
CHIP_TOP, CHIP_HEIGHT = 86, 28
PADDING: Final = 12
CHIP_GAP: Final = 6
END_WIDTH, END_HEIGHT = 230, 40
PASSAGE_WIDTH: Final = 16
"""Room for a line that passes a layer."""
SIDE_GAP, LAYER_GAP = 28, 64
LANE: Final = 14
MARGIN: Final = 8
PASSES: Final = 6
"""How often everything moves to where its neighbours are."""


@dataclass(frozen=True)
class Line:
    """An answer from its chip to a card, as SVG path data with its arrow head.

    `back` if it leads up, `nowhere` if it leads to a scene that does not exist.
    """

    scene: str
    statement: int
    path: str
    arrow: str = ""
    back: bool = False
    nowhere: bool = False


@dataclass(frozen=True)
class Layout:
    """Cards and lines. `end` is None when the talk cannot end; scenes `apart` have cards below."""

    width: float
    height: float
    cards: Mapping[str, Box]
    lines: tuple[Line, ...]
    end: Box | None
    apart: tuple[str, ...]
    apart_y: float


def chips(card: Box, count: int) -> list[Box]:
    """Where the answers of a scene stand on its card."""
    room = card.width - 2 * PADDING - CHIP_GAP * (count - 1)
    width = round(room / max(count, 1), 1)
    return [
        Box(card.x + PADDING + at * (width + CHIP_GAP), card.y + CHIP_TOP, width, CHIP_HEIGHT)
        for at in range(count)
    ]


def laid_out(definition: Dialogue, below_end: float = 0) -> Layout:
    """Return the layout of a talk, with room below its end; bears definitions with defects."""
    return _Layout(definition, below_end).run()


class _Layout:
    def __init__(self, definition: Dialogue, below_end: float) -> None:
        self.below_end = (
            below_end if END in {n for _d, _p, n in layered(definition).scenes()} else 0
        )
        self.scenes: Mapping[str, Scene] = scenes_by_id(definition)
        self.layering: Layering = layered(definition)
        self.layers = self.layering.layers
        self.layer_of = {name: depth for depth, _place, name in self.layering.scenes()}
        if END not in self.layer_of:
            self.below_end = 0
        self.middles = self._middles()
        self.tops = self._tops()
        self.cards: dict[str, Box] = {}
        self.right = 0.0

    def run(self) -> Layout:
        """Place cards, then lines, then what is apart."""
        least = min((self.middles[slot] - _width(slot) / 2 for slot in self.middles), default=0)
        self.middles = {slot: at - least + MARGIN for slot, at in self.middles.items()}
        for name, depth in self.layer_of.items():
            width, height = _size(name)
            self.cards[name] = Box(self.middles[name] - width / 2, self.tops[depth], width, height)
        self.right = max((card.x + card.width for card in self.cards.values()), default=CARD_WIDTH)
        lines = [*self._onward(), *self._back()]
        bottom = max((card.bottom for card in self.cards.values()), default=0.0) + self.below_end
        lanes = len(set(self._lanes().values()))
        width = self.right + MARGIN + (lanes * LANE + MARGIN if lanes else 0)
        apart_y = bottom + LAYER_GAP
        height = self._place_apart(apart_y, width) if self.layering.apart else bottom
        end = self.cards.pop(END, None) if END in self.layer_of else None
        return Layout(
            width, height + MARGIN, self.cards, tuple(lines), end, self.layering.apart, apart_y
        )

    def _middles(self) -> dict[Slot, float]:
        middles: dict[Slot, float] = {}
        near = self._neighbours()
        for layer in self.layers:
            self._settle(layer, [(0.0, 1.0)] * len(layer), middles)
        for number in range(PASSES):
            order = self.layers if number % 2 == 0 else self.layers[::-1]
            for layer in order:
                wanted = [
                    (sum(middles[each] for each in near[slot]) / len(near[slot]), _weight(slot))
                    if near.get(slot)
                    else (middles[slot], 0.1)
                    for slot in layer
                ]
                self._settle(layer, wanted, middles)
        return middles

    def _settle(
        self, layer: Sequence[Slot], wanted: list[tuple[float, float]], middles: dict[Slot, float]
    ) -> None:
        places = settled(wanted, [_width(slot) for slot in layer], SIDE_GAP)
        middles.update(zip(layer, places, strict=True))

    def _neighbours(self) -> dict[Slot, list[Slot]]:
        near: dict[Slot, list[Slot]] = {}
        for link in self._links():
            slots = chain(link, self.layer_of)
            for upper, lower in pairwise(slots):
                near.setdefault(upper, []).append(lower)
                near.setdefault(lower, []).append(upper)
        return near

    def _links(self) -> list[Link]:
        """The links that lead onwards, once each."""
        return list(
            dict.fromkeys(
                (name, each.next)
                for name in self.layer_of
                if name != END
                for each in self.scenes[name].statements
                if each.next in self.layer_of and (name, each.next) not in self.layering.back
            )
        )

    def _tops(self) -> list[float]:
        """The upper edge of each layer; where lines turn back there is more room below."""
        tops, y = [], float(MARGIN + (LANE * 2 if self.layering.back else 0))
        for layer in self.layers:
            tops.append(y)
            turning = sum(here in layer for here, _there in self.layering.back)
            arriving = sum(there in layer for _here, there in self.layering.back)
            height = max((_size(slot)[1] for slot in layer if isinstance(slot, str)), default=0)
            y += height + LAYER_GAP + 8 * turning + 4 * arriving
        return tops

    def _onward(self) -> list[Line]:
        ports = self._ports()
        lines = []
        for name in self.layer_of:
            for at, statement in self._statements(name):
                if (name, statement.next) in ports:
                    lines.append(self._down(name, at, statement.next, ports))
                elif statement.next not in self.layer_of:
                    x, y = self._foot(name, at)
                    lines.append(Line(name, at, f"M{x:.1f} {y:.1f}v22", nowhere=True))
        return lines

    def _statements(self, name: str) -> Sequence[tuple[int, Statement]]:
        return list(enumerate(self.scenes[name].statements)) if name != END else []

    def _ports(self) -> dict[Link, float]:
        """Where links arrive at the upper edge of a card: side by side, in the order they come."""
        coming: dict[str, list[tuple[float, Link]]] = {}
        for link in self._links():
            before = chain(link, self.layer_of)[-2]
            coming.setdefault(link[1], []).append((self.middles[before], link))
        ports = {}
        for there, links in coming.items():
            card = self.cards[there]
            step = min(28.0, (card.width - 40) / len(links))
            for at, (_x, link) in enumerate(sorted(links)):
                ports[link] = card.middle + step * (at - (len(links) - 1) / 2)
        return ports

    def _foot(self, name: str, at: int) -> tuple[float, float]:
        """Where the line of an answer begins: below its chip, at the edge of the card."""
        card = self.cards[name]
        return chips(card, len(self.scenes[name].statements))[at].middle, card.bottom

    def _down(self, name: str, at: int, there: str, ports: Mapping[Link, float]) -> Line:
        """From the chip through the gaps between cards to the card."""
        x, y = self._foot(name, at)
        path = f"M{x:.1f} {y:.1f}"
        for slot in chain((name, there), self.layer_of)[1:-1]:
            depth = int(slot[2])
            top = self.tops[depth]
            below = self.tops[depth + 1] - LAYER_GAP
            path += curve(x, y, self.middles[slot], top) + f"V{max(below, top):.1f}"
            x, y = self.middles[slot], max(below, top)
        port, top = ports[name, there], self.cards[there].y
        return Line(name, at, path + curve(x, y, port, top - ARROW), arrow_down(port, top))

    def _lanes(self) -> dict[Link, int]:
        """A lane for each line back: the shorter, the further in; none lie over each other."""
        lanes: dict[Link, int] = {}
        used: list[list[tuple[int, int]]] = []
        for link in sorted(self.layering.back, key=lambda each: (self._span(each), each)):
            low, high = self.layer_of[link[1]], self.layer_of[link[0]]
            free = (
                lane
                for lane, spans in enumerate(used)
                if all(high < start or end < low for start, end in spans)
            )
            lane = next(free, len(used))
            if lane == len(used):
                used.append([])
            used[lane].append((low, high))
            lanes[link] = lane
        return lanes

    def _span(self, link: Link) -> int:
        return self.layer_of[link[0]] - self.layer_of[link[1]]

    def _back(self) -> list[Line]:
        lanes = self._lanes()
        lines = []
        arriving: dict[str, int] = {}
        for name in self.layer_of:
            back = [(at, each) for at, each in self._statements(name) if (name, each.next) in lanes]
            for number, (at, statement) in enumerate(back):
                there = arriving.get(statement.next, 0)
                arriving[statement.next] = there + 1
                lane = self.right + MARGIN + LANE * (lanes[name, statement.next] + 0.5)
                start = self._foot(name, at)
                low = max(self.cards[each].bottom for each in self._row(name)) + 14 + 8 * number
                path, arrow = self._up([start, (start[0], low), (lane, low)], statement.next, there)
                lines.append(Line(name, at, path, arrow, back=True))
        return lines

    def _up(self, points: list[Point], there: str, arrival: int) -> tuple[str, str]:
        """From a lane up and into the card from the right, or from above if another is between."""
        lane, target = points[-1][0], self.cards[there]
        right = target.x + target.width
        if all(self.cards[each].x <= target.x for each in self._row(there)):
            side = target.y + 22 + 9 * (arrival % 6)
            return rounded([*points, (lane, side), (right + ARROW, side)]), arrow_left(right, side)
        high = target.y - 16 - 4 * (arrival % 4)
        port = right - 24 - 10 * (arrival % 5)
        path = rounded([*points, (lane, high), (port, high), (port, target.y - ARROW)])
        return path, arrow_down(port, target.y)

    def _row(self, name: str) -> list[str]:
        return [each for each, depth in self.layer_of.items() if depth == self.layer_of[name]]

    def _place_apart(self, y: float, width: float) -> float:
        """Cards of scenes no way leads to, in rows below everything; returns where they end."""
        columns = max(1, int((width - 2 * MARGIN + SIDE_GAP) // (CARD_WIDTH + SIDE_GAP)))
        bottom = y
        for number, name in enumerate(self.layering.apart):
            row, column = divmod(number, columns)
            x = MARGIN + column * (CARD_WIDTH + SIDE_GAP)
            card = Box(x, y + 36 + row * (CARD_HEIGHT + 20), CARD_WIDTH, CARD_HEIGHT)
            self.cards[name] = card
            bottom = card.bottom
        return bottom


def _size(name: str) -> tuple[float, float]:
    return (END_WIDTH, END_HEIGHT) if name == END else (CARD_WIDTH, CARD_HEIGHT)


def _width(slot: Slot) -> float:
    return _size(slot)[0] if isinstance(slot, str) else PASSAGE_WIDTH


def _weight(slot: Slot) -> float:
    """Long lines are kept straight before cards are kept in the middle."""
    return 1.0 if isinstance(slot, str) else 4.0
