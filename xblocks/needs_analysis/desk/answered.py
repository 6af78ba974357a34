"""What a saved answer changes on the page, and what a page shows that did not save."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from xblocks.core.errors import NotFound, Refusal
from xblocks.host.translation import translated
from xblocks.needs_analysis.desk import measures, questions, reasons, targets, weighing
from xblocks.needs_analysis.desk.figure_parts import part_list_html
from xblocks.needs_analysis.desk.heat import changed_html
from xblocks.needs_analysis.desk.page import CasePage, render
from xblocks.needs_analysis.desk.steps import stepper_html
from xblocks.needs_analysis.domain.names import WEIGHED, Part, parts_of
from xblocks.needs_analysis.refusals import AnswerConflict
from xblocks.roster.entrance import desk_page, part_answer

CASE_PAGE = "wbm/needs_analysis/case_page.html"

STEP_OF = {
    Part.PROFILE: "matrix",
    Part.GAP: "matrix",
    Part.QUESTION: "figures",
    Part.WEIGHING: "priorities",
    Part.MEASURE: "measures",
    Part.REASON: "reasons",
}


def step_named(name: str) -> str:
    """Return the step an answer stands in; raises `NotFound` for what is no answer of a case."""
    try:
        return STEP_OF[parts_of(name)[0]]
    except (ValueError, KeyError):
        raise NotFound from None


def saved_html(page: CasePage, name: str, *, check: bool) -> SafeString:
    """Return the state of an answer, and what changes with it elsewhere on the page.

    With `check` somebody asked whether it is right; sets are judged only then.
    """
    part, ids = parts_of(name)
    parts: list[str] = []
    match part:
        case Part.QUESTION:
            parts = _question(page, ids[0], check=check)
        case Part.PROFILE:
            parts = _profile(page, ids[0])
        case Part.WEIGHING:
            parts = _weighing(page, ids[0])
        case Part.REASON:
            reason = next(each for each in page.opened.current.reasons if each.id == ids[0])
            parts = [_state(page, reasons.reason_context(page, reason))]
        case Part.MEASURE:
            form = page.form(part, *ids)
            parts = [_state(page, {"form": form}), measures.measures_saved_html(page)]
            parts.append(_outside(f"{form['id']}-taking", measures.taking_html(page, ids[0])))
    parts.append(_outside(f"{page.prefix}-steps", stepper_html(page)))
    return mark_safe("".join(parts))  # noqa: S308 - every part is rendered


def _state(page: CasePage, context: Mapping[str, Any]) -> SafeString:
    return render("case_state", {**page.frame(), **context, "saved": True})


def _outside(name: str, inner: str) -> SafeString:
    return mark_safe(f'<div id="{name}" hx-swap-oob="innerHTML">{inner}</div>')  # noqa: S308


def _question(page: CasePage, name: str, *, check: bool) -> list[str]:
    question = next(each for each in page.definition.questions if each.id == name)
    context = questions.question_context(page, question)
    judged = check or not questions.is_set(question)
    verdict = context["verdict"] if judged else ""
    changed = [_state(page, context), _outside(f"{context['form']['id']}-verdict", verdict)]
    parts = part_list_html(replace(page, at=context["form"]["name"]))
    return [*changed, _outside(f"{page.prefix}-parts", parts)] if parts else changed


def _profile(page: CasePage, name: str) -> list[str]:
    person = next(each for each in page.definition.people if each.id == name)
    context = targets.choice_context(page, person)
    verdict = render("case_profile_verdict", {**page.frame(), "each": context})
    offer = render("case_take_over", {**page.frame(), **targets.offer_context(page)})
    return [
        _state(page, context),
        _outside(f"{context['form']['id']}-verdict", verdict),
        _outside(f"{page.prefix}-offer", offer),
        _outside(f"{page.prefix}-matrix", targets.own_matrix_html(page, writes=True)),
    ]


def _weighing(page: CasePage, name: str) -> list[str]:
    context = weighing.changed_context(page, name)
    rank = render("case_rank", {**page.frame(), "rank": context["rank"]})
    return [
        _state(page, context),
        _outside(f"{context['form']['id']}-verdict", context["verdict"]),
        _outside(f"{context['form']['id']}-rank", rank),
        _outside(f"{page.prefix}-order", weighing.order_html(page)),
    ]


def gap_html(page: CasePage, person: str, competence: str, other: int | None) -> SafeString:
    """Return the person's row of the matrix, and what changes with it."""
    heat = targets.heat_of(page, writes=True)
    said = ""
    if other is not None:
        text = gettext("%(person)s, %(competence)s: on another page you had typed %(level)s.")
        said = text % {
            "person": person.upper(),
            "competence": competence.upper(),
            "level": other,
        }
    parts = [
        changed_html(heat, person),
        _outside(f"{page.prefix}-gap-ways", targets.gap_ways_html(page)),
        _outside(f"{heat.name}-said", render("case_said", {"said": said}) if said else ""),
        _outside(f"{page.prefix}-steps", stepper_html(page)),
    ]
    inside = [f"<template>{part}</template>" for part in parts[1:]]
    return mark_safe("".join([parts[0], *inside]))  # noqa: S308 - every part is rendered


