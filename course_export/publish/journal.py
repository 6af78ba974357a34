"""What is remembered of each course between two calls, so that a call cut off can go on.

One file per Studio and course. It holds no credentials, no names and no content: which archive is
being imported under which file name, and short texts that tell whether somebody changed a unit.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from opaque_keys.edx.keys import CourseKey

from course_export.publish.errors import UnusableJournal

SCHEMA: Final = 1
FOLDER: Final = ".wbm-publish"


@dataclass(frozen=True)
class Import:
    """An import that may be under way: the archive's hash, the name Studio knows it by, its id.

    It is written down before the archive is sent, so `task` may be missing.
    """

    archive: str
    filename: str
    task: str | None = None


@dataclass(frozen=True)
class Published:
    """The archive that was last imported and found complete, and what Studio then had."""

    archive: str
    fingerprints: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Remembered:
    """What is known of one course. `seen` holds every unit that it ever had."""

    under_way: Import | None = None
    published: Published | None = None
    seen: tuple[str, ...] = ()


class Journal:
    """The memory of one course; every change is on the disk before the next step begins."""

    def __init__(self, folder: Path, studio: str, course: CourseKey) -> None:
        name = re.sub(r"[^\w.+-]+", "_", f"{studio.partition('://')[2]}--{course}")
        self.path = folder / f"{name}.json"
        self._head = {"schema": SCHEMA, "studio": studio, "course": str(course)}
        self.now = self._read()

    def begin(self, under_way: Import) -> None:
        """Note what is about to be sent: from now on the course may be half overwritten."""
        self._write(replace(self.now, under_way=under_way))

    def done(self, published: Published) -> None:
        """Note that the course holds an archive."""
        seen = {*self.now.seen, *published.fingerprints}
        self._write(Remembered(None, published, tuple(sorted(seen))))

    def failed(self) -> None:
        """Note that an import has ended without success: what the course holds is unknown."""
        self._write(replace(self.now, under_way=None, published=None))

    def saw(self, names: set[str]) -> None:
        """Note units that the course has, before they are overwritten."""
        if not names <= set(self.now.seen):
            self._write(replace(self.now, seen=tuple(sorted({*self.now.seen, *names}))))

    def forget(self, names: set[str]) -> None:
        """Units that are gone for good."""
        kept = tuple(name for name in self.now.seen if name not in names)
        if kept != self.now.seen:
            self._write(replace(self.now, seen=kept))

    def _read(self) -> Remembered:
        try:
            data = json.loads(self.path.read_text("utf-8"))
        except FileNotFoundError:
            return Remembered()
        except ValueError:
            raise UnusableJournal(path=str(self.path)) from None
        try:
            return _remembered(data)
        except (TypeError, KeyError, AttributeError):
            raise UnusableJournal(path=str(self.path)) from None

    def _write(self, now: Remembered) -> None:
        """Replace the file as a whole; whoever is killed leaves the old one or the new one."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self.path.with_name(f".{self.path.name}.{os.getpid()}")
        with unfinished.open("w", encoding="utf-8") as file:
            json.dump({**self._head, **asdict(now)}, file, indent=1, sort_keys=True)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(self.path)
        self.now = now


def _remembered(data: dict[str, Any]) -> Remembered:
    if data["schema"] != SCHEMA:
        raise KeyError("schema")
    under_way, published = data["under_way"], data["published"]
    return Remembered(
        Import(**under_way) if under_way else None,
        Published(**published) if published else None,
        tuple(data["seen"]),
    )
