"""Words of the living case: sources, confidence, signs of the fields."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from xblocks.needs_analysis.domain.interviewing import Field
from xblocks.needs_analysis.interviews import SOURCES, Source

SIGNS: Mapping[Source, str] = {
    "self": _("self"),
    "manager": _("superior"),
    "document": _("document"),
    "observation": _("seen"),
    "workshop": _("group"),
    "colleague": _("team"),
}
"""Where a level comes from, as short as it fits into a field."""

CONFIDENCES: Mapping[int, str] = {
    3: gettext_lazy("sure"),
    2: gettext_lazy("fairly sure"),
    1: gettext_lazy("a guess"),
}
MARKS: Mapping[int, str] = {3: "●●●", 2: "●●○", 1: "●○○"}


def source_name(source: Source | None) -> str:
    """Return what a source is called; None told nothing about levels."""
    return gettext(SOURCES[source]) if source else gettext("Told nothing about levels")


def sign_of(field: Field) -> str:
    """Return source, confidence and contradiction of a field, as short as it fits into it."""
    counts = field.counts
    if counts is None:
        return ""
    open_yet = "" if not field.contradictory else " ✓" if field.decided else " ≠"
    return f"{SIGNS[counts.source]} {MARKS[counts.confidence]}{open_yet}"
