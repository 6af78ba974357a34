"""Blocks that stand where the real one cannot be played, and say so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from web_fragments.fragment import Fragment
from xblock.core import XBlock
from xblock.fields import Scope, String


class Placeholder(XBlock):
    """Names the block it stands for."""

    template = "preview/parts/missing_block.html"
    display_name = String(scope=Scope.settings, default="")
    reason = String(scope=Scope.content, default="")

    def student_view(self, _context: Mapping[str, Any] | None = None) -> Fragment:
        """Say what stands here in Open edX."""
        return Fragment(render_to_string(self.template, {"block": self}))

    @property
    def tag(self) -> str:
        """The block type the course names."""
        return self.scope_ids.block_type


class MissingBlock(Placeholder):
    """The block type is not installed here."""


class BrokenBlock(Placeholder):
    """The block is installed, but what the course says about it cannot be read; see `reason`."""

    template = "preview/parts/broken_block.html"
