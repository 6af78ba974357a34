"""Stage 11: groups of learners and who sees what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from course_export.checks.course import Course
from course_export.checks.finding import Finding, Severity
from course_export.checks.values import decoded, groups
from course_export.olx.nodes import Node
from xblocks.core.text import Message, gettext_noop


class BadPartition(Finding, code="bad-partition", severity=Severity.ERROR):
    """A group configuration lacks a key or has a wrong value. The import fails."""

    sentence = gettext_noop(
        "Group configuration number %(number)s would make the import fail: %(reason)s."
        " Correct “%(key)s”."
    )


class ReservedPartition(Finding, code="reserved-partition-id", severity=Severity.ERROR):
    """Ids below 100 belong to the platform's own partitions, such as enrolment tracks."""

    sentence = gettext_noop(
        "The group configuration id %(id)s is reserved. Use a number from 100 that never changes."
    )


class DuplicatePartition(Finding, code="duplicate-partition-id", severity=Severity.ERROR):
    """Two group configurations, or two groups of one, share an id; either may count."""

    sentence = gettext_noop("The id %(id)s is used twice. Give each one an id of its own.")


class UnknownGroup(Finding, code="unknown-group", severity=Severity.ERROR):
    """group_access names a configuration or group that does not exist. Nobody may see the block."""

    sentence = gettext_noop(
        "%(block)s is only for group %(group)s of configuration %(partition)s, which does not"
        " exist. Correct group_access, or add the group to user_partitions."
    )


_NEEDED: Final = ("id", "name", "description", "version", "groups")
_SCHEMES: Final = frozenset(
    "random cohort verification enrollment_track content_type_gate team".split()
)
_INTEGER_MAX: Final = 2**31 - 1


def check(course: Course) -> Iterator[Finding]:
    """Group configurations, and every block that is limited to some groups."""
    partitions = decoded(course.setting("user_partitions"))
    known: dict[int, set[int]] = {}
    # Where the configurations cannot be read, it is not the blocks that are wrong.
    readable = course.knows("user_partitions")
    if isinstance(partitions, list):
        file, line = course.setting_place("user_partitions")
        place: dict[str, Any] = {"block": course.root.name, "field": "user_partitions"}
        for number, partition in enumerate(partitions, 1):
            for finding, params in _partition(partition, known):
                readable = readable and finding is not BadPartition
                yield finding(file, line, **place, **{"number": number, **params})
    if not readable:
        return
    for node in course.all_nodes:
        access = groups(node.setting("group_access"))
        if access:
            yield from _access(course, node, access, known)


def _partition(
    partition: Any, known: dict[int, set[int]]
) -> Iterator[tuple[type[Finding], dict[str, Any]]]:
    """Findings about one configuration; adds it to `known`."""
    keys = partition if isinstance(partition, dict) else {}
    missing = [key for key in _NEEDED if key not in keys]
    if missing:
        yield BadPartition, _bad(missing[0], gettext_noop("%(value)s is missing"), missing[0])
        return
    scheme = partition.get("scheme", "random")
    if not isinstance(scheme, str) or scheme not in _SCHEMES:
        yield BadPartition, _bad("scheme", gettext_noop("unknown scheme %(value)s"), scheme)
    identifier = _identifier(partition["id"])
    if identifier is None:
        yield BadPartition, _bad("id", gettext_noop("%(value)s is no id"), partition["id"])
        return
    if identifier in known:
        yield DuplicatePartition, {"id": identifier}
    elif identifier < 100:
        yield ReservedPartition, {"id": identifier}
    entries = partition["groups"] if isinstance(partition["groups"], list) else [None]
    yield from _groups(entries, known.setdefault(identifier, set()))


def _groups(
    entries: list[Any], members: set[int]
) -> Iterator[tuple[type[Finding], dict[str, Any]]]:
    """Findings about the groups of one configuration; adds them to `members`."""
    for group in entries:
        if not isinstance(group, dict) or not {"id", "name", "version"} <= group.keys():
            yield BadPartition, _bad("groups", gettext_noop("a group lacks id, name or version"))
            continue
        number = _identifier(group["id"])
        if number is None or group["version"] != 1:
            yield BadPartition, _bad("groups", gettext_noop("wrong id or version of a group"))
        elif number in members:
            yield DuplicatePartition, {"id": number}
        else:
            members.add(number)


def _bad(key: str, reason: str, value: Any = None) -> dict[str, Any]:
    return {"key": key, "reason": Message(reason, {"value": value})}


def _identifier(value: Any) -> int | None:
    try:
        number = int(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if 0 <= number <= _INTEGER_MAX else None


def _access(
    course: Course, node: Node, access: Mapping[int, list[int]], known: Mapping[int, set[int]]
) -> Iterator[Finding]:
    for partition, members in access.items():
        if partition < 100 and partition not in known:
            continue  # the platform's own partitions are not written down in an archive
        for group in members:
            if group not in known.get(partition, ()):
                in_policy = "group_access" in node.policy
                file = course.policy_file if in_policy else node.file
                line = course.line_of(file, node.name) if in_policy else node.line
                yield UnknownGroup(
                    file,
                    line,
                    block=node.name,
                    field="group_access",
                    group=group,
                    partition=partition,
                )