def conflict(
    page: CasePage,
    name: str,
    form: Mapping[str, Sequence[str]],
    refusal: AnswerConflict,
    *,
    request: HttpRequest | None,
) -> HttpResponse:
    """Show both answers, and let the person choose; `request` for a page without scripts."""
    part, ids = parts_of(name)
    own = {"version", "client", "stamp", "csrfmiddlewaretoken", "check", "whole"}
    context = {
        **page.frame(),
        "form": page.form(part, *ids),
        "label": label_of(page, name),
        "sentence": translated(refusal.message),
        "mine": told(page, name, refusal.mine),
        "theirs": told(page, name, refusal.theirs),
        "pairs": [(key, each) for key, values in form.items() if key not in own for each in values],
        "version": refusal.version,
    }
    inner = render("case_conflict", context)
    if request is not None:
        return whole_page(request, page, inner, refusal)
    response = part_answer(inner, refusal)
    response["HX-Retarget"] = f"#{context['form']['id']}"
    response["HX-Reswap"] = "outerHTML"
    return response


def label_of(page: CasePage, name: str) -> str:
    """Return what an answer is to, in words."""
    part, ids = parts_of(name)
    named: dict[Part, Sequence[Any]] = {
        Part.PROFILE: page.definition.people,
        Part.QUESTION: page.definition.questions,
        Part.WEIGHING: page.definition.competences,
        Part.MEASURE: page.opened.current.measures,
        Part.REASON: page.opened.current.reasons,
    }
    found = next((each for each in named.get(part, ()) if each.id == ids[0]), None)
    if found is None:
        raise NotFound
    if part is Part.PROFILE:
        return f"{found.code} · {found.activity}"
    return str(found.text if part is Part.QUESTION else found.label)


def told(page: CasePage, name: str, value: Any) -> str:
    """Return the value of an answer in words."""
    part, ids = parts_of(name)
    if value is None:
        return ""
    if part is Part.QUESTION:
        question = next(each for each in page.definition.questions if each.id == ids[0])
        return questions.answer_text(page, question, value)
    if part is Part.PROFILE:
        labels = {each.id: f"{each.code} · {each.label}" for each in page.definition.profiles}
        return labels.get(value, value)
    if part is Part.WEIGHING:
        given = [value.get(each) for each in WEIGHED]
        return " · ".join("–" if each is None else str(each) for each in given)
    if part is Part.MEASURE:
        people = ", ".join(each.upper() for each in value.get("people", ()))
        return people or gettext("chosen")
    return str(value)


def whole_page(
    request: HttpRequest, page: CasePage, part: str, refusal: Refusal | None = None
) -> HttpResponse:
    """Return a part as a page of its own."""
    title = page.exercise.title
    return desk_page(request, page.actor, CASE_PAGE, refusal=refusal, title=title, part=part)
