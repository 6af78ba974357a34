"""Rows, measures and what the rules find in them, as a page shows them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.utils.translation import gettext

from xblocks.core.numbers import whole
from xblocks.host.translation import translated
from xblocks.moderation.definition import PlanExercise
from xblocks.moderation.desk.plan_form import Entries
from xblocks.moderation.domain.checking import Checked
from xblocks.moderation.domain.finding import RULES, Finding
from xblocks.moderation.domain.timeline import clock, told
from xblocks.moderation.domain.written import Measure
from xblocks.moderation.planned import FORMS, METHODS, PLACES, Row

DOTTED: Final = ("EIN", "MPA")
"""Methods in which each person puts dots."""

SHORT: Final = {
    "P1": "1",
    "P2": "2",
    "P3": "3",
    "P4": "4",
    "P5": "5",
    "P6": "6",
    "break": "‖",
    "buffer": "",
}
"""What a place is called where there is little room."""


def places() -> list[tuple[str, str]]:
    """Return what a row can be of, with its name in the reader's language."""
    return [(code, place_name(code)) for code in PLACES]


def place_name(code: str) -> str:
    """Return the name of a phase with its number, or of what is no phase."""
    name = gettext(PLACES.get(code, "")) if code in PLACES else code
    return f"{code[1]} {name}" if code[:1] == "P" and code in PLACES else name


def methods() -> list[tuple[str, str]]:
    """Return all methods with their names."""
    return [(code, gettext(name)) for code, name in METHODS.items()]


def forms() -> list[tuple[str, str]]:
    """Return in which ways a group works."""
    return [(code, gettext(name)) for code, name in FORMS.items()]


def method_name(code: str | None) -> str:
    """Return the name of a method; empty without one."""
    return gettext(METHODS[code]) if code in METHODS else ""


def found_context(finding: Finding) -> dict[str, Any]:
    """Return a finding in the reader's language."""
    return {
        "rule": finding.rule,
        "title": gettext(RULES[finding.rule].title),
        "error": finding.severity == "error",
        "points": finding.points,
        "what": translated(finding.what),
        "way_out": translated(finding.way_out),
        "row": finding.row,
        "field": finding.field,
        "measure": finding.measure,
    }


def found_contexts(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Return findings in the reader's language."""
    return [found_context(each) for each in findings]


def row_contexts(
    definition: PlanExercise, entries: Entries, found: Checked | None
) -> list[dict[str, Any]]:
    """Return the rows of a page; times follow from what was typed as far as it is a number."""
    rows = []
    minute = 0
    for entry in entries.rows:
        end = minute + _minutes(entry["minutes"])
        rows.append(
            {
                **entry,
                "start": told(definition.scenario.begins, minute),
                "end": told(definition.scenario.begins, end),
                "place": place_name(entry["phase"]),
                "name": method_name(entry["method"]),
                "found": found_contexts(found.at(entry["id"])) if found else [],
            }
        )
        minute = end
    return rows


def measure_contexts(entries: Entries, found: Checked | None) -> list[dict[str, Any]]:
    """Return the measures of a page with what is found in each."""
    return [
        {**entry, "found": found_contexts(found.of_measure(place)) if found else []}
        for place, entry in enumerate(entries.measures)
    ]


def whole_findings(found: Checked) -> list[dict[str, Any]]:
    """Return what is found in the plan as a whole."""
    return found_contexts(each for each in found.at(None) if each.measure is None)


def told_rows(rows: Sequence[Row], begins: str) -> list[dict[str, Any]]:
    """Return rows to be read."""
    slots = clock(rows)
    return [
        {
            "row": row,
            "start": told(begins, slots[row.id].start),
            "end": told(begins, slots[row.id].end),
            "place": place_name(row.phase),
            "name": method_name(row.method),
            "form": gettext(FORMS[row.form]) if row.form != "plenum" else "",
        }
        for row in rows
    ]


def told_measures(measures: Sequence[Measure]) -> list[Measure]:
    """Return measures to be read."""
    return [each for each in measures if not each.empty]


def _minutes(text: str) -> int:
    return whole(text, 4) or 0
