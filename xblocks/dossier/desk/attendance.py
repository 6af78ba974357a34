"""The page on which trainers and coordinators note who was there."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from xblocks.core.errors import NotFound, Refusal
from xblocks.core.numbers import KEY_DIGITS, whole
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require
from xblocks.dossier import service
from xblocks.dossier.attendance import Sheet
from xblocks.dossier.domain import DAYS
from xblocks.dossier.refusals import NotOnSheet, SheetChanged
from xblocks.host.files import download
from xblocks.host.translation import translated
from xblocks.roster.entrance import desk_page, for_actor
from xblocks.roster.records import District

SEEN = "seen-"


@require_http_methods(["GET", "HEAD", "POST"])
@for_actor
def attendance(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show a district on a seminar day; a POST notes the whole day."""
    require(actor, Action.NOTE_ATTENDANCE)
    places = service.districts(actor)
    data = request.POST if request.method == "POST" else request.GET
    district = _chosen(places, data)
    if district is None:
        return desk_page(request, actor, "wbm/dossier/attendance.html", places=places, sheet=None)
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            _save(request.POST, actor, district)
        except (SheetChanged, NotOnSheet) as refused:
            refusal = refused
        else:
            query = urlencode(
                {"district": district.pk, "day": _number(data, "day"), "notice": "saved"}
            )
            return redirect(f"{reverse('wbm:attendance', args=[actor.course_key])}?{query}")
    sheet = service.sheet(actor, district, _number(data, "day") or 1)
    if not 1 <= sheet.day <= DAYS:
        raise NotFound
    if request.method != "POST" and "day" not in data:
        sheet = service.sheet(actor, district, _next_day(sheet))
    typed = request.POST.getlist("there") if isinstance(refusal, NotOnSheet) else None
    return desk_page(
        request,
        actor,
        "wbm/dossier/attendance.html",
        status=refusal.status if refusal else 200,
        sentence=translated(refusal.message) if refusal else "",
        pasted=request.POST.get("pasted", "") if isinstance(refusal, NotOnSheet) else "",
        saved=request.GET.get("notice") == "saved",
        places=places,
        sheet=sheet,
        rows=[
            (row, bool(row.there) if typed is None else str(row.person_id) in typed)
            for row in sheet.rows
        ],
        noted=any(row.notes for row in sheet.rows),
    )


@require_safe
@for_actor
def table(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Send all days of a district as CSV."""
    require(actor, Action.NOTE_ATTENDANCE)
    district = _chosen(service.districts(actor), request.GET)
    if district is None:
        raise NotFound
    content = service.table(
        actor,
        district,
        (gettext("Name"), gettext("Company"), gettext("Day %s")),
        (gettext("there"), gettext("not there"), ""),
    )
    name = gettext("attendance")
    return download(content, f"{name}-{district.name}.csv", "text/csv")


def _chosen(places: list[District], data: QueryDict) -> District | None:
    """Return the district asked for, else the first; raises `NotFound` for one out of reach."""
    if "district" not in data:
        return places[0] if places else None
    wanted = _number(data, "district")
    found = next((each for each in places if each.pk == wanted), None)
    if found is None:
        raise NotFound
    return found


def _save(data: QueryDict, actor: Actor, district: District) -> None:
    seen = {
        int(name.removeprefix(SEEN)): _number(data, name)
        for name in data
        if name.startswith(SEEN) and name.removeprefix(SEEN).isdecimal()
    }
    there = {int(each) for each in data.getlist("there") if each.isdecimal()}
    if "everybody" in data:
        there = set(seen)
    there |= service.found_in(actor, district, data.get("pasted", ""))
    service.save(actor, district, _number(data, "day"), there, seen, timezone.now())


def _next_day(sheet: Sheet) -> int:
    """Return the first day that is not noted for everybody, else the last."""
    open_days = (each.day for each in sheet.counts if each.noted < len(sheet.rows))
    return next(open_days, DAYS)


def _number(data: QueryDict, name: str) -> int:
    return whole(data.get(name), KEY_DIGITS) or 0
