"""Stage 4: block types, their attributes and what stands inside them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from course_export.checks import exercises
from course_export.checks.course import Course
from course_export.checks.fields import BOOKKEEPING, CHILDLESS, COMMON, IDENTITY, SHIPPED, STOCK
from course_export.checks.finding import Finding, Severity
from course_export.checks.values import decoded
from course_export.olx.nodes import Node
from course_export.olx.tree import XML_BLOCKS
from xblocks.core.text import gettext_noop


class UnknownBlockType(Finding, code="unknown-block-type", severity=Severity.ERROR):
    """A block type is neither the platform's own nor switched on in advanced_modules.

    When it is not installed either, the block is imported as hidden, its content is gone and its
    page answers with an error.
    """

    sentence = gettext_noop(
        "The platform has no block <%(tag)s>, so its content would be lost. Correct the tag,"
        " or install the block and add “%(tag)s” to advanced_modules in policy.json."
    )


class AdvancedModuleMissing(Finding, code="advanced-module-missing", severity=Severity.WARNING):
    """An exercise of this suite is used, but its type is not in advanced_modules.

    Learners see it, but authors cannot add another one in Studio.
    """

    sentence = gettext_noop(
        "Authors cannot add another <%(tag)s> in Studio. Add “%(tag)s” to advanced_modules in"
        " policy.json."
    )


class UnknownAttribute(Finding, code="unknown-attribute", severity=Severity.WARNING):
    """An attribute of one of the platform's blocks is none of its settings. It has no effect."""

    sentence = gettext_noop(
        "%(block)s has no setting “%(field)s”, so it has no effect. Check the spelling,"
        " or remove it."
    )


class LostAttribute(Finding, code="lost-attribute", severity=Severity.ERROR):
    """An attribute of an exercise is none of its fields. It is dropped without a word."""

    sentence = gettext_noop(
        "%(block)s has no field “%(field)s”, so its value would be lost. Check the spelling."
    )


class LostText(Finding, code="lost-text", severity=Severity.ERROR):
    """Text inside a block that has no place for it is dropped without a word."""

    sentence = gettext_noop(
        "The text “%(text)s” inside %(block)s would be lost. Move it into an attribute."
    )


class LostChild(Finding, code="lost-child", severity=Severity.ERROR):
    """An element stands inside a block that cannot have children. The whole block is dropped."""

    sentence = gettext_noop(
        "%(block)s cannot have children, so it would be dropped with its <%(child)s>."
        " Remove the child."
    )


class MissingDisplayName(Finding, code="missing-display-name", severity=Severity.WARNING):
    """Learners see a generic title, or the url_name, in the outline."""

    sentence = gettext_noop("%(block)s has no display_name. Add one that learners understand.")


class InlineDiscussion(Finding, code="inline-discussion", severity=Severity.WARNING):
    """Discussion blocks are invisible under the newer discussion provider."""

    sentence = gettext_noop(
        "Learners may not see the discussion block. Remove it, and set"
        ' discussion_enabled="true" on the vertical instead.'
    )


class DuplicateDiscussion(Finding, code="duplicate-discussion-id", severity=Severity.ERROR):
    """Two discussion blocks share a discussion_id, so their threads appear and vanish."""

    sentence = gettext_noop(
        "The discussion_id “%(id)s” is used twice. Give each discussion an id of its own."
    )


class VideoWithoutSource(Finding, code="video-without-source", severity=Severity.WARNING):
    """A video names no source. The platform then plays a video about itself."""

    sentence = gettext_noop(
        "%(block)s has no source. Set youtube_id_1_0, html5_sources or edx_video_id."
    )


class LtiPassportMissing(Finding, code="lti-passport-missing", severity=Severity.WARNING):
    """An LTI tool names an lti_id for which the course has no passport, so it cannot start."""

    sentence = gettext_noop(
        "There is no passport “%(id)s” in lti_passports, so the tool cannot start."
        " Add “%(id)s:KEY:SECRET” there."
    )


