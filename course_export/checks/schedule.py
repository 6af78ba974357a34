"""Stage 12: dates and prerequisites."""

from __future__ import annotations

from collections.abc import Iterator

from course_export.checks.course import Course
from course_export.checks.finding import Finding, Severity
from course_export.checks.values import decoded, moment
from course_export.olx.nodes import Node
from xblocks.core.text import gettext_noop


class OutsideCourse(Finding, code="date-outside-course", severity=Severity.WARNING):
    """Something is due before the course starts, or starts after it has ended."""

    sentence = gettext_noop(
        "“%(field)s” of %(block)s (%(value)s) lies outside the course, which runs from %(start)s"
        " to %(end)s. Correct one of the dates."
    )


class DueBeforeStart(Finding, code="due-before-start", severity=Severity.WARNING):
    """A block is due before it starts, so nobody can hand in on time."""

    sentence = gettext_noop("%(block)s is due before it starts. Correct one of the dates.")


class UnknownPrerequisite(Finding, code="unknown-prerequisite", severity=Severity.ERROR):
    """A subsection waits for another one that does not exist."""

    sentence = gettext_noop(
        "%(block)s waits for the subsection “%(target)s”, which does not exist."
        " Correct required_prereq."
    )


class UnmarkedPrerequisite(Finding, code="unmarked-prerequisite", severity=Severity.WARNING):
    """A subsection is waited for without being marked as a prerequisite; the rule is ignored."""

    sentence = gettext_noop(
        '%(block)s waits for “%(target)s”, which is not marked. Set is_prerequisite="true" there.'
    )


class PrerequisiteCycle(Finding, code="prerequisite-cycle", severity=Severity.ERROR):
    """Subsections wait for each other, so nobody ever gets into either."""

    sentence = gettext_noop(
        "%(block)s waits for itself, directly or through others. Remove one required_prereq."
    )


class GatingOff(Finding, code="gating-not-enabled", severity=Severity.WARNING):
    """Subsections wait for others, but the course has not switched prerequisites on."""

    sentence = gettext_noop(
        "Prerequisites have no effect. Set enable_subsection_gating to true in policy.json."
    )


def check(course: Course) -> Iterator[Finding]:
    """Dates that contradict each other, and subsections that wait in vain."""
    start, end = moment(course.setting("start")), moment(course.setting("end"))
    for node in course.nodes:
        if node.parent is None or not ({"start", "due"} & (node.attrib.keys() | node.policy)):
            continue
        begins, due = moment(node.setting("start")), moment(node.setting("due"))
        span = {"start": _day(start), "end": _day(end)}
        if due and start and due < start:
            yield OutsideCourse.at(node, "due", value=_day(due), **span)
        elif begins and due and due < begins:
            yield DueBeforeStart.at(node, "due")
        if begins and end and begins > end:
            yield OutsideCourse.at(node, "start", value=_day(begins), **span)
        elif due and end and due > end:
            yield OutsideCourse.at(node, "due", value=_day(due), **span)
    yield from _prerequisites(course)


def _day(date: object) -> str:
    return str(date)[:10] if date else "–"


def _prerequisites(course: Course) -> Iterator[Finding]:
    sequentials = {node.url_name: node for node in course.by_tag.get("sequential", ())}
    waits = {name: _target(node) for name, node in sequentials.items() if _target(node)}
    if not waits:
        return
    key = "enable_subsection_gating"
    if course.knows(key) and str(decoded(course.setting(key))).lower() != "true":
        file, line = course.setting_place(key)
        yield GatingOff(file, line, block=course.root.name, field=key)
    for name, target in waits.items():
        node, other = sequentials[name], sequentials.get(target)
        if other is None:
            yield UnknownPrerequisite.at(node, "required_prereq", target=target)
        elif str(other.setting("is_prerequisite")).lower() != "true":
            yield UnmarkedPrerequisite.at(node, "required_prereq", target=target)
        if _comes_back(name, waits):
            yield PrerequisiteCycle.at(node, "required_prereq")


def _target(node: Node) -> str:
    """The url_name waited for; newer releases may write a whole usage key."""
    value = node.setting("required_prereq")
    return str(value or "").rpartition("@")[2]


def _comes_back(name: str, waits: dict[str, str]) -> bool:
    seen: set[str] = set()
    target: str | None = waits.get(name)
    while target is not None and target not in seen:
        if target == name:
            return True
        seen.add(target)
        target = waits.get(target)
    return False
