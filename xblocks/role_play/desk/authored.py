"""Sample talks with their reference, triads with all cards: for authors and trainers alone."""

from __future__ import annotations

from typing import Any

from xblocks.host.html import render_markdown
from xblocks.host.translation import translated
from xblocks.role_play import domain
from xblocks.role_play.desk import rating
from xblocks.role_play.observing import RatingPractice
from xblocks.role_play.playing import Triad
from xblocks.role_play.self_rating import SelfRating


def author_context(definition: RatingPractice | Triad | SelfRating) -> dict[str, Any]:
    """Return what authors and trainers read of the exercise."""
    context = {
        "kind": definition.kind,
        "definition": definition,
        "intro": render_markdown(definition.intro),
        "findings": [
            (" › ".join(map(str, finding.place)), translated(finding.message))
            for finding in domain.check(definition)
        ],
    }
    return context | _sample(definition) if isinstance(definition, RatingPractice) else context


def _sample(definition: RatingPractice) -> dict[str, Any]:
    labels = {each.id: each.label for each in definition.criteria}
    return {
        "situation": render_markdown(definition.situation),
        "prefix": "wbm-rating-script",
        "lines": rating.talk_lines(definition),
        "references": [
            (labels.get(each.criterion, each.criterion), each) for each in definition.references
        ],
    }
