"""The last step: what is open, what happens with it, and the button that hands in."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from xblocks.core.permissions import Action, may
from xblocks.needs_analysis.desk import progress
from xblocks.needs_analysis.desk.page import CasePage, render
from xblocks.needs_analysis.domain.readiness import Missing, missing_parts, missing_reasons
from xblocks.needs_analysis.sheets import Stage

COUNTED = (
    ("matrix", gettext_lazy("Matrix"), progress.of_matrix),
    ("figures", gettext_lazy("Figures"), progress.of_figures),
    ("priorities", gettext_lazy("Priorities"), progress.of_priorities),
    ("measures", gettext_lazy("Measures"), progress.of_measures),
    ("reasons", gettext_lazy("Reasons"), progress.of_reasons),
)
"""Steps in which something is answered."""


def summary_step(page: CasePage) -> SafeString:
    """Return the step."""
    again = page.stage is Stage.RETURNED
    graded = page.opened.current.rubric is not None
    missing = missing_of(page)
    rows = []
    for name, label, count in COUNTED:
        counted = count(page)
        own = [each for each in missing if each.step == name]
        if counted.asked and (name == "reasons" or not again):
            row = {"label": label, "url": page.step_url(name), "progress": counted}
            rows.append(row | {"missing": _linked(page, own)})
    needed = [each for each in missing if each.needed]
    context = {
        **page.frame(),
        "rows": rows,
        "missing": missing,
        "needed": _linked(page, needed),
        "optional": len(missing) - len(needed),
        "again": again,
        "graded": graded,
        "reasons_share": 100 - page.definition.figures_share,
        "figures_asked": has_figures(page),
        "may_hand_in": not page.looks and (not graded or may(page.actor, Action.HAND_IN)),
        "hand_in_url": page.url("_hand_in"),
        "first_url": page.step_url(missing[0].step) if missing else "",
        "seen": seen_of(page),
    }
    return render("case_summary", context)


def missing_of(page: CasePage) -> list[Missing]:
    """Return what is open; of a returned work only the texts are asked for again."""
    if page.stage is Stage.RETURNED:
        return missing_reasons(page.opened.current, page.answers)
    return missing_parts(page.definition, page.answers)


def seen_of(page: CasePage) -> dict[str, Any]:
    """Return what a hand-in says of the page it came from."""
    return {
        "revision": page.opened.revision,
        "definition": page.exercise.definition_hash,
    }


def has_figures(page: CasePage) -> bool:
    """Whether anything is told right from wrong."""
    case = page.definition
    return bool(case.questions or case.priorities or case.targets == "set" or case.gaps == "asked")


def _linked(page: CasePage, missing: list[Missing]) -> list[dict[str, Any]]:
    return [
        {"label": each.label, "url": f"{page.step_url(each.step)}?at={each.name}"}
        for each in missing
    ]
