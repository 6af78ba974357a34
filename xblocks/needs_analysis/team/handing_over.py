"""What a team's matrix tells a milestone: for each competence, and for each person when wanted.

The team decides what goes along; nothing here leaves its matrix by itself.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

from xblocks.exercises import service as exercises
from xblocks.exercises.records import Exercise
from xblocks.exercises.team import TeamTable
from xblocks.needs_analysis.domain.figures import figure
from xblocks.needs_analysis.domain.grid import SMALL_GROUP, Grid, Worker
from xblocks.needs_analysis.domain.matrix import Cell
from xblocks.needs_analysis.domain.numbers import round_half_up
from xblocks.needs_analysis.domain.priority import RANKS
from xblocks.needs_analysis.reach import BLOCK_TYPE, own_company_of
from xblocks.needs_analysis.records import TeamMatrix
from xblocks.needs_analysis.team.opening import grid_of, rows_of


def tables(course_key: str, company: int, phase: str, *, rows: bool) -> tuple[TeamTable, ...]:
    """Return what the team's matrix tells a milestone such as ``m3``; with `rows` each person too.

    Nothing while the matrix is empty. It is the team's: only ask for a member of it.
    """
    for exercise in _exercises(course_key, phase):
        found = TeamMatrix.objects.filter(company=company, usage_key=exercise.usage_key).first()
        grid = grid_of(found, rows_of(found)) if found else Grid()
        if grid.people and grid.skills:
            told = [_summary(grid), _targets(grid)]
            return tuple([*told, _people(grid)] if rows else told)
    return ()


def _exercises(course_key: str, phase: str) -> Iterator[Exercise]:
    for exercise in exercises.of_course(course_key):
        own = exercise.block_type == BLOCK_TYPE and exercise.kind == "own_company"
        if own and own_company_of(exercise).milestone == phase:
            yield exercise


def _summary(grid: Grid) -> TeamTable:
    head = (
        gettext("Competence"),
        gettext("Sum of gaps"),
        gettext("Affected"),
        gettext("Critical fields"),
        gettext("Potential"),
        gettext("Urgency × importance × class"),
        gettext("Priority"),
    )
    rows = []
    for skill, column, stands in zip(grid.skills, grid.matrix.columns, grid.standings, strict=True):
        way = "–"
        if stands.points is not None:
            way = f"{skill.urgency} × {skill.importance} × {stands.share} = {stands.points}"
        word = gettext(RANKS[stands.rank]) if stands.rank else gettext("not weighed")
        if skill.safety:
            word = gettext("%(rank)s (occupational safety)") % {"rank": word}
        rows.append(
            (
                f"{skill.code} {skill.label}",
                str(column.gaps),
                gettext("%(affected)s of %(known)s")
                % {"affected": column.affected, "known": column.known},
                str(column.critical),
                str(column.surplus),
                way,
                word,
            )
        )
    return TeamTable(gettext("Result for each competence"), head, tuple(rows), _note(grid))


def _note(grid: Grid) -> str:
    matrix, people = grid.matrix, len(grid.people)
    percent = number_format(round_half_up(figure("coverage", matrix), 1))
    parts = [
        ngettext("%(people)s person.", "%(people)s people.", people) % {"people": people},
        gettext("Sum of gaps: %(gaps)s. Coverage: %(met)s of %(target)s levels, %(percent)s %%.")
        % {
            "gaps": matrix.gaps,
            "met": matrix.met,
            "target": matrix.target,
            "percent": percent,
        },
    ]
    if people < SMALL_GROUP:
        parts.append(gettext("Fewer than 5 people: do not publish these figures."))
    return " ".join(parts)


def _targets(grid: Grid) -> TeamTable:
    codes = [skill.code for skill in grid.skills]
    rows = []
    for each in grid.targets:
        asked = (str(each.levels.get(skill.id, "–")) for skill in grid.skills)
        rows.append((f"{each.code} {each.label}", *asked))
    return TeamTable(gettext("Target profiles"), (gettext("Task"), *codes), tuple(rows))


def _people(grid: Grid) -> TeamTable:
    head = (
        gettext("Code"),
        gettext("Activity today"),
        gettext("Profile"),
        *(skill.code for skill in grid.skills),
        gettext("Sum of gaps"),
    )
    rows = [
        (
            each.code,
            each.activity,
            _profile(grid, each),
            *(_cell(cell) for cell in row.cells),
            str(row.gaps),
        )
        for each, row in zip(grid.people, grid.matrix.rows, strict=True)
    ]
    note = gettext("Level today / target level; ? is not known.")
    return TeamTable(gettext("Each person under a code"), head, tuple(rows), note)


def _profile(grid: Grid, worker: Worker) -> str:
    target = grid.target_of(worker)
    return target.code if target else "–"


def _cell(cell: Cell) -> str:
    actual = "?" if cell.actual is None else cell.actual
    return f"{actual} / {'–' if cell.target is None else cell.target}"
