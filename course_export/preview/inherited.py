"""Settings that a block has from the sections above it, and names every block of a platform has."""

from __future__ import annotations

import json
from typing import Any

from opaque_keys.edx.keys import CourseKey, UsageKey
from xblock.core import XBlockMixin
from xblock.fields import Boolean, Date, Dict, Field, Integer, Scope, String, Timedelta

from course_export.olx.nodes import Node


class InheritedSettings(XBlockMixin):
    """The settings a part, section or unit hands down."""

    due = Date(scope=Scope.settings)
    start = Date(scope=Scope.settings)
    graceperiod = Timedelta(scope=Scope.settings)
    graded = Boolean(scope=Scope.settings, default=False)
    max_attempts = Integer(scope=Scope.settings)
    rerandomize = String(scope=Scope.settings, default="never")
    self_paced = Boolean(scope=Scope.settings, default=False)
    show_correctness = String(scope=Scope.settings, default="always")
    show_reset_button = Boolean(scope=Scope.settings, default=False)
    showanswer = String(scope=Scope.settings, default="finished")
    visible_to_staff_only = Boolean(scope=Scope.settings, default=False)
    group_access = Dict(scope=Scope.settings, default={})


class PlatformNames(XBlockMixin):
    """Attributes that blocks written for the platform expect."""

    has_score = False
    has_custom_completion = False

    format = String(scope=Scope.settings)

    @property
    def location(self) -> UsageKey:
        """The usage key under its old name."""
        return self.scope_ids.usage_id

    @property
    def course_id(self) -> CourseKey:
        """The course the block stands in."""
        return self.scope_ids.usage_id.context_key

    @property
    def category(self) -> str:
        """The block type under its old name."""
        return self.scope_ids.block_type

    @property
    def url_name(self) -> str:
        """The name inside the course."""
        return self.scope_ids.usage_id.block_id

    @property
    def display_name_with_default(self) -> str:
        """The title, or the name when there is none."""
        return getattr(self, "display_name", None) or self.url_name


MIXINS = (InheritedSettings, PlatformNames)


def handed_down(node: Node, above: dict[str, Any]) -> dict[str, Any]:
    """Return what the children of `node` inherit, as JSON values, given what it inherits."""
    own = {
        name: json_value(InheritedSettings.fields[name], node.setting(name))
        for name in InheritedSettings.fields
        if node.setting(name) is not None
    }
    return {**above, **own} if own else above


def json_value(field: Field, value: Any) -> Any:
    """Return what the platform makes of an attribute: its JSON meaning if the field takes it."""
    if not isinstance(value, str):
        return value
    try:
        read = json.loads(value)
    except ValueError:
        return value
    try:
        field.from_json(read)
    except (TypeError, ValueError):
        return value
    return read
