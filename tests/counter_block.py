"""A block that counts, to prove that the preview keeps what learners do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.http import HttpRequest
from web_fragments.fragment import Fragment
from webob import Response
from xblock.core import XBlock
from xblock.fields import Dict, Integer, Scope
from xblock.plugin import PLUGIN_CACHE

from course_export.preview import block_types, outline

TAG = "counter"


class CounterBlock(XBlock):
    """Counts clicks of one person, of everybody, and in a dict that is changed in place."""

    start = Integer(scope=Scope.settings, default=0)
    mine = Integer(scope=Scope.user_state, default=0)
    everybody = Integer(scope=Scope.user_state_summary, default=0)
    always = Integer(scope=Scope.preferences, default=0)
    by_name = Dict(scope=Scope.user_state, default={})

    def student_view(self, _context: Any = None) -> Fragment:
        """Show the counts, and start a script with a dangerous argument."""
        fragment = Fragment(f"<p>{self.mine} of {self.everybody}, always {self.always}</p>")
        fragment.initialize_js("Counter", {"text": "</script><script>alert(1)</script>"})
        return fragment

    @XBlock.handler
    def add(self, request: HttpRequest, suffix: str = "") -> Response:
        """Count one more."""
        self.mine += 1
        self.everybody += 1
        self.always += 1
        self.by_name[suffix] = self.by_name.get(suffix, 0) + 1
        return Response(str(self.mine))

    @XBlock.handler
    def edit(self, _request: HttpRequest, _suffix: str = "") -> Response:
        """Try to write into the course."""
        self.start = 7
        return Response("written")

    @XBlock.handler
    def publish(self, request: Any, suffix: str = "") -> Response:
        """Publish what the request says, under the name of the suffix."""
        self.runtime.publish(self, suffix, request.json)
        return Response("published")


@contextmanager
def installed() -> Iterator[None]:
    """Let the tag ``counter`` be played."""
    _forget()
    with patch.dict(PLUGIN_CACHE, {("xblock.v1", TAG): CounterBlock}):
        playable = outline.playable()
        with patch.object(outline, "playable", lambda: playable | {TAG}):
            yield
    _forget()


def _forget() -> None:
    block_types.block_class.cache_clear()
