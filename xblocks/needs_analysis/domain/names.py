"""Names of the answers on a sheet (`SheetEntry.name`): what they answer, then to which part.

Values are JSON: a text, a number, or a list of ids.
"""

from __future__ import annotations

from enum import StrEnum


class Part(StrEnum):
    """What an answer is to."""

    PROFILE = "profile"  # profile:a01 → "p1"
    GAP = "gap"  # gap:a01:k1 → 2
    QUESTION = "question"  # question:q1 → "42", "o2", ["a01", "a05"]
    WEIGHING = "weighing"  # weighing:k1 → {"urgency": 3, "importance": 3, "class": 3, "points": 9}
    MEASURE = "measure"  # measure:m1 → {"people": ["a01"], "right": "betrvg-98-1"}
    REASON = "reason"  # reason:r1 → "…"
    ASKED = "asked"  # asked:i1q2 → true, in the order of `revision`
    BELIEVED = "believed"  # believed:a01:k1 → {"inquiry": "i1q2", "reason": "…"}
    CLOSED = "closed"  # closed → true: the asking is over
    ROUND = "round"  # round:1 → {"minutes": 88, …}: what an earlier round came to


WEIGHED = ("urgency", "importance", "class", "points")
"""What an answer to a weighing holds; each is None until it is given."""


def name_of(part: Part, *ids: str) -> str:
    """Return the name of an answer."""
    return ":".join((part.value, *ids))


def parts_of(name: str) -> tuple[Part, tuple[str, ...]]:
    """Return what a name says; raises ValueError for one that says nothing."""
    part, *ids = name.split(":")
    return Part(part), tuple(ids)
