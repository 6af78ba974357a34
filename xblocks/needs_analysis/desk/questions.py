"""The step of the figures: questions, each in a form that saves itself, with its verdict."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from xblocks.host.html import render_markdown
from xblocks.host.translation import translated
from xblocks.needs_analysis.asked import ChoiceQuestion, PeopleQuestion, StudyQuestion
from xblocks.needs_analysis.desk.figure_parts import figure_parts, part_here, part_list_html
from xblocks.needs_analysis.desk.page import CasePage, render
from xblocks.needs_analysis.desk.ways import spelled, way_html
from xblocks.needs_analysis.domain.checking import WRONG, Verdict
from xblocks.needs_analysis.domain.names import Part


def questions_step(page: CasePage) -> SafeString:
    """Return the step: one part of the questions."""
    here = part_here(page, figure_parts(page))
    context = {
        **page.frame(),
        "questions": [question_context(page, each) for each in here.questions],
        "parts": part_list_html(page),
        "matrix_url": page.url("_beside", "matrix"),
        "dossier_url": page.url("_beside", "dossier"),
        "unready": page.told and not page.targets_complete,
        "matrix_step_url": page.step_url("matrix"),
    }
    return render("case_figures", context)


def is_set(question: StudyQuestion) -> bool:
    """Whether several things are chosen: half a set is no answer yet, it is checked on demand."""
    return isinstance(question, PeopleQuestion) or (
        isinstance(question, ChoiceQuestion) and question.several
    )


def question_context(page: CasePage, question: StudyQuestion) -> dict[str, Any]:
    """Return what the form of a question shows."""
    form = page.form(Part.QUESTION, question.id)
    value = form["value"]
    chosen = set(value if isinstance(value, list) else [value])
    return {
        "form": form,
        "question": question,
        "kind": "number" if question.kind == "funding" else question.kind,
        "is_set": is_set(question),
        "chosen": chosen,
        "options": _options(page, question, chosen),
        "unit": getattr(question, "unit", None) or "",
        "verdict": verdict_html(page, question),
        "check": page.at_once and form["writable"],
    }


def _options(
    page: CasePage, question: StudyQuestion, chosen: set[Any]
) -> list[tuple[str, str, str, bool]]:
    """Return what can be chosen: id, code, label, and whether it is."""
    if isinstance(question, ChoiceQuestion):
        return [(each.id, "", each.label, each.id in chosen) for each in question.options]
    if isinstance(question, PeopleQuestion):
        return [
            (each.id, each.code, each.activity, each.id in chosen)
            for each in page.definition.people
        ]
    return []


def verdict_html(page: CasePage, question: StudyQuestion) -> SafeString:
    """Return what is told of an answer, with the way on demand; empty before it may be told.

    The way comes with an answer alone: who has not tried yet finds out nothing.
    """
    found = page.verdict(question)
    if found is None or not (found.answered or page.closed):
        return SafeString("")
    return render("case_verdict", {**page.frame(), **verdict_context(page, question, found)})


def verdict_context(page: CasePage, question: StudyQuestion, found: Verdict) -> dict[str, Any]:
    """Return what a verdict shows: a sentence, the right answer, how it is reached."""
    return {
        "question": question,
        "right": found.right,
        "answered": found.answered,
        "said": "" if found.said.text == WRONG else translated(found.said),
        "expected": expected_text(page, question, found),
        "way": way_html(found.way) if found.way else "",
        "text": render_markdown(question.way) if question.way else "",
        "whys": _whys(page, question),
    }


def _whys(page: CasePage, question: StudyQuestion) -> list[tuple[str, bool, str]]:
    """Return what authors say of the answers to choose from; before the end, of those chosen."""
    if not isinstance(question, ChoiceQuestion):
        return []
    value = page.answer(Part.QUESTION, question.id)
    chosen = set(value if isinstance(value, list) else [value])
    return [
        (each.label, each.right, each.why)
        for each in question.options
        if each.why and (page.closed or each.id in chosen)
    ]


def expected_text(page: CasePage, question: StudyQuestion, found: Verdict) -> str:
    """Return the right answer in words."""
    if isinstance(found.expected, tuple):
        if isinstance(question, ChoiceQuestion):
            labels = {each.id: each.label for each in question.options}
        else:
            labels = {each.id: each.code for each in page.definition.people}
        return ", ".join(labels[each] for each in found.expected) or gettext("nobody")
    unit = getattr(question, "unit", None) or ""
    decimals = getattr(question, "decimals", 0)
    return f"{spelled(found.expected, decimals)} {unit}".strip()


def own_text(page: CasePage, question: StudyQuestion) -> str:
    """Return the own answer in words, empty without one."""
    return answer_text(page, question, page.answer(Part.QUESTION, question.id))


def answer_text(page: CasePage, question: StudyQuestion, value: Any) -> str:
    """Return an answer to a question in words."""
    if value is None:
        return ""
    chosen: list[str] = value if isinstance(value, list) else [value]
    if isinstance(question, ChoiceQuestion):
        labels = {each.id: each.label for each in question.options}
    elif isinstance(question, PeopleQuestion):
        labels = {each.id: each.code for each in page.definition.people}
    else:
        return f"{value} {getattr(question, 'unit', None) or ''}".strip()
    return ", ".join(labels.get(each) or each for each in chosen)
