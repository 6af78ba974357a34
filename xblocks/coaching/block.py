"""The coaching block: a trainee's way to the experts, embedded in the course.

Nothing is written through the block: requests go through the views of `desk`. The block draws the
first picture and keeps the register true.
"""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from xblocks.coaching import service
from xblocks.coaching.definition import Desk, adapter
from xblocks.coaching.desk import ask_parts
from xblocks.coaching.desk.ask_words import URGENCIES
from xblocks.coaching.desk.words import topic_name
from xblocks.coaching.domain import offering
from xblocks.core.errors import NotFound
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, may
from xblocks.exercises.block import ExerciseBlock
from xblocks.exercises.editing.tools import EditorTools
from xblocks.host.html import render_markdown
from xblocks.host.translation import translated


class CoachingBlock(ExerciseBlock):
    """Embeds the desk. It gives no points: asking is no test. Being seen ticks it."""

    COMPONENT = "coaching"
    has_score = False
    has_custom_completion = False
    ADAPTER = adapter
    EDITOR_TOOLS = EditorTools(check=offering.check, warnings=offering.WARNINGS)

    def main_context(self, actor: Actor) -> dict[str, Any]:
        """Return the desk as a part: for trainees theirs, for others what it says.

        Staff who look at the course as a trainee are others, too: they never read what is written.
        """
        desk = self.parsed
        if may(actor, Action.ASK) and not actor.masquerading:
            try:
                exercise = service.find_desk(actor, str(self.scope_ids.usage_id))
            except NotFound:  # not published yet: nobody can ask here
                return self._looked_at(actor, desk)
            return {"inner": ask_parts.desk_html(actor, exercise, timezone.now())}
        return self._looked_at(actor, desk)

    def author_context(self) -> dict[str, Any]:
        """Return the whole desk for authors and trainers."""
        desk = self.parsed
        return {
            "desk": desk,
            "intro": render_markdown(desk.intro),
            "topics": [(topic_name(each.topic), each.hint) for each in desk.topics],
            "targets": [(words, desk.days(each)) for each, words in URGENCIES.items()],
            "findings": [
                (" › ".join(map(str, finding.place)), translated(finding.message))
                for finding in offering.check(desk)
            ],
        }

    def _looked_at(self, actor: Actor, desk: Desk) -> dict[str, Any]:
        desks = (
            (Action.ANSWER, "wbm:coaching_requests", gettext("Requests to you")),
            (Action.OVERSEE, "wbm:coaching_oversight", gettext("Coaching at a glance")),
        )
        context = {
            "desk": desk,
            "intro": render_markdown(desk.intro),
            "links": [
                (reverse(name, args=[actor.course_key]), words)
                for action, name, words in desks
                if may(actor, action)
            ],
        }
        return {"inner": ask_parts.render("ask_looked_at", context)}
