"""A plan of 40 rows, with which most rules are busy: checked, read as a page sends it."""

from __future__ import annotations

from datetime import date

from tests.bench.measure import Line, milliseconds

ROWS = 40
CHECK_GOAL = 3


def measure_plans() -> list[Line]:
    """Times of the rules alone, and with reading what a page sends."""
    from xblocks.moderation.definition import Scenario
    from xblocks.moderation.domain.checking import check
    from xblocks.moderation.domain.written import Measure, read_rows, rows_json
    from xblocks.moderation.planned import METHODS, PLACES, Row

    codes, places = list(METHODS), list(PLACES)
    rows = [
        Row.model_validate(
            {
                "id": f"r{number}",
                "phase": places[number % len(places)],
                "method": codes[number * 5 % len(codes)],
                "minutes": number % 30,
                "content": "Was müssen wir können, damit die Linie läuft?",
                "visual": number % 3 == 0,
                "continues": number % 4 == 0,
                "dots": number % 5 + 1,
            }
        )
        for number in range(ROWS)
    ]
    scenario = Scenario(
        occasion="Anlass",
        goal="Ziel",
        people="Alle",
        participants=28,
        begins="09:00",
        minutes=180,
        room="Raum",
        hierarchy=True,
    )
    today = date(2027, 3, 1)
    measures = [Measure("Was", "Wer und wer", today, "") for _ in range(20)]
    text = rows_json(rows)
    alone = milliseconds(lambda: check(rows, measures, scenario, today), rounds=25)
    read = milliseconds(lambda: check(read_rows(text), measures, scenario, today), rounds=25)
    return [
        Line(f"check a plan of {ROWS} rows", alone, goal=CHECK_GOAL),
        Line("read it as a page sends it and check it", read),
    ]
