"""Reads YAML files into plain data and remembers the place of every piece."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from course_export.curriculum.defects import Defect, Place, Places
from xblocks.core.source import read_source
from xblocks.core.text import Message
from xblocks.core.text import gettext_noop as _


@dataclass
class Source:
    """The data of one file with the place of every piece, and what is wrong with its form."""

    data: Any = None
    places: Places = field(default_factory=Places)
    defects: list[Defect] = field(default_factory=list)


def read_yaml(path: Path, file: str) -> Source:
    """Read `path`, called `file` in defects: UTF-8, and what `read_source` takes."""
    source = Source()
    source.places[()] = Place(file)
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = Message(_("This file is not UTF-8. Save it as UTF-8."))
        source.defects.append(Defect(Place(file, line), message))
        return source
    read = read_source(text)
    source.data = read.data
    source.places.update({where: Place(file, line) for where, line in read.lines.items() if where})
    source.defects += [Defect(Place(file, line), message) for line, message in read.defects]
    return source
