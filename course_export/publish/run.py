"""The order of publishing: look, ask, staging, live, what is left behind.

Everything may be interrupted at any point and begun again: each step first looks what is there.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from opaque_keys.edx.keys import CourseKey

from course_export.publish.drift import Drift, Leftovers, drift, leftovers
from course_export.publish.errors import NoConsent
from course_export.publish.image import Image
from course_export.publish.importing import Importer, Parcel
from course_export.publish.journal import Journal
from course_export.publish.pace import Pace
from course_export.publish.studio import Studio
from course_export.publish.voice import Voice
from xblocks.core.text import Message, gettext_noop

NAMED: Final = 20
"""Things of a kind that are named; the others are counted."""


class Publisher:
    """Brings one archive into a live course, by way of a staging course when there is one."""

    def __init__(self, studio: Studio, memory: Path, pace: Pace, voice: Voice) -> None:
        self.studio = studio
        self.memory = memory
        self.pace = pace
        self.voice = voice

    def publish(self, parcel: Parcel, live: CourseKey, staging: CourseKey | None) -> None:
        """Make the live course hold the archive. Raises the `PublishFailed` of the case."""
        importer = self._importer(live)
        there = self.studio.exists(live)
        before = importer.read() if there else None
        if before is not None and self._up_to_date(importer.journal, parcel, before):
            self._say(gettext_noop("%(course)s holds this archive already."), course=str(live))
            self._report(importer, parcel.image, before)
            return
        if before is not None:
            self._ask(importer.journal, parcel, before, live)
            importer.journal.saw(set(before.units))
        if staging is None:
            self._say(
                gettext_noop(
                    "No staging course is named: should the import fail, %(course)s is left half"
                    " overwritten."
                ),
                course=str(live),
            )
        elif self._staged(parcel, staging) and before is not None:
            self._ask_again(importer, before)
        if not there:
            self._create(live, parcel)
        self._report(importer, parcel.image, importer.bring(parcel))

    def _importer(self, course: CourseKey) -> Importer:
        journal = Journal(self.memory, self.studio.server.base, course)
        return Importer(self.studio, course, journal, self.pace, self.voice)

    def _create(self, course: CourseKey, parcel: Parcel) -> None:
        self.studio.create(course, parcel.image.settings)
        self._say(gettext_noop("%(course)s: created."), course=str(course))

    def _staged(self, parcel: Parcel, staging: CourseKey) -> bool:
        """Try the archive in the staging course; False when that was done before."""
        importer = self._importer(staging)
        known = importer.journal.now
        if not self.studio.exists(staging):
            self._create(staging, parcel)
        elif (
            known.under_way is None and known.published and known.published.archive == parcel.digest
        ):
            self._say(
                gettext_noop("%(course)s: this archive was found complete there before."),
                course=str(staging),
            )
            return False
        importer.bring(parcel)
        return True

    def _up_to_date(self, journal: Journal, parcel: Parcel, found: Image) -> bool:
        published = journal.now.published
        return (
            journal.now.under_way is None
            and published is not None
            and published.archive == parcel.digest
            and not drift(published.fingerprints, found.fingerprints())
        )

    def _ask(self, journal: Journal, parcel: Parcel, found: Image, live: CourseKey) -> None:
        """Tell what would be overwritten; raise `NoConsent` unless somebody agrees."""
        begun, published = journal.now.under_way, journal.now.published
        if begun is not None and begun.archive == parcel.digest:
            return  # agreed to before this import began
        if begun is not None:
            text = gettext_noop(
                "An import into %(course)s was cut off. Changes made in Studio since then"
                " cannot be told apart from it."
            )
        elif published is not None:
            changes = drift(published.fingerprints, found.fingerprints())
            if not changes:
                return
            self._tell_drift(changes, found)
            text = gettext_noop("%(course)s was changed in Studio since the last publishing.")
        elif found.units or found.chapters:
            text = gettext_noop(
                "%(course)s has content, and from here nothing complete was published into it yet."
            )
        else:
            return
        self._agree(text, live)

    def _ask_again(self, importer: Importer, before: Image) -> None:
        """Trying it in staging takes its time: somebody may have gone on working in live."""
        now = importer.read()
        changes = drift(before.fingerprints(), now.fingerprints())
        if importer.journal.now.under_way is None and changes:
            self._tell_drift(changes, now)
            self._agree(
                gettext_noop("%(course)s was changed in Studio in the last few minutes."),
                importer.course,
            )

    def _agree(self, why: str, live: CourseKey) -> None:
        place = {"course": str(live)}
        self.voice.say(Message(why, place))
        question = gettext_noop("Overwrite the content of %(course)s?")
        if not self.voice.agree(Message(question, place)):
            raise NoConsent

    def _tell_drift(self, changes: Drift, found: Image) -> None:
        kinds = (
            (changes.changed, gettext_noop("Changed in Studio: %(names)s")),
            (changes.added, gettext_noop("Added in Studio: %(names)s")),
            (changes.removed, gettext_noop("Removed in Studio: %(names)s")),
        )
        for names, text in kinds:
            self._name(text, (found.title(name) for name in names))

    def _report(self, importer: Importer, wanted: Image, found: Image) -> None:
        """Tell what the course has beside the archive; nothing of it is deleted."""
        known = importer.journal.now.seen
        gone = [name for name in known if name.startswith("vertical/") and name not in wanted.units]
        there = tuple(n for n in gone if self.studio.still_there(importer.course, n))
        importer.journal.forget(set(gone) - set(there))
        self._tell_leftovers(leftovers(wanted, found, there))

    def _tell_leftovers(self, left: Leftovers) -> None:
        if not left:
            return
        self._say(
            gettext_noop(
                "Still in Studio, though the archive no longer has it (nothing is deleted):"
            )
        )
        kinds = (
            (left.units, gettext_noop("Units without a section: %(names)s")),
            (left.files, gettext_noop("Files: %(names)s")),
            (left.pages, gettext_noop("Pages: %(names)s")),
            (left.about, gettext_noop("Texts about the course: %(names)s")),
        )
        for names, text in kinds:
            self._name(text, names)

    def _name(self, text: str, names: Iterable[str]) -> None:
        named = list(names)
        if not named:
            return
        shown = ", ".join(named[:NAMED])
        if len(named) > NAMED:
            shown += f", … (+{len(named) - NAMED})"
        self._say(text, names=shown)

    def _say(self, text: str, **params: object) -> None:
        self.voice.say(Message(text, params))
