"""A short sample talk, with passages and a reference."""

from __future__ import annotations

from typing import Any

from xblocks.role_play.definition import adapter
from xblocks.role_play.observing import RatingPractice

LEVELS = ["not at all", "a little", "mostly", "very well"]


def data(**changes: Any) -> dict[str, Any]:
    """Three criteria; the last of them could not be observed."""
    return {
        "kind": "rating_practice",
        "title": "A talk in the break",
        "intro": "Rate what you read.",
        "situation": "Kim advises Robin.",
        "criteria": [
            {"id": name, "label": label, "levels": LEVELS}
            for name, label in (("b1", "Contact"), ("b4", "Listening"), ("b7", "Information"))
        ],
        "lines": [
            {
                "id": "l1",
                "who": "adviser",
                "phase": "contact",
                "text": "Hello, we have ten minutes.",
            },
            {"id": "l2", "who": "colleague", "text": "I am too old for that."},
            {"id": "l3", "text": "Silence."},
            {"id": "l4", "who": "adviser", "text": "Too old?"},
        ],
        "passages": [
            {"id": "p1", "first": "l1", "last": "l1", "criteria": ["b1"]},
            {"id": "p2", "first": "l3", "last": "l4", "criteria": ["b4"]},
        ],
        "references": [
            {"criterion": "b1", "level": 3, "reason": "SECRET greets", "passages": ["p1"]},
            {"criterion": "b4", "level": 4, "reason": "SECRET echoes", "passages": ["p2"]},
            {"criterion": "b7", "level": None, "reason": "SECRET nothing was told"},
        ],
        "closing": "SECRET wait, and repeat a word.",
        **changes,
    }


def sample(**changes: Any) -> RatingPractice:
    """The talk as its definition."""
    found: RatingPractice = adapter.validate_python(data(**changes))
    return found
