"""The plans and meetings of `curriculum-facts 3.6` and `3.7`, and what tests change in them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from xblocks.moderation.definition import Scenario
from xblocks.moderation.domain.checking import Checked, check
from xblocks.moderation.domain.written import Measure
from xblocks.moderation.planned import Row

TODAY = date(2027, 3, 1)
MEASURES = (
    Measure("Schulung an der neuen Linie planen", "Alex Beispiel", date(2027, 4, 15), "Plan hängt"),
    Measure("Lernzeit vereinbaren", "Kim Muster", date(2027, 5, 1), "Vereinbarung unterschrieben"),
    Measure("Patenschaften beginnen", "Robin Probe", date(2027, 3, 2), "Jede Schicht hat eine"),
)


def scenario(**changes: Any) -> Scenario:
    """The first meeting, changed as asked for."""
    known: dict[str, Any] = {
        "occasion": "Die Runde will wissen, welche Qualifikationen nötig sind.",
        "goal": "Drei Themen mit je einer Maßnahme.",
        "people": "11 Vertrauensleute, 2 aus dem Betriebsrat, 1 Meister",
        "participants": 14,
        "begins": "14:00",
        "minutes": 120,
        "room": "Seminarraum, 2 Pinnwände",
        "cards": 60,
        "dots": 60,
        "hierarchy": True,
    }
    return Scenario.model_validate({**known, **changes})


MS1_SCENARIO = scenario()
MS2_SCENARIO = scenario(
    participants=28,
    begins="09:00",
    minutes=180,
    cards=120,
    dots=150,
    hierarchy=False,
    sensitive=True,
)


def row(name: str, phase: str, minutes: int, method: str | None = None, **more: Any) -> Row:
    """A row by its id; what is not named is as it is in an empty row."""
    values = {"id": name, "phase": phase, "minutes": minutes, "method": method, **more}
    return Row.model_validate(values)


MS1 = (
    row("r1", "P1", 5, "BEG", content="Ziel, Ablauf, Zeit, Regeln"),
    row("r2", "P1", 5, "EIN", content="Wie gut fühlen wir uns gerüstet?", visual=True),
    row("r3", "P2", 15, "KAR", content="Was müssen wir können?", visual=True),
    row("r4", "P2", 10, "CLU", content="gemeinsam ordnen, Überschriften", visual=True),
    row("r5", "P3", 8, "MPA", content="drei Themen auswählen", visual=True, dots=3),
    row("r6", "break", 10),
    row("r7", "P4", 35, "KGA", content="Ist? Soll? Hindernis?", form="groups", visual=True),
    row("r8", "P5", 15, "MAP", content="drei Maßnahmen", visual=True),
    row("r9", "P6", 10, "BLI", content="Ein Satz: Was nehme ich mit?"),
    row("r10", "buffer", 7),
)
MS2 = (
    row("r1", "P1", 5, "BEG", content="Auftrag, Ziel, Zeit, Regeln, Anonymität der Ergebnisse"),
    row("r2", "P1", 10, "EIN", content="Stimmungsbild zu ERP und KI", visual=True),
    row("r3", "P2", 15, "KAR", content="Was verändert sich?", form="pairs", visual=True),
    row("r4", "P2", 10, "CLU", content="ordnen, Überschriften", visual=True),
    row("r5", "P3", 10, "MPA", content="fünf Lernbedarfe", visual=True, dots=4),
    row("r6", "P4", 40, "WCA", content="Runden 1 und 2", form="groups", visual=True),
    row("r7", "break", 15),
    row("r8", "P4", 35, "WCA", content="Runde 3, Ernte", form="groups", continues=True),
    row("r9", "P5", 20, "MAP", content="drei Vorschläge", visual=True),
    row("r10", "P6", 10, "ZIE", content="Inhalt, Beteiligung, Zuversicht", visual=True),
    row("r11", "buffer", 10),
)
FAULTY = (
    row("f1", "P1", 25, content="Impulsvortrag; Ziel, Ablauf und Zeit stehen auf der Folie"),
    row("f2", "P2", 15, "ZUR", content="Was fällt euch ein?"),
    row("f3", "P4", 120, content="Diskussion im Plenum"),
    row("f4", "P5", 0, content="Wir bleiben dran"),
)


def checked(rows: Any = MS1, measures: Any = MEASURES, meeting: Scenario = MS1_SCENARIO) -> Checked:
    """What the rules say to the first model plan, changed as asked for."""
    return check(tuple(rows), tuple(measures), meeting, TODAY)


def changed(name: str, rows: Any = MS1, **values: Any) -> tuple[Row, ...]:
    """A plan in which one row is changed."""
    return tuple(each.model_copy(update=values) if each.id == name else each for each in rows)


def without(*names: str, rows: Any = MS1) -> tuple[Row, ...]:
    """A plan without some rows."""
    return tuple(each for each in rows if each.id not in names)


def measure(**values: Any) -> Measure:
    """A complete measure, changed as asked for."""
    return replace(MEASURES[0], **values)
