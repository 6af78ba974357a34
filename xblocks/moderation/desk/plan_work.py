"""A plan that was handed in, as a grader reads it: texts first, then the plan beside the model."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from xblocks.grading.records import Work
from xblocks.moderation.definition import PlanExercise
from xblocks.moderation.desk.plan_page import render
from xblocks.moderation.desk.plan_result import model_context
from xblocks.moderation.desk.plan_rows import told_measures, told_rows
from xblocks.moderation.domain.checking import POINTS
from xblocks.moderation.domain.written import read_measures, read_rows
from xblocks.moderation.plans import Draft


@dataclass(frozen=True)
class Content:
    """What a work holds (`handing_in.content_of`).

    `again`: the points are those of the plan that was handed in first.
    """

    draft: Draft
    points: int
    day: date
    again: bool


def content_of(work: Work) -> Content:
    """Return what was handed in."""
    found = json.loads(work.content)
    draft = Draft(
        found["title"],
        read_rows(json.dumps(found["rows"])),
        read_measures(json.dumps(found["measures"])),
        found["reasons"],
        found["plan_b"],
    )
    return Content(draft, found["points"], date.fromisoformat(found["day"]), found["again"])


def work_html(work: Work, definition: PlanExercise) -> SafeString:
    """Return the work beside the rubric."""
    content = content_of(work)
    context: dict[str, Any] = {
        **model_context(definition, content.draft, content.day),
        "prefix": f"wbm-w{work.pk}",
        "definition": definition,
        "scenario": definition.scenario,
        "points": content.points,
        "kept": content.again,
        "most_points": POINTS,
        "check_share": definition.check_share,
    }
    return render("work", context)


def work_lines(work: Work, definition: PlanExercise) -> list[str]:
    """Return the work as plain lines, for files to take home."""
    content = content_of(work)
    draft = content.draft
    return [
        *_headed(gettext("Plan"), _rows(draft, definition)),
        *_headed(gettext("Measures"), _measures(draft)),
        *_headed(gettext("Why these methods?"), draft.reasons.splitlines()),
        *_headed(gettext("Plan B"), draft.plan_b.splitlines()),
        gettext("%(points)s of %(most)s points by the rules")
        % {"points": content.points, "most": POINTS},
    ]


def _rows(draft: Draft, definition: PlanExercise) -> list[str]:
    lines = []
    for each in told_rows(draft.rows, definition.scenario.begins):
        row = each["row"]
        named = (each["place"], each["name"], row.content)
        lines.append(f"{each['start']}–{each['end']}  " + " · ".join(filter(None, named)))
    return lines


def _measures(draft: Draft) -> list[str]:
    return [
        " · ".join(
            filter(None, (each.what, each.who, each.by.isoformat() if each.by else "", each.sign))
        )
        for each in told_measures(draft.measures)
    ]


def _headed(heading: str, lines: list[str]) -> list[str]:
    return [heading, *(f"  {line}" for line in lines), ""] if lines else []
