"""Filters for those who write the course."""

from __future__ import annotations

from django import template

from course_export.preview.course import Entry
from xblocks.core.definitions import BLOCK_TYPES

register = template.Library()


@register.filter
def is_exercise(entry: Entry) -> bool:
    """Whether the block is one of ours, which can be edited here."""
    return entry.tag in BLOCK_TYPES
