"""A publishing that can be run in a test: archive, servers, and what was said."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console

from course_export.olx.archive import pack
from course_export.olx.writer import write_course
from course_export.publish.command import Order, run_publish
from course_export.publish.journal import FOLDER
from course_export.publish.pace import Pace
from tests.export.studio_server.olx import Course, Stored
from tests.export.studio_server.server import Fault, Rig
from tests.export.synthetic import synthetic_course

LIVE = "course-v1:WBM+WBM+2027"
STAGING = "course-v1:WBM+WBM+2027-test"
ENVIRONMENT = {"WBM_CLIENT_ID": "client", "WBM_CLIENT_SECRET": "very-secret-value"}
PEOPLE = """email;name;roles;company;district
ada@example.org;Ada Beispiel;trainee;Muster;Mitte
ben@example.org;Ben Beispiel;trainee;Muster;
cleo@example.org;Cleo Beispiel;trainee;Werk;Nord
tim@example.org;Tim Beispiel;trainer;;Mitte
kim@example.org;Kim Beispiel;coordinator;;
"""
ADDRESSES = [line.partition(";")[0] for line in PEOPLE.splitlines()[1:]]

Files = dict[str, bytes]


class Waits:
    """A clock that runs only while somebody waits."""

    def __init__(self) -> None:
        self.now = 0.0
        self.pauses: list[float] = []

    def wait(self, seconds: float) -> None:
        self.now += seconds
        self.pauses.append(seconds)

    def pace(self, **more: Any) -> Pace:
        return Pace(wait=self.wait, clock=lambda: self.now, **more)


@dataclass(frozen=True)
class Outcome:
    """How a call ended and what it said."""

    status: int
    out: str
    err: str


@dataclass
class Stage:
    """A folder with an archive, before running servers."""

    rig: Rig
    folder: Path
    waits: Waits = field(default_factory=Waits)
    environment: Mapping[str, str] = field(default_factory=lambda: ENVIRONMENT)

    @property
    def archive(self) -> Path:
        return self.folder / "course.tar.gz"

    def build(self, components: int = 10, change: Callable[[Files], None] = lambda _: None) -> Path:
        """Write the archive: five components a unit, one unit more for five components more."""
        files = dict(write_course(synthetic_course(components)))
        change(files)
        pack(files, self.archive)
        return self.archive

    def people(self, text: str = PEOPLE) -> Path:
        """Write a list of people."""
        path = self.folder / "people.csv"
        path.write_text(text, "utf-8")
        return path

    def fail(self, method: str, path: str, kind: str | int, times: int = 1, **more: Any) -> None:
        """Let requests fail."""
        self.rig.faults.append(Fault(method, path, kind, times, **more))

    def order(self, **more: Any) -> Order:
        """The usual order, with changes."""
        usual = {
            "archive": self.archive,
            "lms": self.rig.lms,
            "studio": self.rig.studio,
            "course": LIVE,
            "staging": STAGING,
            "agreed": True,
        }
        return Order(**{**usual, **more})  # type: ignore[arg-type]

    def publish(self, pace: Pace | None = None, **more: Any) -> Outcome:
        """Run the command."""
        out, err = (Console(file=io.StringIO(), width=200) for _ in range(2))
        if not self.archive.exists() and "archive" not in more:
            self.build()
        status = run_publish(
            self.order(**more), pace or self.waits.pace(), out, err, self.environment
        )
        return Outcome(status, *(each.file.getvalue() for each in (out, err)))  # type: ignore[attr-defined]

    def live(self) -> Course:
        """The live course as Studio has it."""
        return self.rig.platform.courses[LIVE]

    def block(self, key: str) -> Stored:
        """A block of the live course."""
        return self.live().blocks[key]

    def remembered(self, course: str = LIVE) -> dict[str, Any]:
        """What the journal says about a course."""
        (path,) = (self.folder / FOLDER).glob(f"*--{course.replace(':', '_')}.json")
        return dict(json.loads(path.read_text("utf-8")))
