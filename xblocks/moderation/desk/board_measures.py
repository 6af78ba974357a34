"""Measures on a board's page: what a group agreed on, and the forms for it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from xblocks.core.errors import BadRequest
from xblocks.core.numbers import row_key
from xblocks.moderation.board import measures, reading
from xblocks.moderation.board.measures import Values
from xblocks.moderation.board.membership import members
from xblocks.moderation.desk.board_notes import place
from xblocks.moderation.desk.board_view import View, render
from xblocks.moderation.records import BoardMeasure


def plan_html(view: View) -> SafeString:
    """Return the step in which measures are planned."""
    context = {
        **view.frame(),
        "measures": list_html(view),
        "form": _form_html(view, None, _choices(view)) if view.writes else "",
    }
    return render("plan", context)


def list_html(view: View) -> SafeString:
    """Return the measures of the step that is shown, each with its form."""
    choices = _choices(view)
    shown = [each for each in measures.of(view.here) if each.step == view.step.id]
    return format_html_join("", "{}", ((_one_html(view, each, choices),) for each in shown))


def who_of(measure: BoardMeasure) -> str:
    """Return who is responsible."""
    return measure.who.name if measure.who else measure.who_else


def values_of(form: QueryDict) -> Values:
    """Return what a form says of a measure; raises `BadRequest`."""
    return Values(
        what=form.get("what", ""),
        who=_number(form.get("who", "")),
        who_else=form.get("who_else", ""),
        until=_day(form.get("until", "")),
        sign=form.get("sign", ""),
        group=_number(form.get("group", "")),
    )


def _choices(view: View) -> dict[str, Any]:
    if not view.writes:
        return {}
    names = {
        each.id: each.heading or gettext("Without heading") for each in reading.groups(view.here)
    }
    return {
        "people": members(view.board),
        "groups": [{"id": key, "name": name} for key, name in names.items()],
    }


def _one_html(view: View, measure: BoardMeasure, choices: dict[str, Any]) -> SafeString:
    lacks = {
        gettext("what"): measure.what,
        gettext("who"): who_of(measure),
        gettext("by when"): measure.until,
        gettext("how it is recognised"): measure.sign,
    }
    about = measure.group.heading if measure.group else ""
    context = {
        **view.frame(),
        "measure": measure,
        "place": place(measure.pk, ""),
        "about": about,
        "who": who_of(measure),
        "open": ", ".join(name for name, value in lacks.items() if not value),
        "form": _form_html(view, measure, choices) if view.writes else "",
    }
    return render("measure", context)


def _form_html(view: View, measure: BoardMeasure | None, choices: dict[str, Any]) -> SafeString:
    key = measure.pk if measure else "new"
    context = {**view.frame(), **choices, "measure": measure, "id": f"{view.prefix}-f-{key}"}
    return render("measure_form", context)


def _number(text: str) -> int | None:
    return row_key(text) if text else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BadRequest from None
