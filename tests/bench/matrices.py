"""The largest matrix there is, 200 people × 40 competences: reckoned, drawn, changed."""

from __future__ import annotations

import os
from typing import Any

from tests.bench.measure import Line, milliseconds

PEOPLE, COMPETENCES = 200, 40
PAGE_GOAL, CHANGE_GOAL = 250, 15
BYTES_GOAL = 300_000


def measure_matrices() -> list[Line]:
    """Times and bytes in German, without database and without a page around it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    from django.utils import translation

    from xblocks.needs_analysis.desk.heat import Shows, changed_html, matrix_html

    with translation.override("de"):
        lines = []
        for shows in Shows:
            taken = milliseconds(lambda shows=shows: matrix_html(_heat(shows)))
            size = len(matrix_html(_heat(shows)).encode())
            lines.append(Line(f"reckon and draw {shows}", taken, goal=PAGE_GOAL))
            lines.append(Line(f"markup of {shows}", size, "bytes", goal=BYTES_GOAL))
        taken = milliseconds(lambda: changed_html(_heat(Shows.LEVELS), "a7"))
        return [*lines, Line("reckon anew and answer a change", taken, goal=CHANGE_GOAL)]


def _heat(shows: Any) -> Any:
    from xblocks.needs_analysis.desk.heat import Heading, Heat
    from xblocks.needs_analysis.domain.matrix import matrix_of

    codes = [f"k{number}" for number in range(COMPETENCES)]
    people = {
        f"a{row}": [(row * 7 + number * 3) % 5 for number in range(COMPETENCES)]
        for row in range(PEOPLE)
    }
    targets = {code: [number % 4 + 1 for number in range(COMPETENCES)] for code in people}
    return Heat(
        matrix_of(codes, people, targets),
        [Heading(code, code.upper(), "Anlagenführung Montage", "P1") for code in people],
        [Heading(code, code.upper(), "Verkettete Anlagen und Robotik") for code in codes],
        caption="Wer kann was?",
        shows=shows,
        save="/save/",
    )
