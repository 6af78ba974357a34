"""Companies and districts: names, districts of companies, federal states of districts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from xblocks.core.errors import Refusal
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, may
from xblocks.host.translation import translated
from xblocks.roster import places
from xblocks.roster.domain import STATES
from xblocks.roster.editing import NotAcceptable
from xblocks.roster.entrance import desk_page, for_actor

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
    return _page(request, actor)


@require_POST
@for_actor
def company(request: HttpRequest, actor: Actor, place_id: int) -> HttpResponse:
    """Save a company's name and district."""
    try:
        places.rename_company(
            actor,
            place_id,
            request.POST.get("name", ""),
            request.POST.get("district", ""),
            before=request.POST.get("before", ""),
        )
    except Refusal as refusal:
        return _page(request, actor, refusal)
    return _saved(actor)


@require_POST
@for_actor
def district(request: HttpRequest, actor: Actor, place_id: int) -> HttpResponse:
    """Save a district's name and federal states."""
    try:
        places.rename_district(
            actor,
            place_id,
            request.POST.get("name", ""),
            request.POST.getlist("states"),
            before=request.POST.get("before", ""),
        )
    except Refusal as refusal:
        return _page(request, actor, refusal)
    return _saved(actor)


def _saved(actor: Actor) -> HttpResponse:
    return redirect(reverse("wbm:roster_places", args=[actor.course_key]) + "?notice=saved")


def _page(request: HttpRequest, actor: Actor, refusal: Refusal | None = None) -> HttpResponse:
    districts = places.districts(actor)
    message = refusal.message if refusal else None
    if isinstance(refusal, NotAcceptable):
        message = refusal.problems[0].message
    return desk_page(
        request,
        actor,
        "wbm/roster/places.html",
        status=refusal.status if refusal else 200,
        districts=[
            (
                found,
                [(code, STATE_NAMES[code], code in found.states.split("|")) for code in STATES],
            )
            for found in districts
        ],
        companies=places.companies(actor),
        sentence=translated(message) if message else "",
        saved=request.GET.get("notice") == "saved",
        may_edit=may(actor, Action.EDIT_ROSTER),
    )
