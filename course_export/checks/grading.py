"""Stage 13: grading policy, and what it applies to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from course_export.checks.course import Course
from course_export.checks.finding import Finding, Severity
from course_export.checks.values import decoded
from course_export.olx.parsing import Unparsable, parse_json
from xblocks.core.text import Message, gettext_noop


class BadGradingPolicy(Finding, code="bad-grading-policy", severity=Severity.ERROR):
    """grading_policy.json cannot be read. The default grader applies, without a word."""

    sentence = gettext_noop(
        "%(file)s cannot be read, so a default grading would apply: %(reason)s. Correct it."
    )


class MissingGradingPolicy(Finding, code="missing-grading-policy", severity=Severity.WARNING):
    """Subsections are graded, but there is no grading policy. The default grader applies."""

    sentence = gettext_noop(
        "Subsections are graded, but there is no %(file)s. Add one with their formats."
    )


class BadGrader(Finding, code="bad-grader", severity=Severity.ERROR):
    """An assignment type lacks a key or has a wrong value. Grading fails or goes wrong."""

    sentence = gettext_noop(
        "“%(key)s” of assignment type number %(number)s is wrong: %(value)s. %(rule)s"
    )


class DuplicateGrader(Finding, code="duplicate-grader", severity=Severity.ERROR):
    """Two assignment types have the same name, so the same work counts twice."""

    sentence = gettext_noop(
        "The assignment type “%(type)s” is listed twice. Rename or remove one of them."
    )


class WeightsSum(Finding, code="weights-sum", severity=Severity.WARNING):
    """The weights do not add up to 1, so the best grade is not 100 %."""

    sentence = gettext_noop("The weights add up to %(sum)s instead of 1. Correct them.")


class BadCutoff(Finding, code="bad-cutoff", severity=Severity.ERROR):
    """A grade has no valid limit, or a better grade needs less than a worse one."""

    sentence = gettext_noop(
        "The limit of the grade “%(grade)s” is wrong: %(value)s. Use shares from 0 to 1 that"
        " fall from the best grade to the worst."
    )


class UnknownFormat(Finding, code="unknown-format", severity=Severity.ERROR):
    """A graded subsection has a format that no assignment type is called. It does not count."""

    sentence = gettext_noop(
        "No assignment type is called “%(format)s”, so %(block)s does not count. Use one of:"
        " %(types)s."
    )


class GradedWithoutFormat(Finding, code="graded-without-format", severity=Severity.WARNING):
    """A subsection is graded, but has no format. It does not count."""

    sentence = gettext_noop(
        "%(block)s is graded, but has no format, so it does not count. Set “format”."
    )


class TooFewAssignments(Finding, code="too-few-assignments", severity=Severity.WARNING):
    """The course has fewer subsections of a type than expected. The missing ones count as zero."""

    sentence = gettext_noop(
        "“%(type)s” expects %(expected)s subsections, but there are %(found)s. The others count"
        " as zero: lower min_count, or set the format of more subsections."
    )


_COUNT_RULE: Final = gettext_noop("Use a whole number from 0.")
_WEIGHT_RULE: Final = gettext_noop("Use a number from 0 to 1.")
_NAME_RULE: Final = gettext_noop("Use a text.")


def check(course: Course) -> Iterator[Finding]:
    """The grading policy, and whether graded subsections find their assignment type."""
    graded = [n for n in course.by_tag.get("sequential", ()) if _is_graded(n.setting("graded"))]
    path = f"policies/{course.tree.run}/grading_policy.json"
    if path not in course.files and "policies/grading_policy.json" in course.files:
        path = "policies/grading_policy.json"
    policy: dict[str, Any] | None = None
    if path in course.files:
        policy = parse_json(course.files[path])
        if not isinstance(policy, dict) or not isinstance(policy.get("GRADER", []), list):
            yield _unreadable(path, policy)
            return
    elif graded:
        yield MissingGradingPolicy(path)
    graders = policy.get("GRADER", []) if policy else []
    named = [grader.get("type") for grader in graders if isinstance(grader, dict)]
    types = [name for name in named if isinstance(name, str) and name]
    for node in graded:
        kind = node.setting("format")
        if not kind:
            yield GradedWithoutFormat.at(node, "format")
        elif types and kind not in types:
            yield UnknownFormat.at(node, "format", format=kind, types=", ".join(types))
    if policy is not None:
        counts = Counter(node.setting("format") for node in graded)
        yield from _graders(course, path, graders, counts if graded else None)
        yield from _cutoffs(course, path, policy.get("GRADE_CUTOFFS"))


def _is_graded(value: Any) -> bool:
    return str(decoded(value)).lower() == "true"


def _unreadable(path: str, policy: Any) -> Finding:
    if isinstance(policy, Unparsable):
        return BadGradingPolicy(path, policy.line, reason=policy.detail)
    reason = Message(gettext_noop('it is not {"GRADER": […], "GRADE_CUTOFFS": {…}}'))
    return BadGradingPolicy(path, reason=reason)


def _graders(
    course: Course, path: str, graders: list[Any], found: Counter[str] | None
) -> Iterator[Finding]:
    seen: set[str] = set()
    total, sound = 0.0, True
    for number, grader in enumerate(graders, 1):
        entry = grader if isinstance(grader, dict) else {}
        kind = entry.get("type") or ""
        line = course.line_of(path, kind) if isinstance(kind, str) else 1
        defects = list(_grader(entry))
        for key, rule in defects:
            value = entry.get(key, "–")
            yield BadGrader(
                path, line, field=key, number=number, key=key, value=value, rule=Message(rule)
            )
        if isinstance(kind, str) and kind in seen:
            yield DuplicateGrader(path, line, field="type", type=kind)
        seen.add(str(kind))
        sound = sound and not defects
        if not defects:
            total += entry["weight"]
            expected = int(entry["min_count"])
            if found is not None and found[kind] < expected and entry["weight"] > 0:
                yield TooFewAssignments(
                    path, line, field="min_count", type=kind, expected=expected, found=found[kind]
                )
    if graders and sound and abs(total - 1) > 1e-6:
        yield WeightsSum(path, course.line_of(path, "GRADER"), field="weight", sum=round(total, 4))


def _grader(entry: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Keys with a wrong value, and the rule for each."""
    if not isinstance(entry.get("type"), str) or not entry["type"]:
        yield "type", _NAME_RULE
    if not isinstance(entry.get("short_label") or "", str):
        yield "short_label", _NAME_RULE
    for key in ("min_count", "drop_count"):
        if not _is_count(entry.get(key)):
            yield key, _COUNT_RULE
    weight = entry.get("weight")
    if not isinstance(weight, int | float) or not 0 <= weight <= 1:
        yield "weight", _WEIGHT_RULE


def _is_count(value: Any) -> bool:
    whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    return whole and value >= 0


def _cutoffs(course: Course, path: str, cutoffs: Any) -> Iterator[Finding]:
    line = course.line_of(path, "GRADE_CUTOFFS")
    if cutoffs is None:
        return
    if not isinstance(cutoffs, dict) or not cutoffs:
        yield BadCutoff(path, line, field="GRADE_CUTOFFS", grade="GRADE_CUTOFFS", value=cutoffs)
        return
    previous = 1.0
    # Grades are ranked as the platform does: by letter.
    for grade in sorted(cutoffs):
        value = cutoffs[grade]
        if isinstance(value, int | float) and 0 <= value <= previous:
            previous = value
        else:
            yield BadCutoff(path, line, field="GRADE_CUTOFFS", grade=grade, value=value)
