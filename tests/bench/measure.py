"""Times and the lines of a table."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter


def milliseconds(work: Callable[[], object], rounds: int = 5) -> float:
    """The median duration of `work` after one round that warms up."""
    work()
    taken = []
    for _ in range(rounds):
        gc.collect()
        begin = perf_counter()
        work()
        taken.append((perf_counter() - begin) * 1000)
    return median(taken)


@dataclass(frozen=True)
class Line:
    """A figure with its goal, and what it is compared with."""

    what: str
    value: float
    unit: str = "ms"
    goal: float | None = None
    reference: float | None = None
    reference_name: str = ""

    @property
    def missed(self) -> bool:
        """Whether there is a goal and the figure is above it."""
        return self.goal is not None and self.value > self.goal

    @property
    def measured(self) -> str:
        """The figure with its unit."""
        return (
            f"{self.value:,.1f} {self.unit}" if self.value % 1 else f"{self.value:,.0f} {self.unit}"
        )

    @property
    def goal_text(self) -> str:
        """The goal with its unit, or nothing."""
        return "" if self.goal is None else f"≤ {self.goal:,.0f} {self.unit}"

    @property
    def reference_text(self) -> str:
        """What it is compared with."""
        return (
            ""
            if self.reference is None
            else f"{self.reference_name} {self.reference:,.1f} {self.unit}"
        )

    @property
    def ratio(self) -> str:
        """How many times the reference the figure is."""
        return "" if not self.reference else f"{self.value / self.reference:.2f}"
