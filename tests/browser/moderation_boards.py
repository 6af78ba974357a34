"""A small course with card boards, and who is at them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests import sample_course

STEPS = [
    {"id": "s1", "kind": "collect", "title": "Sammeln", "task": "Was müssen wir können?"},
    {"id": "s2", "kind": "arrange", "title": "Ordnen", "task": "Was gehört zusammen?"},
    {
        "id": "s3",
        "kind": "vote",
        "title": "Auswählen",
        "task": "Womit beginnen wir?",
        "anonymity": "named",
    },
    {"id": "s4", "kind": "plan", "title": "Vereinbaren", "task": "Wer tut was bis wann?"},
]
UNIT = "/unit/u-board/"


def board(**changes: Any) -> dict[str, Any]:
    """Return the definition of a team's board."""
    found = {
        "kind": "card_board",
        "title": "Unser Brett",
        "intro": "Sammelt, ordnet, wählt aus.",
        "group": "team",
        "steps": STEPS,
    }
    return found | changes


def write(folder: Path, language: str = "de", **changes: Any) -> Path:
    """Write the sample course with a board in it."""
    files = sample_course.files(language)
    block = sample_course.exercise("wbm_moderation", "board", board(**changes))
    files["vertical/u-board.xml"] = f'<vertical display_name="Am Brett">{block}</vertical>'
    files["sequential/s-more.xml"] = files["sequential/s-more.xml"].replace(
        '<vertical url_name="u-film"/>', '<vertical url_name="u-board"/>'
    )
    return sample_course.write(folder, files)
