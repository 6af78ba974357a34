"""The step of the reasons: texts that save themselves."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString

from xblocks.needs_analysis.asked import Reason
from xblocks.needs_analysis.desk.page import CasePage, render
from xblocks.needs_analysis.domain.names import Part


def reasons_step(page: CasePage) -> SafeString:
    """Return the step."""
    case = page.opened.current
    context = {
        **page.frame(),
        "reasons": [reason_context(page, each) for each in case.reasons],
        "rubric": case.rubric,
        "matrix_url": page.url("_beside", "matrix"),
        "dossier_url": page.url("_beside", "dossier"),
    }
    return render("case_reasons", context)


def reason_context(page: CasePage, reason: Reason) -> dict[str, Any]:
    """Return what the form of a text shows."""
    form = page.form(Part.REASON, reason.id)
    size = len((form["value"] or "").strip())
    return {
        "form": form,
        "reason": reason,
        "size": size,
        "short": bool(size) and size < reason.min_length,
        "rows": 9 if reason.max_length > 900 else 5,
    }
