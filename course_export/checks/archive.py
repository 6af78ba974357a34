"""Stage 1: files that are lost or cannot be read."""

from __future__ import annotations

from collections.abc import Iterator

from course_export.checks.course import Course
from course_export.checks.finding import Finding, Severity
from course_export.olx.nodes import ProblemKind
from course_export.olx.parsing import Unparsable
from xblocks.core.text import gettext_noop


class DuplicateFile(Finding, code="duplicate-file", severity=Severity.ERROR):
    """The archive holds two files of the same path. Only the last one is unpacked."""

    sentence = gettext_noop(
        "The archive holds %(file)s more than once, and only the last one counts."
        " Keep the right one and pack again."
    )


class NotUtf8(Finding, code="not-utf8", severity=Severity.ERROR):
    """The platform reads every text file as UTF-8, whatever an XML declaration says.

    A unit whose file is not UTF-8 is dropped; a page of that kind stops the whole import.
    """

    sentence = gettext_noop("%(file)s is not encoded in UTF-8. Save it as UTF-8.")


class NotWellFormed(Finding, code="not-well-formed", severity=Severity.ERROR):
    """The file is no well-formed XML. The block and everything below it is dropped."""

    sentence = gettext_noop("%(file)s is no well-formed XML: %(reason)s. Correct this line.")


class DocumentType(Finding, code="document-type", severity=Severity.ERROR):
    """The file declares a document type, which may define entities or load other files.

    Course files never need one, and expanding entities can exhaust the memory of a server.
    """

    sentence = gettext_noop(
        "%(file)s declares a document type (<!DOCTYPE …>). Remove the declaration"
        " and write characters instead of entities."
    )


class TooDeep(Finding, code="too-deep", severity=Severity.ERROR):
    """Elements or blocks are nested deeper than the platform can read."""

    sentence = gettext_noop("%(file)s is nested too deeply to be read. Flatten its structure.")


class ValueTooLarge(Finding, code="value-too-large", severity=Severity.ERROR):
    """An attribute or text is larger than 10,000,000 bytes. The whole unit is dropped."""

    sentence = gettext_noop(
        "%(file)s holds a value of more than 10,000,000 bytes, so the unit would be dropped."
        " Move large content to a file in static/."
    )


def check(course: Course) -> Iterator[Finding]:
    """Files that are there twice, in another encoding or unreadable."""
    for path in course.archive.duplicates:
        yield DuplicateFile(path)
    for problem in course.tree.problems:
        if problem.kind is ProblemKind.UNPARSABLE and problem.cause is not None:
            yield _unparsable(problem.file, problem.block, problem.cause)
        elif problem.kind is ProblemKind.TOO_DEEP:
            yield TooDeep(problem.file, problem.line, block=problem.block)
    for path, cause in course.xml_files_beside():
        yield _unparsable(path, "", cause)
    yield from _pages(course)


def _unparsable(file: str, block: str, cause: Unparsable) -> Finding:
    if cause.reason == "not-well-formed":
        reason = cause.detail.partition(", line ")[0]
        return NotWellFormed(file, cause.line, block=block, reason=reason)
    return _CAUSES[cause.reason](file, cause.line, block=block)


_CAUSES: dict[str, type[Finding]] = {
    each.code: each for each in (NotUtf8, DocumentType, TooDeep, ValueTooLarge)
}


def _pages(course: Course) -> Iterator[Finding]:
    """HTML outside static/ is content; a file in static/ is only handed out."""
    for path, data in course.files.items():
        if path.endswith(".html") and not path.startswith("static/"):
            try:
                data.decode("utf-8")
            except UnicodeDecodeError as error:
                yield NotUtf8(path, data.count(b"\n", 0, error.start) + 1)
