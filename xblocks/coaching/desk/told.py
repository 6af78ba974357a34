"""Where the notices of a request lead: each reader to their own page of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_safe

from xblocks.coaching.domain.values import State
from xblocks.coaching.reach import ASKING, side_of
from xblocks.coaching.records import Request
from xblocks.coaching.telling import request_path
from xblocks.core.errors import NotFound
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, may, require
from xblocks.notices import service as notices
from xblocks.roster.entrance import for_actor

FOR_ASKERS = "wbm:coaching_own"
FOR_EXPERTS = "wbm:coaching_request"
FOR_COORDINATORS = "wbm:coaching_oversight"


@require_safe
@for_actor
def told(_request: HttpRequest, actor: Actor, request_id: int) -> HttpResponse:
    """Lead to the page of a request that is the reader's; the notices of it are read then."""
    require(actor, Action.SEE_INBOX)
    now = timezone.now()
    found = Request.objects.filter(pk=request_id, course_key=actor.course_key).first()
    if found is None:
        raise NotFound
    notices.seen(actor, request_path(actor.course_key, found.pk), now)
    side = side_of(actor, found, now)
    if side in ASKING:
        return redirect(FOR_ASKERS, actor.course_key, found.pk)
    if side is not None:
        return redirect(FOR_EXPERTS, actor.course_key, found.pk)
    if may(actor, Action.OVERSEE) and found.state != State.DRAFT:
        return redirect(FOR_COORDINATORS, actor.course_key)
    raise NotFound


patterns: list[URLPattern] = [
    path("<str:course_key>/coaching/told/<int:request_id>/", told, name="coaching_told"),
]
