"""What is worth knowing about a course that was built: how it reads, where it leads, when it meets.

`wbm build` names what needs a second look; with `--report` it lists all of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from course_export import readability
from course_export.curriculum.course import Course
from course_export.curriculum.language import Language
from course_export.messages import gettext
from xblocks.core.holidays import is_holiday_somewhere

_LINK: Final = re.compile(r'\bhref="(https?://[^"]+)"')


@dataclass(frozen=True)
class Reading:
    """How a page reads."""

    page: str
    lix: int
    is_hard: bool


@dataclass(frozen=True)
class Report:
    """Pages with their readability, hardest first; links out of the course with their pages."""

    language: Language
    readings: tuple[Reading, ...]
    links: Mapping[str, tuple[str, ...]]
    on_holidays: tuple[tuple[str, date], ...]


def report_on(course: Course, files: Mapping[str, bytes]) -> Report:
    """Look at the pages of a course that was written."""
    readings = []
    links: dict[str, list[str]] = {}
    for path in sorted(files):
        if not (path.startswith("html/") and path.endswith(".html")):
            continue
        page, markup = path[len("html/") : -len(".html")], files[path].decode()
        found = readability.of_page(markup)
        if found.words >= readability.FEWEST_WORDS:
            readings.append(Reading(page, found.lix, found.is_above(course.language)))
        for address in _LINK.findall(markup):
            links.setdefault(address, []).append(page)
    return Report(
        course.language,
        tuple(sorted(readings, key=lambda each: -each.lix)),
        {address: tuple(pages) for address, pages in sorted(links.items())},
        tuple((day.title, at) for day, at in course.seminar_days() if is_holiday_somewhere(at)),
    )


def noted(report: Report) -> Iterator[str]:
    """What authors and coordinators should look at, a line each."""
    ceiling = readability.CEILING[report.language]
    for reading in report.readings:
        if reading.is_hard:
            yield gettext(
                "%(page)s reads hard: LIX %(lix)s, more than %(ceiling)s",
                page=reading.page,
                lix=reading.lix,
                ceiling=ceiling,
            )
    for title, day in report.on_holidays:
        yield gettext(
            "the seminar day “%(title)s” falls on %(date)s, a public holiday in a state",
            title=title,
            date=day.isoformat(),
        )


def told(report: Report) -> Iterator[str]:
    """All of it, for `--report`."""
    yield gettext("Readability (LIX), hardest first:")
    for reading in report.readings:
        yield f"  {reading.lix:3}  {reading.page}"
    yield gettext("Links out of the course:")
    for address, pages in report.links.items():
        yield f"  {address}  ({', '.join(pages)})"
