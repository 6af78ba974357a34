"""The needs-analysis block: a case to work on, or the matrix of the own company.

Nothing is written through the block: what is worked out goes through the views of `desk`, which
answer in a third of the time. The block draws the first picture and keeps the register true.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.utils import timezone
from xblock.completable import XBlockCompletionMode

from xblocks.core.errors import NotFound
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, may
from xblocks.exercises.block import SCRIPTS, ExerciseBlock
from xblocks.exercises.editing.tools import EditorTools
from xblocks.exercises.records import Exercise
from xblocks.grading.desk import short
from xblocks.host.html import render_markdown
from xblocks.host.translation import translated
from xblocks.needs_analysis import reach
from xblocks.needs_analysis.definition import CaseStudy, LivingCase, adapter
from xblocks.needs_analysis.desk import authored, case, living, living_parts, own
from xblocks.needs_analysis.domain import defects

PAGES = {"case_study": case.case_html, "living_case": living.living_html}


class NeedsAnalysisBlock(ExerciseBlock):
    """Embeds the page. Points come from graders or figures, through edx-submissions."""

    COMPONENT = "needs_analysis"
    SCRIPTS = (*SCRIPTS, "wbm/desk.js")
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
            return self._looked_at(actor)
        try:
            exercise = reach.find(actor, str(self.scope_ids.usage_id))
        except NotFound:  # not published yet: nobody can work here
            return self._looked_at(actor)
        now = timezone.now()
        if definition.kind != "own_company":
            inner = PAGES[definition.kind](actor, exercise, now)
            return {"inner": inner, "queue": self._queue(actor, now)}
        if not may(actor, Action.KEEP_MATRIX):
            return self._looked_at(actor)
        return {"inner": own.own_html(actor, exercise, now)}

    def author_context(self) -> dict[str, Any]:
        """Return the whole exercise with its model answer for authors and trainers."""
        definition = self.parsed
        return {
            **authored.author_context(self._as_registered(), definition, timezone.now()),
            "definition": definition,
            "intro": render_markdown(definition.intro),
            "findings": [
                (" › ".join(map(str, finding.place)), translated(finding.message))
                for finding in defects.check(definition)
            ],
        }

    def _queue(self, actor: Actor, now: datetime) -> str:
        """Return the works that wait for who grades here."""
        if not (may(actor, Action.GRADE) and getattr(self.parsed, "rubric", None)):
            return ""
        return short.list_html(actor, str(self.scope_ids.usage_id), now)

    def _as_registered(self) -> Exercise:
        """Return what the register holds of this block, or will once it is published."""
        return Exercise(**asdict(self.snapshot()))

    def _looked_at(self, actor: Actor) -> dict[str, Any]:
        definition = self.parsed
        now = timezone.now()
        queue = "" if actor.masquerading else self._queue(actor, now)
        if isinstance(definition, CaseStudy):
            inner = authored.look_html(self._as_registered(), definition, now)
            return {"inner": inner, "queue": queue}
        if isinstance(definition, LivingCase):
            return {"inner": living_parts.look_html(self._as_registered(), definition)}
        return {"inner": "", "title": definition.title, "intro": render_markdown(definition.intro)}
