"""The owner's pages: evidence, print, badge."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from xblocks.core.people import Actor
from xblocks.dossier import service
from xblocks.dossier.desk import shown
from xblocks.host import signing
from xblocks.host.course import course_face
from xblocks.host.files import download
from xblocks.roster.entrance import desk_page, for_actor


@require_safe
@for_actor
def dossier(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show somebody their own evidence, and what is still missing."""
    found = service.dossier(actor)
    now = timezone.now()
    return desk_page(
        request,
        actor,
        "wbm/dossier/evidence.html",
        **shown.facts(found.evidence, found.standing),
        links=[(link, shown.part_names(link.parts)) for link in service.own_links(actor, now)],
        signs=signing.can_sign(),
        ended=request.GET.get("notice") == "ended",
    )


@require_safe
@for_actor
def printed(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the evidence as a sheet of paper."""
    found = service.dossier(actor)
    return desk_page(
        request,
        actor,
        "wbm/dossier/print.html",
        **shown.facts(found.evidence, found.standing),
        person=found.person,
        course=course_face(actor.course_key).title,
        now=timezone.now(),
    )


@require_safe
@for_actor
def badge(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Send the certificate as a badge: ``?as=address`` tells the person by a hash."""
    found = service.badge(actor, with_name=request.GET.get("as") != "address")
    name = gettext("certificate")
    if found.signed:
        return download(found.content, f"{name}.jwt", "text/plain; charset=utf-8")
    return download(found.content, f"{name}.json", "application/ld+json")
