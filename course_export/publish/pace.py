"""How long we wait: between tries, between looks at an import, and altogether."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

MINUTE = 60.0


@dataclass(frozen=True)
class Pace:
    """Waiting times in seconds. `wait` and `clock` are those of the machine, except in tests.

    `patience` is how long an import may take: Studio needs about 40 ms a block
    (`platform-facts 4`), more when its queue is full.
    """

    tries: int = 5
    first: float = 0.5
    longest: float = 30.0
    first_look: float = 0.05
    last_look: float = 5.0
    patience: float = 15 * MINUTE
    wait: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic

    def between_tries(self) -> Iterator[float]:
        """The pauses after the first try, each twice as long as the one before."""
        for number in range(self.tries - 1):
            yield min(self.first * 2**number, self.longest)

    def between_looks(self) -> Iterator[float]:
        """The pauses between looks at an import, without end."""
        pause = self.first_look
        while True:
            yield pause
            pause = min(pause * 1.3, self.last_look)
