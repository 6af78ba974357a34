"""Stage 9: policy.json."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from course_export.checks.course import Course
from course_export.checks.fields import BOOKKEEPING, COMMON, COURSE
from course_export.checks.finding import Finding, Severity
from course_export.checks.values import moment
from course_export.olx.nodes import ProblemKind
from course_export.olx.tree import XML_BLOCKS
from xblocks.core.text import gettext_noop


class BadPolicy(Finding, code="bad-policy", severity=Severity.ERROR):
    """policy.json cannot be read.

    The course is then called "Empty", starts in 2030 and has no groups.
    """

    sentence = gettext_noop(
        "%(file)s cannot be read, so all settings of the course would be lost: %(reason)s."
        " Correct it."
    )


class WrongPolicyFolder(Finding, code="wrong-policy-folder", severity=Severity.ERROR):
    """There is a policy, but in the folder of another run. All settings of the course are lost."""

    sentence = gettext_noop(
        "The run is “%(run)s”, but the policy lies in %(file)s, so it is ignored."
        " Move it to policies/%(run)s/policy.json."
    )


class MissingPolicy(Finding, code="missing-policy", severity=Severity.WARNING):
    """There is no policy.json. Pages, groups and settings then are those of a new course."""

    sentence = gettext_noop(
        "There is no policies/%(run)s/policy.json. Add one with the settings of the course."
    )


class PolicyWithoutCourse(Finding, code="policy-without-course", severity=Severity.ERROR):
    """policy.json has no entry for this course, so its settings do not reach the course."""

    sentence = gettext_noop(
        "%(file)s has no key “%(key)s”, so the course gets none of its settings. Correct the key."
    )


class PolicyUnknownBlock(Finding, code="policy-unknown-block", severity=Severity.WARNING):
    """policy.json has settings for a block that the course does not contain."""

    sentence = gettext_noop("There is no block %(key)s. Correct or remove this entry.")


class PolicyBadEntry(Finding, code="policy-bad-entry", severity=Severity.ERROR):
    """An entry of policy.json is not a JSON object. The import fails at this block."""

    sentence = gettext_noop("The entry %(key)s is no JSON object. Write {…} with its settings.")


class PolicyIgnored(Finding, code="policy-ignored", severity=Severity.WARNING):
    """Settings in policy.json reach only the platform's own blocks; those of others are ignored."""

    sentence = gettext_noop(
        "Settings of %(key)s in policy.json are ignored. Write them as attributes of the block."
    )


class PolicyUnknownKey(Finding, code="policy-unknown-key", severity=Severity.WARNING):
    """A key in policy.json is none of the settings of a course. It has no effect."""

    sentence = gettext_noop(
        "A course has no setting “%(field)s”, so it has no effect. Check the spelling."
    )


class NoCourseName(Finding, code="course-without-name", severity=Severity.ERROR):
    """The course has no display_name and would be called "Empty"."""

    sentence = gettext_noop("The course would be called “Empty”. Set display_name in policy.json.")


class NoCourseStart(Finding, code="course-without-start", severity=Severity.WARNING):
    """The course has no start, so nobody gets in before 2030."""

    sentence = gettext_noop("The course would start in 2030. Set “start” in policy.json.")


class CourseDatesOrder(Finding, code="course-dates-order", severity=Severity.ERROR):
    """The course or its enrolment ends before it starts."""

    sentence = gettext_noop("“%(field)s” lies before “%(first)s”. Correct one of the dates.")


_KNOWN: Final = COURSE.keys() | COMMON.keys()


def check(course: Course) -> Iterator[Finding]:
    """The policy file, its entries and the settings a course cannot do without."""
    broken = [p for p in course.tree.problems if p.kind is ProblemKind.POLICY]
    for problem in broken:
        reason = problem.cause.detail if problem.cause else ""
        yield BadPolicy(problem.file, problem.line, reason=reason)
    if not course.policy_file and course.tree.run:
        yield from _missing(course)
    elif not broken and course.tree.run:
        yield from _entries(course)
    if not broken and course.root.resolved:
        yield from _essentials(course)


def _missing(course: Course) -> Iterator[Finding]:
    run = course.tree.run
    others = [path for path in sorted(course.files) if _is_policy(path)]
    for path in others:
        yield WrongPolicyFolder(path, run=run)
    if not others:
        yield MissingPolicy("course.xml", run=run)


def _is_policy(path: str) -> bool:
    return path.startswith("policies/") and path.endswith("/policy.json")


def _entries(course: Course) -> Iterator[Finding]:
    own, file = f"course/{course.tree.run}", course.policy_file
    if own not in course.tree.policy:
        yield PolicyWithoutCourse(file, key=own)
    blocks = {node.name for node in course.all_nodes}
    for key in course.tree.policy_keys:
        line = course.line_of(file, key)
        tag = key.partition("/")[0]
        if key not in course.tree.policy:
            yield PolicyBadEntry(file, line, block=key, key=key)
        elif tag not in XML_BLOCKS and key in blocks:
            yield PolicyIgnored(file, line, block=key, key=key)
        elif key not in blocks and tag != "static_tab" and own in course.tree.policy:
            yield PolicyUnknownBlock(file, line, key=key)
    for name in course.policy:
        if name not in _KNOWN and not name.startswith(BOOKKEEPING):
            line = course.line_of(file, name)
            yield PolicyUnknownKey(file, line, block=own, field=name)


def _essentials(course: Course) -> Iterator[Finding]:
    block, file = course.root.name, course.policy_file or course.root.file
    if not course.setting("display_name"):
        yield NoCourseName(file, block=block, field="display_name")
    if not course.setting("start"):
        yield NoCourseStart(file, block=block, field="start")
    for first, second in (("start", "end"), ("enrollment_start", "enrollment_end")):
        begin, finish = moment(course.setting(first)), moment(course.setting(second))
        if begin and finish and finish <= begin:
            file, line = course.setting_place(second)
            yield CourseDatesOrder(file, line, block=block, field=second, first=first)
