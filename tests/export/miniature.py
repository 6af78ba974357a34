"""A small clean course and ways to break it in one place each."""

from __future__ import annotations

import gzip
import io
import tarfile
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

Files = list[tuple[str, bytes]]
Change = Callable[[Files], Files]

CLEAN = Path(__file__).parent / "miniatures" / "clean"
FOREIGN = Path(__file__).parent / "foreign"


@dataclass(frozen=True)
class Miniature:
    """The clean course after `changes`, and the one finding of `code` it has to give.

    `says` is a part of the sentence; `beside` are other codes that the same defect brings about.
    """

    code: str
    changes: Sequence[Change]
    file: str
    line: int = 1
    block: str = ""
    field: str = ""
    says: str = ""
    beside: Collection[str] = ()


def course_files(folder: Path = CLEAN) -> Files:
    """Paths inside the course folder with their content."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return [(path.relative_to(folder).as_posix(), path.read_bytes()) for path in files]


def replace(path: str, old: str, new: str) -> Change:
    """Put `new` in place of `old`, which the file has to contain."""

    def change(files: Files) -> Files:
        data = dict(files)[path]
        assert old.encode() in data, f"{path} does not contain {old}"
        return write(path, data.replace(old.encode(), new.encode(), 1))(files)

    return change


def write(path: str, content: str | bytes) -> Change:
    """Give the file this content, whether it exists or not."""
    data = content.encode() if isinstance(content, str) else content

    def change(files: Files) -> Files:
        return [(name, old) for name, old in files if name != path] + [(path, data)]

    return change


def remove(path: str) -> Change:
    """Leave the file out."""

    def change(files: Files) -> Files:
        assert path in dict(files)
        return [(name, data) for name, data in files if name != path]

    return change


def rename(old: str, new: str) -> Change:
    """Move a file."""

    def change(files: Files) -> Files:
        return write(new, dict(files)[old])(remove(old)(files))

    return change


def twice(path: str) -> Change:
    """Put the file into the archive a second time."""
    return lambda files: [*files, (path, dict(files)[path])]


def pack(files: Files, target: Path, root: str = "course") -> Path:
    """Write an archive as Studio exports it."""
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w") as archive:
        for name, data in files:
            member = tarfile.TarInfo(f"{root}/{name}")
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    target.write_bytes(gzip.compress(raw.getvalue(), mtime=0))
    return target


def broken(miniature: Miniature, target: Path) -> Path:
    """The archive of a miniature."""
    files = course_files()
    for change in miniature.changes:
        files = change(files)
    return pack(files, target)
