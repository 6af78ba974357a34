"""Works and grades as files to take home, of any number, in constant memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import get_format
from django.utils.translation import get_language, gettext, override

from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require
from xblocks.core.rubric import FULL
from xblocks.files.refusals import FileMissing
from xblocks.files.shown import display_name
from xblocks.files.storing import open_stored
from xblocks.files.zipping import ZipStream, batches, unique
from xblocks.grading.domain import Status
from xblocks.grading.downloads import Grade, grade_list, mark_downloaded, works_to_download
from xblocks.grading.points import KEPT, of_total, rounded
from xblocks.grading.presenters import WorkFile, definition_of, presenter_of
from xblocks.grading.reach import company_name, team_name
from xblocks.grading.records import DownloadMark, Work, WorkMember
from xblocks.host.dates import course_zone, long_date
from xblocks.host.files import safe_name
from xblocks.host.tables import BEGINNING, csv_line

AT_ONCE = 50


def zip_of_works(
    actor: Actor,
    usage_key: str,
    now: datetime,
    *,
    district: int | None = None,
    only_new: bool = False,
) -> Iterator[bytes]:
    """Return the works of an exercise as a ZIP archive, piece by piece.

    Each work has a folder with the work as a page and as text and its files; ``manifest.csv``
    lists them. Once the last piece is taken, all works of the exercise count as downloaded, unless
    only a `district` was asked for. Raises, at once, `NotAllowed`, `NotFound`.
    """
    works = works_to_download(actor, usage_key, district=district, only_new=only_new)
    marks = district is None and not actor.masquerading
    return _archive(_Export(actor, get_language() or "en"), works, usage_key, now, marks=marks)


def grades_csv(
    actor: Actor, *, usage_key: str | None = None, district: int | None = None
) -> Iterator[bytes]:
    """Return everybody's points as CSV, line by line; raises, at once, as `grade_list`."""
    grades = grade_list(actor, usage_key=usage_key, district=district)
    # What depends on the reader's language is fixed now: the rest is written after the answer.
    names = _status_names()
    headings = [
        gettext("Exercise"),
        gettext("District"),
        gettext("Team"),
        gettext("Name"),
        gettext("E-mail"),
        gettext("Version"),
        gettext("State"),
        gettext("Late"),
        gettext("Points"),
        gettext("Out of"),
        gettext("Counted without rating"),
        gettext("Reason for other points"),
        gettext("Decided"),
    ]
    return _grade_lines(
        get_language() or "en",
        grades,
        headings,
        names,
        gettext("yes"),
        str(get_format("DECIMAL_SEPARATOR")),
    )


def downloaded(actor: Actor) -> dict[str, datetime]:
    """Return when the person last downloaded the works of which exercise, by usage key."""
    require(actor, Action.GRADE)
    marks = DownloadMark.objects.filter(user=actor.user_id)
    return dict(marks.values_list("usage_key", "at"))


@dataclass
class _Export:
    """What an archive being written has to remember."""

    actor: Actor
    language: str
    zip: ZipStream = field(default_factory=ZipStream)
    folders: set[str] = field(default_factory=set)
    lines: list[str] = field(default_factory=list)


def _archive(
    export: _Export, works: Iterator[Work], usage_key: str, now: datetime, *, marks: bool
) -> Iterator[bytes]:
    with override(export.language):
        names = _status_names()
        export.lines.append(csv_line(_headings()))
    for batch in batches(works, AT_ONCE):
        members = _members(batch)
        for work in batch:
            yield from _add_work(export, work, members.get(work.pk, []), names)
    manifest = (BEGINNING + "".join(export.lines)).encode()
    yield from export.zip.add_bytes("manifest.csv", manifest, _local(now))
    yield from export.zip.end()
    if marks:
        mark_downloaded(export.actor, usage_key, now)


