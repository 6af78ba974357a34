"""A small milestone with a field of every kind, and values for it."""

from __future__ import annotations

from typing import Any

from xblocks.core.rubric import Rubric
from xblocks.transfer_project.definition import Milestone

LEVELS = ["missing", "in part", "met", "convincing"]
RUBRIC = {
    "criteria": [
        {"id": "aim", "label": "Aim", "weight": 40, "must": True, "levels": LEVELS},
        {"id": "way", "label": "Way", "weight": 60, "levels": LEVELS},
    ]
}


def data(**changes: Any) -> dict[str, Any]:
    """The definition of a milestone with every kind of field and two anchors."""
    return {
        "kind": "milestone",
        "milestone": "m1",
        "title": "M1 · Outline",
        "purpose": "What do you **want**?",
        "fields": [
            {"id": "aim", "kind": "text", "label": "Aim", "min_length": 10, "max_length": 400},
            {"id": "proofs", "kind": "list", "label": "Proofs", "min_items": 1, "max_items": 3},
            {
                "id": "people",
                "kind": "table",
                "label": "People",
                "columns": [
                    {"id": "who", "label": "Who", "required": True},
                    {"id": "power", "label": "Power", "kind": "choice", "options": ["high", "low"]},
                    {"id": "hours", "label": "Hours", "kind": "number"},
                    {"id": "day", "label": "Day", "kind": "date"},
                ],
                "required": False,
            },
            {"id": "until", "kind": "date", "label": "Until", "required": False},
            {"id": "page", "kind": "link", "label": "Page", "required": False},
            {"id": "type", "kind": "choice", "label": "Type", "options": ["talk", "survey"]},
            {"id": "council", "kind": "confirmation", "label": "The council has agreed."},
            {
                "id": "map",
                "kind": "files",
                "label": "Map",
                "types": ["pdf", "png"],
                "max_files": 2,
                "max_bytes": 3_000_000,
                "required": False,
            },
        ],
        "anchors": [
            {
                "id": "council",
                "label": "Consent",
                "why": "Without it nothing starts.",
                "fields": ["council", "aim"],
            }
        ],
        "rubric": RUBRIC,
        **changes,
    }


def milestone(**changes: Any) -> Milestone:
    return Milestone.model_validate(data(**changes))


FORMS: dict[str, dict[str, list[str]]] = {
    "aim": {"value": ["An advice hour in the early shift."]},
    "proofs": {"item": ["40 questions last year", "no fixed hour"]},
    "people": {
        "c-who": ["works council", "plant management"],
        "c-power": ["high", "low"],
        "c-hours": ["2", "1,5"],
        "c-day": ["2027-03-01", ""],
    },
    "until": {"value": ["2027-06-30"]},
    "page": {"value": ["https://example.org/plan"]},
    "type": {"value": ["talk"]},
    "council": {"value": ["1"]},
}
"""What a team sends that fills everything but the files."""

GOOD = {"aim": 3, "way": 2}
WEAK = {"aim": 1, "way": 1}

assert Rubric.model_validate(RUBRIC)
