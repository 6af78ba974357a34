"""What the pages of a plan are drawn from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from xblocks.core.people import Actor
from xblocks.exercises.records import Exercise
from xblocks.moderation.definition import PlanExercise
from xblocks.moderation.domain.checking import PASSING, POINTS, Checked
from xblocks.moderation.plans import Draft, Opened, checked, draft_of
from xblocks.moderation.records import Plan

PLAN_PAGES = ("one", "copy", "remove", "confirm", "hand_in", "print", "calendar")


def render(name: str, context: Mapping[str, Any]) -> SafeString:
    """Render one of our parts."""
    return render_to_string(f"wbm/moderation/plan_{name}.html", dict(context))


def anchor(usage_key: str) -> str:
    """Return what ids of an exercise's page begin with."""
    return "wbm-" + usage_key.rpartition("@")[2]


@dataclass(frozen=True)
class PlanPage:
    """An exercise as it stands for somebody; `plan` is the one on the page, None before the first.

    `looks`: they see it and write nothing.
    """

    actor: Actor
    opened: Opened
    now: datetime
    plan: Plan | None = None
    looks: bool = False

    @property
    def exercise(self) -> Exercise:
        """The exercise as the register has it."""
        return self.opened.exercise

    @property
    def definition(self) -> PlanExercise:
        """What is to be planned."""
        return self.opened.definition

    @property
    def graded(self) -> bool:
        """Whether trainers rate the texts."""
        return self.definition.rubric is not None

    @property
    def prefix(self) -> str:
        """What ids of this page begin with."""
        return anchor(self.exercise.usage_key)

    @property
    def stays(self) -> bool:
        """Whether the plan is handed in."""
        return self.plan is not None and self.plan.handed_in_at is not None

    @cached_property
    def draft(self) -> Draft:
        """What is written in the plan."""
        return draft_of(self.plan) if self.plan else Draft(rows=tuple(self.definition.start))

    @cached_property
    def checked(self) -> Checked:
        """What the rules say to it today."""
        return checked(self.definition, self.draft, self.now)

    def url(self, name: str, *args: int) -> str:
        """Return the address of one of the pages of this exercise."""
        own = [self.exercise.course_key, self.exercise.usage_key]
        return reverse(f"wbm:moderation_plan{name}", args=[*own, *args])

    def plan_url(self, name: str = "_one") -> str:
        """Return the address of something about the plan on the page."""
        return self.url(name, self.plan.pk) if self.plan else self.url("")

    def clock_url(self) -> str:
        """Return the address of the clock that runs the plan."""
        number = self.plan.pk if self.plan else 0
        return reverse("wbm:moderation_clock", args=[self.exercise.course_key, number])

    def frame(self) -> dict[str, Any]:
        """Return what every part of the page knows."""
        return {
            "page": self,
            "prefix": self.prefix,
            "definition": self.definition,
            "scenario": self.definition.scenario,
            "plan": self.plan,
            "course_key": self.exercise.course_key,
            "urls": {name: self.plan_url(f"_{name}") for name in PLAN_PAGES},
            "clock_url": self.clock_url(),
            "most_points": POINTS,
            "passing": PASSING,
        }