OPTION: Final = "{http://code.edx.org/xblock/option}"
"""Namespace of child elements that set a field."""

_NAMED: Final = frozenset({"chapter", "sequential", "vertical"}) | exercises.TAGS
_SOURCES: Final = ("youtube", "youtube_id_1_0", "html5_sources", "edx_video_id", "source")


def check(course: Course) -> Iterator[Finding]:
    """What the blocks are and whether everything written in them arrives."""
    known = XML_BLOCKS | SHIPPED | exercises.TAGS | course.advanced_modules
    for node in course.all_nodes:
        tag = node.tag
        if tag not in known:
            yield UnknownBlockType.at(node, tag=tag)
            continue
        if tag in exercises.TAGS or tag in CHILDLESS:
            yield from _inside(node)
        yield from _attributes(node)
        if tag in _NAMED and node.resolved and not node.setting("display_name"):
            yield MissingDisplayName.at(node, "display_name")
    yield from _advanced_modules(course)
    yield from _discussions(course)
    for node in course.by_tag.get("video", ()):
        if node.resolved and not any(map(node.setting, _SOURCES)) and not _has_source(node):
            yield VideoWithoutSource.at(node)
    yield from _passports(course)


def _inside(node: Node) -> Iterator[Finding]:
    if node.element.text and not node.element.text.isspace():
        yield LostText.at(node, text=_short(node.element.text))
    for child in node.element:
        tag = child.tag if isinstance(child.tag, str) else OPTION
        if not tag.startswith(OPTION):
            yield LostChild.at(node, child=tag)
        elif node.tag in exercises.TAGS and tag[len(OPTION) :] not in ("", *exercises.FIELDS):
            yield LostAttribute.at(node, tag[len(OPTION) :])
        if child.tail and not child.tail.isspace():
            yield LostText.at(node, text=_short(child.tail))


def _short(text: str) -> str:
    return " ".join(text.split())[:60]


def _attributes(node: Node) -> Iterator[Finding]:
    ours = node.tag in exercises.TAGS
    known = exercises.FIELDS if ours else STOCK.get(node.tag)
    if known is None:
        return
    kind: type[Finding] = LostAttribute if ours else UnknownAttribute
    for name in node.attrib:
        if name in known or name in COMMON or name in IDENTITY:
            continue
        if not name.startswith(BOOKKEEPING) and name[0] != "{":
            yield kind.at(node, name)


def _advanced_modules(course: Course) -> Iterator[Finding]:
    if not course.knows("advanced_modules"):
        return
    for tag in sorted(exercises.TAGS & course.by_tag.keys() - course.advanced_modules):
        file, line = course.setting_place("advanced_modules")
        yield AdvancedModuleMissing(
            file, line, block=course.root.name, field="advanced_modules", tag=tag
        )


def _discussions(course: Course) -> Iterator[Finding]:
    seen: set[str] = set()
    for node in course.by_tag.get("discussion", ()):
        yield InlineDiscussion.at(node)
        identifier = node.attrib.get("discussion_id", "")
        if identifier and identifier in seen:
            yield DuplicateDiscussion.at(node, "discussion_id", id=identifier)
        seen.add(identifier)


def _has_source(node: Node) -> bool:
    return any(child.tag in ("source", "video_asset") for child in node.element)


def _passports(course: Course) -> Iterator[Finding]:
    passports = decoded(course.setting("lti_passports"))
    if not course.knows("lti_passports") or not isinstance(passports, list | None):
        return
    known = {str(each).partition(":")[0] for each in passports or ()}
    for tag in ("lti", "lti_consumer"):
        for node in course.by_tag.get(tag, ()):
            identifier = node.setting("lti_id")
            if identifier and identifier not in known:
                yield LtiPassportMissing.at(node, "lti_id", id=identifier)
