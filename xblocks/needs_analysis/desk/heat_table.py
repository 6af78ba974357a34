"""The table of a heat map. A field has 37 bytes at most: end tags HTML does without are left out.

Classes: ``g0`` no gap, ``g1`` a gap, ``g2`` critical, ``gs`` potential, ``gx`` not known, ``gq``
not answered, ``w`` told to be wrong, ``s`` a sum.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from xblocks.needs_analysis.domain.matrix import CRITICAL, Cell

if TYPE_CHECKING:
    from xblocks.needs_analysis.desk.heat import Heading, Heat


def head(heat: Heat) -> SafeString:
    """Return the row of headings."""
    cells = [f"<th scope=col>{_('Person')}"]
    cells += [
        f'<th scope=col data-key="{escape(each.key)}">{_heading(each)}' for each in heat.competences
    ]
    if heat.sums:
        cells += [
            f"<th scope=col class=s><span>{each}</span>"
            for each in (_("Sum of gaps"), _("Potential"))
        ]
    return _ours(f"<tr>{''.join(cells)}</tr>")


def rows(heat: Heat) -> SafeString:
    """Return the rows of all people."""
    drawer = _Drawer(heat)
    return _ours("\n".join(drawer.row(number) for number in range(len(heat.people))))


def row(heat: Heat, number: int) -> SafeString:
    """Return the row of one person."""
    return _ours(_Drawer(heat).row(number))


def foot(heat: Heat, *, outside: bool) -> SafeString:
    """Return the sums of the competences; `outside`: htmx puts them in their place."""
    columns = heat.matrix.columns
    gaps, surplus = heat.matrix.gaps, sum(each.surplus for each in columns)
    lines = (
        (_("Sum of gaps"), [each.gaps for each in columns], gaps, surplus),
        (_("People affected"), [each.affected for each in columns], "", ""),
        (_("Critical fields"), [each.critical for each in columns], "", ""),
        (_("Potential"), [each.surplus for each in columns], "", ""),
    )
    told = "\n".join(
        f"<tr><th scope=row>{name}{''.join(f'<td>{each}' for each in values)}"
        f"<td class=s>{gap}<td class=s>{more}</tr>"
        for name, values, gap, more in lines
    )
    swap = " hx-swap-oob=true" if outside else ""
    return _ours(f'<tfoot id="{escape(heat.name)}-foot"{swap}>{told}</tfoot>')


def state_of(cell: Cell) -> str:
    """Return the class of a field."""
    if not cell.known:
        return "gx"
    return "gs" if cell.surplus else _gap_state(cell.gap)


class _Drawer:
    """Draws rows; a field that looks like one before is not drawn anew."""

    def __init__(self, heat: Heat) -> None:
        self._heat = heat
        self._of = _("of %(target)s")
        self._drawn: dict[Cell, str] = {}
        self._asked = heat.shows == "asked"

    def row(self, number: int) -> str:
        """The row of one person."""
        heat = self._heat
        heading, row = heat.people[number], heat.matrix.rows[number]
        if self._asked or heat.signs:
            keys = [(heading.key, each.key) for each in heat.competences]
            cells = [self._single(key, cell) for key, cell in zip(keys, row.cells, strict=True)]
        else:
            cells = [self._like(cell) for cell in row.cells]
        sums = f"<td class=s>{row.gaps}<td class=s>{row.surplus}" if heat.sums else ""
        return (
            f'<tr id="{escape(heat.name)}-r{escape(heading.key)}">'
            f"<th scope=row>{_heading(heading)}{''.join(cells)}{sums}</tr>"
        )

    def _like(self, cell: Cell) -> str:
        found = self._drawn.get(cell)
        if found is None:
            found = self._drawn[cell] = self._field(cell)
        return found

    def _single(self, key: tuple[str, str], cell: Cell) -> str:
        """A field with a sign, or with the gap somebody typed."""
        sign = self._heat.signs.get(key)
        note = f"<u>{escape(sign)}</u>" if sign else ""
        if not self._asked:
            return self._like(cell) + note
        given = self._heat.given.get(key)
        state = "gq" if given is None else _gap_state(given)
        if key in self._heat.wrong:
            state = f'"{state} w"'
        return f"<td class={state}>{_level(given)}{self._levels(cell)}{note}"

    def _field(self, cell: Cell) -> str:
        start = f"<td class={state_of(cell)}>"
        if self._heat.shows == "gaps":
            return f"{start}{cell.gap if cell.known else '?'}{self._levels(cell)}"
        return f"{start}{_level(cell.actual)}{self._target(cell)}"

    def _levels(self, cell: Cell) -> str:
        """Actual of target level, as small print."""
        if cell.target is None:
            return f"<i>{_level(cell.actual)}</i>"
        return f"<i>{_level(cell.actual)} {self._of % {'target': cell.target}}</i>"

    def _target(self, cell: Cell) -> str:
        return "" if cell.target is None else f"<i>{self._of % {'target': cell.target}}</i>"


def _heading(heading: Heading) -> str:
    small = (heading.label, heading.note)
    parts = [f"<b>{escape(heading.code)}</b>"]
    parts += [f"<small>{escape(text)}</small>" for text in small if text]
    return " ".join(parts) + heading.control


def _gap_state(gap: int) -> str:
    return f"g{min(gap, CRITICAL)}"


def _level(level: int | None) -> str:
    return "?" if level is None else str(level)


def _ours(html: str) -> SafeString:
    """What others write was escaped above."""
    return mark_safe(html)  # noqa: S308
