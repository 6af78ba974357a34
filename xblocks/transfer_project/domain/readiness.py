"""What stands between a draft and handing it in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from xblocks.core.text import Message, gettext_noop
from xblocks.transfer_project.definition import Anchor, Milestone
from xblocks.transfer_project.domain.values import empty, is_filled, problems


@dataclass(frozen=True)
class Missing:
    """A field that is not ready, and what to do."""

    field: str
    label: str
    messages: tuple[Message, ...]


@dataclass(frozen=True)
class Readiness:
    """`missing` fields in the order of the form, `anchors` that do not stand."""

    missing: tuple[Missing, ...]
    anchors: tuple[Anchor, ...]

    @property
    def ready(self) -> bool:
        """Whether the team can hand in."""
        return not self.missing and not self.anchors


def readiness(definition: Milestone, values: Mapping[str, Any]) -> Readiness:
    """Return what is missing or not right; `values` by field id, absent ones are empty."""
    missing = []
    for field in definition.fields:
        value = values.get(field.id, empty(field))
        messages = problems(field, value)
        if field.required and not is_filled(field, value):
            messages = (Message(gettext_noop("This is still empty.")),)
        if messages:
            missing.append(Missing(field.id, field.label, messages))
    return Readiness(tuple(missing), open_anchors(definition, values))


def open_anchors(definition: Milestone, values: Mapping[str, Any]) -> tuple[Anchor, ...]:
    """Return the anchors that do not stand yet (features T11)."""
    standing = set()
    for field in definition.fields:
        value = values.get(field.id, empty(field))
        if is_filled(field, value) and not problems(field, value):
            standing.add(field.id)
    return tuple(each for each in definition.anchors if not _stands(each, standing))


def _stands(anchor: Anchor, standing: set[str]) -> bool:
    enough = any if anchor.one_of else all
    return enough(name in standing for name in anchor.fields)
