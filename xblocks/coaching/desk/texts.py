"""The expert's page of text blocks: write, change, remove; used while answering."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from xblocks.coaching import textblocks
from xblocks.coaching.domain.values import MESSAGE_LENGTH
from xblocks.coaching.records import TextBlock
from xblocks.core.errors import NotFound, Refusal
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require, require_own_hand
from xblocks.roster.entrance import desk_page, for_actor

NOTICES = {
    "kept": gettext_lazy("The text is kept."),
    "removed": gettext_lazy("The text is removed."),
}


@require_http_methods(["GET", "HEAD", "POST"])
@for_actor
def texts(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show one's texts; a POST keeps a new one."""
    require(actor, Action.ANSWER)
    if request.method != "POST":
        return _page(request, actor)
    return _keep(request, actor, None)


@require_http_methods(["GET", "HEAD", "POST"])
@for_actor
def text(request: HttpRequest, actor: Actor, text_id: int) -> HttpResponse:
    """Show one text to be changed; a POST changes it."""
    require(actor, Action.ANSWER)
    kept = textblocks.own_text(actor, text_id)
    if request.method != "POST":
        return _page(request, actor, kept)
    return _keep(request, actor, kept)


@require_POST
@for_actor
def remove(_request: HttpRequest, actor: Actor, text_id: int) -> HttpResponse:
    """Remove a text."""
    textblocks.remove_text(actor, text_id)
    return redirect(_address(actor) + "?done=removed")


@require_POST
@for_actor
def use(_request: HttpRequest, actor: Actor, text_id: int) -> HttpResponse:
    """Count a use; the text is in the page already."""
    textblocks.use_text(actor, text_id)
    return HttpResponse(status=204)


def _keep(request: HttpRequest, actor: Actor, kept: TextBlock | None) -> HttpResponse:
    require_own_hand(actor, Action.ANSWER)
    title, written = request.POST.get("title", ""), request.POST.get("text", "")
    try:
        textblocks.keep_text(actor, title, written, kept.pk if kept else None)
    except NotFound:
        raise
    except Refusal as refusal:
        return _page(request, actor, kept, refusal)
    return redirect(_address(actor) + "?done=kept")


def _page(
    request: HttpRequest,
    actor: Actor,
    kept: TextBlock | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    """Show the list and the form: empty, with a text to be changed, or with what was refused."""
    return desk_page(
        request,
        actor,
        "wbm/coaching/texts.html",
        refusal=refusal,
        notice=NOTICES.get(request.GET.get("done", "")),
        rows=textblocks.texts(actor),
        kept=kept,
        title=request.POST.get("title", "") if refusal else kept.title if kept else "",
        written=request.POST.get("text", "") if refusal else kept.text if kept else "",
        title_length=textblocks.TITLE_LENGTH,
        text_length=MESSAGE_LENGTH,
    )


def _address(actor: Actor) -> str:
    return reverse("wbm:coaching_texts", args=[actor.course_key])


desk = "<str:course_key>/coaching/texts/"
one = desk + "<int:text_id>/"
patterns: list[URLPattern] = [
    path(desk, texts, name="coaching_texts"),
    path(one, text, name="coaching_text"),
    path(one + "remove/", remove, name="coaching_text_gone"),
    path(one + "use/", use, name="coaching_text_use"),
]
