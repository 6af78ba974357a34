"""The interfaces of `platform-facts 5`: path and method to a function of the platform's state."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from tests.export.studio_server.olx import Course, exported, structure
from tests.export.studio_server.platform import Platform


@dataclass(frozen=True)
class Request:
    """What came in: `upload` is the name and content of a file in the field ``course_data``."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes = b""
    match: Mapping[str, str] = field(default_factory=dict)

    def json(self) -> dict[str, Any]:
        return dict(json.loads(self.body))

    def upload(self, name: str) -> tuple[str, bytes] | None:
        boundary = self.headers["Content-Type"].partition("boundary=")[2].encode()
        for part in self.body.split(b"--" + boundary)[1:-1]:
            head, _, content = part.partition(b"\r\n\r\n")
            found = re.search(rb'name="([^"]+)"; filename="([^"]+)"', head)
            if found and found[1].decode() == name:
                return found[2].decode(), content.removesuffix(b"\r\n")
        return None


@dataclass(frozen=True)
class Answer:
    """Status and data; `page` answers with a page for people instead."""

    status: int
    data: Any = None
    page: bool = False


NOT_FOUND = Answer(404, {"detail": "Not found."})
PAGE = 10
"""Entries of a list page when nobody asks for more, as in the platform."""

Function = Callable[[Platform, Request], Answer]
_KEY = r"(?P<course>course-v1:[^/]+)"


def fault(text: str) -> Answer:
    """The 500 of the platform's own interfaces."""
    return Answer(500, {"developer_message": text, "error_code": "internal_error"})


def token(platform: Platform, request: Request) -> Answer:
    form = {key: values[0] for key, values in parse_qs(request.body.decode()).items()}
    if (form.get("client_id"), form.get("client_secret")) != platform.client:
        return Answer(401, {"error": "invalid_client"})
    if form.get("token_type") != "jwt" or form.get("grant_type") != "client_credentials":
        return Answer(400, {"error": "unsupported_grant_type"})
    life = platform.token_life
    return Answer(200, {"access_token": platform.token(), "token_type": "JWT", "expires_in": life})


def course_run(platform: Platform, request: Request) -> Answer:
    key = request.match["course"]
    return Answer(200, {"id": key}) if key in platform.courses else NOT_FOUND


def create_run(platform: Platform, request: Request) -> Answer:
    if not platform.may_create:
        return Answer(403, {"detail": "You do not have permission to perform this action."})
    data = request.json()
    key = f"course-v1:{data['org']}+{data['number']}+{data['run']}"
    if key.casefold() in (each.casefold() for each in platform.courses):
        return Answer(500, page=True)
    course = Course(key, {"display_name": data["title"], "start": "2030-01-01T00:00:00Z"})
    platform.courses[key] = course
    return Answer(201, {"id": key})


def start_import(platform: Platform, request: Request) -> Answer:
    upload = request.upload("course_data")
    if upload is None:
        return fault("Missing required parameter")
    if not upload[0].endswith((".tar.gz", ".zip")):
        return fault("Parameter in the wrong format")
    task = platform.begin_import(request.match["course"], *upload)
    return Answer(200, {"task_id": task.number})


def import_state(platform: Platform, request: Request) -> Answer:
    for task in platform.tasks:
        known = (task.course, task.filename, task.number)
        if known == (request.match["course"], request.query["filename"], request.query["task_id"]):
            return Answer(200, {"state": platform.look_at(task)})
    return fault("'NoneType' object has no attribute 'state'")


def tasks(platform: Platform, request: Request) -> Answer:
    every = []
    for task in reversed(platform.tasks):
        state = platform.look_at(task)
        address = f"http://elsewhere.invalid/api/tasks/v0/artifacts/{task.number}/"
        every.append(
            {
                "name": task.name,
                "state": state,
                "state_text": state,
                "modified": task.modified,
                "artifacts": [address] if task.error and task.over else [],
            }
        )
    page, size = int(request.query.get("page", 1)), int(request.query.get("page_size", PAGE))
    if (page - 1) * size >= max(len(every), 1):
        return NOT_FOUND
    some = every[(page - 1) * size : page * size]
    return Answer(200, {"results": some, "next": "more" if page * size < len(every) else None})


