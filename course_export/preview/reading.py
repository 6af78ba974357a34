"""Reads what a block says in the course, with the block's own parser."""

from __future__ import annotations

import copy
import logging
from collections.abc import Mapping
from io import BytesIO, TextIOWrapper
from threading import Lock
from typing import IO, Any

from opaque_keys.edx.keys import UsageKey
from xblock.core import XBlock
from xblock.field_data import DictFieldData
from xblock.fields import ScopeIds
from xblock.runtime import Runtime

from course_export.preview.block_types import block_class
from course_export.preview.course import Course, Entry
from course_export.preview.inherited import MIXINS
from course_export.preview.placeholders import BrokenBlock, MissingBlock

log = logging.getLogger(__name__)
_lock = Lock()


def read_block(course: Course, entry: Entry) -> Entry:
    """Fill in class and fields of a block, once, and return it."""
    if entry.fields is None:
        with _lock:
            if entry.fields is None:
                entry.block_class, entry.fields = _read(course, entry)
    return entry


def _read(course: Course, entry: Entry) -> tuple[type[XBlock], Mapping[str, Any]]:
    """Class and fields. Whatever a foreign parser raises becomes a placeholder: the page stands."""
    cls = block_class(entry.tag)
    if cls is MissingBlock:
        return cls, {"display_name": entry.setting("display_name") or ""}
    fields: dict[str, Any] = {}
    runtime = ReadingRuntime(course, entry, fields)
    element = copy.deepcopy(entry.node.element)
    for name in ("url_name", "xblock-family"):  # told by the key and by the class
        if name in element.attrib:
            del element.attrib[name]
    try:
        runtime.mixologist.mix(cls).parse_xml(element, runtime, runtime.keys).save()
    except Exception as error:
        log.warning("%s cannot be read", entry.key, exc_info=True)
        return BrokenBlock, {"display_name": entry.title, "reason": str(error)}
    return cls, fields


class ReadingRuntime(Runtime):
    """What parsers of blocks ask of a runtime; collects the fields of one block in a dict."""

    def __init__(self, course: Course, entry: Entry, fields: dict[str, Any]) -> None:
        collected = DictFieldData({})
        collected._data = fields
        super().__init__(
            id_reader=None,
            id_generator=OneName(entry.key),
            mixins=MIXINS,
            services={"field-data": collected},
        )
        self.keys = ScopeIds(None, entry.tag, entry.key, entry.key)
        self.resources_fs = CourseFolder(course.files)
        self.policy = dict(entry.node.policy)

    def get_policy(self, _usage_key: UsageKey) -> Mapping[str, Any]:
        """Return the block's settings out of policy.json."""
        return self.policy

    def parse_asides(self, *_args: Any) -> list[XBlock]:
        """Return no asides: the preview has none."""
        return []

    def get_asides(self, _block: XBlock) -> list[XBlock]:
        """Return no asides: the preview has none."""
        return []

    def add_node_as_child(self, block: XBlock, node: Any) -> None:
        """Leave out children of blocks that cannot have any; the platform drops the whole block."""
        log.warning("%s: child <%s> is left out", block.scope_ids.usage_id, node.tag)

    def error_tracker(self, message: str) -> None:
        """Note what a parser could not make sense of."""
        log.warning("%s: %s", self.keys.usage_id, message)

    def handler_url(self, *_args: Any, **_kwargs: Any) -> str:
        """Return nothing: nobody is served while a course is read."""
        raise NotImplementedError

    resource_url = local_resource_url = publish = handler_url


class OneName:
    """Gives old parsers, which ask for new names, the one the block has."""

    def __init__(self, key: UsageKey) -> None:
        self.key = key

    def create_definition(self, _block_type: str, _slug: str | None = None) -> UsageKey:
        """Return the block's key."""
        return self.key

    def create_usage(self, _definition: UsageKey) -> UsageKey:
        """Return the block's key."""
        return self.key


class CourseFolder:
    """The files of a course as the small part of a file system that blocks use."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = files

    def exists(self, path: str) -> bool:
        """Whether there is such a file."""
        return str(path) in self.files

    def open(self, path: str, mode: str = "r", encoding: str | None = None) -> IO[Any]:
        """Open a file for reading; raises fs' `ResourceNotFound`, which blocks catch."""
        if not self.exists(path):
            from fs.errors import ResourceNotFound  # late: it takes a tenth of a second

            raise ResourceNotFound(str(path))
        content = BytesIO(self.files[str(path)])
        return content if "b" in mode else TextIOWrapper(content, encoding or "utf-8")
