"""What grading shows of a case that is handed in, and what becomes of a decision."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.utils.translation import gettext, ngettext

from xblocks.core.people import Actor
from xblocks.core.rubric import Given, Rubric
from xblocks.exercises.records import Exercise
from xblocks.grading.presenters import WorkFile
from xblocks.grading.records import Review, Work
from xblocks.needs_analysis.definition import CaseStudy, adapter
from xblocks.needs_analysis.desk import graded
from xblocks.needs_analysis.handing_in import content_marks
from xblocks.needs_analysis.telling import tell_decided

FULL = 100


class CasePresenter:
    """Presents the works of single people (`grading.presenters.Presenter`)."""

    def collects(self, definition: dict[str, Any]) -> bool:
        """Return whether it goes to graders: case studies with a rubric do."""
        return self.rubric(definition) is not None

    def rubric(self, definition: dict[str, Any]) -> Rubric | None:
        """Return what the reasons are rated by."""
        found = adapter.validate_python(definition)
        return found.rubric if isinstance(found, CaseStudy) else None

    def revisions(self, definition: dict[str, Any]) -> tuple[int, int]:
        """Return how often a work may come back, and within how many days."""
        found = _parsed(definition)
        return found.revisions, found.revision_days

    def jury(self, definition: dict[str, Any]) -> int:
        """Return 0: one trainer grades."""
        return 0

    def given(self, work: Work, definition: dict[str, Any]) -> Given | None:
        """Return how much of the figures was right; None where none are asked or they count 0."""
        case = _parsed(definition)
        marks = content_marks(work.content)
        if not marks.shares or not case.figures_share:
            return None
        said = gettext("%(right)s of %(asked)s right") % {
            "right": marks.whole,
            "asked": len(marks.shares),
        }
        if marks.partly:
            partly = ngettext("%(number)s more in part", "%(number)s more in part", marks.partly)
            said = f"{said}, {partly % {'number': marks.partly}}"
        return Given(
            label=gettext("Figures"),
            percent=case.figures_share,
            points=Fraction(marks.share * FULL),
            said=said,
        )

    def html(self, work: Work, definition: dict[str, Any], actor: Actor) -> str:
        """Return the work to be read: reasons first, then figures, priorities, measures, matrix."""
        return graded.work_html(work, _parsed(definition), actor)

    def text_lines(self, work: Work, definition: dict[str, Any]) -> list[str]:
        """Return the work as plain lines."""
        return graded.work_lines(work, _parsed(definition))

    def files(self, work: Work) -> list[WorkFile]:
        """Return nothing: a case holds no files."""
        return []

    def decided(self, work: Work, review: Review) -> None:
        """Tell the author of the work."""
        if Exercise.objects.filter(usage_key=work.usage_key).exists():
            tell_decided(work, review)


def _parsed(definition: dict[str, Any]) -> CaseStudy:
    found = adapter.validate_python(definition)
    if not isinstance(found, CaseStudy):
        raise TypeError("only a case study is handed in")
    return found
