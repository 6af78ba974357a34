"""A plan together with the meeting it is for, as the rules look at it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from xblocks.moderation.definition import Scenario
from xblocks.moderation.domain.catalogue import Phase
from xblocks.moderation.domain.timeline import Slot, clock, minutes_by_place, net_minutes
from xblocks.moderation.domain.written import Measure
from xblocks.moderation.planned import Place, Row


@dataclass(frozen=True)
class Meeting:
    """`rows` are all rows, `phased` those of phases; `taken` minutes by place that is there."""

    rows: tuple[Row, ...]
    measures: tuple[Measure, ...]
    scenario: Scenario
    today: date
    phased: tuple[Row, ...]
    clock: Mapping[str, Slot]
    taken: Mapping[Place, int]

    @classmethod
    def of(
        cls,
        rows: Sequence[Row],
        measures: Sequence[Measure],
        scenario: Scenario,
        today: date,
    ) -> Meeting:
        """Return the plan as the rules look at it."""
        return cls(
            tuple(rows),
            tuple(measures),
            scenario,
            today,
            tuple(row for row in rows if row.phase not in ("break", "buffer")),
            clock(rows),
            minutes_by_place(rows),
        )

    @property
    def total(self) -> int:
        """The minutes of the meeting."""
        return self.scenario.minutes

    @property
    def net(self) -> int:
        """The minutes without breaks and buffer."""
        return net_minutes(self.total, self.taken)

    @property
    def participants(self) -> int:
        """How many take part."""
        return self.scenario.participants

    def of_phase(self, phase: Phase) -> tuple[Row, ...]:
        """Return the rows of a phase."""
        return tuple(row for row in self.phased if row.phase == phase)
