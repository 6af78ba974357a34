"""Loads a content folder: YAML for structure and exercises, Markdown for pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from course_export.curriculum.blocks import Video
from course_export.curriculum.course import Course
from course_export.curriculum.defects import Defect, Place, Places, UnusableContent
from course_export.curriculum.failures import as_defects
from course_export.curriculum.join import Joiner
from course_export.curriculum.language import Language
from course_export.curriculum.library import ASSETS, Library
from course_export.curriculum.pieces import BILINGUAL
from course_export.curriculum.rules import broken_rules, named

_START = "course.yaml"
_ABOUT_HEADING = 2
"""The page about the course stands alone: no unit title is above it."""


def load_course(content: Path, language: Language) -> Course:
    """The course below `content` in `language`.

    Both languages are read, so that a missing translation shows whichever is built.
    Raises `UnusableContent` with every defect that was found.
    """
    library = Library(content, language)
    data, places = _gather(library)
    course = _validated(library, data, places) if data else None
    if course:
        for where, message in broken_rules(course):
            library.defects.append(places.defect(where, message))
        _check_links(library, course)
        _check_unused(library, course)
    if course is None or library.defects:
        raise UnusableContent(library.defects)
    return course


def _gather(library: Library) -> tuple[dict[str, Any] | None, Places]:
    """Everything that belongs to the course as one piece of data, with its places."""
    data, places = library.yaml(_START, Place(_START))
    if not isinstance(data, dict):
        if not library.defects:
            library.defects.append(Defect(Place(_START), "This file must be a mapping."))
        return None, places
    data["language"] = library.language
    data["labels"], labels = library.yaml("labels.yaml", Place(_START))
    places.graft(("labels",), labels)
    data["about"] = library.page(str(data.get("about")), places.find(("about",)), _ABOUT_HEADING)
    parts = data.get("parts")
    if isinstance(parts, list):
        for index, name in enumerate(parts):
            at = ("parts", index)
            parts[index], part = library.yaml(f"parts/{name}.yaml", places.find(at))
            places.graft(at, part)
        Joiner(library, places).join(parts, ("parts",))
    data["assets"] = library.assets()
    for name in data["assets"]:
        places["assets", name] = Place(f"{ASSETS}/{name}")
    return data, places


def _validated(library: Library, data: dict[str, Any], places: Places) -> Course | None:
    try:
        return Course.model_validate(data, context={BILINGUAL: True})
    except ValidationError as error:
        library.defects.extend(as_defects(error, data, places))
        return None


def _check_links(library: Library, course: Course) -> None:
    ids = {name for name, _ in named(course)}
    for target, place in library.links:
        if target not in ids:
            library.defects.append(Defect(place, f"There is no unit with the id '{target}'."))
    for target, place in library.pictures:
        if target not in course.assets:
            library.defects.append(Defect(place, f"There is no file '{ASSETS}/{target}'."))


def _check_unused(library: Library, course: Course) -> None:
    used = {course.image, *(target for target, _ in library.pictures)}
    used |= {block.captions for block in course.blocks() if isinstance(block, Video)}
    files = library.unused() + [f"{ASSETS}/{name}" for name in course.assets if name not in used]
    for file in files:
        library.defects.append(Defect(Place(file), "Nothing in the course leads to this file."))
