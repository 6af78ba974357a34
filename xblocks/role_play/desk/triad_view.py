"""A triad as one member looks at it, and what every part of its page needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from xblocks.core.people import Actor
from xblocks.exercises.records import Exercise
from xblocks.role_play.records import TriadGroup
from xblocks.role_play.triad.membership import Access, reached
from xblocks.role_play.triad.rules import PARTS, Part

FOLDER = "wbm/role_play/triad_"

ADDRESSES = (
    *("state", "begin", "press", "case", "aims", "give", "skip", "intend", "show"),
    *("come_in", "take_in", "phone", "leave", "keep"),
)


@dataclass(frozen=True)
class View:
    """Who looks at which triad, and when: clocks on the page begin from `now`."""

    actor: Actor
    here: Access
    now: datetime

    @property
    def group(self) -> TriadGroup:
        """The triad."""
        return self.here.group

    @property
    def prefix(self) -> str:
        """What ids of the page begin with."""
        return f"wbm-triad-{self.group.pk}"

    @cached_property
    def urls(self) -> dict[str, str]:
        """The addresses of the triad by name."""
        return {name: triad_url(self.group, name) for name in ADDRESSES}

    def frame(self) -> dict[str, Any]:
        """Return what every template of the triad needs."""
        return {
            "view": self,
            "group": self.group,
            "definition": self.here.definition,
            "prefix": self.prefix,
            "urls": self.urls,
            "row": self.here.round,
            "step": self.here.step or "",
        }

    def name_of(self, part: Part | None) -> str:
        """Return who plays a part; empty for nobody."""
        return self.here.name_of(self.here.cast.get(part)) if part else ""


def view_of(actor: Actor, triad_id: int, now: datetime) -> View:
    """Return a triad as its page shows it. Raises `NotAllowed`, `Masquerading`, `NotFound`."""
    return View(actor, reached(actor, triad_id), now)


def triad_url(group: TriadGroup, name: str) -> str:
    """Return an address of a triad; ``page`` is the triad itself."""
    suffix = "" if name == "page" else f"_{name}"
    return reverse(f"wbm:triad{suffix}", args=[group.course_key, group.pk])


def ways_url(exercise: Exercise, name: str = "triads") -> str:
    """Return an address of an exercise: its triads, opening one, joining one."""
    return reverse(f"wbm:{name}", args=[exercise.course_key, exercise.usage_key])


def part_name(part: Part) -> str:
    """Return a part in the reader's language."""
    return gettext(PARTS[part])


def render(name: str, context: Mapping[str, Any]) -> SafeString:
    """Render one of the triad's parts."""
    return render_to_string(f"{FOLDER}{name}.html", dict(context))
