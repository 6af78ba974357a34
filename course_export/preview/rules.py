"""What a course keeps for some people or for later: groups, staff, dates, prerequisites."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from course_export.checks.values import decoded
from course_export.preview.course import Course, Entry, Section

FIRST_OWN = 100
"""Partitions of a course count from here; below are the platform's own (`platform-facts 4`)."""
ALL = 100
"""Percent asked for when a prerequisite does not say how many, as on the platform."""


@dataclass(frozen=True)
class Partition:
    """A division of the learners: `groups` maps ids to names."""

    groups: Mapping[int, str]
    scheme: str = "cohort"
    active: bool = True


@dataclass(frozen=True)
class Rule:
    """What one block says itself; it counts for everything below it as well.

    `groups` maps a partition to its groups the block is for.
    """

    staff_only: bool = False
    start: datetime | None = None
    groups: Mapping[int, frozenset[int]] | None = None


@dataclass(frozen=True)
class Gate:
    """What must be done before a section opens, in percent of points and of steps."""

    section: Section
    score: int
    completion: int


def partitions(course: Course) -> dict[int, Partition]:
    """Return the partitions of the policy; those that cannot be read are left out."""
    found = {}
    listed = decoded(course.root.setting("user_partitions"))
    for each in listed if isinstance(listed, list) else []:
        try:
            groups = {int(group["id"]): str(group["name"]) for group in each["groups"]}
            scheme = str(each.get("scheme") or "random")
            found[int(each["id"])] = Partition(groups, scheme, bool(each.get("active", True)))
        except (KeyError, TypeError, ValueError, AttributeError):
            continue
    return found


def rules(course: Course) -> dict[Entry, Rule]:
    """Return the rules of blocks that have any of their own.

    A start that does not come after that of the course is none: the preview plays a course that
    has begun.
    """
    found = {}
    begins = course.root.date("start")
    for entry in course.entries.values():
        own = entry.node
        start = entry.date("start") if own.setting("start") is not None else None
        rule = Rule(
            staff_only=str(own.setting("visible_to_staff_only")).lower() == "true",
            start=None if start and begins and start <= begins else start,
            groups=_groups(own.setting("group_access")),
        )
        if rule != Rule() and entry is not course.root:
            found[entry] = rule
    return found


def gates(course: Course) -> dict[Entry, Gate]:
    """Return what sections wait for; where the platform would not wait there is no gate."""
    if str(decoded(course.root.setting("enable_subsection_gating"))).lower() != "true":
        return {}
    sections = {section.entry.name: section for section in course.sections()}
    found = {}
    for section in sections.values():
        name = str(section.entry.node.setting("required_prereq") or "").rpartition("@")[2]
        target = sections.get(name)
        if target and target is not section and target.entry.is_true("is_prerequisite"):
            score, completion = (
                _percent(section.entry.node.setting(key)) for key in ("min_score", "min_completion")
            )
            found[section.entry] = Gate(target, score, completion)
    return found


def _percent(value: Any) -> int:
    try:
        return min(ALL, max(0, int(value)))
    except (TypeError, ValueError):
        return ALL


def _groups(value: Any) -> Mapping[int, frozenset[int]] | None:
    """The JSON object of `group_access`; partitions without groups let everybody pass."""
    access = decoded(value)
    if not isinstance(access, dict):
        return None
    try:
        named = {int(key): frozenset(map(int, groups)) for key, groups in access.items() if groups}
    except (TypeError, ValueError):
        return None
    return named or None
