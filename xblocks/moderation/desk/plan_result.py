"""What is shown of plans to be read: a handed-in one beside the model, several side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from xblocks.grading import service as grading
from xblocks.grading.results import Feedback, Result
from xblocks.host.dates import day_of
from xblocks.host.html import render_markdown
from xblocks.moderation.definition import PlanExercise
from xblocks.moderation.desk.plan_page import PlanPage, render
from xblocks.moderation.desk.plan_parts import read_context, summary_of
from xblocks.moderation.desk.plan_picture import picture_context
from xblocks.moderation.desk.plan_rows import (
    found_contexts,
    method_name,
    place_name,
    told_rows,
)
from xblocks.moderation.domain.checking import POINTS, check
from xblocks.moderation.domain.comparing import Pair, beside
from xblocks.moderation.domain.written import Measure, dated
from xblocks.moderation.planned import FORMS, Row
from xblocks.moderation.plans import Draft, Stage


def result_html(page: PlanPage) -> SafeString:
    """Return a plan that is handed in: its points, what was found, the model beside it."""
    plan = page.plan
    if plan is None or plan.handed_in_at is None:
        raise ValueError("only a plan that is handed in has a result")
    results = _results(page)
    context = {
        **page.frame(),
        **model_context(page.definition, page.draft, day_of(plan.handed_in_at)),
        "points": plan.points,
        "kept": page.keeps_points,
        "best": page.opened.best,
        "several": sum(each.points is not None for each in page.opened.plans) > 1,
        "feedback": [
            _feedback_context(each, result) for result in results for each in result.feedback
        ],
        "stage": page.opened.stage.value,
        "check_share": page.definition.check_share,
        "again": page.opened.stage in (Stage.DONE, Stage.RETURNED),
    }
    return render("result", context)


def model_context(definition: PlanExercise, draft: Draft, day: date) -> dict[str, Any]:
    """Return a plan beside the model answer, as the rules saw it on a day."""
    found = check(draft.rows, draft.measures, definition.scenario, day)
    begins = definition.scenario.begins
    model_measures = dated(definition.measures, day)
    return {
        **read_context(draft, begins),
        "findings": found_contexts(found.findings),
        "passed": found.passed,
        "picture": picture_context(draft.rows, definition.scenario),
        "model_picture": picture_context(definition.model, definition.scenario),
        "pairs": pair_contexts(draft.rows, definition.model, begins),
        "has_model": bool(definition.model),
        "model_measures": [_measure_told(each, day) for each in model_measures],
        "model_points": check(definition.model, model_measures, definition.scenario, day).points,
        "why": render_markdown(definition.why) if definition.why else "",
    }


def _measure_told(measure: Measure, day: date) -> dict[str, Any]:
    days = (measure.by - day).days if measure.by else None
    return {"what": measure.what, "who": measure.who, "days": days, "sign": measure.sign}


def pair_contexts(mine: Sequence[Row], other: Sequence[Row], begins: str) -> list[dict[str, Any]]:
    """Return two plans row by row, with what differs in words."""
    own = {each["row"].id: each for each in told_rows(mine, begins)}
    model = {each["row"].id: each for each in told_rows(other, begins)}
    return [
        {
            "mine": own[pair.mine.id] if pair.mine else None,
            "other": model[pair.other.id] if pair.other else None,
            "same": pair.same,
            "place": place_name(pair.phase),
            "phase": pair.phase,
            "said": _said(pair),
        }
        for pair in beside(mine, other)
    ]


def _said(pair: Pair) -> list[str]:
    if pair.mine is None or pair.other is None:
        return []
    said = []
    if "method" in pair.differs:
        name = method_name(pair.other.method) or gettext("none")
        said.append(gettext("other method: %(method)s") % {"method": name})
    if pair.more > 0:
        said.append(gettext("%(minutes)s min longer") % {"minutes": pair.more})
    elif pair.more < 0:
        said.append(gettext("%(minutes)s min shorter") % {"minutes": -pair.more})
    if "form" in pair.differs:
        said.append(gettext("model: %(form)s") % {"form": gettext(FORMS[pair.other.form])})
    if "visual" in pair.differs:
        visible = gettext("model: made visible")
        said.append(visible if pair.other.visual else gettext("model: not made visible"))
    if "dots" in pair.differs:
        dots = pair.other.dots
        said.append(gettext("model: %(dots)s dots each") % {"dots": dots or 0})
    return said


def compare_html(page: PlanPage) -> SafeString:
    """Return all plans side by side, to be weighed against each other."""
    columns = []
    for plan in page.opened.plans:
        one = replace(page, plan=plan)
        scenario, draft, found = one.definition.scenario, one.draft, one.checked
        columns.append(
            {
                "plan": plan,
                "points": found.points if plan.points is None else plan.points,
                "passed": found.passed,
                "summary": summary_of(found),
                "url": page.url("_one", plan.pk),
                "picture": picture_context(draft.rows, scenario),
                **read_context(draft, scenario.begins),
            }
        )
    return render("compare", {**page.frame(), "columns": columns, "most_points": POINTS})


def _results(page: PlanPage) -> list[Result]:
    if page.opened.work is None or page.looks:
        return []
    return grading.results_for_team(page.actor, page.exercise.usage_key)


def _feedback_context(feedback: Feedback, result: Result) -> dict[str, Any]:
    """Return a review as the person reads it: level and words per criterion."""
    criteria = []
    for each in result.rubric.criteria if result.rubric else ():
        level = feedback.levels.get(each.id)
        criteria.append(
            {
                "label": each.label,
                "level": level,
                "top": len(each.levels) - 1,
                "meaning": "" if level is None else each.levels[level],
                "comment": feedback.comments.get(each.id, ""),
            }
        )
    return {"review": feedback, "result": result, "criteria": criteria}
