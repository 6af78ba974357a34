"""What LMS and Studio remember: courses, imports, cohorts, enrolments, rights, tokens."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import RLock
from typing import Any

from course_export.olx.reader import UnusableArchive, read_archive
from tests.export.studio_server.olx import Course, import_into

STEPS = ("Unpacking", "Verifying", "Updating")


@dataclass
class Task:
    """An import. It moves one step each time somebody looks, so that no test waits."""

    course: str
    filename: str
    archive: bytes
    modified: str
    number: str = field(default_factory=lambda: str(uuid.uuid4()))
    left: list[str] = field(default_factory=lambda: list(STEPS))
    state: str = "Pending"
    error: str = ""
    stuck: bool = False

    @property
    def name(self) -> str:
        return f"Import of {self.course} from {self.filename}"

    @property
    def over(self) -> bool:
        return self.state in ("Succeeded", "Failed", "Canceled")


@dataclass
class Cohort:
    """A cohort; `members` are addresses, `waiting` those without an account yet."""

    number: int
    name: str
    group: int | None = None
    partition: int | None = None
    members: set[str] = field(default_factory=set)
    waiting: set[str] = field(default_factory=set)


class Platform:
    """The state of LMS and Studio together, and the switches of their quirks.

    `honours_groups` is a release that links a cohort with its group when it is made.
    Paths that contain `strange` are answered in another form, those with `hidden` with 404.
    `spoil` runs after each import and may take content away, as the importer does silently.
    """

    def __init__(self) -> None:
        self.lock = RLock()
        self.client = ("client", "very-secret-value")
        self.token_life = 3600
        self.tokens: dict[str, int] = {}
        self.token_uses = 10**9
        self.courses: dict[str, Course] = {}
        self.tasks: list[Task] = []
        self.accounts: dict[str, str] = {}
        self.inactive: set[str] = set()
        self.cohorts: dict[str, list[Cohort]] = {}
        self.cohorted: set[str] = set()
        self.enrolled: dict[str, set[str]] = {}
        self.staff: dict[str, set[str]] = {}
        self.steps: tuple[str, ...] = STEPS
        self.honours_groups = False
        self.tells_pages = True
        self.may_give_rights = True
        self.may_create = True
        self.spoil: Callable[[Course], None] = lambda course: None
        self.import_error = ""
        self.strange = ""
        self.hidden = ""
        self._numbers = itertools.count(1)

    def add_people(self, *emails: str) -> None:
        """Accounts, each with the part before the @ as its name."""
        self.accounts.update({email: email.partition("@")[0] for email in emails})

    def now(self) -> str:
        """The time of the server."""
        return datetime.now(UTC).isoformat()

    def token(self) -> str:
        """A new token that can be used `token_uses` times."""
        token = f"jwt-{next(self._numbers)}"
        self.tokens[token] = self.token_uses
        return token

    def accepts(self, header: str) -> bool:
        """Whether a header opens the door; as Bearer a JWT does not."""
        scheme, _, token = header.partition(" ")
        if scheme != "JWT" or self.tokens.get(token, 0) <= 0:
            return False
        self.tokens[token] -= 1
        return True

    def begin_import(self, course: str, filename: str, archive: bytes) -> Task:
        """Queue an import. One that comes while another runs destroys both."""
        task = Task(course, filename, archive, self.now(), left=list(self.steps))
        for other in self.tasks:
            if other.course == course and not other.over and not other.stuck:
                other.left, other.error = [], "Unknown error while importing"
                task.left, task.error = [], "Unknown error while unpacking"
        self.tasks.append(task)
        return task

    def foreign_import(self, course: str, steps: int) -> Task:
        """Somebody else's import that is over after so many looks."""
        task = Task(course, "other.tar.gz", b"", self.now(), left=["Updating"] * steps)
        task.state = "Updating"
        self.tasks.append(task)
        return task

    def look_at(self, task: Task) -> str:
        """Move the import on, and tell where it is."""
        if task.over or task.stuck:
            return task.state
        task.modified = self.now()
        if task.left:
            task.state = task.left.pop(0)
        elif task.error or not task.archive:
            task.state = "Failed" if task.error else "Succeeded"
        else:
            self._finish(task)
        return task.state

    def _finish(self, task: Task) -> None:
        course = self.courses.get(task.course)
        if course is None:
            task.state, task.error = "Failed", "Unknown error while importing"
            return
        if self.import_error:
            # A failed import leaves a half-overwritten course.
            task.state, task.error = "Failed", self.import_error
            course.chapters = course.chapters[:1]
            return
        with TemporaryDirectory() as folder:
            path = Path(folder) / task.filename
            path.write_bytes(task.archive)
            try:
                files = read_archive(path)
            except UnusableArchive:
                task.state, task.error = "Failed", "Unsafe tar file. Aborting import."
                return
        import_into(course, files)
        self.spoil(course)
        task.state = "Succeeded"

    def cohort(self, course: str, number: int) -> Cohort | None:
        """A cohort by its number."""
        return next((each for each in self.cohorts.get(course, []) if each.number == number), None)

    def make_cohort(self, course: str, name: str, data: dict[str, Any]) -> Cohort:
        """A new cohort; releases up to Ulmo ignore the group."""
        cohort = Cohort(next(self._numbers), name)
        self.link(cohort, data)
        self.cohorts.setdefault(course, []).append(cohort)
        return cohort

    def link(self, cohort: Cohort, data: dict[str, Any]) -> None:
        """Link with a content group, where the release can do that."""
        if self.honours_groups and "group_id" in data:
            cohort.group, cohort.partition = data["group_id"], data["user_partition_id"]

    def end_state(self) -> dict[str, Any]:
        """Everything that must be the same, however publishing came to its end."""
        return {
            "courses": {key: _shown(course) for key, course in self.courses.items()},
            "cohorted": sorted(self.cohorted),
            "cohorts": {
                key: sorted((c.name, c.group, sorted(c.members), sorted(c.waiting)) for c in all_)
                for key, all_ in self.cohorts.items()
            },
            "enrolled": {key: sorted(emails) for key, emails in self.enrolled.items()},
            "staff": {key: sorted(emails) for key, emails in self.staff.items()},
            "running": [task.name for task in self.tasks if not task.over],
        }


def _shown(course: Course) -> dict[str, Any]:
    """A course without what the platform makes anew at each import."""
    return {
        "settings": course.settings,
        "grading": course.grading,
        "chapters": course.chapters,
        "blocks": {
            key: (
                {k: v for k, v in b.fields.items() if k not in ("edx_video_id", "transcripts")},
                b.text,
                b.children,
            )
            for key, b in sorted(course.blocks.items())
        },
        "assets": dict(sorted(course.assets.items())),
        "pages": sorted(course.pages),
        "about": dict(sorted(course.about.items())),
    }
