"""Stage 5: values of settings."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from course_export.checks import exercises
from course_export.checks.course import Course
from course_export.checks.fields import COMMON, COURSE_DATES, STOCK, Kind
from course_export.checks.finding import Finding, Severity
from course_export.checks.values import as_number, fits
from course_export.olx.nodes import Node
from course_export.olx.tree import CONTAINERS
from xblocks.core.text import gettext_noop


class BadBoolean(Finding, code="bad-boolean", severity=Severity.ERROR):
    """A setting that is on or off has another word. Every such word counts as off."""

    sentence = gettext_noop(
        "“%(value)s” counts as false for “%(field)s” of %(block)s. Write true or false."
    )


class BadNumber(Finding, code="bad-number", severity=Severity.ERROR):
    """A setting needs a number. The block is dropped."""

    sentence = gettext_noop(
        "“%(value)s” is no number, so %(block)s would be dropped. Correct “%(field)s”."
    )


class OutOfRange(Finding, code="out-of-range", severity=Severity.ERROR):
    """A number is too small or too large to make sense, e.g. a negative weight."""

    sentence = gettext_noop(
        "“%(field)s” of %(block)s is %(value)s, but has to be between %(low)s and %(high)s."
        " Correct it."
    )


class BadDate(Finding, code="bad-date", severity=Severity.ERROR):
    """A date cannot be read, or lacks its day or month. The block is dropped."""

    sentence = gettext_noop(
        "“%(value)s” is no date for “%(field)s” of %(block)s. Write it as 2030-01-31T08:00:00Z."
    )


class BadCourseDate(Finding, code="bad-course-date", severity=Severity.ERROR):
    """A date of the course itself cannot be read. The import fails with "Unknown error"."""

    sentence = gettext_noop(
        "“%(value)s” is no date for “%(field)s”, so the whole import would fail."
        " Write it as 2030-01-31T08:00:00Z."
    )


class BadContainerSetting(Finding, code="bad-container-setting", severity=Severity.ERROR):
    """A date or group_access on a section, subsection or unit cannot be read.

    Everything in it is dropped.
    """

    sentence = gettext_noop(
        "“%(field)s” of %(block)s cannot be read, so everything in it would be dropped."
        " Correct the value “%(value)s”."
    )


class BadGroupAccess(Finding, code="bad-group-access", severity=Severity.ERROR):
    """group_access has another shape than partition → list of groups. The block is dropped."""

    sentence = gettext_noop(
        "“%(value)s” cannot be read as group_access, so %(block)s would be dropped."
        ' Write {"PARTITION": [GROUP, …]}.'
    )


class BadJson(Finding, code="bad-json", severity=Severity.ERROR):
    """A list or mapping is no valid JSON or has the wrong shape. The block is dropped."""

    sentence = gettext_noop(
        "“%(field)s” of %(block)s has to be a JSON %(shape)s, but is “%(value)s”. Correct it."
    )


class BadDuration(Finding, code="bad-duration", severity=Severity.WARNING):
    """A grace period cannot be read. Learners get none."""

    sentence = gettext_noop(
        "“%(value)s” is no time span, so there would be none. Write it as"
        " “2 days 3 hours 30 minutes”."
    )


class BadClock(Finding, code="bad-clock", severity=Severity.ERROR):
    """A position in a video is not written as HH:MM:SS. The block is dropped."""

    sentence = gettext_noop(
        "“%(value)s” is no time for “%(field)s” of %(block)s. Write it as 00:01:30."
    )


class BadChoice(Finding, code="bad-choice", severity=Severity.WARNING):
    """A setting has a word the platform does not know, so it behaves as by default."""

    sentence = gettext_noop(
        "“%(value)s” is unknown for “%(field)s” of %(block)s. Use one of: %(choices)s."
    )


_SIMPLE: Final[dict[str, type[Finding]]] = {
    "boolean": BadBoolean,
    "integer": BadNumber,
    "number": BadNumber,
    "date": BadDate,
    "duration": BadDuration,
    "clock": BadClock,
    "groups": BadGroupAccess,
}
_RANGES: Final = {
    "weight": (0, 1e6),
    "max_attempts": (0, 1e6),
    "min_score": (0, 100),
    "min_completion": (0, 100),
    "default_time_limit_minutes": (1, 1e6),
    "max_count": (-1, 1e6),
}


def check(course: Course) -> Iterator[Finding]:
    """Every value that the platform could not read, in attributes and in policy.json."""
    for node in course.all_nodes:
        own = exercises.FIELDS if node.tag in exercises.TAGS else STOCK.get(node.tag, {})
        for name, value in node.attrib.items():
            kind = own.get(name) or COMMON.get(name)
            if kind is not None and kind != "text" and name not in node.policy:
                if not fits(kind, value):
                    yield _finding(node, name, kind, value, node.file, node.line)
                elif name in _RANGES:
                    yield from _range(node, name, value)
        if node.policy:
            yield from _policy(course, node, own)


def _policy(course: Course, node: Node, own: Mapping[str, Kind]) -> Iterator[Finding]:
    for name, value in node.policy.items():
        kind = own.get(name) or COMMON.get(name)
        if kind is not None and not fits(kind, value):
            line = course.line_of(course.policy_file, name)
            yield _finding(node, name, kind, value, course.policy_file, line)


def _finding(node: Node, name: str, kind: Kind, value: Any, file: str, line: int) -> Finding:
    shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    params: dict[str, Any] = {"value": shown[:80]}
    if isinstance(kind, tuple):
        cls: type[Finding] = BadChoice
        params["choices"] = ", ".join(filter(None, kind))
    elif node.tag == "course" and name in COURSE_DATES:
        cls = BadCourseDate
    elif node.tag in CONTAINERS and kind in ("date", "groups"):
        cls = BadContainerSetting
    elif kind in ("list", "object"):
        cls = BadJson
        params["shape"] = kind
    else:
        cls = _SIMPLE[kind]
    return cls(file, line, block=node.name, field=name, **params)


def _range(node: Node, name: str, value: str) -> Iterator[Finding]:
    low, high = _RANGES[name]
    number = as_number(value)
    if number is not None and not low <= number <= high:
        yield OutOfRange.at(node, name, value=value, low=low, high=f"{high:.0f}")
