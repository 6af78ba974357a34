"""What the platform's tracking hears of a needs analysis: numbers, and no answer to anything."""

from __future__ import annotations

from fractions import Fraction

from xblocks.core.people import Actor
from xblocks.exercises.records import Exercise
from xblocks.host import events
from xblocks.needs_analysis.records import Sheet
from xblocks.roster.records import Person

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


def report_handed_over(actor: Actor, exercise: Exercise, *, rows: bool) -> None:
    """Report for all of the team that its matrix went into a milestone, with its `rows` or not."""
    team = Person.objects.filter(company=actor.company, left_at=None).exclude(user=None)
    events.report(
        COMPONENT,
        "handed_over",
        course_key=exercise.course_key,
        usage_key=exercise.usage_key,
        user_ids=list(team.order_by("pk").values_list("user_id", flat=True)),
        rows=rows,
    )


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
