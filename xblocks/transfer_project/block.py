"""The transfer-project block: a milestone of the company team, or the whole project at a glance.

Nothing is written through the block: what a team shares goes through the views of `desk`, which
answer in a third of the time. The block draws the first picture and keeps the register true.
"""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from xblock.completable import XBlockCompletionMode

from xblocks.core.errors import NotFound
from xblocks.core.people import Actor, Role
from xblocks.core.permissions import Action, may
from xblocks.exercises.block import SCRIPTS, ExerciseBlock
from xblocks.exercises.editing.tools import EditorTools
from xblocks.grading.desk import short
from xblocks.host.html import render_markdown
from xblocks.host.translation import translated
from xblocks.notices import service as notices
from xblocks.transfer_project import domain, service
from xblocks.transfer_project.definition import Milestone, adapter
from xblocks.transfer_project.desk import project, shown
from xblocks.transfer_project.telling import milestone_path


class TransferProjectBlock(ExerciseBlock):
    """Embeds the team's page. Points come from graders, through edx-submissions."""

    COMPONENT = "transfer_project"
    SCRIPTS = (*SCRIPTS, "wbm/desk.js")
    ADAPTER = adapter
    EDITOR_TOOLS = EditorTools(check=domain.check, warnings=domain.WARNINGS)
    completion_mode = XBlockCompletionMode.COMPLETABLE

    @property
    def has_custom_completion(self) -> bool:
        """Whether the tick comes from a decision (`grading.telling`); the overview is just read.

        Asked of the class, as after a score, this is always so: points alone are no pass.
        """
        return (self.definition or {}).get("kind") != "overview"

    @property
    def has_score(self) -> bool:
        """Whether it is graded: milestones with a rubric are."""
        return bool((self.definition or {}).get("rubric"))

    def max_score(self) -> float:
        """Points of a rubric; the weight should be the same (`platform-facts 1`)."""
        return 100.0

    def main_context(self, actor: Actor) -> dict[str, Any]:
        """Return the page as a part: of the own team, or for those who are in none."""
        definition = self.parsed
        if actor.has(Role.TRAINEE):
            now = timezone.now()
            if not isinstance(definition, Milestone):
                return {"inner": project.overview_html(actor, now, definition=definition)}
            try:
                exercise = service.find_milestone(actor, str(self.scope_ids.usage_id))
            except NotFound:  # not published yet: nobody can write here
                return self._looked_at(actor, definition)
            notices.seen(actor, milestone_path(actor.course_key, exercise.usage_key), now)
            return {"inner": shown.milestone_html(actor, exercise, now)}
        return self._looked_at(actor, definition)

    def author_context(self) -> dict[str, Any]:
        """Return the whole milestone for authors and trainers."""
        definition = self.parsed
        return {
            "definition": definition,
            "is_milestone": isinstance(definition, Milestone),
            "purpose": render_markdown(getattr(definition, "purpose", "") or ""),
            "findings": [
                (" › ".join(map(str, finding.place)), translated(finding.message))
                for finding in domain.check(definition)
            ],
        }

    def _looked_at(self, actor: Actor, definition: Any) -> dict[str, Any]:
        is_milestone = isinstance(definition, Milestone)
        teams_url = ""
        if is_milestone and may(actor, Action.EXTEND):
            args = [actor.course_key, str(self.scope_ids.usage_id)]
            teams_url = reverse("wbm:project_teams", args=args)
        context = {
            "definition": definition,
            "is_milestone": is_milestone,
            "queue": short.list_html(actor, str(self.scope_ids.usage_id), timezone.now())
            if is_milestone and may(actor, Action.GRADE)
            else "",
            "text": render_markdown(
                (definition.purpose if is_milestone else definition.intro) or ""
            ),
            "due": getattr(self, "due", None),
            "teams_url": teams_url,
        }
        return {"inner": shown.render("looked_at", context)}
