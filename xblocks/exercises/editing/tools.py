"""What a component adds to the editor of its exercises.

A block class names them as `EDITOR_TOOLS`. All functions are pure but for rendering, and get the
definition as its model: valid by the schema, though it may have findings. A tool with a `kind` is
there for exercises of that kind alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from xblocks.core.definitions import Finding


@dataclass(frozen=True)
class View:
    """A further tab that shows the definition, such as a picture of it.

    `name` is a word for addresses, `label` a message id, `show` returns safe HTML.
    """

    name: str
    label: str
    show: Callable[[Any], str]
    kind: str = ""


@dataclass(frozen=True)
class Writer:
    """A further format to save an exercise in. `suffix` is that of the file, as in ``.twee``."""

    name: str
    label: str
    suffix: str
    write: Callable[[Any], str]
    kind: str = ""


@dataclass(frozen=True)
class Reader:
    """A further format to read an exercise from. `accepts` lists suffixes, as in ``.twee,.tw``.

    `read` returns the definition as plain JSON, which need not be valid yet, and what the author
    should look at; it raises a `Refusal` when it can make nothing of the text.
    """

    name: str
    label: str
    accepts: str
    read: Callable[[str], tuple[dict[str, Any], list[Finding]]]
    kind: str = ""


def nothing_to_find(_definition: Any) -> list[Finding]:
    """Return no findings: the schema says it all."""
    return []


@dataclass(frozen=True)
class EditorTools:
    """Everything a component adds.

    `check` finds what the schema cannot say. A finding refuses saving, unless its code is one of
    `warnings`: these the author may save knowingly.
    """

    check: Callable[[Any], list[Finding]] = nothing_to_find
    warnings: frozenset[str] = frozenset()
    views: tuple[View, ...] = ()
    writers: tuple[Writer, ...] = ()
    readers: tuple[Reader, ...] = ()

    def of(self, document: Any) -> EditorTools:
        """Return what there is for an exercise; as long as it has no kind, everything."""
        definition = document.get("definition") if isinstance(document, dict) else None
        kind = definition.get("kind") if isinstance(definition, dict) else None

        def fits(tool: View | Writer | Reader) -> bool:
            return not (kind and tool.kind) or tool.kind == kind

        return replace(
            self,
            views=tuple(filter(fits, self.views)),
            writers=tuple(filter(fits, self.writers)),
            readers=tuple(filter(fits, self.readers)),
        )
