"""The picture of a plan: a bar of its rows in time, the share of each phase, what is left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xblocks.moderation.definition import Scenario
from xblocks.moderation.desk.plan_rows import SHORT, place_name
from xblocks.moderation.domain.timeline import clock, minutes_by_place, shares, told
from xblocks.moderation.planned import Row


def picture_context(rows: Sequence[Row], scenario: Scenario) -> dict[str, Any]:
    """Return what the picture shows. `free` are minutes not planned yet, `over` those too many."""
    slots = clock(rows)
    used = sum(row.minutes for row in rows)
    taken = minutes_by_place(rows)
    return {
        "segments": [
            {
                "phase": row.phase,
                "minutes": row.minutes,
                "label": SHORT[row.phase],
                "title": f"{told(scenario.begins, slots[row.id].start)} {place_name(row.phase)}",
                "over": slots[row.id].end > scenario.minutes,
            }
            for row in rows
            if row.minutes
        ],
        "used": used,
        "total": scenario.minutes,
        "free": max(0, scenario.minutes - used),
        "over": max(0, used - scenario.minutes),
        "begins": scenario.begins,
        "ends": told(scenario.begins, scenario.minutes),
        "shares": [
            {
                "phase": each.phase,
                "name": place_name(each.phase),
                "minutes": each.minutes,
                "percent": each.percent,
                "least": each.guide[0],
                "most": each.guide[1],
                "usual": each.usual,
            }
            for each in shares(rows, scenario.minutes)
        ],
        "break_minutes": taken.get("break", 0),
        "buffer_minutes": taken.get("buffer", 0),
    }
