"""What the platform's tracking hears of a needs analysis: numbers, and no answer to anything."""

from __future__ import annotations

from fractions import Fraction

from xblocks.core.people import Actor
from xblocks.host import events
from xblocks.needs_analysis.records import Sheet

COMPONENT = "needs_analysis"


def report_started(actor: Actor, sheet: Sheet) -> None:
    """Report that somebody began a case, or began it anew."""
    _report(actor, sheet, "started")


def report_reckoned(actor: Actor, sheet: Sheet, share: Fraction) -> None:
    """Report that the figures of a case were told right from wrong; `share` 0 to 1 was right."""
    _report(actor, sheet, "reckoned", score=round(float(share), 4))


def report_asked(actor: Actor, sheet: Sheet, minutes: int) -> None:
    """Report that somebody put a question in a living case; `minutes` are spent by then."""
    _report(actor, sheet, "asked", minutes=minutes)


def report_debriefed(actor: Actor, sheet: Sheet, minutes: int, share: Fraction) -> None:
    """Report that a living case was told; `share` 0 to 1 of the critical gaps were recognised."""
    _report(actor, sheet, "debriefed", minutes=minutes, score=round(float(share), 4))


def _report(actor: Actor, sheet: Sheet, verb: str, **facts: float) -> None:
    events.report(
        COMPONENT,
        verb,
        course_key=sheet.course_key,
        usage_key=sheet.usage_key,
        user_ids=[actor.user_id],
        attempt=sheet.round,
        **facts,
    )
