"""What every finding has in common: a stable code, a severity, a place and a sentence.

The docstring of a finding's class is its explanation; the sentence tells what to do.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any, ClassVar, Self

from course_export.olx.nodes import Node
from xblocks.core.text import Message


class Severity(StrEnum):
    """How bad a finding is, worst first.

    An error loses content or breaks a page; a warning surprises learners or authors; an info is
    worth knowing and nothing more.
    """

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


ORDER = {severity: number for number, severity in enumerate(Severity)}

REGISTRY: dict[str, type[Finding]] = {}
"""Every kind of finding by its code."""


class Finding:
    """A defect at a place: `file` in the archive, `line` from 1, `block` as ``tag/url_name``."""

    code: ClassVar[str]
    severity: ClassVar[Severity]
    sentence: ClassVar[str]

    def __init_subclass__(cls, *, code: str, severity: Severity) -> None:
        cls.code, cls.severity = code, severity
        assert code not in REGISTRY, code  # noqa: S101 - a mistake in our own classes
        REGISTRY[code] = cls

    def __init__(
        self, file: str, line: int = 1, *, block: str = "", field: str = "", **params: Any
    ) -> None:
        self.file, self.line, self.block, self.field = file, line, block, field
        self.params = params

    @classmethod
    def at(cls, node: Node, field: str = "", **params: Any) -> Self:
        """The finding at the definition of a block."""
        return cls(node.file, node.line, block=node.name, field=field, **params)

    @classmethod
    def at_pointer(cls, node: Node, field: str = "", **params: Any) -> Self:
        """The finding where a parent names the block."""
        line = node.pointer_line
        return cls(node.pointer_file, line, block=node.name, field=field, **params)

    @property
    def message(self) -> Message:
        """The sentence with its places filled, translatable."""
        places = {"block": self.block, "field": self.field, "file": self.file}
        return Message(self.sentence, {**places, **self.params})

    @classmethod
    def paragraphs(cls) -> tuple[str, ...]:
        """The paragraphs of the docstring, each on one line; `scripts/collect` lists them."""
        paragraphs = (cls.__doc__ or "").split("\n\n")
        return tuple(" ".join(paragraph.split()) for paragraph in paragraphs)

    @classmethod
    def explanation(cls, translate: Callable[[str], str] = str) -> str:
        """What the finding means, in the language of `translate`."""
        return "\n\n".join(map(translate, cls.paragraphs()))

    def __repr__(self) -> str:
        return f"<{self.code} {self.file}:{self.line} {self.block} {self.field} {self.message}>"
