"""Which class plays which tag of a course."""

from __future__ import annotations

import sys
from functools import cache
from threading import Thread

from xblock.core import XBlock
from xblock.plugin import PluginMissingError

from course_export.preview.placeholders import MissingBlock

CONTRIB = {
    "annotatable": "_annotatable_extracted",
    "discussion": "_discussion_extracted",
    "html": "_html_extracted",
    "lti": "_lti_extracted",
    "poll_question": "_poll_question_extracted",
    "problem": "_problem_extracted",
    "video": "_video_extracted",
    "word_cloud": "_word_cloud_extracted",
}
"""Tags that xblocks-contrib plays under names of its own, so as not to hide the platform's."""

TEXT, FILM = "html", "video"
"""The tags of text and films."""


@cache
def block_class(tag: str) -> type[XBlock]:
    """Return the class for `tag`; `MissingBlock` when none is installed."""
    if tag in CONTRIB:
        _say_there_is_no_video_library()
    try:
        return XBlock.load_class(CONTRIB.get(tag, tag))
    except PluginMissingError:
        return MissingBlock


def is_known(tag: str) -> bool:
    """Whether something is installed that plays `tag`."""
    return block_class(tag) is not MissingBlock


def warm_up() -> None:
    """Import the blocks of xblocks-contrib beside the start: they take two seconds of capa."""
    Thread(target=block_class, args=("html",), name="warm-up", daemon=True).start()


def _say_there_is_no_video_library() -> None:
    """Let the video block's ``import edxval.api`` fail, which it takes for "no video library".

    edxval keeps videos and transcripts in tables of its own; the preview plays files and addresses.
    Installing it as an app would cost a quarter of a second at each start.
    """
    sys.modules.setdefault("edxval.api", None)  # type: ignore[arg-type]
