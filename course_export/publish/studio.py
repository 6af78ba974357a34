"""Studio's interfaces, one function each (`platform-facts 5`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import quote, urlsplit

from opaque_keys.edx.keys import CourseKey

from course_export.publish import reading
from course_export.publish.client import Lost, Server, understanding
from course_export.publish.errors import (
    CourseNotMade,
    NotPermitted,
    NotThere,
    PublishFailed,
    ServerFault,
)
from course_export.publish.image import Image, Unit

READERS: Final = 4
"""Units that are read at the same time; more would take workers away from the authors."""
PAGE: Final = 100
TASKS: Final = "/api/tasks/v0/tasks/"
STUCK: Final = timedelta(hours=1)
"""An import that has not moved for so long has died; its task stays in the list for a week."""

OVER: Final = frozenset({"Succeeded", "Failed", "Canceled"})


@dataclass(frozen=True)
class Task:
    """An import as Studio lists it. It has no id there: its name says course and file."""

    name: str
    state: str
    modified: str
    artifacts: tuple[str, ...] = ()

    @property
    def over(self) -> bool:
        """Whether nothing happens to it any more."""
        return self.state in OVER


def task_name(course: CourseKey, filename: str) -> str:
    """The name under which Studio lists an import."""
    return f"Import of {course} from {filename}"


class Studio:
    """Courses in Studio: create, import, read back."""

    def __init__(self, server: Server) -> None:
        self.server = server

    def exists(self, course: CourseKey) -> bool:
        """Whether there is such a course run."""
        try:
            self.server.get(f"/api/v1/course_runs/{course}/")
        except NotThere:
            return False
        return True

    def create(self, course: CourseKey, settings: Mapping[str, Any]) -> None:
        """Make an empty course run; one that exists meanwhile is as good.

        Studio answers a duplicate with 500. Raises `CourseNotMade`.
        """
        data = {
            "org": course.org,
            "number": course.course,
            "run": course.run,
            "title": settings.get("display_name") or course.course,
            "pacing_type": "self_paced" if settings.get("self_paced") else "instructor_paced",
        }
        if settings.get("start") and settings.get("end"):
            data["schedule"] = {"start": settings["start"], "end": settings["end"]}
        try:
            self.server.post("/api/v1/course_runs/", lambda: self.exists(course) or None, json=data)
        except ServerFault:
            raise CourseNotMade(course=str(course)) from None

    @understanding
    def start_import(self, course: CourseKey, filename: str, data: bytes) -> str | None:
        """Hand over an archive; returns the task's id, None when only its name is known.

        `filename` must end in ``.tar.gz`` and never have been used for another import of the
        course: after a lost answer it is what the import is found by.
        """
        answer = self.server.post(
            f"/api/courses/v0/import/{course}/",
            lambda: self.task(course, filename),
            files={"course_data": (filename, data, "application/gzip")},
        )
        return str(answer["task_id"]) if isinstance(answer, dict) else None

    @understanding
    def import_state(self, course: CourseKey, filename: str, task_id: str | None) -> str | None:
        """The state of an import; None when Studio knows of none."""
        if task_id is not None:
            params = {"task_id": task_id, "filename": filename}
            try:
                answer = self.server.once("GET", f"/api/courses/v0/import/{course}/", params=params)
                return str(answer["state"])
            except (Lost, NotThere):  # 500 for tasks it does not know; the list does without an id
                pass
        task = self.task(course, filename)
        return task.state if task else None

    @understanding
    def task(self, course: CourseKey, filename: str) -> Task | None:
        """The import by its name, or None."""
        name = task_name(course, filename)
        return next((task for task in self._tasks() if task.name == name), None)

    @understanding
    def running_imports(self, course: CourseKey) -> list[Task]:
        """Imports of a course that are under way."""
        start = task_name(course, "")
        tasks = [task for task in self._tasks() if task.name.startswith(start)]
        alive = datetime.now(UTC) - STUCK
        return [task for task in tasks if not task.over and _moment(task.modified) > alive]

    @understanding
    def failure(self, task: Task) -> str:
        """What Studio says about a failed import; empty when it says nothing."""
        for address in task.artifacts:
            path = urlsplit(address).path  # whatever host it names, the token goes to Studio only
            try:
                artifact = self.server.get(path) if path.startswith("/api/tasks/") else {}
            except PublishFailed:
                continue
            if artifact.get("name") == "Error":
                return str(artifact.get("text") or "").strip()
        return ""

    @understanding
    def read(self, course: CourseKey, tell: Callable[[int, int], None] | None = None) -> Image:
        """Everything the interfaces tell of a course; `tell` hears of units done and of all."""
        index = self.server.get(f"/api/contentstore/v1/course_index/{course}")
        structure = index["course_structure"]
        details = self.server.get(f"/api/contentstore/v1/course_details/{course}")
        grading = self.server.get(f"/api/contentstore/v1/course_grading/{course}")
        infos = reading.unit_infos(structure)
        units: dict[str, Unit] = {}
        with ThreadPoolExecutor(READERS) as readers:
            for unit in readers.map(self._unit, infos):
                units[unit.name] = unit
                if tell is not None:
                    tell(len(units), len(infos))
        return Image(
            chapters=tuple(reading.name_of(each["id"]) for each in reading.children_of(structure)),
            places=reading.places(structure),
            units=units,
            settings=reading.settings(structure, details, grading),
            about=reading.about(details),
            files=self._files(course),
            pages=self._pages(course),
        )

    def still_there(self, course: CourseKey, name: str) -> bool:
        """Whether a unit without a section can still be opened; Studio answers 500 if not."""
        try:
            self.server.once("GET", _export_path(reading.usage_of(str(course), name)))
        except (Lost, PublishFailed):
            return False
        return True

    def _unit(self, info: Mapping[str, Any]) -> Unit:
        return reading.unit(info, self.server.get(_export_path(info["id"])))

    def _tasks(self) -> Iterator[Task]:
        """The client's tasks, newest first."""
        page: int | None = 1
        while page is not None:
            answer = self.server.get(TASKS, {"page": page, "page_size": PAGE})
            for each in answer["results"]:
                artifacts = tuple(each.get("artifacts") or ())
                yield Task(each["name"], each["state"], each["modified"], artifacts)
            page = page + 1 if answer.get("next") else None

    def _files(self, course: CourseKey) -> dict[str, int]:
        """Names and sizes under Files; -1 where Studio tells none."""
        found: dict[str, int] = {}
        page = 0
        while True:
            answer = self.server.get(
                f"/api/contentstore/v0/file_assets/{course}", {"page": page, "page_size": PAGE}
            )
            for asset in answer["assets"]:
                size = asset.get("file_size")
                found[asset["id"].rpartition("+block@")[2]] = -1 if size is None else int(size)
            page += 1
            if not answer["assets"] or page * PAGE >= answer["totalCount"]:
                return found

    def _pages(self, course: CourseKey) -> frozenset[str] | None:
        """Static pages by slug; None where Studio still has its old pages and tells nothing."""
        try:
            answer = self.server.get(f"/api/contentstore/v0/tabs/{course}")
        except (NotThere, NotPermitted):
            return None
        return frozenset(
            each["settings"]["url_slug"] for each in answer if each.get("type") == "static_tab"
        )


def _export_path(usage: str) -> str:
    return f"/api/olx-export/v1/xblock/{quote(usage, safe=':+@')}/"


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
