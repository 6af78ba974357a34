"""Stage 7: links that lead nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from course_export.checks.course import Course
from course_export.checks.finding import Finding, Severity
from course_export.checks.references import Link, asset_key
from course_export.olx.nodes import Node
from xblocks.core.text import gettext_noop


class DanglingAsset(Finding, code="dangling-asset", severity=Severity.ERROR):
    """A text shows or links to a file that is not among the assets."""

    sentence = gettext_noop(
        "There is no file for %(url)s. Add it to the folder static/, or correct the link."
    )


class DanglingJump(Finding, code="dangling-jump", severity=Severity.ERROR):
    """A link jumps to a block that does not exist."""

    sentence = gettext_noop(
        "There is no block with the url_name “%(target)s” to jump to. Correct the link."
    )


class DanglingCourseLink(Finding, code="dangling-course-link", severity=Severity.ERROR):
    """A link names sections and subsections that do not exist under one another."""

    sentence = gettext_noop("%(url)s leads nowhere. Use a link of the form /jump_to_id/URL_NAME.")


def check(course: Course) -> Iterator[Finding]:
    """Links to assets, blocks and pages of the course."""
    assets = {asset_key(path[7:]) for path in course.files if path.startswith("static/")}
    # A problem often names a picture twice, in its content and in its Markdown source.
    seen: set[tuple[str, str, str]] = set()
    for link in course.links:
        if (once := (link.file, link.block, link.url)) in seen:
            continue
        seen.add(once)
        place = {"block": link.block}
        if link.prefix == "/static/":
            if link.target and asset_key(link.target) not in assets:
                yield DanglingAsset(link.file, link.line, url=link.url, **place)
        elif link.prefix == "/jump_to_id/":
            if link.target.rstrip("/") not in course.url_names:
                yield DanglingJump(link.file, link.line, target=link.target, **place)
        elif not _leads_somewhere(course.root, link):
            yield DanglingCourseLink(link.file, link.line, url=link.url, **place)


def _leads_somewhere(root: Node, link: Link) -> bool:
    node: Node | None = root
    for part in filter(None, link.target.split("/")[:2]):
        children = node.children if node else []
        node = next((child for child in children if child.url_name == part), None)
    return node is not None
