"""Measures what has a goal and prints it as tables; see ``scripts/bench``."""

from __future__ import annotations

import sys
from importlib import import_module

from rich.console import Console
from rich.table import Table

from tests.bench.measure import Line


def main(parts: list[str]) -> int:
    """Run the named parts, all by default; 1 when a goal is missed, 2 for an unknown part."""
    unknown = [part for part in parts if part not in PARTS]
    console = Console()
    if unknown:
        console.print(f"Unknown part {unknown[0]}. Use: {', '.join(PARTS)}")
        return 2
    missed = False
    for part in parts or PARTS:
        lines = measure_part(part)
        console.print(table(part, lines))
        missed |= any(line.missed for line in lines)
    return int(missed)


PARTS = {
    "archive": ("archives.measure_archives",),
    "publish": ("publishing.measure_publishing",),
    "preview": ("pages.measure_preview",),
    "knowledge": ("knowledge.measure_knowledge",),
    "matrix": ("matrices.measure_matrices", "team_matrix.measure_team_matrix"),
    "plan": ("moderation_plans.measure_plans",),
    "board": ("board.measure_board",),
}
"""What is measured, by the functions below ``tests.bench`` that do it."""


def measure_part(part: str) -> list[Line]:
    """Measure one part; imported late, for the archive needs no Django."""
    lines: list[Line] = []
    for name in PARTS[part]:
        module, _dot, function = name.partition(".")
        lines += getattr(import_module(f"tests.bench.{module}"), function)()
    return lines


def table(part: str, lines: list[Line]) -> Table:
    """The lines as a table."""
    found = Table("what", "measured", "goal", "compared with", "ratio", title=part)
    for line in lines:
        measured = f"[red]{line.measured}[/red]" if line.missed else line.measured
        found.add_row(line.what, measured, line.goal_text, line.reference_text, line.ratio)
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
