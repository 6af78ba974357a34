"""The steps of a case study, one view each. A step without content does not exist."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from xblocks.host.html import render_markdown
from xblocks.needs_analysis.definition import CaseStudy
from xblocks.needs_analysis.desk import questions as figures
from xblocks.needs_analysis.desk import reasons, result, summary, targets, weighing
from xblocks.needs_analysis.desk.dossier import dossier_html
from xblocks.needs_analysis.desk.figure_parts import neighbour
from xblocks.needs_analysis.desk.measures import measures_html
from xblocks.needs_analysis.desk.page import CasePage, render
from xblocks.needs_analysis.desk.progress import (
    Progress,
    of_figures,
    of_matrix,
    of_measures,
    of_priorities,
    of_reading,
    of_reasons,
    of_summary,
)
from xblocks.needs_analysis.sheets import Stage


@dataclass(frozen=True)
class Step:
    """A step: `name` stands in its address, `next` on the button that leads to it."""

    name: str
    label: str | Promise
    next: str | Promise
    is_there: Callable[[CaseStudy], bool]
    html: Callable[[CasePage], str]
    progress: Callable[[CasePage], Progress]


def _dossier(page: CasePage) -> SafeString:
    return render("case_dossier", {**page.frame(), "dossier": dossier_html(page.definition)})


STEPS: Sequence[Step] = (
    Step(
        "dossier",
        gettext_lazy("Dossier"),
        gettext_lazy("Go to the dossier"),
        lambda _case: True,
        _dossier,
        of_reading,
    ),
    Step(
        "matrix",
        gettext_lazy("Matrix"),
        gettext_lazy("Go on to the matrix"),
        lambda _case: True,
        targets.matrix_step,
        of_matrix,
    ),
    Step(
        "figures",
        gettext_lazy("Figures"),
        gettext_lazy("Go on to the figures"),
        lambda case: bool(case.questions),
        figures.questions_step,
        of_figures,
    ),
    Step(
        "priorities",
        gettext_lazy("Priorities"),
        gettext_lazy("Go on to the priorities"),
        lambda case: bool(case.priorities),
        weighing.priorities_step,
        of_priorities,
    ),
    Step(
        "measures",
        gettext_lazy("Measures"),
        gettext_lazy("Go on to the measures"),
        lambda case: bool(case.measures),
        measures_html,
        of_measures,
    ),
    Step(
        "reasons",
        gettext_lazy("Reasons"),
        gettext_lazy("Go on to the reasons"),
        lambda case: bool(case.reasons),
        reasons.reasons_step,
        of_reasons,
    ),
    Step(
        "summary",
        gettext_lazy("Hand in"),
        gettext_lazy("Summary and hand-in"),
        lambda _case: True,
        summary.summary_step,
        of_summary,
    ),
)
"""All steps, in their order, while a case is worked on."""

RESULT = Step(
    "result",
    gettext_lazy("Result"),
    gettext_lazy("To the result"),
    lambda _case: True,
    result.result_step,
    of_reading,
)
REVISED = ("measures", "reasons", "summary")


def steps_of(page: CasePage) -> list[Step]:
    """Return the steps of a case as it stands: after handing in the result and what is revised."""
    there = [each for each in STEPS if each.is_there(page.definition)]
    if not page.closed:
        return there
    kept = REVISED if page.stage is Stage.RETURNED else ()
    return [RESULT, *(each for each in there if each.name == "dossier" or each.name in kept)]


def case_context(page: CasePage, *, notice: str, tone: str) -> dict[str, Any]:
    """Return what the page of one step shows: the way through the case, the step, what is next."""
    steps = steps_of(page)
    here = step_of(page, page.step)
    number = steps.index(here)
    following, before = _around(page, steps, number)
    label, tone_of_stage = stage_badge(page.stage)
    return {
        **page.frame(),
        "notice": notice,
        "tone": tone,
        "steps": stepper_html(page, steps),
        "here": here,
        "number": number + 1,
        "count": len(steps),
        "inner": here.html(page),
        "following": following,
        "before": before,
        "stage_label": label,
        "stage_tone": tone_of_stage,
        "returned": page.stage is Stage.RETURNED,
        "graded": page.opened.current.rubric is not None,
        "intro": render_markdown(page.definition.intro),
    }


def _around(
    page: CasePage, steps: Sequence[Step], number: int
) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """Return what comes after and before a step: a part of the figures, or another step."""
    here = steps[number].name
    figures_here = here == "figures"
    goes_on = not page.closed or here in REVISED
    following = neighbour(page, 1) if figures_here else None
    before = neighbour(page, -1) if figures_here else None
    if following is None and number + 1 < len(steps) and goes_on:
        after = steps[number + 1]
        following = {"label": after.next, "url": page.step_url(after.name)}
    if before is None and number:
        earlier = steps[number - 1]
        before = {"label": earlier.label, "url": page.step_url(earlier.name)}
    return following, before


STAGES: dict[Stage, tuple[str | Promise, str]] = {
    Stage.OPEN: (gettext_lazy("Open"), "info"),
    Stage.CLOSED: (gettext_lazy("Done"), "good"),
    Stage.HANDED_IN: (gettext_lazy("Handed in"), "good"),
    Stage.IN_REVIEW: (gettext_lazy("In review"), "info"),
    Stage.RETURNED: (gettext_lazy("Returned for revision"), "attention"),
    Stage.PASSED: (gettext_lazy("Passed"), "good"),
    Stage.FAILED: (gettext_lazy("Not passed"), "danger"),
}


def stage_badge(stage: Stage) -> tuple[str, str]:
    """Return the words of a stage and the tone of its badge."""
    label, tone = STAGES[stage]
    return str(label), tone


def stepper_html(page: CasePage, steps: Sequence[Step] = ()) -> SafeString:
    """Return the way through the case: which steps are done, which are open."""
    rows = [
        {
            "label": each.label,
            "url": page.step_url(each.name),
            "here": each.name == page.step,
            "progress": each.progress(page),
        }
        for each in steps or steps_of(page)
    ]
    return render("case_steps", {**page.frame(), "rows": rows})


def step_of(page: CasePage, name: str = "") -> Step:
    """Return a step by name; without one, or with one there is not, where the person stands."""
    steps = steps_of(page)
    for each in steps:
        if each.name == name:
            return each
    if page.closed or not page.answers:
        return steps[0]
    return next((each for each in steps if not each.progress(page).done), steps[-1])
