"""Measures what has a goal and prints it as tables; see ``scripts/bench``."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.table import Table

from tests.bench.measure import Line


def main(parts: list[str]) -> int:
    """Run the named parts, all by default; 1 when a goal is missed, 2 for an unknown part."""
    known = ("archive", "publish", "preview", "knowledge", "matrix", "plan")
    unknown = [part for part in parts if part not in known]
    console = Console()
    if unknown:
        console.print(f"Unknown part {unknown[0]}. Use: {', '.join(known)}")
        return 2
    missed = False
    for part in parts or known:
        lines = measure_part(part)
        console.print(table(part, lines))
        missed |= any(line.missed for line in lines)
    return int(missed)


def measure_part(part: str) -> list[Line]:
    """Measure one part; imported late, for the archive needs no Django."""
    if part == "archive":
        from tests.bench.archives import measure_archives

        return measure_archives()
    if part == "publish":
        from tests.bench.publishing import measure_publishing

        return measure_publishing()
    if part == "knowledge":
        from tests.bench.knowledge import measure_knowledge

        return measure_knowledge()
    if part == "matrix":
        from tests.bench.matrices import measure_matrices
        from tests.bench.team_matrix import measure_team_matrix

        return [*measure_matrices(), *measure_team_matrix()]
    if part == "plan":
        from tests.bench.moderation_plans import measure_plans

        return measure_plans()
    from tests.bench.pages import measure_preview

    return measure_preview()


def table(part: str, lines: list[Line]) -> Table:
    """The lines as a table."""
    found = Table("what", "measured", "goal", "compared with", "ratio", title=part)
    for line in lines:
        measured = f"[red]{line.measured}[/red]" if line.missed else line.measured
        found.add_row(line.what, measured, line.goal_text, line.reference_text, line.ratio)
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
