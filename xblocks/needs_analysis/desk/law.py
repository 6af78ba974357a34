"""The page “Funding and rights”: every rule with Stand, next review and source."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_safe

from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require
from xblocks.host.dates import day_of
from xblocks.needs_analysis.desk.law_words import groups_of
from xblocks.needs_analysis.domain.law import law
from xblocks.needs_analysis.domain.norms import AREAS
from xblocks.roster.entrance import desk_page, for_actor


@require_safe
@for_actor
def rules(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show all rules of funding and all rights, to everybody in the course."""
    require(actor, Action.ANALYSE)
    groups = groups_of(law(), day_of(timezone.now()))
    return desk_page(
        request,
        actor,
        "wbm/needs_analysis/law.html",
        funding=[each for each in groups if each.id in AREAS],
        rights=[each for each in groups if each.id not in AREAS],
        outdated=sum(norm.outdated for each in groups for norm in each.norms),
        unsure=sum(bool(norm.check) for each in groups for norm in each.norms),
    )


patterns: list[URLPattern] = [path("<str:course_key>/needs/law/", rules, name="needs_law")]
