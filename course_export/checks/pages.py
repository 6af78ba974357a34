"""Stage 10: the pages in the navigation of the course."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from course_export.checks.course import Course
from course_export.checks.finding import Finding, Severity
from course_export.checks.values import decoded
from xblocks.core.text import gettext_noop


class TabsOrder(Finding, code="tabs-order", severity=Severity.ERROR):
    """The list of tabs does not begin with the course itself. The import fails."""

    sentence = gettext_noop(
        "The first tab has to be of type “courseware”, or the whole import fails. Move it up."
    )


class BrokenTab(Finding, code="broken-tab", severity=Severity.ERROR):
    """A tab lacks a key it needs. The import fails, or the tab does not appear."""

    sentence = gettext_noop("Tab number %(number)s needs “%(key)s”. Add it.")


class DuplicateTab(Finding, code="duplicate-tab", severity=Severity.ERROR):
    """A tab that may exist only once is listed twice. The import fails."""

    sentence = gettext_noop(
        "The tab “%(type)s” is listed twice, so the whole import would fail. Remove one."
    )


class MissingPage(Finding, code="missing-page", severity=Severity.ERROR):
    """A tab leads to a page of which the archive has no file."""

    sentence = gettext_noop("The page tabs/%(slug)s.html is missing. Add it, or remove the tab.")


class UnlistedPage(Finding, code="unlisted-page", severity=Severity.WARNING):
    """A page is in the archive, but no tab leads to it."""

    sentence = gettext_noop(
        "No tab leads to %(file)s. Add a tab of type “static_tab” with this url_slug,"
        " or remove the page."
    )


_REPEATABLE: Final = frozenset(
    "static_tab external_link pdf_textbooks html_textbooks textbooks lti_tab".split()
)


def check(course: Course) -> Iterator[Finding]:
    """Order, keys and files of the tabs."""
    tabs = decoded(course.setting("tabs"))
    if tabs is None or not isinstance(tabs, list):
        return
    file, line = course.setting_place("tabs")
    place: dict[str, Any] = {"block": course.root.name, "field": "tabs"}
    types = [str(tab.get("type") or "") if isinstance(tab, dict) else "" for tab in tabs]
    # Older exports begin with “course_info”; the platform removes it before it looks.
    ranked = [kind for kind in types[:2] if kind != "course_info"]
    if types and ranked[:1] != ["courseware"]:
        yield TabsOrder(file, line, **place)
    for number, tab in enumerate(tabs):
        yield from _tab(course, tab, number, (file, line), place)
        kind = types[number]
        if kind and kind not in _REPEATABLE and kind in types[:number]:
            yield DuplicateTab(file, line, type=kind, **place)
    slugs = {str(tab.get("url_slug")) for tab in tabs if isinstance(tab, dict)}
    for path in sorted(course.files):
        name = path.rpartition("/")[2].removesuffix(".html")
        if path.startswith("tabs/") and path.endswith(".html") and name not in slugs:
            yield UnlistedPage(path)


def _tab(
    course: Course, tab: Any, number: int, where: tuple[str, int], place: dict[str, Any]
) -> Iterator[Finding]:
    keys = tab if isinstance(tab, dict) else {}
    needed = ("type", "name", "url_slug") if keys.get("type") == "static_tab" else ("type",)
    missing = [key for key in needed if not keys.get(key)]
    for key in missing:
        yield BrokenTab(*where, number=number + 1, key=key, **place)
    if needed[-1] == "url_slug" and not missing:
        slug, run = keys["url_slug"], course.tree.run
        if not {f"tabs/{slug}.html", f"tabs/{run}/{slug}.html"} & course.files.keys():
            yield MissingPage(*where, slug=slug, **place)
