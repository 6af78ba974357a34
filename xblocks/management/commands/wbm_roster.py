"""For operators: brings a list of people into a course."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from opaque_keys import InvalidKeyError
from opaque_keys.edx.keys import CourseKey

from xblocks.core.errors import Refusal
from xblocks.host.course import LANGUAGES, course_face
from xblocks.host.translation import translated
from xblocks.roster.domain import MAX_BYTES
from xblocks.roster.service import ImportResult, import_roster


class Command(BaseCommand):
    """`manage.py wbm_roster FILE --course KEY [--dry-run] [--missing-leave] [--json]`."""

    help = (
        "Brings a CSV file onto the list of people of a course, all of it or nothing when a line "
        "is not right. The same file twice changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for file and course."""
        parser.add_argument("file", help="CSV file; - reads it from the standard input")
        parser.add_argument("--course", required=True, help="e.g. course-v1:WBM+WBM1+2027")
        parser.add_argument("--dry-run", action="store_true", help="say what would change")
        parser.add_argument(
            "--missing-leave", action="store_true", help="who is not in the file leaves the course"
        )
        parser.add_argument("--json", action="store_true", help="write JSON, for programs")
        parser.add_argument("--language", choices=LANGUAGES, default="en", help="of the sentences")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Bring the file in once and say what changed; fails when a line is not right."""
        try:
            key = CourseKey.from_string(options["course"])
        except InvalidKeyError:
            raise CommandError(f"{options['course']} is not the key of a course.") from None
        with translation.override(options["language"]):
            try:
                result = import_roster(
                    None,
                    key,
                    _content(options["file"]),
                    dry_run=options["dry_run"],
                    missing_leave=options["missing_leave"],
                )
            except Refusal as refusal:
                raise CommandError(translated(refusal.message)) from None
            self._tell(result, as_json=options["json"])
        if not course_face(str(key)).title:  # a list may come before its course
            self.stderr.write(f"There is no course {key} here yet. Is the key right?")
        if result.problems:
            raise CommandError("Some lines are not right, nothing was changed.")

    def _tell(self, result: ImportResult, *, as_json: bool) -> None:
        problems = [
            {
                "line": each.line,
                "column": str(each.column or ""),
                "message": translated(each.message),
            }
            for each in result.problems
        ]
        counts = {str(kind): count for kind, count in result.plan.counts.items()}
        counts["missing"] = len(result.plan.missing)
        if as_json:
            facts = {"applied": result.applied, **counts, "problems": problems}
            self.stdout.write(json.dumps(facts, ensure_ascii=False, indent=2))
            return
        for each in problems:
            where = " ".join(filter(None, ("line", str(each["line"]), str(each["column"]))))
            self.stdout.write(f"{where}: {each['message']}")
        if not problems:
            said = ", ".join(f"{name} {count}" for name, count in counts.items() if count)
            done = "Done" if result.applied else "Nothing was changed. There would be"
            self.stdout.write(f"{done}: {said or 'nobody in the file'}.")


def _content(name: str) -> bytes:
    """Return the file, or so much of it that its being too large is noticed."""
    if name == "-":
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    try:
        with Path(name).open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as failure:
        raise CommandError(f"{name} cannot be read: {failure.strerror}.") from None
