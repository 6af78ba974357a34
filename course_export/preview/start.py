"""Brings database and course together before the first page."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command

from course_export.preview import authoring, loaded
from course_export.preview.course import Course
from course_export.preview.loading import load_course
from course_export.preview.people import ensure_accounts
from course_export.preview.reading import read_block
from course_export.preview.runtime import PreviewRuntime
from xblocks.core.definitions import BLOCK_TYPES
from xblocks.core.errors import Refusal
from xblocks.exercises.service import Snapshot, replace_course
from xblocks.roster.records import Person
from xblocks.roster.service import import_roster

DEMO_ROSTER = settings.HERE / "demo_roster.csv"


def open_course(archive: Path) -> Course:
    """Play an archive from now on: register its exercises, give an empty roster demo people."""
    course = load_course(archive)
    authoring.take_over(course)
    replace_course(str(course.key), snapshots(course))
    if not Person.objects.filter(course_key=str(course.key)).exists():
        import_roster(None, course.key, DEMO_ROSTER.read_bytes())
    ensure_accounts(course.key)
    loaded.use(course)
    return course


def migrate() -> None:
    """Bring the database to this version; older data stay."""
    settings.DATA.mkdir(parents=True, exist_ok=True)
    call_command("migrate", run_syncdb=True, interactive=False, verbosity=0)


def snapshots(course: Course) -> list[Snapshot]:
    """Return what the register keeps of our blocks; a broken exercise is left out."""
    runtime = PreviewRuntime(course, AnonymousUser())
    found = []
    for entry in course.entries.values():
        if entry.tag in BLOCK_TYPES and hasattr(read_block(course, entry).block_class, "snapshot"):
            try:
                found.append(runtime.get_block(entry.key).snapshot())
            except Refusal:
                course.left_out.append(entry.node.name)
    return found
