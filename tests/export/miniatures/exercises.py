"""Definitions of our own exercises."""

from tests.export.miniature import Miniature, replace
from tests.export.miniatures.places import TALK, UNIT_2

PLACE = (UNIT_2, 3, TALK, "definition")

MINIATURES = (
    Miniature("missing-definition", [replace(UNIT_2, "definition=", "name=")], *PLACE),
    Miniature("definition-not-json", [replace(UNIT_2, '{"kind"', "{kind")], *PLACE),
    Miniature(
        "definition-invalid",
        [replace(UNIT_2, '"kind": "dialogue"', '"kind": "monologue"')],
        *PLACE,
        says="'kind' must be one of",
    ),
    Miniature(
        "definition-invalid",
        [replace(UNIT_2, '"effects": {"trust": 1}', '"effects": {"trust": 99}')],
        *PLACE,
        says="at dialogue/scenes/0/statements/0/effects/trust",
    ),
    Miniature(
        "definition-invalid",
        [replace(UNIT_2, '"title": "Talk", ', '"title": "Talk", "colour": "red", ')],
        *PLACE,
        says="at dialogue/colour",
    ),
    Miniature(
        "definition-defect",
        [replace(UNIT_2, '"next": "end"', '"next": "nowhere"')],
        *PLACE,
        says="at scenes/hello/statements/a/next: This answer leads to “nowhere”",
    ),
    Miniature(
        "definition-defect",
        [replace(UNIT_2, '"tone": "positive"', '"tone": "mixed"')],
        *PLACE,
        says="No path leads to a positive ending",
    ),
)