def _add_work(
    export: _Export, work: Work, members: list[str], names: Mapping[Status, str]
) -> Iterator[bytes]:
    presenter, definition = presenter_of(work.block_type), definition_of(work.definition_hash)
    team = team_name(work)
    folder = unique(f"{safe_name(team, 'team')[:60]}-v{work.number}", export.folders)
    at = _local(work.handed_in_at)
    with override(export.language):
        page = render_to_string(
            "wbm/grading/export.html",
            {
                "work": work,
                "team": team,
                "members": members,
                "company": company_name(work),
                "handed_in": long_date(work.handed_in_at),
                "html": presenter.html(work, definition, export.actor),
                "language": export.language,
            },
        )
        text = "\n".join(presenter.text_lines(work, definition))
    yield from export.zip.add_bytes(f"{folder}/work.html", page.encode(), at)
    yield from export.zip.add_bytes(f"{folder}/work.txt", text.encode(), at)
    used, files, lost = {"work.html", "work.txt"}, [], []
    for each in presenter.files(work):
        name = unique(_file_name(each), used)
        try:
            source = open_stored(each.stored)
        except FileMissing:
            lost.append(each.name)
            continue
        with source:
            yield from export.zip.add_file(f"{folder}/{name}", source, each.stored.size, at)
        files.append(name)
    export.lines.append(
        csv_line(
            [
                folder,
                work.title,
                team,
                ", ".join(members),
                company_name(work),
                work.district.name,
                work.number,
                f"{at:%Y-%m-%d %H:%M}",
                "1" if work.late else "",
                names[Status(work.status)],
                ", ".join(files),
                ", ".join(lost),
            ]
        )
    )


def _headings() -> list[str]:
    return [
        gettext("Folder"),
        gettext("Exercise"),
        gettext("Team"),
        gettext("Members"),
        gettext("Company"),
        gettext("District"),
        gettext("Version"),
        gettext("Handed in"),
        gettext("Late"),
        gettext("State"),
        gettext("Files"),
        gettext("Files that could not be read"),
    ]


def _members(works: list[Work]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    people = WorkMember.objects.filter(work__in=works).order_by("person__search_text")
    for work_id, name in people.values_list("work_id", "person__name"):
        found.setdefault(work_id, []).append(name)
    return found


def _file_name(file: WorkFile) -> str:
    """Return the file's own name in letters that every system unpacks."""
    return safe_name(display_name(file.name))


def _grade_lines(
    language: str,
    grades: Iterator[Grade],
    headings: list[str],
    names: Mapping[Status, str],
    yes: str,
    point: str,
) -> Iterator[bytes]:
    yield (BEGINNING + csv_line(headings)).encode()
    for batch in batches(_in_language(grades, language), AT_ONCE):
        yield "".join(_grade_line(each, names, yes, point) for each in batch).encode()


def _in_language(grades: Iterator[Grade], language: str) -> Iterator[Grade]:
    """Read grades in the reader's language: what was reckoned is told in a sentence."""
    while True:
        with override(language):
            grade = next(grades, None)
        if grade is None:
            return
        yield grade


def _grade_line(grade: Grade, names: Mapping[Status, str], yes: str, point: str) -> str:
    decided = f"{_local(grade.decided_at):%Y-%m-%d %H:%M}" if grade.decided_at else ""
    return csv_line(
        [
            grade.title,
            grade.district,
            grade.team,
            grade.member,
            grade.email,
            grade.number,
            names[grade.status],
            yes if grade.late else "",
            _number(_told(grade.points, grade.total), point),
            grade.total,
            grade.said,
            grade.deviation_reason,
            decided,
        ]
    )


def _told(points: Decimal, total: int) -> Decimal:
    return points if total == FULL else rounded(of_total(points, total), KEPT)


def _number(points: Decimal, point: str) -> str:
    return f"{points:.3f}".rstrip("0").rstrip(".").replace(".", point)


def _status_names() -> dict[Status, str]:
    return {
        Status.WAITING: gettext("Waiting for review"),
        Status.RETURNED: gettext("Back for revision"),
        Status.PASSED: gettext("Passed"),
        Status.FAILED: gettext("Not passed"),
        Status.WITHDRAWN: gettext("Taken back by the team"),
        Status.SUPERSEDED: gettext("Replaced by a newer version"),
    }


def _local(moment: datetime) -> datetime:
    return timezone.localtime(moment, course_zone())
