"""What every exercise definition has in common, and findings about definitions."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from xblocks.core.text import Message, gettext_noop

IDENTIFIER = r"^[a-z0-9][a-z0-9_-]{0,39}$"

Identifier = Annotated[str, StringConstraints(pattern=IDENTIFIER)]
OwnId = Annotated[
    Identifier,
    Field(
        title=gettext_noop("Short name"),
        description=gettext_noop(
            "Other parts name this one by it. When you change it, they follow."
        ),
    ),
]
"""The id of an entry that others may refer to."""

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Prose = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=8000)]


class Part(BaseModel):
    """A piece of a definition: immutable, and refusing keys it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Unfit(ValueError):  # noqa: N818 - pydantic makes a finding of it
    """A rule of a whole definition is broken; raised in validators, told in any language."""

    def __init__(self, text: str, **params: Any) -> None:
        self.message = Message(text, params)
        super().__init__(str(self.message))


def in_editor(**hints: Any) -> dict[str, Any]:
    """What the editor goes by beside the schema; `exercises.editing.schema` lists the hints."""
    return {"editor": hints}


@dataclass(frozen=True)
class Finding:
    """A defect of a definition: a stable `code`, where it is, and what to do about it.

    `place` is the path into the definition, e.g. ``("scenes", "dp2", "statements", "a")``.
    """

    code: str
    place: tuple[str | int, ...]
    message: Message = field(default_factory=lambda: Message(""))


def canonical(definition: BaseModel | dict[str, Any]) -> str:
    """The one text form of a definition: compact, sorted, UTF-8 JSON without defaults left out."""
    data = definition.model_dump(mode="json") if isinstance(definition, BaseModel) else definition
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def fingerprint(definition: BaseModel | dict[str, Any]) -> str:
    """16 hex digits that change when the definition does."""
    return hashlib.sha256(canonical(definition).encode()).hexdigest()[:16]


BLOCK_TYPES = frozenset(
    {
        "wbm_role_play",
        "wbm_moderation",
        "wbm_needs_analysis",
        "wbm_transfer_project",
        "wbm_coaching",
    }
)
"""The block types of the suite, for ever: one per component."""
