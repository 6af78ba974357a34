"""Notices that the archive was built again, so that authors need only reload the page."""

from __future__ import annotations

import logging
from pathlib import Path
from threading import Lock

from course_export.olx.reader import UnusableArchive
from course_export.preview import start

log = logging.getLogger(__name__)

Stamp = tuple[int, int]


class Watch:
    """Looks at one archive. Folders are not watched: too many files change one after the other."""

    def __init__(self) -> None:
        self.archive: Path | None = None
        self.seen: Stamp | None = None
        self._lock = Lock()

    def begin(self, archive: Path) -> None:
        """Watch this archive, which was just loaded."""
        self.archive, self.seen = archive.resolve(), _stamp(archive)

    def look(self) -> None:
        """Load the archive again when it has changed; a broken one leaves the old course."""
        if self.archive is None or _stamp(self.archive) in (None, self.seen):
            return
        with self._lock:
            stamp = _stamp(self.archive)
            if stamp in (None, self.seen):
                return
            self.seen = stamp
            try:
                start.open_course(self.archive)
            except UnusableArchive as refusal:
                log.warning("%s is not played: %s", self.archive, refusal)


def _stamp(archive: Path) -> Stamp | None:
    """What changes when a file is written again; None for folders and files that are gone."""
    try:
        state = archive.stat()
    except OSError:
        return None
    return None if archive.is_dir() else (state.st_mtime_ns, state.st_size)


watch = Watch()
