"""Reads a course archive into memory, or refuses it before it can do harm."""

from __future__ import annotations

import gzip
import os
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course_export.olx import tar
from xblocks.core.errors import Refusal
from xblocks.core.text import gettext_noop

MEGABYTE = 1_000_000
COURSE_XML = "course.xml"
_ODD = re.compile(r"[\\\x00-\x1f\x7f\ud800-\udfff]")


class UnusableArchive(Refusal):
    """The archive cannot be looked into. `code` says why and is stable."""

    status = 422
    sentence = gettext_noop("This archive cannot be used.")

    def __init__(self, code: str, sentence: str | None = None, **params: Any) -> None:
        super().__init__(sentence, **params)
        self.code = code  # type: ignore[misc]


@dataclass(frozen=True)
class Limits:
    """How much an archive may hold before it is refused; sizes in bytes.

    `ratio` is how often the decompressed data may outweigh the compressed; it counts from
    `ratio_from` bytes on, because small repetitive courses pack well. `elements` counts the tags of
    all XML files: 5,000 components have about 200,000, and each takes some 100 bytes of memory.
    """

    members: int = 100_000
    member_bytes: int = 100 * MEGABYTE
    total_bytes: int = 500 * MEGABYTE
    ratio: int = 300
    ratio_from: int = 30 * MEGABYTE
    path_length: int = 500
    elements: int = 2_000_000


@dataclass(frozen=True)
class CourseFiles:
    """The files of one course, keyed by their path inside the root folder.

    `duplicates` are paths the archive holds more than once. The platform keeps the last one, so
    the last one is in `files`; that the others are lost is a finding, no reason to refuse.
    """

    files: Mapping[str, bytes]
    root: str = ""
    duplicates: tuple[str, ...] = ()


def read_archive(path: Path, limits: Limits | None = None) -> CourseFiles:
    """Read a `.tar.gz` archive, or a folder that holds a course, without writing anything.

    Raises `UnusableArchive` for anything that is no course archive, is damaged, larger than
    `limits`, or tries to reach outside its own root folder.
    """
    limits = limits or Limits()
    try:
        entries = _folder(path, limits) if path.is_dir() else _archive(path, limits)
        return _course(list(entries), limits)
    except FileNotFoundError as error:
        raise UnusableArchive(
            "not-found",
            gettext_noop("There is no file %(path)s. Check the path, or run `wbm build` first."),
            path=str(path),
        ) from error
    except OSError as error:
        raise UnusableArchive(
            "unreadable",
            gettext_noop("%(path)s cannot be read: %(reason)s."),
            path=str(path),
            reason=error.strerror or str(error),
        ) from error


def _archive(path: Path, limits: Limits) -> Iterator[tuple[str, bytes]]:
    stream = _decompressed(path, limits)
    try:
        for number, member in enumerate(tar.members(stream)):
            _limit_members(number, limits)
            name = _safe_name(member.name, limits)
            if member.folder or not name:
                continue
            if member.size > limits.member_bytes:
                raise _too_large(name, limits.member_bytes)
            yield name, stream[member.start : member.start + member.size]
    except tar.ForbiddenMemberError as error:
        raise _not_plain(error.name) from error
    except tar.DamagedTarError as error:
        raise UnusableArchive(
            "damaged-tar",
            gettext_noop(
                "The archive is damaged or cut off. Copy the file again, or export it again."
            ),
        ) from error


def _decompressed(path: Path, limits: Limits) -> bytes:
    """All bytes behind the gzip layer; stops as soon as a limit is passed."""
    pieces: list[bytes] = []
    total = 0
    with path.open("rb") as source:
        if source.read(2) != b"\x1f\x8b":
            raise UnusableArchive(
                "not-gzip",
                gettext_noop("%(path)s is no .tar.gz file. Export the course from Studio again."),
                path=path.name,
            )
        source.seek(0)
        unpacked = gzip.GzipFile(fileobj=source)
        try:
            while piece := unpacked.read(MEGABYTE):
                total += len(piece)
                if total > limits.total_bytes:
                    raise _too_large(path.name, limits.total_bytes)
                if total > limits.ratio_from and total > limits.ratio * source.tell():
                    raise UnusableArchive(
                        "compression-ratio",
                        gettext_noop(
                            "The archive unpacks to more than %(ratio)d times its size, as a"
                            " decompression bomb does. Only use archives from people you trust."
                        ),
                        ratio=limits.ratio,
                    )
                pieces.append(piece)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise UnusableArchive(
                "damaged-gzip",
                gettext_noop("The archive is cut off or damaged. Copy or export it again."),
            ) from error
    return b"".join(pieces)


