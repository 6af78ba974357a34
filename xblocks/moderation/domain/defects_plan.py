"""What is wrong with a meeting to be planned: its scenario, the plan to begin with, the model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from xblocks.core.definitions import Finding
from xblocks.core.rubric import FULL
from xblocks.core.text import Message, gettext_noop
from xblocks.moderation.definition import PlanExercise, Scenario
from xblocks.moderation.domain import finding as findings
from xblocks.moderation.domain.catalogue import PHASES, for_phase
from xblocks.moderation.domain.checking import check
from xblocks.moderation.domain.naming import named
from xblocks.moderation.domain.rules_time import (
    BREAK_FROM,
    BREAK_MINUTES,
    BUFFER_PERCENT,
    at_least,
)
from xblocks.moderation.domain.timeline import parts_of
from xblocks.moderation.domain.written import dated
from xblocks.moderation.planned import Row

ANY_DAY: Final = date(2026, 1, 1)
"""Authors count days, so that a definition is as good on one day as on another."""


def found(definition: PlanExercise) -> Iterator[Finding]:
    """Yield what is wrong with a meeting to be planned."""
    yield from _scenario(definition.scenario)
    yield from _rows(definition.start, "start")
    yield from _rows(definition.model, "model")
    yield from _start(definition)
    yield from _model(definition)
    if definition.rubric is not None and definition.check_share == FULL:
        said = gettext_noop("What trainers rate counts nothing. Let the rules count less.")
        yield Finding("rubric-idle", ("check_share",), Message(said))


def _scenario(scenario: Scenario) -> Iterator[Finding]:
    fitting = {phase: for_phase(phase, scenario.participants) for phase in PHASES}
    for phase, methods in fitting.items():
        if not methods:
            said = gettext_noop(
                "No method of the phase %(phase)s suits %(people)s people. "
                "Change the number, or nobody gets all points."
            )
            params = {"phase": named(phase), "people": scenario.participants}
            yield Finding("nobody-fits", ("scenario", "participants"), Message(said, params))
    if all(fitting.values()):
        needed = _fewest_minutes(scenario)
        if needed > scenario.minutes:
            said = gettext_noop(
                "All phases need at least %(needed)s min. Give the meeting more time."
            )
            place = ("scenario", "minutes")
            yield Finding("time-too-short", place, Message(said, {"needed": needed}))


def _fewest_minutes(scenario: Scenario) -> int:
    """Return the minutes of the shortest method of each phase, with break and buffer."""
    phases = sum(
        min(each.span(scenario.participants)[0] for each in for_phase(phase, scenario.participants))
        for phase in PHASES
    )
    pause = BREAK_MINUTES if scenario.minutes >= BREAK_FROM else 0
    return phases + pause + at_least(BUFFER_PERCENT[0], scenario.minutes)


def _rows(rows: Sequence[Row], where: str) -> Iterator[Finding]:
    begun = {part.id for parts in parts_of(rows) for part in parts[:1]}
    for row in rows:
        if row.method is not None and row.phase in ("break", "buffer"):
            said = gettext_noop("A break and the buffer have no method. Leave it empty.")
            yield Finding("method-idle", (where, row.id, "method"), Message(said))
        elif row.continues and (row.method is None or row.id in begun):
            said = gettext_noop("No earlier row has this method, so it cannot go on with it.")
            yield Finding("goes-on-with-nothing", (where, row.id, "continues"), Message(said))


def _start(definition: PlanExercise) -> Iterator[Finding]:
    if definition.start:
        checked = check(definition.start, (), definition.scenario, ANY_DAY)
        if all(each.rule == "R10" for each in checked.findings):
            said = gettext_noop("The plan to begin with keeps all rules: there is nothing to mend.")
            yield Finding("nothing-to-mend", ("start",), Message(said))


def _model(definition: PlanExercise) -> Iterator[Finding]:
    if not definition.model:
        said = gettext_noop("There is no model plan to compare one's own with.")
        yield Finding("model-missing", ("model",), Message(said))
        return
    measures = dated(definition.measures, ANY_DAY)
    for each in check(definition.model, measures, definition.scenario, ANY_DAY).findings:
        said = gettext_noop("The model plan breaks rule %(rule)s. %(what)s %(way_out)s")
        params = {"rule": each.rule, "what": each.what, "way_out": each.way_out}
        yield Finding("model-breaks-rule", _place(each), Message(said, params))
    if definition.why is None:
        said = gettext_noop("Say why the model plan is as it is: people learn from the reasons.")
        yield Finding("model-unexplained", ("why",), Message(said))


def _place(finding: findings.Finding) -> tuple[str | int, ...]:
    if finding.measure is not None:
        field = "days" if finding.field == "by" else str(finding.field)
        return ("measures", finding.measure, field)
    if finding.field == "measures":
        return ("measures",)
    if finding.row is not None:
        row = ("model", finding.row)
        return (*row, finding.field) if finding.field else row
    return ("model",)
