"""The parts a plan's pages are made of: begun, written, looked through, handed in, compared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from xblocks.core.text import Message
from xblocks.host.html import render_markdown
from xblocks.host.translation import translated
from xblocks.moderation.desk.plan_form import Entries, entries_of
from xblocks.moderation.desk.plan_next import next_step
from xblocks.moderation.desk.plan_page import PlanPage, render
from xblocks.moderation.desk.plan_picture import picture_context
from xblocks.moderation.desk.plan_rows import (
    DOTTED,
    forms,
    found_contexts,
    measure_contexts,
    methods,
    place_name,
    places,
    row_contexts,
    told_measures,
    told_rows,
    whole_findings,
)
from xblocks.moderation.domain.catalogue import CATALOGUE, PHASES, Method
from xblocks.moderation.domain.checking import Checked
from xblocks.moderation.handing_in import missing
from xblocks.moderation.plan_keeping import LONGEST_TEXT, MOST_PLANS
from xblocks.moderation.planned import MOST_MEASURES, MOST_ROWS
from xblocks.moderation.plans import Draft, Stage
from xblocks.moderation.refusals import PlanConflict

EMPTY_ROW = {
    "id": "__row__",
    "phase": "P1",
    "method": "",
    "minutes": "",
    "content": "",
    "goal": "",
    "form": "plenum",
    "material": "",
    "dots": "",
    "visual": False,
    "continues": False,
}
EMPTY_MEASURE = {"what": "", "who": "", "by": "", "sign": ""}


def stage_context(page: PlanPage) -> dict[str, str]:
    """Return how the work stands, in a word and its tone."""
    tones = {
        Stage.OPEN: ("info", gettext("not handed in yet")),
        Stage.DONE: ("good", gettext("handed in")),
        Stage.HANDED_IN: ("info", gettext("handed in, waits for a trainer")),
        Stage.IN_REVIEW: ("info", gettext("a trainer reads it")),
        Stage.RETURNED: ("attention", gettext("returned to be revised")),
        Stage.PASSED: ("good", gettext("passed")),
        Stage.FAILED: ("danger", gettext("not passed")),
    }
    tone, label = tones[page.opened.stage]
    return {"stage": page.opened.stage.value, "stage_tone": tone, "stage_label": label}


def frame_html(
    page: PlanPage, inner: str, *, notice: str = "", tone: str = "good", undo: int = 0
) -> SafeString:
    """Return a part with what stands above every page: title, who reads it, the plans."""
    shown = page.opened.plans
    context = {
        **page.frame(),
        **stage_context(page),
        "inner": inner,
        "notice": notice,
        "tone": tone,
        "undo_url": page.url("_restore", undo) if undo else "",
        "tabs": [
            {"plan": each, "url": page.url("_one", each.pk), "here": _is_here(page, each.pk)}
            for each in shown
        ],
        "may_add": not page.looks and len(shown) < MOST_PLANS,
    }
    return render("frame", context)


def begin_html(page: PlanPage) -> SafeString:
    """Return what is asked for, and the button that begins."""
    definition = page.definition
    context = {
        **page.frame(),
        "intro": render_markdown(definition.intro),
        "to_mend": bool(definition.start),
        "start": told_rows(definition.start, definition.scenario.begins),
    }
    return render("begin", context)


def editor_html(
    page: PlanPage, entries: Entries | None = None, said: str = "", *, settled: bool = False
) -> SafeString:
    """Return the plan to be written.

    `entries` were typed and refused with what is `said`: they stand there and are not kept.
    """
    fits = entries is None
    typed = entries or entries_of(page.draft)
    found = page.checked if fits else None
    context = {
        **page.frame(),
        **stand_context(page),
        **words_context(page),
        "entries": typed,
        "rows": row_contexts(page.definition, typed, found),
        "measures": measure_contexts(typed, found),
        "empty_row": {**EMPTY_ROW, "start": "", "end": "", "place": "", "name": "", "found": []},
        "empty_measure": {**EMPTY_MEASURE, "found": []},
        "catalogue": catalogue_context(page),
        "said": said,
        "settled": settled,
        "keep": f"wbm:{page.actor.user_id}:plan:{page.plan.pk if page.plan else 0}",
    }
    return render("editor", context)


def words_context(page: PlanPage) -> dict[str, Any]:
    """Return names of everything one can choose, and limits."""
    return {
        "intro": render_markdown(page.definition.intro),
        "places": places(),
        "methods": methods(),
        "forms": forms(),
        "dotted": DOTTED,
        "most_rows": MOST_ROWS,
        "most_measures": MOST_MEASURES,
        "longest": LONGEST_TEXT,
        "reasons_size": len(page.draft.reasons),
        "plan_b_size": len(page.draft.plan_b),
    }


def stand_context(page: PlanPage) -> dict[str, Any]:
    """Return how the plan stands: picture, points, what to do next, what is open in the whole."""
    return {
        "picture": picture_context(page.draft.rows, page.definition.scenario),
        "points": page.checked.points,
        "passed": page.checked.passed,
        "next": next_step(page),
        "open": whole_findings(page.checked),
        "summary": summary_of(page.checked),
    }


def summary_of(found: Checked) -> str:
    """Return what is open in a few words."""
    errors = sum(each.severity == "error" for each in found.findings)
    hints = len(found.findings) - errors
    parts = []
    if errors:
        parts.append(ngettext("%(number)s error", "%(number)s errors", errors) % {"number": errors})
    if hints:
        parts.append(ngettext("%(number)s hint", "%(number)s hints", hints) % {"number": hints})
    return ", ".join(parts)


def saved_html(page: PlanPage, entries: Entries, points_before: int) -> SafeString:
    """Return the state of the form, and what changes with it elsewhere on the page."""
    context = {**page.frame(), **stand_context(page), "saved": True}
    announce = ""
    if page.checked.points != points_before:
        announce = gettext("Now %(points)s of %(most)s points.") % {
            "points": page.checked.points,
            "most": context["most_points"],
        }
    parts = [render("state", {**context, "announce": announce})]
    parts.append(_outside(f"{page.prefix}-stand", render("stand", context)))
    for row in row_contexts(page.definition, entries, page.checked):
        inner = render("found", {"found": row["found"]})
        parts.append(_outside(f"{page.prefix}-f-{row['id']}", inner))
    for place, measure in enumerate(measure_contexts(entries, page.checked)):
        inner = render("found", {"found": measure["found"]})
        parts.append(_outside(f"{page.prefix}-m-{place}", inner))
    return mark_safe("".join(parts))  # noqa: S308 - every part is rendered


def catalogue_context(page: PlanPage) -> list[dict[str, Any]]:
    """Return the methods with whether this group can do each."""
    people = page.definition.scenario.participants
    return [_method_context(each, people) for each in CATALOGUE.values()]


def _method_context(method: Method, people: int) -> dict[str, Any]:
    least, most = method.span(people)
    form = method.form_for(people)
    return {
        "code": method.code,
        "name": translated(method.name),
        "phases": [(each, place_name(each)) for each in method.phases],
        "smallest": method.smallest,
        "largest": method.largest,
        "least": least,
        "most": most,
        "fits": form is not None and least <= most,
        "form": form or "plenum",
        "visible": method.visible,
        "visual": method.visible != "no",
        "dots": method.dots,
        "note": gettext(method.note),
        "protects": method.protects,
    }


def phases() -> list[tuple[str, str]]:
    """Return the six phases."""
    return [(each, place_name(each)) for each in PHASES]


def conflict_html(
    page: PlanPage, conflict: PlanConflict, pairs: Sequence[tuple[str, str]]
) -> SafeString:
    """Return both plans, with the ways out of which none loses anything."""
    begins = page.definition.scenario.begins
    context = {
        **page.frame(),
        "sentence": translated(conflict.message),
        "version": conflict.version,
        "sides": [
            {"name": gettext("Here"), **read_context(conflict.mine, begins)},
            {"name": gettext("Saved elsewhere"), **read_context(conflict.theirs, begins)},
        ],
        "pairs": pairs,
        "may_add": len(page.opened.plans) < MOST_PLANS,
    }
    return render("conflict", context)


def read_context(draft: Draft, begins: str) -> dict[str, Any]:
    """Return a plan to be read."""
    return {
        "draft": draft,
        "rows": told_rows(draft.rows, begins),
        "measures": told_measures(draft.measures),
        "used": sum(row.minutes for row in draft.rows),
    }


def confirm_html(page: PlanPage) -> SafeString:
    """Return what is open in a plan, before it is handed in."""
    needed: list[Message] = missing(page.definition, page.draft)
    context = {
        **page.frame(),
        **stand_context(page),
        **read_context(page.draft, page.definition.scenario.begins),
        "findings": found_contexts(page.checked.findings),
        "needed": [translated(each) for each in needed],
        "check_share": page.definition.check_share,
        "rest": 100 - page.definition.check_share,
        "again": page.opened.stage is Stage.RETURNED,
    }
    return render("confirm", context)


def _is_here(page: PlanPage, number: int) -> bool:
    return page.plan is not None and page.plan.pk == number


def _outside(name: str, inner: str) -> SafeString:
    return mark_safe(f'<div id="{name}" hx-swap-oob="innerHTML">{inner}</div>')  # noqa: S308
