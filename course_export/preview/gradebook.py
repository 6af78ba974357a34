"""Points of people, added up over sections and the course as the platform does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser

from course_export.preview.course import Course, Entry, Section
from course_export.preview.models import Grade
from course_export.preview.reading import read_block
from course_export.preview.runtime import PreviewRuntime

Points = dict[str, tuple[float, float]]
"""Earned and possible points of one person by usage key."""


@dataclass(frozen=True)
class Result:
    """Points in a section. `touched` is False while nothing was handed in."""

    section: Section
    earned: float
    possible: float
    touched: bool

    @property
    def share(self) -> float:
        """Earned as a part of possible, 0 to 1."""
        return self.earned / self.possible if self.possible else 0.0

    @property
    def percent(self) -> int:
        """The same in whole percent."""
        return round(self.share * 100)


@dataclass(frozen=True)
class Report:
    """One person's results in all graded sections and what they come to."""

    results: list[Result]
    total: float

    @property
    def percent(self) -> int:
        """The course total in whole percent."""
        return round(self.total * 100)


def reports(
    course: Course, user_ids: Iterable[int], shows: Callable[[Entry], bool] = lambda _entry: True
) -> dict[int, Report]:
    """Return the reports of several people; one statement, however many they are.

    `shows` tells which blocks there are for these people; others do not count.
    """
    user_ids = list(user_ids)
    graded = [each for each in course.sections() if each.graded and shows(each.entry)]
    blocks = {section: _scored(course, section, shows) for section in graded}
    points = _points(course, user_ids)
    return {
        user_id: _report(course, [_result(each, blocks[each], points[user_id]) for each in graded])
        for user_id in user_ids
    }


def _points(course: Course, user_ids: list[int]) -> Mapping[int, Points]:
    """What the table says; points given by people come last and so win."""
    rows = Grade.objects.filter(user__in=user_ids).order_by("by_person")
    found: dict[int, Points] = defaultdict(dict)
    for row in rows:
        entry = course.entries.get(row.usage_key)
        if entry is None:
            continue
        weight = None if row.by_person else _weight(course, entry)
        scale = weight / row.possible if weight is not None and row.possible else 1.0
        found[row.user_id][row.usage_key] = (row.earned * scale, row.possible * scale)
    return found


def _scored(course: Course, section: Section, shows: Callable[[Entry], bool]) -> dict[str, float]:
    """Possible points of each block of a section that gives any."""
    found = {}
    for unit in section.units:
        for entry in unit.blocks:
            points = _possible(course, entry)
            if points and shows(entry):
                found[str(entry.key)] = points
    return found


def _possible(course: Course, entry: Entry) -> float:
    if entry.points is None:
        entry.points = _ask_for_points(course, entry)
    return entry.points


def _ask_for_points(course: Course, entry: Entry) -> float:
    block = PreviewRuntime(course, AnonymousUser()).get_block(entry.key)
    if not block.has_score:
        return 0.0
    weight = _weight(course, entry)
    return float(block.max_score() or 0.0) if weight is None else weight


def _weight(course: Course, entry: Entry) -> float | None:
    """The author's weight; None leaves the block's points as they are."""
    read_block(course, entry)
    field = getattr(entry.block_class, "fields", {}).get("weight")
    value = (entry.fields or {}).get("weight", field.default if field else None)
    return None if value is None else float(value)


def _result(section: Section, blocks: Mapping[str, float], points: Points) -> Result:
    got = [points.get(key, (0.0, possible)) for key, possible in blocks.items()]
    return Result(
        section,
        sum(earned for earned, _possible in got),
        sum(possible for _earned, possible in got),
        any(key in points for key in blocks),
    )


def _report(course: Course, results: list[Result]) -> Report:
    total = sum(
        _average(rule, [each.share for each in results if each.section.format == rule["type"]])
        * float(rule.get("weight", 0))
        for rule in course.grading.get("GRADER", [])
    )
    return Report(results, total)


def _average(rule: Mapping[str, Any], shares: list[float]) -> float:
    """The mean after missing works count as zero and the weakest are dropped."""
    wanted, dropped = int(rule.get("min_count", 0)), int(rule.get("drop_count", 0))
    shares = sorted([*shares, *[0.0] * (wanted - len(shares))], reverse=True)
    kept = shares[: max(1, len(shares) - dropped)]
    return sum(kept) / len(kept) if kept else 0.0
