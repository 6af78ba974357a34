"""The body of `wbm publish`: prepares everything, publishes, says how it went."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from opaque_keys.edx.keys import CourseKey
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

from course_export.checks.finding import Severity
from course_export.checks.report import printable
from course_export.checks.run import check_files
from course_export.messages import gettext, translated
from course_export.olx.reader import CourseFiles, UnusableArchive, read_archive
from course_export.olx.tree import build_tree
from course_export.publish.address import course_key, server_address
from course_export.publish.client import Server
from course_export.publish.errors import (
    ArchiveHasErrors,
    NotAnArchive,
    PublishFailed,
    SameCourse,
    UnusableOrder,
)
from course_export.publish.image import of_archive
from course_export.publish.importing import Parcel
from course_export.publish.journal import FOLDER
from course_export.publish.lms import Lms
from course_export.publish.pace import Pace
from course_export.publish.people import Places, Settling, places, read_list
from course_export.publish.run import Publisher
from course_export.publish.studio import Studio
from course_export.publish.tokens import Tokens, credentials
from xblocks.core.text import Message
from xblocks.roster.domain import UnreadableRoster

DONE: Final = 0
"""Exit status: the course holds the archive, everybody is in place."""
FAILED: Final = 1
"""Exit status: refused or failed; the sentence says what to do."""
UNUSABLE: Final = 2
"""Exit status: addresses, credentials, archive or list cannot be used; nothing was begun."""


_YES: Final = frozenset({"y", "yes", "j", "ja"})


@dataclass(frozen=True)
class Order:
    """What the command line asks for, as it was typed."""

    archive: Path
    lms: str
    studio: str
    course: str
    staging: str | None = None
    roster: Path | None = None
    memory: Path | None = None
    agreed: bool = False


@dataclass(frozen=True)
class Prepared:
    """The same, read and found usable."""

    parcel: Parcel
    lms: str
    tokens: Tokens
    studio: str
    live: CourseKey
    staging: CourseKey | None
    places: Places | None
    memory: Path


def run_publish(
    order: Order,
    pace: Pace,
    out: Console,
    err: Console,
    environment: Mapping[str, str] | None = None,
) -> int:
    """Publish, tell how it goes, and return the exit status."""
    voice = Terminal(out, err, agreed=order.agreed)
    try:
        prepared = _prepared(order, pace, voice, environment)
        _publish(prepared, pace, voice)
    except (UnusableOrder, UnusableArchive, UnreadableRoster) as refusal:
        return voice.refused(translated(refusal.message), UNUSABLE)
    except PublishFailed as refusal:
        return voice.refused(translated(refusal.message), FAILED)
    except KeyboardInterrupt:
        text = gettext("Interrupted. Start the same command again: it goes on where it stopped.")
        return voice.refused(text, FAILED)
    finally:
        voice.rest()
    out.file.write(gettext("Done.") + "\n")
    return DONE


def _prepared(
    order: Order, pace: Pace, voice: Terminal, environment: Mapping[str, str] | None
) -> Prepared:
    """Everything that can be found out without the platform."""
    lms, studio = server_address(order.lms), server_address(order.studio)
    live = course_key(order.course)
    staging = course_key(order.staging) if order.staging else None
    if staging == live:
        raise SameCourse
    held = credentials(environment)
    if order.archive.is_dir():
        raise NotAnArchive(path=str(order.archive))
    people = read_list(order.roster) if order.roster else None
    files = read_archive(order.archive)
    _check(files, order.archive, voice)
    parcel = Parcel.of(order.archive, of_archive(files, build_tree(files)))
    return Prepared(
        parcel,
        lms,
        Tokens(lms, held, pace),
        studio,
        live,
        staging,
        places(people, parcel.image) if people else None,
        order.memory or order.archive.parent / FOLDER,
    )


def _check(files: CourseFiles, path: Path, voice: Terminal) -> None:
    """Our own checks: errors stop, warnings are counted."""
    report = check_files(files, path.name)
    for each in report.findings:
        if each.severity is Severity.ERROR:
            voice.write(f"{each.file}:{each.line}: {translated(each.message)} [{each.code}]")
    if not report.clean:
        raise ArchiveHasErrors
    warned = report.counts[Severity.WARNING]
    if warned:
        text = gettext("Warnings of `wbm check %(file)s`: %(count)s", file=path.name, count=warned)
        voice.write(text)


def _publish(prepared: Prepared, pace: Pace, voice: Terminal) -> None:
    studio = Studio(Server(prepared.studio, prepared.tokens, pace))
    publisher = Publisher(studio, prepared.memory, pace, voice)
    publisher.publish(prepared.parcel, prepared.live, prepared.staging)
    if prepared.places is not None:
        lms = Lms(Server(prepared.lms, prepared.tokens, pace), prepared.live)
        Settling(lms, voice).settle(prepared.places)


class Terminal:
    """Lines on the output, progress on the error stream when it is a terminal."""

    def __init__(self, out: Console, err: Console, *, agreed: bool) -> None:
        self._out = out
        self._err = err
        self._agreed = agreed
        self._bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TextColumn("{task.fields[count]}"),
            console=err,
            transient=True,
            disable=not err.is_terminal,
        )
        self._task = self._bar.add_task("", total=None, count="")

    def say(self, message: Message) -> None:
        """A line that stays."""
        self.write(translated(message))

    def write(self, text: str) -> None:
        """A line that is translated already. What it says comes from archives and servers."""
        self._bar.stop()
        self._out.file.write(printable(text) + "\n")
        self._out.file.flush()

    def progress(self, message: Message, done: int, total: int) -> None:
        """The present step."""
        self._bar.start()
        self._bar.update(
            self._task,
            description=printable(translated(message)),
            completed=done,
            total=total or None,
            count=f"{done}/{total}" if total else "",
        )

    def agree(self, question: Message) -> bool:
        """Ask, unless that was answered by an option; without a keyboard nobody agrees."""
        if self._agreed or not sys.stdin.isatty():
            return self._agreed
        self._bar.stop()
        self._err.file.write(f"{printable(translated(question))} [y/N] ")
        self._err.file.flush()
        return sys.stdin.readline().strip().casefold() in _YES

    def refused(self, text: str, status: int) -> int:
        """Say why it ends, and return the exit status."""
        self._bar.stop()
        self._err.file.write(printable(f"wbm: {text}") + "\n")
        return status

    def rest(self) -> None:
        """Leave the terminal as it was."""
        self._bar.stop()
