"""The comment library: chosen from while reviewing, kept, shared, tidied up."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from xblocks.core.errors import NotFound, Refusal
from xblocks.core.numbers import whole
from xblocks.core.people import Actor, Role
from xblocks.core.permissions import Action, require, require_own_hand
from xblocks.grading import service
from xblocks.grading.records import LibraryComment
from xblocks.host.translation import translated
from xblocks.roster.entrance import desk_page, for_actor, is_part

MAX_QUERY = 100


@require_safe
@for_actor
def library(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the whole library."""
    require(actor, Action.GRADE)
    wanted = request.GET.get("q", "").strip()[:MAX_QUERY]
    return desk_page(
        request,
        actor,
        "wbm/grading/library.html",
        rows=[(each, _may_remove(actor, each)) for each in _matching(actor, "", wanted)],
        wanted=wanted,
        saved="saved" in request.GET,
    )


@require_safe
@for_actor
def choose(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Offer the comments for a criterion, to be put into a field of the sheet."""
    require(actor, Action.GRADE)
    criterion = request.GET.get("criterion", "")
    wanted = request.GET.get("q", "").strip()[:MAX_QUERY]
    return desk_page(
        request,
        actor,
        "wbm/grading/choose.html",
        comments=_matching(actor, criterion, wanted),
        criterion=criterion,
        into=request.GET.get("into", ""),
        wanted=wanted,
    )


@require_POST
@for_actor
def keep(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Put a comment into the library, or share one's own, or stop sharing it."""
    require_own_hand(actor, Action.GRADE)
    source = request.POST.get("from", "")
    text = request.POST.get(source if source else "text", "").replace("\r\n", "\n")
    shared = request.POST.get("shared") == "1"
    criterion = request.POST.get("criterion", "")
    try:
        kept = service.keep_comment(actor, text, criterion_label=criterion, shared=shared)
    except Refusal as refusal:
        if not is_part(request):
            raise
        response = desk_page(
            request,
            actor,
            "wbm/grading/kept.html",
            status=refusal.status,
            sentence=translated(refusal.message),
        )
        response["X-WBM-Refusal"] = refusal.code
        return response
    if is_part(request):
        return desk_page(request, actor, "wbm/grading/kept.html", kept=kept)
    return redirect(reverse("wbm:grading_comments", args=[actor.course_key]) + "?saved")


@require_POST
@for_actor
def use(request: HttpRequest, actor: Actor, comment_id: int) -> HttpResponse:
    """Count a use; the text is in the page already."""
    service.use_comment(actor, comment_id)
    return HttpResponse(status=204)


@require_POST
@for_actor
def remove(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Take a comment out of the library."""
    require_own_hand(actor, Action.GRADE)
    comment = whole(request.POST.get("comment"))
    if comment is None:
        raise NotFound
    service.remove_comment(actor, comment)
    return redirect(reverse("wbm:grading_comments", args=[actor.course_key]) + "?saved")


def _matching(actor: Actor, criterion: str, wanted: str) -> list[LibraryComment]:
    found = service.library(actor, criterion)
    return [each for each in found if wanted.casefold() in each.text.casefold()]


def _may_remove(actor: Actor, comment: LibraryComment) -> bool:
    return comment.owner_id == actor.user_id or (comment.shared and actor.has(Role.COORDINATOR))
