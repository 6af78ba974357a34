"""Stage 8: the files in static/."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

from course_export.checks.course import Course
from course_export.checks.finding import Finding, Severity
from course_export.checks.references import asset_key
from course_export.checks.values import decoded
from course_export.curriculum.pictures import activities
from course_export.olx.parsing import Element, Unparsable, parse, parse_json
from xblocks.core.text import Message, gettext_noop

FOLDER: Final = "static/"


class AssetCollision(Finding, code="asset-collision", severity=Severity.ERROR):
    """Two files get the same name, because the platform replaces “/” and unsafe characters by “_”.

    One of them overwrites the other.
    """

    sentence = gettext_noop(
        "%(file)s and %(other)s would both be stored as %(name)s, so one is lost. Rename one."
    )


class AssetRenamed(Finding, code="asset-renamed", severity=Severity.INFO):
    """The platform keeps assets on one level and without spaces and special characters."""

    sentence = gettext_noop(
        "%(file)s will be stored as %(name)s. Better choose a name of letters, digits, “.”,"
        " “_” and “-”, directly in static/."
    )


class ActiveAsset(Finding, code="active-asset", severity=Severity.WARNING):
    """An HTML, SVG or script file is served to anyone from the address of the LMS.

    Opened directly, a script in it runs with the rights of whoever is signed in.
    """

    sentence = gettext_noop(
        "%(file)s can run scripts with the rights of whoever opens it. Trust its source, lock it"
        " in policies/assets.json, or replace it by a picture or PDF."
    )


class UnreferencedAsset(Finding, code="unreferenced-asset", severity=Severity.INFO):
    """No text of the course mentions this asset."""

    sentence = gettext_noop("Nothing in the course uses %(file)s. Remove it if nobody needs it.")


class ListedAssetMissing(Finding, code="listed-asset-missing", severity=Severity.WARNING):
    """policies/assets.json lists a file that is not in static/."""

    sentence = gettext_noop(
        "%(name)s is listed in policies/assets.json, but not in static/. Add or unlist it."
    )


class BadAssetList(Finding, code="bad-asset-list", severity=Severity.WARNING):
    """policies/assets.json cannot be read, so locks and display names are lost."""

    sentence = gettext_noop("%(file)s cannot be read: %(reason)s. Correct it.")


class MissingCourseImage(Finding, code="missing-course-image", severity=Severity.WARNING):
    """The picture of the course is not among the assets; the catalogue shows a broken image."""

    sentence = gettext_noop(
        "The course image %(name)s is missing. Add it to static/, or correct “%(field)s”."
    )


class MissingTranscript(Finding, code="missing-transcript", severity=Severity.WARNING):
    """A video names a transcript that is not among the assets."""

    sentence = gettext_noop(
        "The transcript %(name)s of %(block)s is missing. Add it to static/, or remove the entry."
    )


_ACTIVE: Final = (".html", ".htm", ".xhtml", ".svg", ".js", ".mjs", ".xml")
_NAME_BACKWARDS: Final = re.compile(r"[\w.~%-]*")
_LONGEST_NAME: Final = 255
_TEXTS: Final = (".html", ".xml", ".json", ".css", ".js", ".svg", ".htm")
ASSET_LIST: Final = "policies/assets.json"


def check(course: Course) -> Iterator[Finding]:
    """Names, locks and uses of the assets."""
    assets = [path for path in course.files if path.startswith(FOLDER)]
    listed: dict[str, Any] = {}
    if ASSET_LIST in course.files:
        listed, defects = _list(course)
        yield from defects
    keys: dict[str, list[str]] = defaultdict(list)
    for path in assets:
        keys[asset_key(path[len(FOLDER) :])].append(path)
    yield from _names(course, keys, listed)
    for key in listed:
        if asset_key(key) not in keys:
            line = course.line_of(ASSET_LIST, key)
            yield ListedAssetMissing(ASSET_LIST, line, name=key)
    yield from _course_image(course, keys)
    yield from _transcripts(course, keys)
    linked = {asset_key(link.target) for link in course.links if link.prefix == "/static/"}
    unlinked = [key for key in keys if key not in linked and not key.startswith("subs_")]
    mentioned = _mentioned(course, {_extension(key) for key in unlinked})
    for key in unlinked:
        if key not in mentioned:
            yield UnreferencedAsset(keys[key][0])


def _list(course: Course) -> tuple[dict[str, Any], list[Finding]]:
    listed = parse_json(course.files[ASSET_LIST])
    if isinstance(listed, dict):
        return listed, []
    if isinstance(listed, Unparsable):
        return {}, [BadAssetList(ASSET_LIST, listed.line, reason=listed.detail)]
    return {}, [BadAssetList(ASSET_LIST, reason=Message(gettext_noop("it is no JSON object")))]


def _names(course: Course, keys: dict[str, list[str]], listed: dict[str, Any]) -> Iterator[Finding]:
    locked = {
        asset_key(name)
        for name, entry in listed.items()
        if isinstance(entry, dict) and entry.get("locked") is True
    }
    for key, paths in keys.items():
        for path in paths[1:]:
            yield AssetCollision(path, other=paths[0], name=key)
        if paths[0][len(FOLDER) :] != key:
            yield AssetRenamed(paths[0], name=key)
        if (
            key.lower().endswith(_ACTIVE)
            and key not in locked
            and not _only_shows(course, paths[0])
        ):
            yield ActiveAsset(paths[0])


def _only_shows(course: Course, path: str) -> bool:
    """Whether a file is an SVG picture without scripts, links and foreign parts."""
    root = parse(course.files[path]) if path.lower().endswith(".svg") else None
    return isinstance(root, Element) and not activities(root)


def _course_image(course: Course, keys: dict[str, list[str]]) -> Iterator[Finding]:
    for field in ("course_image", "banner_image", "video_thumbnail_image"):
        name = course.setting(field)
        # Studio names this picture in every course, whether somebody uploaded one or not.
        if not isinstance(name, str) or name in ("", "images_course_image.jpg"):
            continue
        if asset_key(name) not in keys:
            file, line = course.setting_place(field)
            yield MissingCourseImage(file, line, block=course.root.name, field=field, name=name)


def _transcripts(course: Course, keys: dict[str, list[str]]) -> Iterator[Finding]:
    for node in course.by_tag.get("video", ()):
        value = node.setting("transcripts")
        transcripts = decoded(value) if value else None
        if isinstance(transcripts, dict):
            for name in transcripts.values():
                if isinstance(name, str) and name and asset_key(name) not in keys:
                    yield MissingTranscript.at(node, "transcripts", name=name)


def _extension(key: str) -> str:
    return key[key.rfind(".") :] if "." in key else key


def _mentioned(course: Course, extensions: set[str]) -> set[str]:
    """Everything in the course's texts that looks like a file name with one of `extensions`."""
    found: set[str] = set()
    for path in course.files if extensions else ():
        if path.endswith(_TEXTS) and path != ASSET_LIST and not path.startswith("assets/"):
            text = course.text(path) or ""
            for extension in extensions:
                # Searching for a fixed text is many times faster than for a pattern.
                position = text.find(extension)
                while position >= 0:
                    before = text[max(0, position - _LONGEST_NAME) : position]
                    stem = _NAME_BACKWARDS.match(before[::-1])
                    found.add((stem[0][::-1] if stem else "") + extension)
                    position = text.find(extension, position + 1)
    return found
