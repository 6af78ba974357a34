"""Fills the register when a course is published."""

from __future__ import annotations

import logging
from typing import Any

from opaque_keys.edx.keys import CourseKey

from xblocks.core.definitions import BLOCK_TYPES
from xblocks.core.errors import Refusal
from xblocks.exercises.service import replace_course
from xblocks.host import compat

log = logging.getLogger(__name__)


def connect() -> None:
    """Listen to the platform's publish signal."""
    compat.on_course_published(course_published)


def course_published(course_key: CourseKey, **_kwargs: Any) -> None:
    """Replace the snapshots of the course; a broken exercise is logged and left out."""
    snapshots = []
    for block in compat.blocks_of(course_key, BLOCK_TYPES):
        try:
            snapshots.append(block.snapshot())
        except Refusal as refusal:
            log.warning("Not registered: %s (%s)", block.scope_ids.usage_id, refusal.code)
    replace_course(str(course_key), snapshots)
