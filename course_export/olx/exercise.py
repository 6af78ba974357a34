"""Our exercises stand inline in their unit: the platform reads no pointer files for them."""

from __future__ import annotations

import json

from lxml import etree

from course_export.curriculum.blocks import Exercise
from course_export.olx.files import node
from xblocks.core.definitions import canonical


def element(exercise: Exercise) -> etree._Element:
    """The element of the block; its definition is one attribute of JSON (`platform-facts 2`)."""
    block = node(
        exercise.type,
        exercise.id,
        display_name=exercise.title,
        definition=canonical(exercise.definition),
        weight=None if exercise.weight is None else json.dumps(exercise.weight),
    )
    block.set("xblock-family", "xblock.v1")
    return block