def _folder(path: Path, limits: Limits) -> Iterator[tuple[str, bytes]]:
    """Files below `path`; links are refused, because they may lead anywhere.

    Hidden entries (``.git``, ``.DS_Store``) are no part of a course.
    """
    total = 0
    number = 0
    pending = [path]
    while pending:
        for entry in sorted(os.scandir(pending.pop()), key=lambda each: each.name):
            if entry.name.startswith("."):
                continue
            name = Path(entry.path).relative_to(path).as_posix()
            number += 1
            _limit_members(number, limits)
            _safe_name(name, limits)
            if entry.is_symlink() or not (entry.is_dir() or entry.is_file()):
                raise _not_plain(name)
            if entry.is_dir():
                pending.append(Path(entry.path))
                continue
            size = entry.stat().st_size
            total += size
            if size > limits.member_bytes:
                raise _too_large(name, limits.member_bytes)
            if total > limits.total_bytes:
                raise _too_large(path.name, limits.total_bytes)
            yield name, Path(entry.path).read_bytes()


def _safe_name(name: str, limits: Limits) -> str:
    """Path without ``./`` and trailing slash; refuses one that could leave the root folder."""
    if name.startswith("/") or (len(name) > 1 and name[1] == ":"):
        raise UnusableArchive(
            "absolute-path",
            gettext_noop("The archive holds the absolute path %(name)s. Do not use this file."),
            name=_printable(name),
        )
    parts = [part for part in name.split("/") if part not in ("", ".")]
    if ".." in parts:
        raise UnusableArchive(
            "path-traversal",
            gettext_noop(
                "The archive holds the path %(name)s, which leads out of its folder."
                " Do not use this file."
            ),
            name=_printable(name),
        )
    if len(name) > limits.path_length or _ODD.search(name):
        raise UnusableArchive(
            "odd-name",
            gettext_noop(
                "The name %(name)s in the archive has a backslash, a control character or broken"
                " encoding, or is too long. Rename the file and pack again."
            ),
            name=_printable(name)[:100],
        )
    return "/".join(parts)


def _course(entries: list[tuple[str, bytes]], limits: Limits) -> CourseFiles:
    """The files below the one root folder, which is where `course.xml` lies."""
    files = dict(entries)
    homes = [name[: -len(COURSE_XML)] for name in files if _is_course_xml(name)]
    if not homes:
        raise UnusableArchive(
            "no-course-xml",
            gettext_noop("There is no course.xml in this archive, so it is no course export."),
        )
    roots = {name.partition("/")[0] for name in files if "/" in name}
    depth = min(home.count("/") for home in homes)
    shallowest = [home for home in homes if home.count("/") == depth]
    if len(shallowest) > 1:
        raise UnusableArchive(
            "several-courses",
            gettext_noop("The archive holds several courses: %(names)s. Pack each one alone."),
            names=", ".join(sorted(shallowest)),
        )
    root = shallowest[0]
    if root and len(roots) > 1:
        raise UnusableArchive(
            "several-roots",
            gettext_noop(
                "The archive holds several root folders: %(names)s. Pack the course folder alone."
            ),
            names=", ".join(sorted(roots)),
        )
    inside = {name[len(root) :]: data for name, data in files.items() if name.startswith(root)}
    _limit_elements(inside, limits)
    repeated = _repeated(entries) if len(files) != len(entries) else ()
    return CourseFiles(inside, root.rstrip("/"), tuple(name[len(root) :] for name in repeated))


def _limit_elements(files: Mapping[str, bytes], limits: Limits) -> None:
    tags = sum(data.count(b"<") for name, data in files.items() if name.endswith(".xml"))
    if tags > limits.elements:
        raise UnusableArchive(
            "too-many-elements",
            gettext_noop("The course has more than %(limit)d XML elements. Split it."),
            limit=limits.elements,
        )


def _is_course_xml(name: str) -> bool:
    return name == COURSE_XML or name.endswith("/" + COURSE_XML)


def _repeated(entries: list[tuple[str, bytes]]) -> tuple[str, ...]:
    counts = Counter(name for name, _data in entries)
    return tuple(name for name, count in counts.items() if count > 1)


def _printable(name: str) -> str:
    return name.encode("unicode_escape", "backslashreplace").decode("ascii")


def _limit_members(number: int, limits: Limits) -> None:
    if number >= limits.members:
        raise UnusableArchive(
            "too-many-files",
            gettext_noop("The archive holds more than %(limit)d files, which no course needs."),
            limit=limits.members,
        )


def _too_large(name: str, limit: int) -> UnusableArchive:
    return UnusableArchive(
        "too-large",
        gettext_noop(
            "%(name)s is larger than %(limit)d MB when unpacked."
            " Link to large media instead of packing them."
        ),
        name=name,
        limit=limit // MEGABYTE,
    )


def _not_plain(name: str) -> UnusableArchive:
    return UnusableArchive(
        "link-or-device",
        gettext_noop("%(name)s is a link or device. Replace it by a plain file and pack again."),
        name=_printable(name),
    )
