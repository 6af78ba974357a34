"""Stage 6: content that changes on its way into the platform."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from course_export.checks.course import Course
from course_export.checks.finding import Finding, Severity
from course_export.olx.nodes import Node
from course_export.olx.parsing import Element, line_of
from xblocks.core.text import gettext_noop


class LostSpace(Finding, code="lost-space", severity=Severity.WARNING):
    """A blank between two inline elements is lost, so that two words run together.

    The importer removes blank text between elements unless their parent begins with a word.
    """

    sentence = gettext_noop(
        "The space between <%(left)s> and <%(right)s> in %(block)s would be lost."
        " Move it inside one of the elements, or write &#160;."
    )


class ReviewPassed(Finding, code="review-passed", severity=Severity.WARNING):
    """A page with legal statements should have been looked at again.

    Law changes. Each legal page tells when it is to be compared with its sources the next time.
    """

    sentence = gettext_noop(
        "The legal statements of %(block)s were to be checked by %(date)s. Compare them with their"
        " sources and set the next review in law.yaml."
    )


_REVIEW: Final = re.compile(r'\bdata-wbm-review="(\d{4}-\d{2}-\d{2})"')
_INLINE: Final = frozenset(
    "a abbr b bdi cite code del dfn em i ins kbd label mark q s samp small span strong sub sup time"
    " tt u var".split()
)
_SUSPECT: Final = re.compile(
    rf"</(?:{'|'.join(sorted(_INLINE))})>\s+<(?:{'|'.join(sorted(_INLINE))})\b"
)


def check(course: Course) -> Iterator[Finding]:
    """Blanks that are lost in problems and in texts written inline; legal pages out of date."""
    yield from _reviews(course)
    suspects = {
        path
        for path in course.tree.documents
        if _SUSPECT.search(text := course.text(path) or "") and text
    }
    for node in course.all_nodes:
        if node.file in suspects and node.html is None and node.tag in ("problem", "html"):
            yield from _lost_spaces(node)


def _reviews(course: Course) -> Iterator[Finding]:
    today = date.today().isoformat()  # noqa: DTZ011 - a day is enough
    for node in course.all_nodes:
        text = course.text(node.html) if node.html else None
        found = _REVIEW.search(text or "")
        if found and found[1] < today:
            yield ReviewPassed.at(node, date=found[1])


def _lost_spaces(node: Node) -> Iterator[Finding]:
    for parent in node.element.iter():
        if len(parent) < 2 or (parent.text and not parent.text.isspace()):
            continue
        for child in parent:
            following = child.getnext()
            if following is not None and _blank_between(child, following):
                yield LostSpace(
                    node.file, line_of(child), block=node.name, left=child.tag, right=following.tag
                )


def _blank_between(left: Element, right: Element) -> bool:
    return (
        left.tag in _INLINE and right.tag in _INLINE and bool(left.tail) and left.tail.isspace()  # type: ignore[union-attr]
    )
