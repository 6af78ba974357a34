"""Pages of triads and whose they are, for the walk through all pages."""

from __future__ import annotations

from tests.browser.triad_course import triad
from xblocks.core.permissions import Action
from xblocks.role_play.definition import adapter
from xblocks.role_play.playing import Triad

_PLAYED = ("state", "begin", "press", "case", "aims", "give", "skip", "intend", "show")
_ROOM = ("come_in", "take_in", "phone", "leave", "keep")

PAGES = {
    **dict.fromkeys(("triads", "triads_open", "triads_join", "triad"), Action.PLAY_TRIAD),
    **{f"triad_{name}": Action.PLAY_TRIAD for name in (*_PLAYED, *_ROOM)},
    "triad_invitations": Action.RATE_ROUND,
    "triad_round": Action.READ_ROUND,
    **{f"triad_round_{name}": Action.READ_ROUND for name in ("release", "invite", "rate")},
}


def exercise() -> Triad:
    """A triad."""
    made = adapter.validate_python(triad())
    assert isinstance(made, Triad)
    return made
