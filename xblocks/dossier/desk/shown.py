"""The dossier in words, for its templates."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext, gettext_lazy

from xblocks.dossier import service
from xblocks.dossier.domain import (
    DAYS,
    DAYS_NEEDED,
    Evidence,
    HandInState,
    Part,
    Standing,
)
from xblocks.dossier.sharing import Released

STATES = {
    HandInState.OPEN: (gettext_lazy("not handed in"), "info"),
    HandInState.WAITING: (gettext_lazy("waits for its review"), "info"),
    HandInState.RETURNED: (gettext_lazy("came back"), "attention"),
    HandInState.FAILED: (gettext_lazy("not passed"), "danger"),
    HandInState.PASSED: (gettext_lazy("passed"), "good"),
    HandInState.EARLIER: (gettext_lazy("passed before you joined"), "attention"),
}
DAY_STATES = {
    True: (gettext_lazy("there"), "good"),
    False: (gettext_lazy("not there"), "attention"),
    None: (gettext_lazy("not noted"), "info"),
}
PARTS = {
    Part.CERTIFICATE: (
        gettext_lazy("The certificate"),
        gettext_lazy("whether you have reached it, and since when"),
    ),
    Part.DAYS: (gettext_lazy("Seminar days"), gettext_lazy("on how many you were there")),
    Part.HAND_INS: (gettext_lazy("Passed hand-ins"), gettext_lazy("titles and dates, no points")),
    Part.PRACTICE: (gettext_lazy("Exercises you did alone"), gettext_lazy("titles, no results")),
    Part.COMPANY: (gettext_lazy("Your company"), gettext_lazy("its name")),
}


def facts(evidence: Evidence, standing: Standing) -> dict[str, Any]:
    """Return everything there is to show, for the owner."""
    return {
        "evidence": evidence,
        "standing": standing,
        "criteria": service.criteria(),
        "needed": DAYS_NEEDED,
        "all_days": DAYS,
        "required_passed": sum(each.passed for each in evidence.required),
        "days": [(day, *DAY_STATES[day.there]) for day in evidence.days],
        "hand_ins": [(each, *STATES[each.state]) for each in evidence.hand_ins],
    }


def released(found: Released, *, level: int = 2) -> dict[str, Any]:
    """Return what a shared page shows: what was not released does not reach the template.

    `level` is that of its highest heading.
    """
    parts = found.parts
    evidence, standing = found.evidence, found.standing
    days = None
    if Part.DAYS in parts:
        days = gettext("%(there)s of %(days)s") % {"there": evidence.days_there, "days": DAYS}
    return {
        "level": level,
        "name": found.name,
        "course": found.course,
        "company": found.company,
        "shows_certificate": Part.CERTIFICATE in parts,
        "since": standing.since if Part.CERTIFICATE in parts else None,
        "reached": standing.reached if Part.CERTIFICATE in parts else None,
        "criteria": service.criteria() if Part.CERTIFICATE in parts else "",
        "days_there": days,
        "shows_hand_ins": Part.HAND_INS in parts,
        "passed": evidence.passed if Part.HAND_INS in parts else (),
        "shows_practice": Part.PRACTICE in parts,
        "practised": evidence.practised if Part.PRACTICE in parts else (),
    }


def part_names(parts: Iterable[Part]) -> str:
    """Return parts in words, with commas between."""
    chosen = set(parts)
    return ", ".join(str(name) for part, (name, _hint) in PARTS.items() if part in chosen)
