"""The moderation block: a meeting to plan, a board to work on together, disturbances.

Nothing is written through the block: it goes through the views of `desk`, which answer in a third
of the time. The block draws the first picture and keeps the register true.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from xblock.completable import XBlockCompletionMode

from xblocks.core.errors import NotFound
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, may
from xblocks.exercises.block import SCRIPTS, ExerciseBlock
from xblocks.exercises.editing.tools import EditorTools
from xblocks.grading.desk import short
from xblocks.host.dates import day_of
from xblocks.host.html import render_markdown
from xblocks.host.translation import translated
from xblocks.moderation import reach
from xblocks.moderation.definition import adapter
from xblocks.moderation.desk import authored, board, plan, scenes
from xblocks.moderation.domain import defects

PAGES = {
    "plan": (Action.PLAN_MEETING, plan.plan_html),
    "card_board": (Action.SEE_BOARD, board.board_html),
    "interventions": (Action.PLAN_MEETING, scenes.scenes_html),
}


class ModerationBlock(ExerciseBlock):
    """Embeds the page. Points of a plan come from rules or graders, through edx-submissions."""

    COMPONENT = "moderation"
    SCRIPTS = (*SCRIPTS, "wbm/desk.js")
    ADAPTER = adapter
    EDITOR_TOOLS = EditorTools(check=defects.check, warnings=defects.WARNINGS)
    completion_mode = XBlockCompletionMode.COMPLETABLE
    has_custom_completion = True

    @property
    def has_score(self) -> bool:
        """Whether it gives points: plans do."""
        return (self.definition or {}).get("kind") == "plan"

    def max_score(self) -> float:
        """Points of a plan; the weight should be the same (`platform-facts 1`)."""
        return 100.0

    def main_context(self, actor: Actor) -> dict[str, Any]:
        """Return the page as a part: one's own work, or what it says for those who only look."""
        definition = self.parsed
        action, page = PAGES[definition.kind]
        if actor.person_id is None or actor.masquerading or not may(actor, action):
            return self._looked_at()
        try:
            exercise = reach.find(actor, str(self.scope_ids.usage_id))
        except NotFound:  # not published yet: nobody can work here
            return self._looked_at()
        now = timezone.now()
        return {"inner": page(actor, exercise, now), "queue": self._queue(actor, now)}

    def author_context(self) -> dict[str, Any]:
        """Return the whole exercise with its model answer for authors and trainers."""
        definition = self.parsed
        return {
            **authored.author_context(definition, day_of(timezone.now())),
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

    def _looked_at(self) -> dict[str, Any]:
        definition = self.parsed
        return {"inner": "", "title": definition.title, "intro": render_markdown(definition.intro)}
