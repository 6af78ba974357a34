"""A triad or sample talk as a whole, with cards and reference: for authors and trainers alone."""

from __future__ import annotations

from typing import Any

from xblocks.host.html import render_markdown
from xblocks.host.translation import translated
from xblocks.role_play import domain
from xblocks.role_play.observing import RatingPractice, Triad


def author_context(definition: Triad | RatingPractice) -> dict[str, Any]:
    """Return what authors and trainers read of the exercise."""
    return {
        "kind": definition.kind,
        "definition": definition,
        "intro": render_markdown(definition.intro),
        "findings": [
            (" › ".join(map(str, finding.place)), translated(finding.message))
            for finding in domain.check(definition)
        ],
    }
