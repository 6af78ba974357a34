"""What the pages of a case study are drawn from, and the form every answer stands in."""

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
from xblocks.needs_analysis.definition import CaseStudy
from xblocks.needs_analysis.domain import marking
from xblocks.needs_analysis.domain.checking import Context, Verdict
from xblocks.needs_analysis.domain.funding_figures import funding_way
from xblocks.needs_analysis.domain.law import law
from xblocks.needs_analysis.domain.marking import Marks, Reckoner
from xblocks.needs_analysis.domain.matrix import Matrix
from xblocks.needs_analysis.domain.names import Part, name_of
from xblocks.needs_analysis.domain.own import targets_complete
from xblocks.needs_analysis.keeping import Entry
from xblocks.needs_analysis.sheets import Opened, Stage

FOLDER = "wbm/needs_analysis/"


def render(name: str, context: Mapping[str, Any]) -> SafeString:
    """Render one of our parts."""
    return render_to_string(f"{FOLDER}{name}.html", dict(context))


def anchor(usage_key: str) -> str:
    """Return what ids of an exercise's page begin with."""
    return "wbm-" + usage_key.rpartition("@")[2]


def reckoner(definition: CaseStudy) -> Reckoner:
    """Return what reckons the questions about funding of a case."""
    return lambda question: funding_way(question, definition, law())


@dataclass(frozen=True)
class CasePage:
    """A case as it stands for somebody. `looks`: they see it and write nothing.

    `at` names the answer that gets the focus, `settled` one of which nothing is left in a browser.
    `part` is the part of the figures that was asked for, 0 without one.
    `suffix` tells apart two of the same exercise on one page.
    """

    actor: Actor
    opened: Opened
    now: datetime
    looks: bool = False
    step: str = ""
    at: str = ""
    settled: str = ""
    part: int = 0
    suffix: str = ""

    @property
    def exercise(self) -> Exercise:
        """The exercise as the register has it."""
        return self.opened.exercise

    @property
    def definition(self) -> CaseStudy:
        """What the figures count under."""
        return self.opened.definition

    @property
    def answers(self) -> dict[str, Any]:
        """What is answered, by name."""
        return self.opened.answers

    @property
    def stage(self) -> Stage:
        """Where the work stands."""
        return self.opened.stage

    @property
    def closed(self) -> bool:
        """Whether figures are told right from wrong for good, and stay as they are."""
        return self.opened.stage is not Stage.OPEN

    @property
    def told(self) -> bool:
        """Whether right and wrong may leave the server."""
        return self.closed or self.definition.feedback == "at_once"

    @property
    def at_once(self) -> bool:
        """Whether an answer is judged while others are still open."""
        return not self.closed and self.definition.feedback == "at_once"

    @cached_property
    def context(self) -> Context:
        """What answers are judged with."""
        return marking.context_of(self.definition, self.answers, reckoner(self.definition))

    @property
    def matrix(self) -> Matrix:
        """The matrix with the profiles that count, keyed by ids."""
        return self.context.matrix

    @cached_property
    def marks(self) -> Marks:
        """What is right of all answers; only for pages that may tell it."""
        return marking.marks_of(self.definition, self.answers, reckoner(self.definition))

    @cached_property
    def targets_complete(self) -> bool:
        """Whether everybody has a target profile."""
        return targets_complete(self.definition, self.answers)

    @property
    def prefix(self) -> str:
        """What ids of this page begin with."""
        return anchor(self.exercise.usage_key) + self.suffix

    def verdict(self, question: Any) -> Verdict | None:
        """Return how an answer is judged; None before it can be, or may be told."""
        if not self.told or not self.targets_complete:
            return None
        return marking.verdict_of(question, self.answers, self.context)

    def answer(self, part: Part, *ids: str) -> Any:
        """Return the value of an answer, None without one."""
        return self.answers.get(name_of(part, *ids))

    def writable(self, part: Part) -> bool:
        """Whether answers of this part can be changed here."""
        return not self.looks and self.opened.writes(part)

    def url(self, name: str, *args: str) -> str:
        """Return the address of one of the pages of this case."""
        own = [self.exercise.course_key, self.exercise.usage_key]
        return reverse(f"wbm:needs_case{name}", args=[*own, *args])

    def step_url(self, step: str) -> str:
        """Return the address of a step."""
        return self.url("_step", step)

    def part_url(self, number: int) -> str:
        """Return the address of a part of the figures."""
        return self.url("_part", str(number))

    def form(self, part: Part, *ids: str) -> dict[str, Any]:
        """Return what the form of an answer needs: ids, addresses, what is kept."""
        name = name_of(part, *ids)
        entry = self.opened.entries.get(name, Entry())
        round_ = self.opened.sheet.round if self.opened.sheet else 1
        return {
            "name": name,
            "id": f"{self.prefix}-{'-'.join((part.value, *ids))}",
            "value": entry.value,
            "version": entry.version,
            "at": entry.at,
            "writable": self.writable(part),
            "focus": self.at == name,
            "settled": self.settled == name,
            "save_url": self.url("_save", name),
            "keep": f"wbm:{self.actor.user_id}:{self.exercise.usage_key}:{name}:{round_}",
        }

    def frame(self) -> dict[str, Any]:
        """Return what every part of the page knows."""
        return {
            "page": self,
            "prefix": self.prefix,
            "exercise": self.exercise,
            "definition": self.definition,
            "stage": self.stage.value,
            "at_once": self.at_once,
            "closed": self.closed,
            "course_key": self.exercise.course_key,
        }
