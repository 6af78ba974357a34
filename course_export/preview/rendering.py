"""Blocks of a unit as one piece of page with the styles and scripts it needs."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.template.loader import render_to_string
from web_fragments.fragment import Fragment, FragmentResource
from xblock.core import XBlock

from course_export.preview.block_types import CONTRIB, FILM, TEXT
from course_export.preview.videos import film_of

log = logging.getLogger(__name__)

_FOREIGN_IMPORT = re.compile(r"""@import\s+(url\()?\s*["']?(https?:)?//[^;]*;""")


@dataclass
class Page:
    """Rendered blocks. `legacy` tells whether scripts of the platform are needed around them."""

    blocks: list[str] = field(default_factory=list)
    resources: list[FragmentResource] = field(default_factory=list)
    legacy: bool = False

    @property
    def head(self) -> str:
        """Styles and scripts for the head."""
        return self._html("head")

    @property
    def foot(self) -> str:
        """Scripts for the end of the page."""
        return self._html("foot")

    def _html(self, placement: str) -> str:
        return "\n".join(
            Fragment.resource_to_html(without_foreign_imports(each))
            for each in self.resources
            if each.placement == placement
        )


def render_blocks(blocks: Iterable[XBlock], view: str) -> Page:
    """Render blocks one after the other; what a block cannot show itself is shown as an error."""
    page = Page()
    for block in blocks:
        fragment = _render(block, view)
        page.blocks.append(fragment.body_html())
        page.legacy = page.legacy or block.scope_ids.block_type in CONTRIB.keys() - {FILM}
        for resource in fragment.resources:
            if _is_wanted(resource, block) and resource not in page.resources:
                page.resources.append(resource)
    return page


def _render(block: XBlock, view: str) -> Fragment:
    name = view if hasattr(block, view) else "student_view"
    try:
        return _film(block) if block.scope_ids.block_type == FILM else block.render(name, {})
    except Exception as error:
        log.exception("%s cannot be shown", block.scope_ids.usage_id)
        context = {"block": block, "reason": f"{type(error).__name__}: {error}"}
        return Fragment(render_to_string("preview/parts/broken_block.html", context))


def _film(block: XBlock) -> Fragment:
    """A video in the browser's own player, or the note that it lies elsewhere."""
    film = film_of(block, block.runtime.course.files)
    fragment = Fragment(render_to_string("preview/parts/film.html", {"film": film}))
    fragment.initialize_js("PreviewFilm")
    return block.runtime.wrap_xblock(block, "student_view", fragment, {})


def _is_wanted(resource: FragmentResource, block: XBlock) -> bool:
    """Text is set by our own styles: those of the html block assume the platform's page."""
    return not (block.scope_ids.block_type == TEXT and resource.mimetype == "text/css")


def without_foreign_imports(resource: FragmentResource) -> FragmentResource:
    """Return the resource without style sheets it would load from other servers."""
    if resource.kind == "text" and resource.mimetype == "text/css":
        return resource._replace(data=strip_foreign_imports(resource.data))
    return resource


def strip_foreign_imports(css: str) -> str:
    """Return a style sheet without imports from other servers."""
    return _FOREIGN_IMPORT.sub("", css)
