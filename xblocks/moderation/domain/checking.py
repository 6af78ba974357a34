"""The checker: sixteen rules look at a plan and say what is wrong (`curriculum-facts 3.8`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from xblocks.moderation.definition import Scenario
from xblocks.moderation.domain.finding import MUST_BE_CLOSED, Finding
from xblocks.moderation.domain.meeting import Meeting
from xblocks.moderation.domain.rules import IN_ORDER
from xblocks.moderation.domain.timeline import Slot
from xblocks.moderation.domain.written import Measure
from xblocks.moderation.planned import Row

POINTS: Final = 30
PASSING: Final = 22


@dataclass(frozen=True)
class Checked:
    """What the rules say to a plan.

    `findings` stand in the order of the rules, those of one rule in the order of the rows.
    `points` of 30, never below 0. `clock` says by id when each row runs.
    """

    findings: tuple[Finding, ...]
    points: int
    passed: bool
    clock: Mapping[str, Slot]

    @property
    def rules(self) -> tuple[str, ...]:
        """The codes of the rules that are broken, each once."""
        return tuple(dict.fromkeys(each.rule for each in self.findings))

    def at(self, row: str | None) -> tuple[Finding, ...]:
        """Return the findings of a row; with None those of the plan as a whole and of measures."""
        return tuple(each for each in self.findings if each.row == row)

    def of_measure(self, place: int) -> tuple[Finding, ...]:
        """Return the findings of the measure at a place, counted from 0."""
        return tuple(each for each in self.findings if each.measure == place)


def check(
    rows: Sequence[Row], measures: Sequence[Measure], scenario: Scenario, today: date
) -> Checked:
    """Return what the rules say to a plan; `today` is what the dates of measures lie after."""
    meeting = Meeting.of(rows, measures, scenario, today)
    findings = tuple(each for rule in IN_ORDER for each in rule(meeting))
    points = max(0, POINTS - sum(each.points for each in findings))
    closed = not any(each.rule in MUST_BE_CLOSED for each in findings)
    return Checked(findings, points, points >= PASSING and closed, meeting.clock)
