"""Assets: the files themselves and what the platform should know about them."""

from __future__ import annotations

from course_export.curriculum.course import Course
from course_export.olx.files import Files

_CONTENT_TYPES = {
    "jpg": "image/jpeg",
    "pdf": "application/pdf",
    "png": "image/png",
    "srt": "application/x-subrip",
    "svg": "image/svg+xml",
    "vtt": "text/vtt",
}


def write(course: Course, files: Files) -> None:
    """Write static/ and policies/assets.json. Assets are public: nothing here is a secret."""
    described = {}
    for name, content in course.assets.items():
        files.add(f"static/{name}", content)
        described[name] = {
            "contentType": content_type(name),
            "displayname": name,
            "import_path": None,
            "locked": False,
        }
    files.add_json("policies/assets.json", described)


def content_type(name: str) -> str:
    """The media type of an asset, by its ending and the same on every machine."""
    return _CONTENT_TYPES.get(name.rpartition(".")[2], "application/octet-stream")
