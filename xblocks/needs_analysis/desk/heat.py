"""A matrix as a heat map: number, hatching and sign in every field, sums, legend.

The table is put together as a string (`heat_table`): a template takes seconds for 200 × 40 fields.

**Writing.** With `Heat.save` fields can be changed (`static/wbm/matrix.js`). The script posts
``row`` and ``competence`` (keys of the headings), ``level`` (0–4, empty: not known) and ``was`` to
that address, one field after the other. The answer is `changed_html`. What a refusal says goes to
the box ``<name>-said``, unless the answer names another place (``HX-Retarget``).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from xblocks.needs_analysis.desk import heat_table
from xblocks.needs_analysis.desk.ways import spelled
from xblocks.needs_analysis.domain.matrix import HIGHEST, Matrix

NOTHING = SafeString("")

WIDE = 12
"""With more competences labels stand upright, and the print leaves the small print out."""

TALL = 20
"""With more people the matrix scrolls by itself, below its headings."""


class Shows(StrEnum):
    """What the number of a field is."""

    GAPS = "gaps"
    LEVELS = "levels"
    ASKED = "asked"
    """Gaps somebody reckons themselves: `Heat.given`."""


@dataclass(frozen=True)
class Heading:
    """A person or a competence. `key` names it in requests, `code` and `label` to people.

    A key is of letters, digits and hyphens. `control` is markup of the page below the label, such
    as a choice of profiles.
    """

    key: str
    code: str
    label: str = ""
    note: str = ""
    control: SafeString = NOTHING


@dataclass(frozen=True)
class Heat:
    """A matrix to draw; headings in the order of its rows and competences.

    `name` begins every id and is unique on the page. `levels` are the words for the numbers 0 to 4
    that can be picked. `given` and `wrong` belong to gaps that are asked: what was typed by keys of
    (person, competence), and which of it is told to be wrong. `signs` are short texts of fields,
    such as a source. Without `sums` nothing is added up: whoever is asked for sums must not read
    them here.
    """

    matrix: Matrix
    people: Sequence[Heading]
    competences: Sequence[Heading]
    caption: str
    name: str = "heat"
    shows: Shows = Shows.GAPS
    save: str | None = None
    levels: Sequence[str] = ()
    sums: bool = True
    given: Mapping[tuple[str, str], int] = field(default_factory=dict)
    wrong: Collection[tuple[str, str]] = ()
    signs: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Which row a person stands in."""
        return {each.key: number for number, each in enumerate(self.people)}


def matrix_html(heat: Heat) -> SafeString:
    """Return the heat map with its figures, legend, picker and script."""
    words = [*heat.levels, *[""] * (HIGHEST + 1 - len(heat.levels))]
    context = {
        "heat": heat,
        "figures": figures_html(heat),
        "head": heat_table.head(heat),
        "rows": heat_table.rows(heat),
        "foot": foot_html(heat),
        "wide": len(heat.competences) > WIDE,
        "tall": len(heat.people) > TALL,
        "picks": list(enumerate(words)),
    }
    return render_to_string("wbm/needs_analysis/matrix.html", context)


def row_html(heat: Heat, key: str) -> SafeString:
    """Return the row of one person; KeyError for somebody there is not."""
    return heat_table.row(heat, heat.numbers[key])


def foot_html(heat: Heat, *, outside: bool = False) -> SafeString:
    """Return the sums of the competences, nothing without sums.

    `outside`: it comes along with an answer and finds its place itself (htmx).
    """
    return heat_table.foot(heat, outside=outside) if heat.sums else NOTHING


def figures_html(heat: Heat, *, outside: bool = False) -> SafeString:
    """Return coverage, sums and counts of the whole matrix; as `foot_html`."""
    if not heat.sums:
        return NOTHING
    matrix = heat.matrix
    context = {
        "heat": heat,
        "outside": outside,
        "coverage": spelled(matrix.coverage * 100, 1),
        "critical": sum(column.critical for column in matrix.columns),
        "surplus": sum(column.surplus for column in matrix.columns),
        "unknown": sum(len(matrix.rows) - column.known for column in matrix.columns),
    }
    return render_to_string("wbm/needs_analysis/matrix_figures.html", context)


def changed_html(heat: Heat, key: str) -> SafeString:
    """Return the answer to a change: the person's row, and what changes with it elsewhere."""
    outside = (figures_html(heat, outside=True), foot_html(heat, outside=True))
    parts = [f"<template>{part}</template>" for part in outside if part]
    return mark_safe(row_html(heat, key) + "".join(parts))  # noqa: S308 - of safe parts
