"""The largest matrix of a team, 200 people × 40 competences, in a database: page and one level."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from statistics import median
from time import perf_counter
from typing import Any

from tests.bench.measure import Line
from tests.records import own_database

PAGE_GOAL, SAVE_GOAL = 250, 15
BYTES_GOAL = 300 * 1000
ROUNDS = 60


@dataclass(frozen=True)
class Taken:
    """Milliseconds of the page, of one level saved, of the look at what changed; bytes."""

    page: float
    save: float
    state: float
    size: int


def measure_team_matrix() -> list[Line]:
    """Measure in a process of its own, whose database is new."""
    found = Taken(**own_database.run(__name__))
    return [
        Line("team's matrix 200 × 40: page", found.page, goal=PAGE_GOAL),
        Line("team's matrix 200 × 40: save a level", found.save, goal=SAVE_GOAL),
        Line("team's matrix 200 × 40: sums after a change", found.state, goal=PAGE_GOAL),
        Line("team's matrix 200 × 40: page", found.size, "bytes", BYTES_GOAL),
    ]


def _main() -> Taken:
    own_database.prepare()
    from django.test import Client

    from tests.records.needs_own_cases import fill_up, team

    here = team()
    here.add("X1")
    rows = fill_up(here, 199, 40)
    client = Client()
    client.force_login(here.user(here.ada))
    page = here.get(client, "matrix")
    tag = here.get(client, "state")["ETag"]
    levels = iter(range(10_000))

    def save() -> None:
        number = next(levels)
        form = {"row": rows[100], "competence": "k1", "level": number % 2, "was": (number + 1) % 2}
        answer = here.post(client, "level", **form)
        assert answer.status_code == 200, answer.content

    here.post(client, "level", row=rows[100], competence="k1", level="1", was="0")
    url, known = here.url("state"), {"If-None-Match": tag, "HX-Request": "true"}
    return Taken(
        page=_median(lambda: here.get(client, "matrix")),
        save=_median(save),
        state=_median(lambda: client.get(url, headers=known)),
        size=len(page.content),
    )


def _median(work: Any) -> float:
    times = []
    for _ in range(ROUNDS):
        begin = perf_counter()
        work()
        times.append((perf_counter() - begin) * 1000)
    return round(median(times), 1)


if __name__ == "__main__":
    json.dump(asdict(_main()), sys.stdout)
