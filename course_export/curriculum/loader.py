"""Loads a content folder: YAML for structure and exercises, Markdown for pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from course_export.curriculum.blocks import Video
from course_export.curriculum.course import Course
from course_export.curriculum.defects import Defect, Place, Places, UnusableContent, Where
from course_export.curriculum.failures import UNREAD, as_defects
from course_export.curriculum.join import Joiner
from course_export.curriculum.language import Language
from course_export.curriculum.library import ASSETS, NO_MAPPING, Library, no_file
from course_export.curriculum.pieces import BILINGUAL
from course_export.curriculum.rules import broken_rules, named
from xblocks.core.text import Message
from xblocks.core.text import gettext_noop as _

_START = "course.yaml"
_ABOUT_HEADING = 2
"""The page about the course stands alone: no unit title is above it."""


@dataclass(frozen=True)
class Loaded:
    """A course, and the files of the content folder that it does not use (yet)."""

    course: Course
    unused: tuple[str, ...]


def load_course(content: Path, language: Language, start: date | None = None) -> Loaded:
    """The course below `content` in `language`, beginning on `start` instead of its own date.

    Both languages are read, so that a missing translation shows whichever is built.
    Raises `UnusableContent` with every defect that was found.
    """
    library = Library(content, language)
    data, places = _gather(library)
    if data and start:
        data["start"] = start
    course = _validated(library, data, places) if data else None
    if course:
        for where, message in broken_rules(course):
            library.defects.append(places.defect(where, message))
        _check_links(library, course)
    if course is None or library.defects:
        raise UnusableContent(library.defects)
    used = _used_assets(library, course)
    known = used | {target for target, _place in library.pictures}
    unused = [*library.unused(), *(f"{ASSETS}/{name}" for name in course.assets.keys() - known)]
    assets = {name: data for name, data in course.assets.items() if name in used}
    return Loaded(course.model_copy(update={"assets": assets}), tuple(sorted(unused)))


def _gather(library: Library) -> tuple[dict[str, Any] | None, Places]:
    """Everything that belongs to the course as one piece of data, with its places."""
    data, places = library.yaml(_START, Place(_START))
    if not isinstance(data, dict):
        if not library.defects:
            library.defects.append(Defect(Place(_START), NO_MAPPING))
        return None, places
    data["language"] = library.language
    data["labels"] = _grafted(library, "labels.yaml", places, ("labels",))
    data["glossary"] = library.glossary(library.language)
    data["about"] = library.page(str(data.get("about")), places.find(("about",)), _ABOUT_HEADING)
    parts = data.get("parts")
    if isinstance(parts, list):
        for index, name in enumerate(parts):
            parts[index] = _grafted(library, f"parts/{name}.yaml", places, ("parts", index))
        Joiner(library, places).join(parts, ("parts",))
    data["assets"] = library.assets()
    for name in data["assets"]:
        places["assets", name] = Place(f"{ASSETS}/{name}")
    return data, places


def _grafted(library: Library, file: str, places: Places, where: Where) -> Any:
    data, own = library.yaml(file, places.find(where))
    places.graft(where, own)
    return UNREAD if data is None else data


def _validated(library: Library, data: dict[str, Any], places: Places) -> Course | None:
    try:
        return Course.model_validate(data, context={BILINGUAL: True})
    except ValidationError as error:
        library.defects.extend(as_defects(error, data, places))
        return None


def _check_links(library: Library, course: Course) -> None:
    ids = {name for name, _where in named(course)}
    for target, place in library.links:
        if target not in ids:
            text = _("There is no unit with the id '%(id)s'.")
            library.defects.append(Defect(place, Message(text, {"id": target})))
    for target, place in library.pictures:
        if target not in course.assets:
            library.defects.append(Defect(place, no_file(f"{ASSETS}/{target}")))


def _used_assets(library: Library, course: Course) -> set[str]:
    used = {course.image, *library.shown}
    return used | {block.captions for block in course.blocks() if isinstance(block, Video)}
