"""The picture of a talk with the number of people at each answer; thick lines where many went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils.translation import gettext, ngettext

from xblocks.role_play.definition import Dialogue, Scene, Statement
from xblocks.role_play.geometry import Box
from xblocks.role_play.graph import Step
from xblocks.role_play.pathmap import PathMap
from xblocks.role_play.picture import SMALL, Chip, Picture, anchor
from xblocks.role_play.wrapping import fitted

HELD_BACK: Final = "–"
WIDTHS: Final = 4
"""Lines are drawn in so many widths, by the share of people."""


@dataclass(frozen=True)
class Flow:
    """A line many went along: SVG path data, and how wide it is, from 1."""

    path: str
    width: int


def picture_with(definition: Dialogue, paths: PathMap) -> str:
    """Return the picture as HTML; its scenes lead to the tables on the same page."""
    context = _Counted(definition, paths).context()
    return render_to_string(
        "wbm/role_play/picture.html",
        {"in_editor": False, "counted": True, "anchor": anchor(definition), **context},
    )


def number_text(number: int | None) -> str:
    """Return a number of people as it is shown."""
    return HELD_BACK if number is None else str(number)


class _Counted(Picture):
    def __init__(self, definition: Dialogue, paths: PathMap) -> None:
        super().__init__(definition)
        self.numbers = paths.numbers

    def context(self) -> dict[str, Any]:
        return {**super().context(), "flows": self._flows()}

    def chip(self, scene: Scene, statement: Statement, box: Box) -> Chip:
        number = self.numbers.get(Step(scene.id, statement.id), 0)
        sign = number_text(number)
        return Chip(
            box=box,
            label=fitted(statement.id, max(box.width - 18 - 10 * len(sign), 10), SMALL + 1),
            change=sign,
            tone="many" if number else "level",
            gated=False,
            opens=False,
            words=self._words(statement, number),
        )

    def _words(self, statement: Statement, number: int | None) -> str:
        if number is None:
            return gettext("%(name)s: number not shown") % {"name": statement.id}
        words = ngettext(
            "%(name)s: one person chose it", "%(name)s: %(count)s people chose it", number
        )
        return words % {"name": statement.id, "count": number}

    def _flows(self) -> list[Flow]:
        most = max((number for number in self.numbers.values() if number), default=0)
        flows = []
        for line in self.layout.lines:
            statement = self.scenes[line.scene].statements[line.statement]
            number = self.numbers.get(Step(line.scene, statement.id))
            if number:
                flows.append(Flow(line.path, -(-WIDTHS * number // most)))
        return flows
