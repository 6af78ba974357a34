"""Sending files as a browser does, and looking at what that leaves in the storage."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage

from xblocks.files import service
from xblocks.files.limits import Limits
from xblocks.files.records import StoredFile, UploadPart
from xblocks.files.service import Arrived, UploadStatus
from xblocks.files.storing import storage
from xblocks.files.types import KINDS

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ANYTHING = Limits(types=tuple(KINDS), max_bytes=200_000_000, max_files=20)
KIM, ALEX = 11, 12
PLACE = "milestone-3/team-7/plan"


def begin(
    content: bytes, name: str = "plan.txt", user_id: int = KIM, scope: str = PLACE
) -> UploadStatus:
    """Begin an upload of `content`."""
    return service.begin_upload(user_id, scope, name, len(content), ANYTHING, NOW)


def part_of(upload: UploadStatus, content: bytes, number: int) -> bytes:
    """Return the bytes of a part."""
    start = (number - 1) * upload.part_size
    return content[start : start + upload.part_size]


def put(upload: UploadStatus, content: bytes, number: int, user_id: int = KIM) -> UploadStatus:
    """Send one part."""
    return service.put_part(user_id, upload.id, number, part_of(upload, content, number))


def send(content: bytes, name: str = "plan.txt", user_id: int = KIM) -> Arrived:
    """Send a whole file."""
    upload = begin(content, name, user_id)
    for number in upload.missing:
        put(upload, content, number, user_id)
    return service.finish(user_id, upload.id, PLACE)


def content_of(stored: StoredFile) -> bytes:
    """Return what the storage has kept."""
    with storage().open(stored.storage_name) as source:
        return source.read()


def objects_in(folder: Path) -> set[str]:
    """Return the names of everything in the storage."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def kept_names() -> set[str]:
    """Return the names of all files the tables say are kept."""
    return set(StoredFile.objects.values_list("storage_name", flat=True))


def known_names() -> set[str]:
    """Return the names of all objects the tables tell of."""
    return kept_names() | set(UploadPart.objects.values_list("storage_name", flat=True))


class PowerCut(Exception):  # noqa: N818 - it is what happens, not what is wrong
    """The process ends here."""


class BreakingStorage(FileSystemStorage):
    """A storage in the file system that breaks off at the calls whose numbers are in `breaks_at`.

    `when` is ``before`` the call has any effect, ``after`` it had, or ``amid`` saving.
    """

    calls = 0
    breaks_at: frozenset[int] = frozenset()
    when = "before"

    def break_at(self, *calls: int, when: str = "before") -> None:
        """Count anew from here, and break at these calls."""
        self.calls, self.breaks_at, self.when = 0, frozenset(calls), when

    def _open(self, name, mode="rb"):
        self._begin()
        source = super()._open(name, mode)
        self._end(source.close)
        return source

    def _save(self, name, content):
        self._begin()
        if self._breaks("amid"):
            whole = content.read()
            super()._save(name, ContentFile(whole[: len(whole) // 2]))
            raise PowerCut
        saved = super()._save(name, content)
        self._end()
        return saved

    def delete(self, name):
        self._begin()
        super().delete(name)
        self._end()

    def exists(self, name):
        self._begin()
        found = super().exists(name)
        self._end()
        return found

    def _begin(self):
        self.calls += 1
        if self._breaks("before"):
            raise PowerCut

    def _end(self, close=lambda: None):
        if self._breaks("after"):
            close()
            raise PowerCut

    def _breaks(self, when):
        return self.calls in self.breaks_at and self.when == when
