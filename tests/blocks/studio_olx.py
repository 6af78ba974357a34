"""An exercise on its way through Studio: saved, exported and read again as the platform does it.

A unit's export calls `add_block_as_child_node` for each block, which makes an element, names it and
lets the block add the rest; a course is imported with the block's own `parse_xml`.
"""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

from lxml import etree
from opaque_keys.edx.keys import CourseKey
from xblock.core import XBlock, XBlockMixin
from xblock.field_data import DictFieldData
from xblock.fields import Boolean, Date, Dict, Scope, ScopeIds, String
from xblock.runtime import Runtime

from course_export.curriculum.blocks import Exercise
from course_export.olx.exercise import element
from xblocks.exercises.block import ExerciseBlock

COURSE = CourseKey.from_string("course-v1:wbm+Round+2027")
NAME = "ex-1"


class PlatformFields(XBlockMixin):
    """Fields that every block of the platform has before its own; unset they are not written."""

    display_name = String(scope=Scope.settings)
    start = Date(scope=Scope.settings)
    due = Date(scope=Scope.settings)
    graded = Boolean(scope=Scope.settings, default=False)
    group_access = Dict(scope=Scope.settings, default={})


class StudioRuntime(Runtime):
    """As much of a runtime as saving, exporting and importing ask for."""

    def __init__(self) -> None:
        self.stored: dict[str, Any] = {}
        collected = DictFieldData({})
        collected._data = self.stored
        super().__init__(
            id_reader=None,
            id_generator=None,
            mixins=(PlatformFields,),
            services={"field-data": collected},
        )

    def block(self, cls: type[ExerciseBlock], block_type: str) -> XBlock:
        """A new block of the course."""
        return self.construct_xblock_from_class(cls, keys(block_type))

    def handler_url(self, *_args: Any, **_kwargs: Any) -> str:
        raise NotImplementedError

    resource_url = local_resource_url = publish = handler_url


def keys(block_type: str) -> ScopeIds:
    key = COURSE.make_usage_key(block_type, NAME)
    return ScopeIds(None, block_type, key, key)


def saved(cls: type[ExerciseBlock], block_type: str, values: dict[str, Any]) -> XBlock:
    """A block as Studio keeps it: every field went into its store as JSON text and came back."""
    runtime = StudioRuntime()
    block = runtime.block(cls, block_type)
    for name, value in values.items():
        setattr(block, name, value)
    block.save()
    kept = json.loads(
        json.dumps({name: block.fields[name].to_json(getattr(block, name)) for name in values})
    )
    again = StudioRuntime()
    again.stored.update({name: block.fields[name].from_json(each) for name, each in kept.items()})
    return again.block(cls, block_type)


def exported(block: XBlock) -> bytes:
    """The element of a block in the file of its unit."""
    unit = etree.Element("vertical")
    child = etree.SubElement(unit, block.scope_ids.block_type)
    child.set("url_name", NAME)
    block.add_xml_to_node(child)
    # By itself, as older libxml2 writes a root in UTF-8, but its children in numbers.
    return etree.tostring(deepcopy(child), encoding="utf-8")


def imported(cls: type[ExerciseBlock], block_type: str, olx: bytes) -> XBlock:
    """The block that the platform makes of an element."""
    node = etree.fromstring(olx)
    for name in ("url_name", "xblock-family"):  # told by the key and by the class
        del node.attrib[name]
    runtime = StudioRuntime()
    block = runtime.mixologist.mix(cls).parse_xml(node, runtime, keys(block_type))
    block.save()
    return block


def archived(block_type: str, values: dict[str, Any]) -> bytes:
    """The element of the same exercise in an archive of ours."""
    exercise = Exercise(
        id=NAME,
        type=block_type,
        title=values["display_name"],
        definition=values["definition"],
        weight=values["weight"],
    )
    return etree.tostring(element(exercise), encoding="utf-8")
