"""The coordinator's page of monthly figures, and the same as a file."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from xblocks.coaching import figures as use_case
from xblocks.coaching.desk.words import topic_name
from xblocks.coaching.domain.suppression import SMALLEST, Protected
from xblocks.coaching.figures import REPLIED_WITHIN, Figures
from xblocks.core.errors import NotFound
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require
from xblocks.host.files import download
from xblocks.host.tables import BEGINNING, csv_line
from xblocks.roster.entrance import desk_page, for_actor

Row = tuple[str, list[str]]


@require_safe
@for_actor
def figures(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show a month in figures, the last one unless another is asked for."""
    require(actor, Action.OVERSEE)
    now = timezone.now()
    months = use_case.months(actor, now)
    month = _asked(request, months)
    found = use_case.figures(actor, month, now) if month else None
    return desk_page(
        request,
        actor,
        "wbm/coaching/figures.html",
        months=[(f"{each:%Y-%m}", month_name(each), each == month) for each in months],
        month=month_name(month) if month else "",
        wanted=f"{month:%Y-%m}" if month else "",
        figures=found,
        smallest=SMALLEST,
        districts=_district_names(found) if found else [],
        asked=_asked_rows(found) if found else [],
        replied=_parts(found.replied, _replied_names()) if found else [],
        closed=_parts(found.closed, _closed_names()) if found else [],
        typical=_days_text(found.typical) if found and found.typical is not None else "",
    )


@require_safe
@for_actor
def table(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Send the figures of a month as CSV, the same as on the page."""
    require(actor, Action.OVERSEE)
    now = timezone.now()
    month = _asked(request, use_case.months(actor, now))
    if month is None:
        raise NotFound
    name = gettext("coaching")
    content = as_csv(use_case.figures(actor, month, now))
    return download(content, f"{name}-{month:%Y-%m}.csv", "text/csv")


def as_csv(found: Figures) -> str:
    """Return figures as CSV in the reader's language; what is held back is ``–``."""
    lines: list[list[str]] = [
        [gettext("Coaching"), month_name(found.month)],
        [
            gettext("– is a group under %(count)s, or one by which such a group could be told")
            % {"count": SMALLEST}
        ],
        [],
        [gettext("Requests sent"), *_district_names(found), gettext("All")],
        *([name, *cells] for name, cells in _asked_rows(found)),
        [],
        [gettext("First replies, by working days")],
        *([name, *cells] for name, cells in _parts(found.replied, _replied_names())),
        [
            gettext("Half of the first replies came within"),
            "–" if found.typical is None else _days_text(found.typical),
        ],
        [],
        [gettext("Closed requests")],
        *([name, *cells] for name, cells in _parts(found.closed, _closed_names())),
    ]
    return BEGINNING + "".join(csv_line(line) for line in lines)


def month_name(month: date) -> str:
    """Return a month in words, e.g. ``March 2027``."""
    return date_format(month, "F Y")


def _asked(request: HttpRequest, months: list[date]) -> date | None:
    """Return the month asked for, else the last; raises `NotFound` for one without figures."""
    wanted = request.GET.get("month")
    if wanted is None:
        return months[0] if months else None
    found = next((each for each in months if f"{each:%Y-%m}" == wanted), None)
    if found is None:
        raise NotFound
    return found


def _asked_rows(found: Figures) -> list[Row]:
    names = [*(topic_name(topic) for topic in found.topics), gettext("All")]
    return [
        (name, [_count(count) for count in line])
        for name, line in zip(names, found.asked.rows, strict=True)
    ]


def _parts(parts: Protected, names: list[str]) -> list[Row]:
    return [
        (name, [_count(count)])
        for name, count in zip([*names, gettext("All")], parts.rows[0], strict=True)
    ]


def _district_names(found: Figures) -> list[str]:
    return [name or gettext("without a district") for name in found.districts]


def _replied_names() -> list[str]:
    names, before = [], -1
    for days in REPLIED_WITHIN:
        if before < 0:
            text = ngettext("within %(days)s working day", "within %(days)s working days", days)
            names.append(text % {"days": days})
        else:
            names.append(
                gettext("%(first)s to %(last)s working days") % {"first": before + 1, "last": days}
            )
        before = days
    return [*names, gettext("more than %(days)s working days") % {"days": before}]


def _closed_names() -> list[str]:
    return [gettext("Solved"), gettext("Not solved"), gettext("Taken back")]


def _days_text(days: int) -> str:
    text = ngettext("%(days)s working day", "%(days)s working days", days)
    return text % {"days": days}


def _count(count: int | None) -> str:
    return "–" if count is None else number_format(count, force_grouping=True)


desk = "<str:course_key>/coaching/figures/"
patterns: list[URLPattern] = [
    path(desk, figures, name="coaching_figures"),
    path(desk + "table.csv", table, name="coaching_figures_table"),
]
