"""Measures as they were chosen, beside the model answer."""

from __future__ import annotations

from django.utils.safestring import SafeString

from xblocks.needs_analysis.desk.page import CasePage, render
from xblocks.needs_analysis.domain import comparing
from xblocks.needs_analysis.domain.comparing import MeasurePair
from xblocks.needs_analysis.domain.names import Part


def measures_told_html(page: CasePage) -> SafeString:
    """Return which measures were chosen for whom, and what the model answer says of each."""
    pairs = comparing.measures(page.definition, page.matrix, page.answers)
    rows = [
        {
            "pair": pair,
            "people": _codes(pair.people),
            "missing": _codes(pair.missing),
            "needless": _codes(pair.needless),
            "model": _codes(pair.measure.people),
            "right": (page.answer(Part.MEASURE, pair.measure.id) or {}).get("right", ""),
        }
        for pair in sorted(pairs, key=_order)
    ]
    return render("case_measures_told", {**page.frame(), "rows": rows})


def measure_lines(page: CasePage) -> list[str]:
    """Return the measures that were chosen, for whom, as plain lines."""
    pairs = comparing.measures(page.definition, page.matrix, page.answers)
    return [f"{each.measure.label}: {_codes(each.people) or '–'}" for each in pairs if each.chosen]


def _order(pair: MeasurePair) -> bool:
    return not pair.chosen


def _codes(people: tuple[str, ...] | list[str]) -> str:
    return ", ".join(each.upper() for each in people)
