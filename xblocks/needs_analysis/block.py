"""The needs-analysis block: a case to work on, or the matrix of the own company.

Nothing is written through the block: what is worked out goes through the views of `desk`, which
answer in a third of the time. The block draws the first picture and keeps the register true.
"""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from xblock.completable import XBlockCompletionMode

from xblocks.core.errors import NotFound
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, may
from xblocks.exercises.block import ExerciseBlock
from xblocks.exercises.editing.tools import EditorTools
from xblocks.host.html import render_markdown
from xblocks.host.translation import translated
from xblocks.needs_analysis import reach
from xblocks.needs_analysis.definition import adapter
from xblocks.needs_analysis.desk import case, living, own
from xblocks.needs_analysis.domain import defects

PAGES = {"case_study": case.case_html, "living_case": living.living_html}


class NeedsAnalysisBlock(ExerciseBlock):
    """Embeds the page. Points come from graders or figures, through edx-submissions."""

    COMPONENT = "needs_analysis"
    ADAPTER = adapter
    EDITOR_TOOLS = EditorTools(check=defects.check, warnings=defects.WARNINGS)
    completion_mode = XBlockCompletionMode.COMPLETABLE
    has_custom_completion = True

    @property
    def has_score(self) -> bool:
        """Whether it gives points: case studies do."""
        return (self.definition or {}).get("kind") == "case_study"

    def max_score(self) -> float:
        """Points of a case study; the weight should be the same (`platform-facts 1`)."""
        return 100.0

    def main_context(self, actor: Actor) -> dict[str, Any]:
        """Return the page as a part: one's own work, or what it says for those who only look."""
        definition = self.parsed
        if actor.person_id is None or actor.masquerading:
            return self._looked_at()
        try:
            exercise = reach.find(actor, str(self.scope_ids.usage_id))
        except NotFound:  # not published yet: nobody can work here
            return self._looked_at()
        if definition.kind != "own_company":
            return {"inner": PAGES[definition.kind](actor, exercise, timezone.now())}
        if not may(actor, Action.KEEP_MATRIX):
            return self._looked_at()
        return {"inner": own.own_html(actor, exercise, timezone.now())}

    def author_context(self) -> dict[str, Any]:
        """Return the whole exercise with its model answer for authors and trainers."""
        definition = self.parsed
        return {
            "definition": definition,
            "intro": render_markdown(definition.intro),
            "findings": [
                (" › ".join(map(str, finding.place)), translated(finding.message))
                for finding in defects.check(definition)
            ],
        }

    def _looked_at(self) -> dict[str, Any]:
        definition = self.parsed
        return {"inner": "", "title": definition.title, "intro": render_markdown(definition.intro)}
