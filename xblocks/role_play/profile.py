"""The profile over the criteria of the sheet, and what to practise next (R3, R9).

Source: `curriculum-facts 2.11`: what could not be observed stays empty, and at most two criteria
are worked on at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from xblocks.role_play.attempts import Attempt
from xblocks.role_play.definition import Dialogue

HELPFUL_FROM = 2 / 3
PARTLY_FROM = 1 / 3
_SLACK = 1e-9  # an average of thirds may miss its bound by a rounding error


class Grade(StrEnum):
    """How well statements served."""

    HELPFUL = "helpful"
    PARTLY = "partly"
    HINDERING = "hindering"


@dataclass(frozen=True)
class CriterionProfile:
    """One line of the profile. `average` and `grade` are empty when nothing was observed."""

    id: str
    label: str
    hint: str | None
    times: int
    average: float | None
    """Mean quality of the statements that touched the criterion, from 0 to 1."""

    @property
    def grade(self) -> Grade | None:
        """The average in a word."""
        return None if self.average is None else grade(self.average)


def grade(quality: float) -> Grade:
    """The word for a quality from 0 to 1: helpful from 2/3, partly from 1/3."""
    if quality >= HELPFUL_FROM - _SLACK:
        return Grade.HELPFUL
    return Grade.PARTLY if quality >= PARTLY_FROM - _SLACK else Grade.HINDERING


def profile(definition: Dialogue, attempts: Iterable[Attempt]) -> tuple[CriterionProfile, ...]:
    """One line per criterion in the order of the sheet. Turns taken back do not count."""
    observed: dict[str, list[float]] = {criterion.id: [] for criterion in definition.criteria}
    for attempt in attempts:
        for turn in attempt.path:
            for criterion in turn.criteria:
                observed.setdefault(criterion.id, []).append(turn.quality)
    return tuple(
        CriterionProfile(
            criterion.id,
            criterion.label,
            criterion.hint,
            len(qualities := observed[criterion.id]),
            sum(qualities) / len(qualities) if qualities else None,
        )
        for criterion in definition.criteria
    )


def focus(lines: Sequence[CriterionProfile], limit: int = 2) -> list[str]:
    """Ids of the weakest observed criteria that are not yet helpful; of equals the first ones."""
    weak = [
        (line.average, place, line.id)
        for place, line in enumerate(lines)
        if line.average is not None and line.grade is not Grade.HELPFUL
    ]
    return [name for _average, _place, name in sorted(weak)[:limit]]
