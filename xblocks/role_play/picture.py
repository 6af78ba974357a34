"""The picture of a talk for its authors: cards, answers with what they change, loops, endings."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils.translation import gettext, pgettext

from xblocks.core.definitions import fingerprint
from xblocks.role_play.definition import END, SUM, Condition, Dialogue, Ending, Scene, Statement
from xblocks.role_play.geometry import Box
from xblocks.role_play.graph import explore, scenes_by_id
from xblocks.role_play.layout import CARD_WIDTH, PADDING, Layout, chips, laid_out
from xblocks.role_play.rules import effects_of
from xblocks.role_play.wrapping import fitted, wrapped

ENDING_TOP, ENDING_HEIGHT, ENDING_GAP = 22, 70, 8
SMALL, NORMAL = 12, 14
"""Sizes of type in pixels."""

ICON: Final = 44
"""Room for the sign of an ending."""

TONES: Final = {
    "positive": "M-9 0l6 6 12 -12",
    "mixed": "M-9 0q4.5 -8 9 0t9 0",
    "negative": "M-7 -7l14 14M7 -7l-14 14",
}
"""Signs of how a talk ended: a tick, a wave, a cross."""


@dataclass(frozen=True)
class Chip:
    """An answer on its card."""

    box: Box
    label: str
    change: str
    tone: str
    gated: bool
    opens: bool
    words: str

    @property
    def lock_x(self) -> float:
        """Where the sign of a hidden piece stands on the chip."""
        return self.box.width - 16

    @property
    def change_x(self) -> float:
        """Where the change ends on the chip."""
        return self.box.width - (22 if self.gated or self.opens else 8)


@dataclass(frozen=True)
class Card:
    """A scene. `words` say all of it to screen readers, `place` leads the editor to its form."""

    box: Box
    id: str
    title: str
    lines: tuple[tuple[float, str], ...]
    chips: tuple[Chip, ...]
    words: str
    place: str
    first: bool
    apart: bool


@dataclass(frozen=True)
class Outcome:
    """An ending: where it stands, its sign, and when it comes."""

    box: Box
    number: int
    title: str
    full_title: str
    tone: str
    tone_word: str
    sign: str
    lines: tuple[tuple[float, str], ...]
    when: str
    never: bool


def tone_word(ending: Ending) -> str:
    """Return how a talk ended, in a word."""
    return {
        "positive": pgettext("ending", "good"),
        "mixed": pgettext("ending", "mixed"),
        "negative": pgettext("ending", "bad"),
    }[ending.tone.value]


def anchor(definition: Dialogue) -> str:
    """Return the beginning of the ids of the scenes on an author's page."""
    return f"scene-{fingerprint(definition)}-"


def picture(definition: Dialogue, *, in_editor: bool = False) -> str:
    """Return the picture as HTML. Scenes lead to their form in the editor, else down the page."""
    return render_to_string(
        "wbm/role_play/picture.html",
        {"in_editor": in_editor, "anchor": anchor(definition), **Picture(definition).context()},
    )


def editor_picture(definition: Dialogue) -> str:
    """Return the picture for a tab of the editor, with a list that says the same."""
    return picture(definition, in_editor=True)


