"""What needs analysis keeps of people: of those who work on cases, and of teams with a matrix."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from xblocks.core.holdings import Holding, OwnFile, Subject, Term
from xblocks.core.redaction import Redaction
from xblocks.core.text import gettext_noop
from xblocks.exercises.holding import PRACTICE
from xblocks.host.course import of_ended_courses
from xblocks.host.erasing import former_member, redact
from xblocks.needs_analysis.disclosing import matrices_of, matrix_files, sheets_of
from xblocks.needs_analysis.records import MatrixRow, Sheet, SheetEntry, TeamMatrix
from xblocks.needs_analysis.records.matrices import ACTIVITY_LENGTH, CODE_LENGTH
from xblocks.roster.holding import companies_left_empty

MATRICES = Term(
    "team_matrices",
    180,
    gettext_noop("Matrices of the teams' own companies"),
    gettext_noop("after the end of the course"),
)


class NeedsAnalysisHolding(Holding):
    """Sheets of single people, matrices of teams."""

    ident = "needs_analysis"
    title = gettext_noop("Needs analysis")
    what = gettext_noop(
        "Your answers to cases, whom you asked there, and your reasons. Of your own company a "
        "matrix with codes in place of names, and who of your team changed it last."
    )
    why = gettext_noop("So that you can go on, compare, and plan training for your company.")
    readers = gettext_noop(
        "Cases: only you; trainers of your district what you hand in. The matrix: your team alone. "
        "Trainers see no more of it than you hand over with a milestone."
    )
    leaving = gettext_noop(
        "Your answers are removed. The matrix of your team stays without your name; if nobody is "
        "left in the team, it is removed."
    )
    references = {
        "Sheet": frozenset({"person"}),
        "SheetEntry": frozenset(),
        "TeamMatrix": frozenset({"changed_by"}),
        "MatrixRow": frozenset(),
    }
    terms = (PRACTICE, MATRICES)

    def export(self, who: Subject) -> Mapping[str, Any]:
        """Return the person's answers, and which matrices the team has."""
        return {"cases": sheets_of(who), "matrices": matrices_of(who)}

    def files(self, who: Subject) -> Iterable[OwnFile]:
        """Return the matrices of the person's team as tables."""
        return matrix_files(who)

    def erase(self, who: Subject, _now: datetime) -> None:
        """Forget the person's sheets; let the team's matrix go on without them."""
        Sheet.objects.filter(person__in=who.people).delete()
        TeamMatrix.objects.filter(company__in=companies_left_empty(who.people)).delete()
        TeamMatrix.objects.filter(changed_by__in=who.people).update(changed_by=None)
        for course_key in who.courses:
            redaction = who.redaction(former_member(course_key))
            entries = SheetEntry.objects.filter(sheet__course_key=course_key)
            redact(entries, ["value"], redaction, json_texts=True)
            matrices = TeamMatrix.objects.filter(course_key=course_key)
            redact(matrices, ["columns", "profiles"], redaction, json_texts=True)
            _redact_rows(course_key, redaction)

    def expire(self, term: str, before: datetime, *, dry_run: bool) -> int:
        """Forget sheets and matrices of courses long over."""
        if term == MATRICES.ident:
            rows = of_ended_courses(TeamMatrix.objects.all(), before)
        else:
            rows = of_ended_courses(Sheet.objects.all(), before)
        count = rows.count()
        if not dry_run:
            rows.delete()
        return count


def _redact_rows(course_key: str, redaction: Redaction) -> None:
    """Take a name out of rows; codes stay different from one another, and all fits its column."""
    if redaction.empty:
        return
    for row in MatrixRow.objects.filter(matrix__course_key=course_key).order_by("pk"):
        code, activity = redaction.text(row.code), redaction.text(row.activity)
        if (code, activity) == (row.code, row.activity):
            continue
        if code != row.code:
            code = _free_code(row, code)
        MatrixRow.objects.filter(pk=row.pk).update(code=code, activity=activity[:ACTIVITY_LENGTH])


def _free_code(row: MatrixRow, wanted: str) -> str:
    others = MatrixRow.objects.filter(matrix=row.matrix_id).exclude(pk=row.pk)
    taken = {each.casefold() for each in others.values_list("code", flat=True)}
    code, number = wanted[:CODE_LENGTH], 1
    while code.casefold() in taken:
        number += 1
        code = f"{wanted[: CODE_LENGTH - 5]} {number}"
    return code
