"""Stage 2: how blocks hang together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from course_export.checks.course import Course
from course_export.checks.finding import Finding, Severity
from course_export.olx.nodes import Node, Problem, ProblemKind
from course_export.olx.parsing import line_of
from course_export.olx.tree import CONTAINERS, XML_BLOCKS
from xblocks.core.text import gettext_noop


class MissingFile(Finding, code="missing-file", severity=Severity.ERROR):
    """A block points to its own file, but the file is not in the archive. The block is dropped."""

    sentence = gettext_noop(
        "%(block)s needs the file %(target)s, which is missing. Add the file,"
        " or write the block inline."
    )


class MissingHtml(Finding, code="missing-html-file", severity=Severity.ERROR):
    """The attribute `filename` of a text names an .html file that is missing. The text is lost."""

    sentence = gettext_noop(
        "The text %(block)s takes its content from %(target)s, which is missing."
        " Add the file, or correct the attribute “filename”."
    )


class WrongTag(Finding, code="wrong-root-tag", severity=Severity.ERROR):
    """A file holds another element than the pointer to it or its place says."""

    sentence = gettext_noop(
        "The outermost element of the file should be <%(target)s>. Correct the element,"
        " or move the file to the folder of its type."
    )


class PointerCycle(Finding, code="pointer-cycle", severity=Severity.ERROR):
    """A block contains itself, directly or through others. The import runs until it fails."""

    sentence = gettext_noop("%(block)s contains itself. Remove this reference.")


class PointerChain(Finding, code="pointer-chain", severity=Severity.ERROR):
    """The file of a block holds nothing but another pointer, which the platform does not follow."""

    sentence = gettext_noop(
        "The file of %(block)s only points on, so the block would be empty."
        " Write its content into the file."
    )


class OtherUrlName(Finding, code="url-name-mismatch", severity=Severity.WARNING):
    """Pointer and file disagree on the name of the block. The name in the pointer counts."""

    sentence = gettext_noop(
        "%(block)s is called “%(target)s” in its own file. Remove that url_name, or make both"
        " equal."
    )


class PointerWithAttributes(Finding, code="pointer-with-attributes", severity=Severity.ERROR):
    """Something looks like a pointer but has more attributes than url_name.

    The platform takes it for an inline block without content and never reads the file.
    """

    sentence = gettext_noop(
        "%(block)s has more attributes than url_name, so %(target)s is never read."
        " Move the attributes into that file."
    )


class CustomPointer(Finding, code="pointer-to-custom-block", severity=Severity.ERROR):
    """A block that is not the platform's own has its content in a file of its own.

    Pointers work only for the platform's own blocks; this one would be imported empty.
    """

    sentence = gettext_noop(
        "%(block)s would be imported empty, because only the platform's own blocks may have"
        " files of their own. Write the content of %(target)s inline here."
    )


class OrphanFile(Finding, code="orphan-file", severity=Severity.WARNING):
    """A file looks like content, but no block refers to it. It is not imported."""

    sentence = gettext_noop(
        "No block refers to %(file)s, so it is not imported. Add a pointer where it belongs,"
        " or remove the file."
    )


class WrongLevel(Finding, code="wrong-level", severity=Severity.ERROR):
    """A block hangs where its type does not belong, e.g. a unit directly in a section."""

    sentence = gettext_noop(
        "%(block)s cannot be a part of <%(parent)s>. The order is course, chapter, sequential,"
        " vertical, block. Move it to where it belongs."
    )


class TextInContainer(Finding, code="text-in-container", severity=Severity.WARNING):
    """Text between the blocks of a container is ignored."""

    sentence = gettext_noop(
        "The text “%(text)s” in %(block)s is ignored. Put it into an html block, or remove it."
    )


class CommentInContainer(Finding, code="xml-comment", severity=Severity.WARNING):
    """An XML comment between blocks is ignored and logged as an error of the import."""

    sentence = gettext_noop("The comment in %(block)s is logged as an import error. Remove it.")


class EmptyContainer(Finding, code="empty-container", severity=Severity.WARNING):
    """A section, subsection or unit has nothing in it. Learners meet an empty page."""

    sentence = gettext_noop("%(block)s is empty. Add content, or remove it.")


class NoChapters(Finding, code="course-without-chapters", severity=Severity.ERROR):
    """The course has no sections, so there is nothing to see in it."""

    sentence = gettext_noop("The course has no <chapter>. Add one, or check the file it stands in.")


class CourseIdentity(Finding, code="course-identity", severity=Severity.ERROR):
    """course.xml does not state organisation, number and run; without the run nothing is imported.

    Without organisation or number the attributes make course.xml no pointer: the course is empty.
    """

    sentence = gettext_noop(
        "course.xml lacks the attribute “%(field)s”. Write"
        ' <course url_name="RUN" org="ORG" course="NUMBER"/>.'
    )


_FROM_PROBLEM: Final[dict[ProblemKind, type[Finding]]] = {
    ProblemKind.MISSING_FILE: MissingFile,
    ProblemKind.WRONG_TAG: WrongTag,
    ProblemKind.CYCLE: PointerCycle,
    ProblemKind.POINTER_CHAIN: PointerChain,
    ProblemKind.OTHER_URL_NAME: OtherUrlName,
    ProblemKind.MIXED_POINTER: PointerWithAttributes,
}
_PARENTS: Final = {
    "chapter": {"course"},
    "sequential": {"course", "chapter"},
    "vertical": CONTAINERS - {"course", "chapter"},
}
_UNITS_ONLY: Final = {"course": {"chapter", "sequential"}, "chapter": {"sequential"}}
_LEGACY: Final = {"videosequence", "problemset", "conditional", "randomize", "wrapper"}
_HIDING: Final = {
    *(ProblemKind.MISSING_FILE, ProblemKind.UNPARSABLE, ProblemKind.WRONG_TAG),
    *(ProblemKind.POINTER_CHAIN, ProblemKind.TOO_DEEP),
}
_SHOULD_BE_FULL: Final = {"chapter", "sequential", "vertical"}


def check(course: Course) -> Iterator[Finding]:
    """Pointers, levels, empty containers and files nobody refers to."""
    for problem in course.tree.problems:
        yield from _from_problem(problem)
    yield from _identity(course)
    for node in course.all_nodes:
        if node.tag in CONTAINERS:
            yield from _container(node)
        elif node.tag not in XML_BLOCKS:
            yield from _custom_pointer(course, node)
        if node.parent is not None and not _may_hang(node.tag, node.parent.tag):
            yield WrongLevel.at_pointer(node, parent=node.parent.tag)
    yield from _orphans(course)


def _from_problem(problem: Problem) -> Iterator[Finding]:
    kind = _FROM_PROBLEM.get(problem.kind)
    if kind is MissingFile and problem.target.endswith(".html"):
        kind = MissingHtml
    if kind is not None:
        place = {"block": problem.block, "field": "filename" if kind is MissingHtml else ""}
        yield kind(problem.file, problem.line, target=problem.target, **place)


def _identity(course: Course) -> Iterator[Finding]:
    element = course.tree.documents.get("course.xml")
    if element is None or element.tag != "course":
        return
    missing = [field for field in ("url_name", "org", "course") if not element.get(field)]
    for field in missing:
        yield CourseIdentity("course.xml", line_of(element), block=course.root.name, field=field)
    if not missing and course.root.resolved and not course.root.children:
        yield NoChapters.at(course.root)


def _may_hang(tag: str, parent: str) -> bool:
    if tag in _PARENTS:
        return parent in _PARENTS[tag]
    return parent not in _UNITS_ONLY or tag in _LEGACY


def _container(node: Node) -> Iterator[Finding]:
    if not node.resolved:
        return
    if not node.children and node.tag in _SHOULD_BE_FULL:
        yield EmptyContainer.at(node)
    # Most containers hold nothing but elements on lines of their own.
    pieces = [node.element.text, *(child.tail for child in node.element)]
    for piece in pieces:
        if piece and not piece.isspace():
            yield TextInContainer.at(node, text=" ".join(piece.split())[:60])
    for comment in node.element.iterchildren(etree.Comment):
        yield CommentInContainer(node.file, line_of(comment), block=node.name)


def _custom_pointer(course: Course, node: Node) -> Iterator[Finding]:
    path = f"{node.tag}/{node.url_name}.xml"
    if path in course.files and len(node.element) == 0 and len(node.attrib) <= 2:
        course.tree.used.add(path)
        yield CustomPointer.at(node, target=path)


def _orphans(course: Course) -> Iterator[Finding]:
    # What a container refers to is unknown while its own file cannot be read.
    if any(problem.kind in _HIDING for problem in course.tree.problems if _is_container(problem)):
        return
    block_folders = XML_BLOCKS - {"about", "static_tab", "course_info", "textbook"}
    for path in sorted(course.files.keys() - course.tree.used):
        folder, slash, name = path.partition("/")
        if slash and folder in block_folders and name.endswith((".xml", ".html")):
            yield OrphanFile(path)


def _is_container(problem: Problem) -> bool:
    return not problem.block or problem.block.partition("/")[0] in CONTAINERS
