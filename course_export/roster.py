"""The bodies of `wbm roster check` and `wbm roster import`."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from opaque_keys import InvalidKeyError
from opaque_keys.edx.keys import CourseKey
from rich.console import Console

from course_export.checks.report import printable
from course_export.django_project import set_django_up
from course_export.messages import gettext, ngettext, translated
from xblocks.core.errors import BadRequest, TooLarge
from xblocks.core.text import gettext_noop
from xblocks.roster.domain import MAX_BYTES, People, Problem, UnreadableRoster, read_people

FINE: Final = 0
"""Exit status: the list can be used, or is on the course's list now."""
FAULTY: Final = 1
"""Exit status: at least one line is not right; nothing has been changed."""
UNUSABLE: Final = 2
"""Exit status: the file cannot be read as a list of people."""


class RosterForm(StrEnum):
    """How the outcome is written."""

    TEXT = "text"
    JSON = "json"


class NotACourse(BadRequest):
    """The course key is none."""

    code = "not_a_course"
    sentence = gettext_noop(
        "“%(key)s” is not the key of a course. Keys look like course-v1:WBM+WBM1+2027."
    )


def run_roster_check(file: Path, form: RosterForm, out: Console, err: Console) -> int:
    """Say what is wrong with a file by itself, and return the exit status."""
    try:
        people = read_people(_content(file))
    except (UnreadableRoster, TooLarge) as refusal:
        return _refused(file, refusal, form, out, err)
    _print(_facts(file, people), people.problems, form, out)
    return FAULTY if people.problems else FINE


def run_roster_import(
    file: Path,
    course: str,
    form: RosterForm,
    out: Console,
    err: Console,
    *,
    dry_run: bool = False,
    missing_leave: bool = False,
) -> int:
    """Bring a file onto a course's list, all of it or nothing, and return the exit status.

    Runs with `DJANGO_SETTINGS_MODULE`, else with the settings of the preview. Raises `NotACourse`
    and `Conflict` when somebody else changes the list at the same moment.
    """
    try:
        key = CourseKey.from_string(course)
    except InvalidKeyError:
        raise NotACourse(key=course) from None
    set_django_up()
    from xblocks.roster.service import import_roster

    try:
        result = import_roster(
            None, key, _content(file), dry_run=dry_run, missing_leave=missing_leave
        )
    except (UnreadableRoster, TooLarge) as refusal:
        return _refused(file, refusal, form, out, err)
    facts = {
        "file": file.name,
        "course": course,
        "applied": result.applied,
        **{str(kind): count for kind, count in result.plan.counts.items()},
        "missing": len(result.plan.missing),
    }
    _print(facts, result.problems, form, out)
    return FAULTY if result.problems else FINE


def _content(file: Path) -> bytes:
    if file.stat().st_size > MAX_BYTES:
        raise TooLarge(limit=f"{MAX_BYTES // 1_000_000} MB")
    return file.read_bytes()


def _facts(file: Path, people: People) -> dict[str, Any]:
    return {
        "file": file.name,
        "people": len(people.entries),
        "companies": len(people.companies),
        "districts": len(people.districts),
    }


def _print(
    facts: dict[str, Any], problems: tuple[Problem, ...], form: RosterForm, out: Console
) -> None:
    if form is RosterForm.JSON:
        found = [
            {
                "line": problem.line,
                "column": str(problem.column),
                "message": printable(translated(problem.message)),
            }
            for problem in problems
        ]
        _print_json({**facts, "problems": found}, out)
        return
    for problem in problems:
        column = gettext(str(problem.column)) if problem.column else ""
        where = f"{facts['file']}:{problem.line}: {column}".removesuffix(": ")
        out.file.write(printable(f"{where}: {translated(problem.message)}") + "\n")
    out.file.write(_summary(facts, problems) + "\n")


def _summary(facts: dict[str, Any], problems: tuple[Problem, ...]) -> str:
    if problems:
        return ngettext(
            "%(count)s line is not right, nothing was changed.",
            "%(count)s lines are not right, nothing was changed.",
            len({problem.line for problem in problems}),
        )
    counted = {name: _counted(name, count) for name, count in facts.items() if type(count) is int}
    counts = ", ".join(text for name, text in counted.items() if facts[name])
    if "applied" not in facts:
        return gettext("The list is fine: %(counts)s.", counts=counts or gettext("nobody in it"))
    counts = counts or gettext("nobody in the file")
    if facts["applied"]:
        return gettext("Done: %(counts)s.", counts=counts)
    return gettext("Nothing was changed. There would be: %(counts)s.", counts=counts)


def _counted(name: str, count: int) -> str:
    texts = {
        "people": ngettext("%(count)s person", "%(count)s people", count),
        "companies": ngettext("%(count)s company", "%(count)s companies", count),
        "districts": ngettext("%(count)s district", "%(count)s districts", count),
        "create": gettext("%(count)s new", count=count),
        "update": gettext("%(count)s changed", count=count),
        "return": gettext("%(count)s taking part again", count=count),
        "leave": gettext("%(count)s leaving", count=count),
        "unchanged": gettext("%(count)s unchanged", count=count),
        "missing": gettext("%(count)s not in the file", count=count),
    }
    return texts[name]


def _refused(
    file: Path, refusal: UnreadableRoster | TooLarge, form: RosterForm, out: Console, err: Console
) -> int:
    if form is RosterForm.JSON:
        error = {"code": refusal.code, "message": printable(translated(refusal.message))}
        _print_json({"file": file.name, "error": error}, out)
    err.file.write(printable(f"wbm: {file.name}: {translated(refusal.message)}") + "\n")
    return UNUSABLE


def _print_json(data: dict[str, Any], out: Console) -> None:
    out.file.write(json.dumps(data, ensure_ascii=False, indent=2) + "\n")
