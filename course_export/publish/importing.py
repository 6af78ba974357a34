"""Brings the archive into one course: sends it, waits, reads everything back and compares."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from opaque_keys.edx.keys import CourseKey

from course_export.publish.comparing import Difference, differences
from course_export.publish.errors import (
    ContentLost,
    ImportFailed,
    ImportUnexplained,
    OtherImport,
    StillImporting,
)
from course_export.publish.image import Image
from course_export.publish.journal import Import, Journal, Published
from course_export.publish.pace import MINUTE, Pace
from course_export.publish.studio import Studio
from course_export.publish.voice import Voice
from xblocks.core.text import Message, gettext_noop

SHOWN: Final = 50
"""Differences that are told one by one."""


@dataclass(frozen=True)
class Parcel:
    """The archive to be imported: its bytes, their hash, and what a course must have then."""

    data: bytes
    digest: str
    image: Image

    @classmethod
    def of(cls, path: Path, image: Image) -> Parcel:
        """The parcel of a file."""
        data = path.read_bytes()
        return cls(data, hashlib.sha256(data).hexdigest(), image)


class Importer:
    """Imports into one course, and goes on where a call before was cut off."""

    def __init__(
        self, studio: Studio, course: CourseKey, journal: Journal, pace: Pace, voice: Voice
    ) -> None:
        self.studio = studio
        self.course = course
        self.journal = journal
        self.pace = pace
        self.voice = voice

    def bring(self, parcel: Parcel) -> Image:
        """Make the course hold the archive; returns what Studio then has.

        Raises the `PublishFailed` of the case.
        """
        found = self._resumed(parcel) or self._begun(parcel)
        state = self._waited(found)
        if state != "Succeeded":
            self._failed(found)
        self._wait_for_others(found.filename)
        image = self.read()
        lost = differences(parcel.image, image)
        if lost:
            self.journal.failed()
            self._tell(lost)
            raise ContentLost(course=str(self.course))
        self.journal.done(Published(parcel.digest, image.fingerprints()))
        self._say(
            gettext_noop("%(course)s: imported. Every unit is as in the archive (%(count)s)."),
            count=len(image.units),
        )
        return image

    def read(self) -> Image:
        """What Studio has, with progress."""
        text = gettext_noop("Reading %(course)s")
        message = Message(text, {"course": str(self.course)})
        self.voice.progress(message, 0, 0)
        return self.studio.read(
            self.course, lambda done, total: self.voice.progress(message, done, total)
        )

    def _resumed(self, parcel: Parcel) -> Import | None:
        """The import that an earlier call has begun, if it is of this archive and took effect."""
        begun = self.journal.now.under_way
        if begun is None or begun.archive != parcel.digest:
            return None
        state = self.studio.import_state(self.course, begun.filename, begun.task)
        if state is None or state in ("Failed", "Canceled"):
            return None
        self._say(gettext_noop("%(course)s: going on with the import begun before."))
        return begun

    def _begun(self, parcel: Parcel) -> Import:
        self._wait_for_others("")
        # Nobody else uses this name, so the import can be found when the answer is lost.
        filename = f"wbm-{parcel.digest[:12]}-{secrets.token_hex(4)}.tar.gz"
        begun = Import(parcel.digest, filename)
        self.journal.begin(begun)
        self.voice.progress(
            Message(gettext_noop("Sending the archive to %(course)s"), self._place()), 0, 0
        )
        task = self.studio.start_import(self.course, filename, parcel.data)
        begun = Import(parcel.digest, filename, task)
        self.journal.begin(begun)
        return begun

    def _waited(self, begun: Import) -> str:
        """The last state of our import."""
        until = self.pace.clock() + self.pace.patience
        text = gettext_noop("Importing into %(course)s: %(state)s")
        for pause in self.pace.between_looks():
            state = self.studio.import_state(self.course, begun.filename, begun.task) or "Failed"
            if state in ("Succeeded", "Failed", "Canceled"):
                return state
            step = _STEPS.get(state, state)
            self.voice.progress(Message(text, {**self._place(), "state": Message(step)}), 0, 0)
            if self.pace.clock() >= until:
                break
            self.pace.wait(pause)
        minutes = round(self.pace.patience / MINUTE)
        raise StillImporting(course=str(self.course), minutes=minutes)

    def _wait_for_others(self, ours: str) -> None:
        """Two imports of one course at a time destroy each other: wait until others have ended."""
        until = self.pace.clock() + self.pace.patience
        for pause in self.pace.between_looks():
            running = [
                task
                for task in self.studio.running_imports(self.course)
                if not ours or not task.name.endswith(f" from {ours}")
            ]
            if not running:
                return
            if self.pace.clock() >= until:
                raise OtherImport(course=str(self.course), since=running[0].modified)
            text = gettext_noop("Waiting until another import into %(course)s has ended")
            self.voice.progress(Message(text, self._place()), 0, 0)
            self.pace.wait(pause)

    def _failed(self, begun: Import) -> None:
        """Raise what Studio says about the failure."""
        self.journal.failed()
        task = self.studio.task(self.course, begun.filename)
        reason = self.studio.failure(task) if task else ""
        if not reason or "unknown error" in reason.casefold():
            raise ImportUnexplained(course=str(self.course))
        raise ImportFailed(course=str(self.course), reason=reason.rstrip("."))

    def _tell(self, lost: list[Difference]) -> None:
        for each in lost[:SHOWN]:
            self.voice.say(each.message)
        if len(lost) > SHOWN:
            text = gettext_noop("… and %(count)s more.")
            self.voice.say(Message(text, {"count": len(lost) - SHOWN}))

    def _say(self, text: str, **params: object) -> None:
        self.voice.say(Message(text, {**self._place(), **params}))

    def _place(self) -> dict[str, str]:
        return {"course": str(self.course)}


_STEPS: Final = {
    "Pending": gettext_noop("waiting for its turn"),
    "Unpacking": gettext_noop("unpacking"),
    "Verifying": gettext_noop("verifying"),
    "Updating": gettext_noop("writing the units"),
}
