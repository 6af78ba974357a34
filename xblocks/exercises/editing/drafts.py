"""What an author has before them: read from a post, changed by steps, compared with what is kept.

Fields of the editor itself begin with a colon: ``:kind`` of the form, ``:seen`` (the fingerprint
of what was loaded), ``:part`` that is looked at, ``:checked`` once a check was asked for. Instead
of a form a draft may stand as YAML in ``:text``, or whole in ``:held``, its open entries in
``:opened``.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from pydantic import TypeAdapter

from xblocks.core.definitions import fingerprint
from xblocks.core.errors import BadRequest
from xblocks.exercises.editing.document import (
    Document,
    Parsed,
    completed,
    form_of,
    forms,
    from_yaml,
    to_yaml,
)
from xblocks.exercises.editing.posted import Pairs, read
from xblocks.exercises.editing.shapes import Path
from xblocks.exercises.editing.steps import Step, Taken, take

LONGEST = 2_000_000
"""No draft has more characters: the largest dialogue has 60,000, Django takes 2.5 MB."""

AROUND = 2
"""Lines shown around a difference."""


@dataclass(frozen=True)
class Draft:
    """A document on its way. `parsed` is set when it was typed as YAML, `text` is that YAML.

    `document` is None when the YAML cannot be read.
    """

    document: Any
    seen: str
    opened: frozenset[Path] = frozenset()
    text: str = ""
    parsed: Parsed | None = None
    part: str = ""
    checked: bool = False

    def stepped(self, adapter: TypeAdapter[Any], step: Step) -> tuple[Draft, Taken]:
        """Return the draft after a step; raises `BadRequest`."""
        form = form_of(adapter, self.document)
        if form is None:
            raise BadRequest
        taken = take(form, self.document, self.opened, step)
        return replace(self, document=taken.value, opened=taken.opened, parsed=None), taken

    def unfolded(self, paths: Iterator[Path]) -> Draft:
        """Return the draft with the entries around some paths open."""
        around = {path[:length] for path in paths for length in range(1, len(path) + 1)}
        return replace(self, opened=self.opened | around)


def read_draft(adapter: TypeAdapter[Any], block_type: str, posted: str) -> Draft:
    """Read a post: a JSON list of pairs of name and text; raises `BadRequest`."""
    pairs = _pairs(posted)
    own = {name: text for name, text in pairs if name.startswith(":")}
    common: dict[str, Any] = {
        "seen": own.get(":seen", ""),
        "part": own.get(":part", ""),
        "checked": bool(own.get(":checked")),
    }
    if ":text" in own:
        parsed = from_yaml(own[":text"], block_type)
        document = completed(adapter, parsed.document)
        return Draft(document, text=own[":text"], parsed=parsed, **common)
    if ":held" in own:
        opened = frozenset(tuple(each) for each in _json(own.get(":opened", "[]")))
        return Draft(_held(adapter, own[":held"]), opened=opened, **common)
    form = forms(adapter).get(own.get(":kind", ""))
    if form is None:
        raise BadRequest
    found = read(form, [pair for pair in pairs if not pair[0].startswith(":")])
    return Draft(found.value, opened=found.opened, **common)


def _pairs(posted: str) -> Pairs:
    if len(posted) > LONGEST:
        raise BadRequest
    pairs = _json(posted)
    if not all(
        isinstance(pair, list) and len(pair) == 2 and all(isinstance(each, str) for each in pair)
        for pair in pairs
    ):
        raise BadRequest
    return [(name, text) for name, text in pairs]


def _held(adapter: TypeAdapter[Any], text: str) -> Any:
    """A document that was put aside; one that no form can show stays as it is."""
    (document,) = _json(f"[{text}]")
    if not isinstance(document, dict) or "definition" not in document:
        raise BadRequest
    return completed(adapter, document)


def _json(text: str) -> list[Any]:
    try:
        found = json.loads(text)
        json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise BadRequest from None
    if not isinstance(found, list):
        raise BadRequest
    return found


def fingerprint_of(document: Document) -> str:
    """What changes when anything of a document does."""
    return fingerprint(document)


@dataclass(frozen=True)
class Line:
    """A line of a comparison: `sign` is ``+`` for mine, ``-`` for theirs, ``…`` for a gap."""

    sign: str
    text: str


def differences(theirs: str, mine: str) -> list[Line]:
    """Return what differs between two texts, line by line, with a little around it."""
    found = difflib.unified_diff(theirs.splitlines(), mine.splitlines(), n=AROUND, lineterm="")
    lines = [Line(line[0], line[1:]) for line in list(found)[2:]]
    return [Line("…", "") if line.sign == "@" else line for line in lines]


def yaml_differences(
    adapter: TypeAdapter[Any], block_type: str, theirs: Document, mine: Document
) -> list[Line]:
    """Return what differs between two documents, as YAML."""
    return differences(to_yaml(theirs, block_type, adapter), to_yaml(mine, block_type, adapter))
