"""Small disturbances: two scenes, one of them with a second moment."""

from __future__ import annotations

from typing import Any

from xblocks.moderation.definition import Interventions, adapter


def intervention(name: str, rung: str | None, points: int, leads: str = "") -> dict[str, Any]:
    """Return an intervention whose texts tell its name."""
    return {
        "id": name,
        "text": f"You do {name}.",
        "rung": rung,
        "points": points,
        "feedback": f"Feedback on {name}.",
        "leads": leads or None,
    }


def moment(name: str, fits: str, *interventions: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": name,
        "happens": f"It happens: {name}.",
        "fits": fits,
        "interventions": list(interventions),
    }


def scene(name: str, disturbance: str, *moments: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": name,
        "title": f"Scene {name}",
        "disturbance": disturbance,
        "situation": f"Situation of {name}.",
        "causes": [f"Cause of {name}"],
        "moments": list(moments),
        "closing": f"Closing of {name}.",
    }


def data(**changes: Any) -> dict[str, Any]:
    """Return the definition as authors write it."""
    return {
        "kind": "interventions",
        "title": "Disturbances",
        "intro": "You **moderate**.",
        "scenes": [
            scene(
                "talk",
                "talker",
                moment(
                    "first",
                    "name",
                    intervention("look", "notice", 1, "second"),
                    intervention("thank", "name", 3),
                    intervention("rule", "agree", 1, "second"),
                    intervention("wait", None, 0, "second"),
                ),
                moment(
                    "second",
                    "clarify",
                    intervention("ask", "clarify", 3),
                    intervention("shout", None, 0),
                ),
            ),
            scene(
                "quiet",
                "silence",
                moment(
                    "still",
                    "notice",
                    intervention("breathe", "notice", 2),
                    intervention("press", "agree", 0),
                ),
            ),
        ],
        "closing": "Take a **breath**.",
        **changes,
    }


def definition(**changes: Any) -> Interventions:
    found = adapter.validate_python(data(**changes))
    assert isinstance(found, Interventions)
    return found