class Picture:
    """What the template draws of a talk; those with other signs on answers derive from it."""

    def __init__(self, definition: Dialogue) -> None:
        self.definition = definition
        self.scenes = scenes_by_id(definition)
        room = ENDING_TOP + len(definition.endings) * (ENDING_HEIGHT + ENDING_GAP)
        self.layout: Layout = laid_out(definition, room)
        self.labels = {each.id: each.label for each in definition.indicators}

    def context(self) -> dict[str, Any]:
        """Return cards, endings, and which signs the legend explains."""
        layout = self.layout
        cards = [self._card(name, box) for name, box in layout.cards.items()]
        return {
            "layout": layout,
            "cards": cards,
            "outcomes": list(self._outcomes()) if layout.end else [],
            "has_back": any(line.back for line in layout.lines),
            "has_gated": any(chip.gated for card in cards for chip in card.chips),
            "has_opening": any(chip.opens for card in cards for chip in card.chips),
            "has_nowhere": any(line.nowhere for line in layout.lines),
        }

    def _card(self, name: str, box: Box) -> Card:
        scene = self.scenes[name]
        number = self.definition.scenes.index(scene)
        title = f"{scene.id} · {scene.phase}" if scene.phase else scene.id
        said = wrapped(scene.says or scene.situation or "", box.width - 2 * PADDING, SMALL + 1, 2)
        answers = tuple(
            self.chip(scene, statement, place)
            for statement, place in zip(
                scene.statements, chips(box, len(scene.statements)), strict=True
            )
        )
        return Card(
            box=box,
            id=scene.id,
            title=fitted(title, box.width - 2 * PADDING, NORMAL + 1),
            lines=tuple((box.y + 50 + 18 * at, line) for at, line in enumerate(said)),
            chips=answers,
            words=gettext("Scene %(name)s") % {"name": title},
            place=json.dumps(["definition", "scenes", number]),
            first=name == self.definition.start,
            apart=name in self.layout.apart,
        )

    def chip(self, _scene: Scene, statement: Statement, box: Box) -> Chip:
        """Return an answer with what it changes in sum."""
        change = sum(effects_of(self.definition, statement))
        gated = any(each.at_least for each in statement.reveals)
        sign = f"{change:+d}".replace("-", "−") if change else "±0"
        room = box.width - 18 - 10 * len(sign) - (14 if statement.reveals else 0)
        return Chip(
            box=box,
            label=fitted(statement.id, max(room, 10), SMALL + 1),
            change=sign,
            tone="up" if change > 0 else "down" if change < 0 else "level",
            gated=gated,
            opens=bool(statement.reveals) and not gated,
            words=self._chip_words(statement, sign, gated=gated),
        )

    def _chip_words(self, statement: Statement, sign: str, *, gated: bool) -> str:
        params = {"name": statement.id, "change": sign, "next": statement.next}
        words = gettext("%(name)s, in sum %(change)s, leads to %(next)s") % params
        if statement.next == END:
            words = gettext("%(name)s, in sum %(change)s, closes the talk") % params
        elif statement.next not in self.scenes:
            words = gettext("%(name)s, in sum %(change)s, leads to no scene") % params
        if gated:
            needs = gettext("brings something to light if the values are high enough")
            return f"{words}, {needs}"
        return f"{words}, {gettext('brings something to light')}" if statement.reveals else words

    def _outcomes(self) -> Iterator[Outcome]:
        end = self.layout.end
        if end is None:
            return
        occurring = {each.ending for each in explore(self.definition).endings}
        x = min(max(end.middle - CARD_WIDTH / 2, 0), max(self.layout.width - CARD_WIDTH, 0))
        for at, ending in enumerate(self.definition.endings):
            y = end.bottom + ENDING_TOP + at * (ENDING_HEIGHT + ENDING_GAP)
            box = Box(x, y, CARD_WIDTH, ENDING_HEIGHT)
            when = self._when(ending)
            never = ending.id not in occurring
            shown = f"{gettext('never comes')} · {when}" if never else when
            lines = wrapped(shown, box.width - ICON - PADDING, SMALL, 2)
            yield Outcome(
                box=box,
                number=at + 1,
                title=fitted(ending.title, box.width - ICON - PADDING, NORMAL + 1),
                full_title=ending.title,
                tone=ending.tone.value,
                tone_word=tone_word(ending),
                sign=TONES[ending.tone.value],
                lines=tuple((y + 43 + 16 * number, line) for number, line in enumerate(lines)),
                when=when,
                never=never,
            )

    def _when(self, ending: Ending) -> str:
        """When an ending comes, after those before it did not fit."""
        if not ending.any:
            return gettext("in all other cases")
        return gettext(" or ").join(self._bounds(each) for each in ending.any)

    def _bounds(self, condition: Condition) -> str:
        name = (
            gettext("sum") if condition.of == SUM else self.labels.get(condition.of, condition.of)
        )
        params = {"name": name, "low": condition.at_least, "high": condition.at_most}
        if condition.at_least is None and condition.at_most is None:
            return gettext("%(name)s at any value") % params
        if condition.at_least is None:
            return gettext("%(name)s at most %(high)s") % params
        if condition.at_most is None:
            return gettext("%(name)s at least %(low)s") % params
        return gettext("%(name)s from %(low)s to %(high)s") % params
