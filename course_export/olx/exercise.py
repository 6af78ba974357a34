"""Our exercises stand inline in their unit: the platform reads no pointer files for them."""

from __future__ import annotations

import json

from lxml import etree

from course_export.curriculum.blocks import Exercise
from course_export.olx.files import node
from xblocks.core.definitions import canonical


def element(exercise: Exercise) -> etree._Element:
    """The element of the block; its definition is one attribute of JSON (`platform-facts 2`).

    The attributes stand in the order in which Studio exports them, so that both can be compared
    byte by byte.
    """
    block = node(exercise.type, exercise.id)
    block.set("xblock-family", "xblock.v1")
    block.set("display_name", exercise.title)
    block.set("definition", canonical(exercise.definition))
    if exercise.weight is not None:
        block.set("weight", json.dumps(exercise.weight))
    return block
