"""A sample talk as a whole, with its reference: for authors and trainers alone."""

from __future__ import annotations

from typing import Any

from xblocks.host.html import render_markdown
from xblocks.host.translation import translated
from xblocks.role_play import domain
from xblocks.role_play.desk import rating
from xblocks.role_play.observing import RatingPractice


def author_context(definition: RatingPractice) -> dict[str, Any]:
    """Return what authors and trainers read of the exercise."""
    labels = {each.id: each.label for each in definition.criteria}
    return {
        "kind": definition.kind,
        "definition": definition,
        "intro": render_markdown(definition.intro),
        "situation": render_markdown(definition.situation),
        "prefix": "wbm-rating-script",
        "lines": rating.talk_lines(definition),
        "references": [
            (labels.get(each.criterion, each.criterion), each) for each in definition.references
        ],
        "findings": [
            (" › ".join(map(str, finding.place)), translated(finding.message))
            for finding in domain.check(definition)
        ],
    }
