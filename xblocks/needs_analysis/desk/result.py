"""The result: own answers beside the model answer, cell by cell and figure by figure.

Model texts of the reasons wait for the decision: a returned work could be copied from them.
"""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString

from xblocks.grading import service as grading
from xblocks.grading.results import Feedback, Result
from xblocks.host.html import render_markdown
from xblocks.needs_analysis.desk import questions, weighing
from xblocks.needs_analysis.desk.measures_told import measures_told_html
from xblocks.needs_analysis.desk.page import CasePage, render
from xblocks.needs_analysis.desk.targets import own_matrix_html
from xblocks.needs_analysis.desk.ways import spelled
from xblocks.needs_analysis.domain import comparing
from xblocks.needs_analysis.domain.comparing import FITTING
from xblocks.needs_analysis.domain.figures import difference
from xblocks.needs_analysis.domain.marking import Marks
from xblocks.needs_analysis.domain.names import Part
from xblocks.needs_analysis.handing_in import content_marks
from xblocks.needs_analysis.sheets import Stage


def result_step(page: CasePage) -> SafeString:
    """Return the result as the person reads it."""
    results = _results(page)
    context = {
        **page.frame(),
        **sections(page),
        **score_context(page),
        "feedback": [
            feedback_context(each, result) for result in results for each in result.feedback
        ],
        "result": results[0] if results else None,
        "work": page.opened.work,
        "sheet": page.opened.sheet,
        "anew_url": page.url("_anew"),
        "revise_url": page.step_url("reasons"),
        "print_url": page.url("_print"),
    }
    return render("case_result", context)


def sections(page: CasePage) -> dict[str, Any]:
    """Return own answers and model answer of every step."""
    case = page.definition
    profiles, groups, priorities = profile_rows(page), figure_groups(page), priority_rows(page)
    return {
        "matrix": own_matrix_html(page),
        "profile_rows": profiles,
        "gap_rows": gap_rows(page),
        "figures": groups,
        "priorities": priorities,
        "measures": measures_told_html(page) if case.measures else "",
        "reasons": reason_rows(page, decided=page.stage in (Stage.PASSED, Stage.FAILED)),
        "decided": page.stage.decided,
        "closing": render_markdown(case.closing) if case.closing else "",
        "counts": {
            "profiles": _counted([each["right"] for each in profiles]),
            "figures": _counted(
                [bool(row.get("right")) for each in groups for row in each["rows"]]
            ),
            "priorities": _counted([all(each["pair"].parts.values()) for each in priorities]),
            "chosen": sum(bool(page.answer(Part.MEASURE, each.id)) for each in case.measures),
        },
    }


def _counted(right: list[bool]) -> dict[str, int]:
    """Return how many are right of how many that were asked."""
    return {"right": sum(right), "asked": len(right)}


def score_context(page: CasePage) -> dict[str, Any]:
    """Return how much was right when the figures were told."""
    marks = marks_of(page)
    sheet = page.opened.sheet
    return {
        "whole": marks.whole,
        "partly": marks.partly,
        "asked": len(marks.shares),
        "percent": spelled(marks.share * 100, 0),
        "best": spelled(sheet.best, 0) if sheet and sheet.best is not None else "",
        "round": sheet.round if sheet else 1,
        "figures_share": page.definition.figures_share,
    }


def marks_of(page: CasePage) -> Marks:
    """Return what was right when it was handed in."""
    return content_marks(page.opened.work.content) if page.opened.work else page.marks


def profile_rows(page: CasePage) -> list[dict[str, Any]]:
    """Return the target profiles that were set, beside those of the model answer."""
    if page.definition.targets != "set":
        return []
    profiles = {each.id: each for each in page.definition.profiles}
    people = {each.id: each for each in page.definition.people}
    return [
        {
            "person": people[each.person],
            "own": profiles.get(each.own or ""),
            "model": profiles[each.model],
            "also": [profiles[name] for name in each.also],
            "fit": each.fit.value,
            "right": each.fit in FITTING,
            "why": each.why,
        }
        for each in comparing.profiles(page.definition, page.answers)
    ]


def gap_rows(page: CasePage) -> list[dict[str, Any]]:
    """Return the gaps that were typed otherwise than they are, with how they are reckoned."""
    if page.definition.gaps != "asked":
        return []
    codes = {each.id: each.code for each in page.definition.competences}
    found = []
    for each in comparing.cells(page.definition, page.matrix, page.answers):
        if not each.fits:
            found.append(
                {
                    "person": each.person.upper(),
                    "competence": codes[each.competence],
                    "given": each.given,
                    "way": difference(page.matrix.cell(each.person, each.competence)),
                }
            )
    return found


def figure_rows(page: CasePage) -> list[dict[str, Any]]:
    """Return every question with the own answer, the right one and the way to it."""
    found = []
    for each in page.definition.questions:
        verdict = page.verdict(each)
        row = {"question": each, "own": questions.own_text(page, each), "verdict": ""}
        if verdict is not None:
            row |= questions.verdict_context(page, each, verdict)
        found.append(row)
    return found


def figure_groups(page: CasePage) -> list[dict[str, Any]]:
    """Return the questions under the headings they were asked under."""
    groups: list[dict[str, Any]] = []
    for row in figure_rows(page):
        if row["question"].part or not groups:
            groups.append({"heading": row["question"].part or "", "rows": []})
        groups[-1]["rows"].append(row)
    for group in groups:
        group.update(_counted([bool(row.get("right")) for row in group["rows"]]))
    return groups


def priority_rows(page: CasePage) -> list[dict[str, Any]]:
    """Return the priorities with the own values, the right ones and the model's."""
    found = []
    for pair in comparing.priorities(page.definition, page.matrix, page.answers):
        competence = next(
            each for each in page.definition.competences if each.id == pair.competence
        )
        found.append(
            {
                "pair": pair,
                "competence": competence,
                "own_rank": weighing.rank_context(page, pair.competence),
                "model_rank": {
                    "label": weighing.translated_rank(pair.model_rank),
                    "tone": weighing.TONES[pair.model_rank],
                },
                **weighing.ways_of(page, pair),
            }
        )
    return found


def reason_rows(page: CasePage, *, decided: bool) -> list[dict[str, Any]]:
    """Return the texts; with the model's once the work is decided."""
    return [
        {
            "reason": each,
            "own": page.answer(Part.REASON, each.id) or "",
            "model": render_markdown(each.model) if decided else "",
            "variants": [render_markdown(text) for text in each.variants] if decided else (),
        }
        for each in page.opened.current.reasons
    ]


def feedback_context(feedback: Feedback, result: Result) -> dict[str, Any]:
    """Return a review as the person reads it: level and words per criterion."""
    criteria = result.rubric.criteria if result.rubric else ()
    return {
        "review": feedback,
        "result": result,
        "criteria": [
            {
                "label": each.label,
                "level": feedback.levels.get(each.id),
                "top": len(each.levels) - 1,
                "meaning": each.levels[feedback.levels[each.id]]
                if each.id in feedback.levels
                else "",
                "comment": feedback.comments.get(each.id, ""),
            }
            for each in criteria
        ],
    }


def _results(page: CasePage) -> list[Result]:
    if page.opened.work is None or page.looks:
        return []
    return grading.results_for_team(page.actor, page.exercise.usage_key)
