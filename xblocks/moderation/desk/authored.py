"""The whole exercise with its model answer, for those who write it or teach with it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext

from xblocks.host.html import render_markdown
from xblocks.moderation.definition import CardBoard, Interventions, PlanExercise
from xblocks.moderation.desk.plan_picture import picture_context
from xblocks.moderation.desk.plan_rows import found_contexts, told_rows
from xblocks.moderation.domain.checking import PASSING, POINTS, Checked, check
from xblocks.moderation.domain.written import dated
from xblocks.moderation.scenes import DISTURBANCES, RUNGS, Moment, Scene
from xblocks.moderation.steps import ANONYMITY, AnyStep


def author_context(
    definition: PlanExercise | CardBoard | Interventions, today: date
) -> dict[str, Any]:
    """Return what authors and trainers see of an exercise of any kind.

    `today`: plans are checked as if written on that day.
    """
    if isinstance(definition, PlanExercise):
        return _plan_context(definition, today)
    if isinstance(definition, CardBoard):
        return {"steps": [_step_context(each) for each in definition.steps]}
    return {
        "scenes": [_scene_context(each) for each in definition.scenes],
        "closing": _prose(definition.closing),
    }


def _plan_context(definition: PlanExercise, today: date) -> dict[str, Any]:
    scenario = definition.scenario
    measures = dated(definition.measures, today)
    return {
        "scenario": scenario,
        "start": _rows_context(definition, check(definition.start, [], scenario, today), "start"),
        "model": _rows_context(
            definition, check(definition.model, measures, scenario, today), "model"
        ),
        "why": _prose(definition.why),
        "most_points": POINTS,
        "passing": PASSING,
        "rest": 100 - definition.check_share,
    }


def _rows_context(definition: PlanExercise, found: Checked, name: str) -> dict[str, Any]:
    """Return the rows of one of the author's plans, drawn, with what the rules say to it."""
    rows = getattr(definition, name)
    return {
        "rows": told_rows(rows, definition.scenario.begins),
        "picture": picture_context(rows, definition.scenario),
        "points": found.points,
        "rules": found.rules,
        "findings": found_contexts(found.findings),
    }


def _step_context(step: AnyStep) -> dict[str, Any]:
    anonymity = getattr(step, "anonymity", None)
    return {
        "step": step,
        "anonymity": gettext(ANONYMITY[anonymity]) if anonymity else "",
    }


def _scene_context(scene: Scene) -> dict[str, Any]:
    return {
        "scene": scene,
        "disturbance": gettext(DISTURBANCES[scene.disturbance]),
        "moments": [_moment_context(scene, each) for each in scene.moments],
    }


def _moment_context(scene: Scene, moment: Moment) -> dict[str, Any]:
    """Return a moment with its interventions, the best first."""
    numbers = {each.id: number for number, each in enumerate(scene.moments, start=1)}
    return {
        "moment": moment,
        "fits": gettext(RUNGS[moment.fits]),
        "interventions": [
            {
                "intervention": each,
                "rung": gettext(RUNGS[each.rung]) if each.rung else "",
                "fitting": each.rung == moment.fits,
                "leads": numbers.get(each.leads or ""),
            }
            for each in sorted(moment.interventions, key=lambda it: -it.points)
        ],
    }


def _prose(text: str | None) -> str:
    return render_markdown(text) if text else ""
