"""A team's matrix as a file, out and in again, and on paper."""

from __future__ import annotations

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from xblocks.core.errors import Invalid, NotFound, Refusal
from xblocks.core.people import Actor
from xblocks.core.text import gettext_noop
from xblocks.exercises.records import Exercise
from xblocks.host.files import download, read_upload
from xblocks.host.translation import translated
from xblocks.needs_analysis.desk import heat
from xblocks.needs_analysis.desk.heat import Heading, Heat, Shows
from xblocks.needs_analysis.desk.own_frame import (
    FOLDER,
    LEVELS,
    SOURCES,
    anchor,
    answer,
    exercise_of,
    frame,
    render,
    url,
)
from xblocks.needs_analysis.desk.own_priorities import order_html
from xblocks.needs_analysis.domain.pseudonyms import next_code
from xblocks.needs_analysis.exchange.files import MOST_BYTES
from xblocks.needs_analysis.exchange.separated import csv_bytes
from xblocks.needs_analysis.exchange.tables import template_of
from xblocks.needs_analysis.exchange.workbook import workbook_bytes
from xblocks.needs_analysis.team import exchanging
from xblocks.needs_analysis.team.exchanging import Looked
from xblocks.needs_analysis.team.opening import opened
from xblocks.roster.entrance import desk_page, for_actor

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEMPLATE_ROWS = 20
SHOWN = 100
"""Problems and changes that are shown; more would only be read past."""


@require_safe
@ensure_csrf_cookie
@for_actor
def files(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Show what can be saved, taken in, printed."""
    exercise = exercise_of(actor, usage_key)
    return answer(request, actor, exercise, files_part(exercise))


def files_part(exercise: Exercise, **said: object) -> SafeString:
    """Return the page of files; `said` may hold notice, problem, looked and its changes."""
    context = {
        **frame(exercise, "files"),
        "xlsx_url": url(exercise, "file", "xlsx"),
        "csv_url": url(exercise, "file", "csv"),
        "template_url": url(exercise, "file", "template"),
        "print_url": url(exercise, "print"),
        "look_url": url(exercise, "look"),
        "take_url": url(exercise, "take"),
        "limit": filesizeformat(MOST_BYTES),
        **said,
    }
    return render("files", context)


@require_safe
@for_actor
def file(_request: HttpRequest, actor: Actor, usage_key: str, kind: str) -> HttpResponse:
    """Send the matrix as a workbook or CSV, or a workbook to be filled in."""
    exercise = exercise_of(actor, usage_key)
    grid = opened(actor, exercise).grid
    if kind == "csv":
        return download(csv_bytes(grid, gettext), "matrix.csv", "text/csv; charset=utf-8")
    if kind == "template":
        codes: list[str] = []
        while len(codes) < TEMPLATE_ROWS:
            codes.append(next_code(codes))
        grid = template_of(grid, codes)
    elif kind != "xlsx":
        raise NotFound
    name = "matrix-template.xlsx" if kind == "template" else "matrix.xlsx"
    return download(workbook_bytes(grid, gettext, _about()), name, XLSX)


@require_POST
@for_actor
def look(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Look at a file: every problem, or what it would change. Nothing is written."""
    exercise = exercise_of(actor, usage_key)
    try:
        upload = request.FILES.get("file")
        if upload is None:
            raise Invalid(gettext_noop("Choose a file first."))
        looked = exchanging.look_at(actor, exercise, read_upload(upload, MOST_BYTES))
    except Refusal as refusal:
        part = files_part(exercise, problem=translated(refusal.message))
        return answer(request, actor, exercise, part, refusal)
    part = files_part(exercise, looked=looked, name=upload.name, **_told(looked))
    return answer(request, actor, exercise, part)


@require_POST
@for_actor
def take(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Take over the file that was looked at."""
    exercise = exercise_of(actor, usage_key)
    refusal: Refusal | None = None
    try:
        exchanging.take_over(actor, exercise, request.POST.get("token", ""), timezone.now())
        said = {"notice": gettext("The matrix is now as the file says.")}
    except Refusal as refused:
        refusal, said = refused, {"problem": translated(refused.message)}
    return answer(request, actor, exercise, files_part(exercise, **said), refusal)


@require_safe
@for_actor
def printed(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Show the matrix to be printed, on A4 across."""
    exercise = exercise_of(actor, usage_key)
    grid = opened(actor, exercise).grid
    drawn = Heat(
        grid.matrix,
        [
            Heading(f"p{number}", each.code, each.activity)
            for number, each in enumerate(grid.people)
        ],
        [Heading(each.id, each.code, each.label) for each in grid.skills],
        gettext("Levels of people today and target levels"),
        name=f"{anchor(exercise)}-print",
        shows=Shows.LEVELS,
    )
    return desk_page(
        request,
        actor,
        f"{FOLDER}print.html",
        title=exercise.title,
        heat=heat.matrix_html(drawn) if grid.people and grid.skills else "",
        order=order_html(exercise, grid) if grid.skills else "",
        grid=grid,
        back_url=url(exercise, "files"),
        now=timezone.now(),
    )


def patterns_below(one: str) -> list[URLPattern]:
    """Return the addresses of files and print."""
    return [
        path(one + "files/", files, name="own_files"),
        path(one + "files/look/", look, name="own_look"),
        path(one + "files/take/", take, name="own_take"),
        path(one + "files/<str:kind>/", file, name="own_file"),
        path(one + "print/", printed, name="own_print"),
    ]


def _told(looked: Looked) -> dict[str, object]:
    kinds = {
        "added": gettext("added"),
        "changed": gettext("changed"),
        "removed": gettext("removed"),
    }
    counts = Counter((str(each.what), str(each.kind)) for each in looked.changes)
    whats = {
        "competence": gettext("Competences"),
        "profile": gettext("Profiles"),
        "person": gettext("People"),
    }
    return {
        "problems": [
            (each.sheet, each.cell, translated(each.message)) for each in looked.problems[:SHOWN]
        ],
        "more_problems": max(0, len(looked.problems) - SHOWN),
        "changes": [(each, whats[each.what], kinds[each.kind]) for each in looked.changes[:SHOWN]],
        "more_changes": max(0, len(looked.changes) - SHOWN),
        "counts": [
            (label, [(kinds[kind], counts[what, kind]) for kind in kinds if counts[what, kind]])
            for what, label in whats.items()
            if any(counts[what, kind] for kind in kinds)
        ],
        "warned": [(code, translated(message)) for code, message in looked.warnings[:SHOWN]],
    }


def _about() -> list[list[str]]:
    """Lines that tell who fills in the workbook what goes where."""
    levels = [f"{number} = {word}" for number, word in enumerate(LEVELS)]
    sources = [f"{sign.upper()} = {word}" for sign, word in SOURCES.items()]
    return [
        [gettext("How to fill it in")],
        [gettext("People: codes only, for example P07. Names are refused.")],
        [gettext("Levels, empty for not known:")],
        *([each] for each in levels),
        [gettext("Sources, who says so:")],
        *([each] for each in sources),
        [gettext("Priorities: urgency and importance from 1 to 3, x for occupational safety.")],
        [gettext("No formulas, no merged cells. New rows and columns are welcome.")],
    ]
