"""Stage 14: definitions of this suite's own exercises, in full."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from course_export.checks.course import Course
from course_export.checks.fields import Kind
from course_export.checks.finding import Finding, Severity
from course_export.curriculum.failures import told
from course_export.olx.nodes import Node
from xblocks.coaching import definition as coaching
from xblocks.coaching.domain import offering as coaching_rules
from xblocks.core import definitions
from xblocks.core.text import Message, gettext_noop
from xblocks.moderation import definition as moderation
from xblocks.moderation.domain import defects as moderation_rules
from xblocks.needs_analysis import definition as needs_analysis
from xblocks.needs_analysis.domain import defects as needs_analysis_rules
from xblocks.role_play import definition as role_play
from xblocks.role_play import domain as role_play_domain
from xblocks.transfer_project import definition as transfer_project
from xblocks.transfer_project import domain as transfer_project_domain


class MissingDefinition(Finding, code="missing-definition", severity=Severity.ERROR):
    """An exercise has no definition, so learners meet an empty block."""

    sentence = gettext_noop("%(block)s has no definition. Add the attribute “definition”.")


class DefinitionNotJson(Finding, code="definition-not-json", severity=Severity.ERROR):
    """The definition of an exercise is no JSON. The block is dropped."""

    sentence = gettext_noop(
        "The definition of %(block)s is no JSON, so it would be dropped: %(reason)s. Correct it."
    )


class DefinitionInvalid(Finding, code="definition-invalid", severity=Severity.ERROR):
    """The definition has not the shape of any exercise; learners meet an error message."""

    sentence = gettext_noop("%(block)s, at %(place)s: %(reason)s")


class DefinitionDefect(Finding, code="definition-defect", severity=Severity.ERROR):
    """The exercise can be read, but does not work: a dead end, an unknown name, no good ending."""

    sentence = gettext_noop("%(block)s, at %(place)s: %(reason)s")


@dataclass(frozen=True)
class Exercise:
    """How the definition of a block type is read and what its rules find."""

    adapter: TypeAdapter[Any]
    check: Callable[[Any], Sequence[definitions.Finding]]


EXERCISES: Final = {
    "wbm_role_play": Exercise(role_play.adapter, role_play_domain.check),
    "wbm_transfer_project": Exercise(transfer_project.adapter, transfer_project_domain.check),
    "wbm_needs_analysis": Exercise(needs_analysis.adapter, needs_analysis_rules.check),
    "wbm_moderation": Exercise(moderation.adapter, moderation_rules.check),
    "wbm_coaching": Exercise(coaching.adapter, coaching_rules.check),
}
"""Block types whose definitions can be checked."""

TAGS: Final = EXERCISES.keys() | {
    *("wbm_moderation", "wbm_needs_analysis", "wbm_transfer_project", "wbm_coaching")
}
"""All block types of this suite."""

FIELDS: Final[dict[str, Kind]] = {"display_name": "text", "weight": "number", "definition": "text"}
"""Fields of an exercise beside those every block inherits."""

_OPTION: Final = "{http://code.edx.org/xblock/option}definition"

Defect = tuple[type[Finding], dict[str, Any]]


def check(course: Course) -> Iterator[Finding]:
    """Every definition: JSON, schema, rules of its kind. Equal ones are looked at once."""
    known: dict[tuple[str, str], list[Defect]] = {}
    for tag in sorted(TAGS & {node.tag for node in course.all_nodes}):
        for node in course.all_nodes:
            if node.tag == tag:
                text = definition_of(node)
                if (tag, text) not in known:
                    known[tag, text] = list(defects_of(tag, text))
                for finding, params in known[tag, text]:
                    yield finding.at(node, "definition", **params)


def definition_of(node: Node) -> str:
    """The definition as written, in the attribute or in a child element of its own."""
    if "definition" in node.attrib:
        return node.attrib["definition"]
    return (node.element.findtext(_OPTION) or "").strip()


def defects_of(tag: str, text: str) -> Iterator[Defect]:
    """What is wrong with a definition of a block type, as kinds of findings with their places."""
    if not text or text == "null":
        yield MissingDefinition, {}
        return
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        yield DefinitionNotJson, {"reason": _why_no_json(error)}
        return
    exercise = EXERCISES.get(tag)
    if exercise is None:
        return
    try:
        definition = exercise.adapter.validate_python(data)
    except ValidationError as invalid:
        for each in invalid.errors(include_url=False):
            yield DefinitionInvalid, {"place": _path(each["loc"]), "reason": _why_invalid(each)}
        return
    for finding in exercise.check(definition):
        params = {"place": _path(finding.place), "reason": finding.message, "rule": finding.code}
        yield DefinitionDefect, params


def _why_no_json(error: ValueError | RecursionError) -> Message:
    if isinstance(error, json.JSONDecodeError):
        place = {"line": error.lineno, "column": error.colno}
        return Message(gettext_noop("line %(line)s, character %(column)s is wrong"), place)
    return Message(gettext_noop("it is nested too deeply, or a number is too long"))


def _why_invalid(failure: ErrorDetails) -> Message:
    """What is wrong and what to do; a rule of our own says both."""
    reason = told(failure)
    if isinstance(failure.get("ctx", {}).get("error"), definitions.Unfit):
        return reason
    return Message(gettext_noop("%(reason)s. Correct it."), {"reason": reason})


def _path(place: Sequence[str | int]) -> str:
    return "/".join(map(str, place)) or "/"
