"""Companies and districts: names, districts of companies, federal states of districts."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from xblocks.core.errors import Conflict, Refusal
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, may
from xblocks.host.translation import translated
from xblocks.roster import places
from xblocks.roster.domain import STATES
from xblocks.roster.editing import NotAcceptable
from xblocks.roster.entrance import desk_page, for_actor
from xblocks.roster.records import Company, District

STATE_NAMES = {
    "BB": gettext_lazy("Brandenburg"),
    "BE": gettext_lazy("Berlin"),
    "BW": gettext_lazy("Baden-Württemberg"),
    "BY": gettext_lazy("Bavaria"),
    "HB": gettext_lazy("Bremen"),
    "HE": gettext_lazy("Hesse"),
    "HH": gettext_lazy("Hamburg"),
    "MV": gettext_lazy("Mecklenburg-Western Pomerania"),
    "NI": gettext_lazy("Lower Saxony"),
    "NW": gettext_lazy("North Rhine-Westphalia"),
    "RP": gettext_lazy("Rhineland-Palatinate"),
    "SH": gettext_lazy("Schleswig-Holstein"),
    "SL": gettext_lazy("Saarland"),
    "SN": gettext_lazy("Saxony"),
    "ST": gettext_lazy("Saxony-Anhalt"),
    "TH": gettext_lazy("Thuringia"),
}


@require_safe
@for_actor
def overview(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show all districts and companies of the course."""
    return desk_page(
        request,
        actor,
        "wbm/roster/places.html",
        districts=[
            (found, sorted(str(STATE_NAMES[code]) for code in found.states.split("|") if code))
            for found in places.districts(actor)
        ],
        companies=places.companies(actor),
        saved=request.GET.get("notice") == "saved",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_actor
def company(request: HttpRequest, actor: Actor, place_id: int) -> HttpResponse:
    """Show the form of a company, or save its name and district."""
    found = places.company(actor, place_id)
    if request.method != "POST":
        return _company_page(request, actor, found)
    found.name = request.POST.get("name", "")
    key = request.POST.get("district", "")
    try:
        places.rename_company(
            actor, place_id, found.name, key, before=request.POST.get("before", "")
        )
    except (NotAcceptable, Conflict) as refusal:
        return _company_page(request, actor, found, refusal, key)
    return _saved(actor)


@require_http_methods(["GET", "HEAD", "POST"])
@for_actor
def district(request: HttpRequest, actor: Actor, place_id: int) -> HttpResponse:
    """Show the form of a district, or save its name and federal states."""
    found = places.district(actor, place_id)
    if request.method != "POST":
        return _district_page(request, actor, found)
    found.name = request.POST.get("name", "")
    found.states = "|".join(request.POST.getlist("states"))
    try:
        places.rename_district(
            actor,
            place_id,
            found.name,
            request.POST.getlist("states"),
            before=request.POST.get("before", ""),
        )
    except (NotAcceptable, Conflict) as refusal:
        return _district_page(request, actor, found, refusal)
    return _saved(actor)


def _saved(actor: Actor) -> HttpResponse:
    return redirect(reverse("wbm:roster_places", args=[actor.course_key]) + "?notice=saved")


def _company_page(
    request: HttpRequest,
    actor: Actor,
    found: Company,
    refusal: Refusal | None = None,
    chosen: str = "",
) -> HttpResponse:
    chosen = chosen or found.district.key
    return _page(
        request,
        actor,
        places.company(actor, found.pk).name,
        refusal,
        company=found,
        districts=[(one, one.key == chosen) for one in places.districts(actor)],
    )


def _district_page(
    request: HttpRequest, actor: Actor, found: District, refusal: Refusal | None = None
) -> HttpResponse:
    return _page(
        request,
        actor,
        places.district(actor, found.pk).name,
        refusal,
        district=found,
        states=sorted(
            ((code, str(STATE_NAMES[code]), code in found.states.split("|")) for code in STATES),
            key=lambda state: state[1],
        ),
    )


def _page(
    request: HttpRequest, actor: Actor, stored: str, refusal: Refusal | None, **context: Any
) -> HttpResponse:
    """Render the form; `stored` is the name as it stands, whatever was typed."""
    message = refusal.message if refusal else None
    if isinstance(refusal, NotAcceptable):
        message = refusal.problems[0].message
    return desk_page(
        request,
        actor,
        "wbm/roster/place.html",
        status=refusal.status if refusal else 200,
        stored=stored,
        sentence=translated(message) if message else "",
        may_edit=may(actor, Action.EDIT_ROSTER),
        **context,
    )
