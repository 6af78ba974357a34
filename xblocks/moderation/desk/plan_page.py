"""What the pages of a plan are drawn from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from xblocks.core.people import Actor
from xblocks.core.text import Message
from xblocks.exercises.records import Exercise
from xblocks.moderation.definition import PlanExercise
from xblocks.moderation.domain.checking import PASSING, POINTS, Checked
from xblocks.moderation.domain.finding import Finding
from xblocks.moderation.handing_in import first_of
from xblocks.moderation.plans import Draft, Opened, checked, definition_for, draft_of, judged_at
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

    `looks`: they see it and write nothing. `measure_places`: where on the page the measures stand
    that are kept, as far as empty ones stand between them; None when none does.
    """

    actor: Actor
    opened: Opened
    now: datetime
    plan: Plan | None = None
    looks: bool = False
    measure_places: tuple[int, ...] | None = None

    @property
    def exercise(self) -> Exercise:
        """The exercise as the register has it."""
        return self.opened.exercise

    @cached_property
    def definition(self) -> PlanExercise:
        """What is to be planned; of a plan that is handed in, what was to be planned then."""
        return definition_for(self.exercise, self.plan) if self.plan else self.opened.definition

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

    @property
    def keeps_points(self) -> bool:
        """Whether the rules count as they did for a plan that was handed in before this one."""
        first = first_of(self.opened.plans) if self.graded else None
        return first is not None and first != self.plan

    @property
    def first_points(self) -> int:
        """The points of the plan that was handed in first, 0 before it."""
        first = first_of(self.opened.plans)
        return first.points or 0 if first else 0

    @cached_property
    def draft(self) -> Draft:
        """What is written in the plan."""
        return draft_of(self.plan) if self.plan else Draft(rows=tuple(self.definition.start))

    @cached_property
    def checked(self) -> Checked:
        """What the rules say to it today, or said on the day it was handed in."""
        at = judged_at(self.plan, self.now) if self.plan else self.now
        found = checked(self.definition, self.draft, at)
        return found if self.measure_places is None else _placed(found, self.measure_places)

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


def _placed(found: Checked, places: Sequence[int]) -> Checked:
    """Return findings with the places and numbers that their measures have on the page."""
    return replace(found, findings=tuple(_at_place(each, places) for each in found.findings))


def _at_place(finding: Finding, places: Sequence[int]) -> Finding:
    if finding.measure is None:
        return finding
    # A message that was overtaken by a later one may hold fewer measures than are kept.
    place = places[finding.measure] if finding.measure < len(places) else finding.measure
    what = Message(finding.what.text, {**finding.what.params, "number": place + 1})
    return replace(finding, measure=place, what=what)