def artifact(platform: Platform, request: Request) -> Answer:
    for task in platform.tasks:
        if task.number == request.match["number"]:
            return Answer(200, {"name": "Error", "text": task.error})
    return NOT_FOUND


def with_course(function: Callable[[Course, Request], Answer]) -> Function:
    """Studio's interfaces of a course; a missing one is 404."""

    def answered(platform: Platform, request: Request) -> Answer:
        course = platform.courses.get(request.match["course"])
        return function(course, request) if course else NOT_FOUND

    return answered


@with_course
def index(course: Course, request: Request) -> Answer:
    return Answer(200, {"course_structure": structure(course), "language_code": "en"})


@with_course
def details(course: Course, request: Request) -> Answer:
    told = {
        "start_date": course.settings.get("start"),
        "end_date": course.settings.get("end"),
        "language": course.settings.get("language"),
        "self_paced": course.settings.get("self_paced", False),
        "course_image_name": course.settings.get("course_image", "images_course_image.jpg"),
        "org": course.key,
    }
    return Answer(200, {**told, **course.about})


@with_course
def grading(course: Course, request: Request) -> Answer:
    graders = [
        {**each, "weight": each["weight"] * 100} for each in course.grading.get("GRADER", [])
    ]
    cutoffs = course.grading.get("GRADE_CUTOFFS", {"Pass": 0.5})
    return Answer(200, {"course_details": {"graders": graders, "grade_cutoffs": cutoffs}})


@with_course
def assets(course: Course, request: Request) -> Answer:
    page, size = int(request.query.get("page", 0)), int(request.query.get("page_size", 50))
    head = f"{course.key.replace('course-v1:', 'asset-v1:')}+type@asset+block@"
    every = [{"id": head + name, "file_size": length} for name, length in course.assets.items()]
    some = every[page * size : (page + 1) * size]
    return Answer(200, {"assets": some, "totalCount": len(every), "page": page})


def pages(platform: Platform, request: Request) -> Answer:
    if not platform.tells_pages:
        return Answer(403, {"detail": "no"})
    course = platform.courses.get(request.match["course"])
    if course is None:
        return NOT_FOUND
    told = [{"type": "static_tab", "settings": {"url_slug": slug}} for slug in sorted(course.pages)]
    return Answer(200, told)


def olx(platform: Platform, request: Request) -> Answer:
    match = re.fullmatch(r"block-v1:(.+)\+type@([^+]+)\+block@(.+)", request.match["usage"])
    assert match is not None
    course = platform.courses.get(f"course-v1:{match[1]}")
    if match[2] in ("course", "chapter", "sequential"):
        return Answer(400, {"detail": "Requested XBlock tree is too large"})
    key = f"{match[2]}/{match[3]}"
    if course is None or key not in course.blocks:
        return Answer(500, page=True)
    return Answer(200, exported(course, key))


STUDIO: tuple[tuple[str, str, Function], ...] = (
    ("GET", rf"/api/v1/course_runs/{_KEY}/", course_run),
    ("POST", r"/api/v1/course_runs/", create_run),
    ("POST", rf"/api/courses/v0/import/{_KEY}/", start_import),
    ("GET", rf"/api/courses/v0/import/{_KEY}/", import_state),
    ("GET", r"/api/tasks/v0/tasks/", tasks),
    ("GET", r"/api/tasks/v0/artifacts/(?P<number>[^/]+)/", artifact),
    ("GET", rf"/api/contentstore/v1/course_index/{_KEY}", index),
    ("GET", rf"/api/contentstore/v1/course_details/{_KEY}", details),
    ("GET", rf"/api/contentstore/v1/course_grading/{_KEY}", grading),
    ("GET", rf"/api/contentstore/v0/file_assets/{_KEY}", assets),
    ("GET", rf"/api/contentstore/v0/tabs/{_KEY}", pages),
    ("GET", r"/api/olx-export/v1/xblock/(?P<usage>[^/]+)/", olx),
)
