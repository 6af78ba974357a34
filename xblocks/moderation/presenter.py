"""What grading shows of a plan that is handed in, and what becomes of a decision."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.utils.translation import gettext

from xblocks.core.people import Actor
from xblocks.core.rubric import Given, Rubric
from xblocks.exercises.records import Exercise
from xblocks.grading.presenters import WorkFile
from xblocks.grading.records import Review, Work
from xblocks.moderation.definition import PlanExercise, adapter
from xblocks.moderation.desk import plan_work
from xblocks.moderation.domain.checking import POINTS
from xblocks.moderation.handing_in import FULL
from xblocks.moderation.telling import tell_decided


class PlanPresenter:
    """Presents the plans of single people (`grading.presenters.Presenter`)."""

    def collects(self, definition: dict[str, Any]) -> bool:
        """Return whether it goes to graders: plans with a rubric do."""
        return self.rubric(definition) is not None

    def rubric(self, definition: dict[str, Any]) -> Rubric | None:
        """Return what the texts are rated by."""
        found = adapter.validate_python(definition)
        return found.rubric if isinstance(found, PlanExercise) else None

    def revisions(self, definition: dict[str, Any]) -> tuple[int, int]:
        """Return how often a work may come back, and within how many days."""
        found = _parsed(definition)
        return found.revisions, found.revision_days

    def jury(self, definition: dict[str, Any]) -> int:
        """Return 0: one trainer grades."""
        return 0

    def given(self, work: Work, definition: dict[str, Any]) -> Given | None:
        """Return the points of the rules; None where they count 0."""
        exercise = _parsed(definition)
        if not exercise.check_share:
            return None
        points = plan_work.content_of(work).points
        return Given(
            label=gettext("Rules"),
            percent=exercise.check_share,
            points=Fraction(points * FULL, POINTS),
            said=gettext("%(points)s of %(most)s points by the rules")
            % {"points": points, "most": POINTS},
        )

    def html(self, work: Work, definition: dict[str, Any], actor: Actor) -> str:
        """Return the work to be read: texts first, then the plan beside the model."""
        return plan_work.work_html(work, _parsed(definition))

    def text_lines(self, work: Work, definition: dict[str, Any]) -> list[str]:
        """Return the work as plain lines."""
        return plan_work.work_lines(work, _parsed(definition))

    def files(self, work: Work) -> list[WorkFile]:
        """Return nothing: a plan holds no files."""
        return []

    def decided(self, work: Work, review: Review) -> None:
        """Tell the author of the work."""
        if Exercise.objects.filter(usage_key=work.usage_key).exists():
            tell_decided(work, review)


def _parsed(definition: dict[str, Any]) -> PlanExercise:
    found = adapter.validate_python(definition)
    if not isinstance(found, PlanExercise):
        raise TypeError("only a plan is handed in")
    return found
