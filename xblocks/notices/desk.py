"""The inbox page, and the bell that says how much waits."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xblocks.core.errors import BadRequest
from xblocks.core.numbers import whole
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require
from xblocks.host.dates import long_date
from xblocks.notices import inbox as use_cases
from xblocks.notices.rhythm import Rhythm, choose, rhythm_of
from xblocks.roster.entrance import desk_page, for_actor, is_part


@require_safe
@for_actor
def inbox(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what waits for the person, the newest first."""
    return _page(request, actor)


@require_safe
@for_actor
def opened(_request: HttpRequest, actor: Actor, notice_id: int) -> HttpResponse:
    """Lead to what a notice is about; it is read then."""
    return redirect(use_cases.opened(actor, notice_id, timezone.now()))


@require_POST
@for_actor
def read(request: HttpRequest, actor: Actor, notice_id: int) -> HttpResponse:
    """Mark one notice as read."""
    use_cases.mark_read(actor, notice_id, timezone.now())
    return _after(request, actor)


@require_POST
@for_actor
def read_all(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Mark everything as read that stood on the page, not what came meanwhile."""
    use_cases.mark_all_read(actor, _moment(request.POST.get("until", "")), timezone.now())
    return _after(request, actor)


@require_safe
@for_actor
def bell(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Send the bell alone, for pages that load it after themselves."""
    require(actor, Action.SEE_INBOX)
    return HttpResponse(bell_html(actor))


@require_http_methods(["GET", "HEAD", "POST"])
@for_actor
def mails(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show how often mails come, and keep what the person chooses."""
    if request.method == "POST":
        choose(actor, request.POST.get("rhythm", ""), timezone.now())
        return redirect(reverse("wbm:inbox_mails", args=[actor.course_key]) + "?saved=1")
    chosen = rhythm_of(actor)
    choices = (
        (Rhythm.EACH, _("At once"), _("A mail for each notice.")),
        (Rhythm.DAILY, _("Once a day"), _("In the morning, all notices in one mail.")),
        (Rhythm.WEEKLY, _("Once a week"), _("On Monday morning, all notices in one mail.")),
    )
    return desk_page(
        request,
        actor,
        "wbm/notices/mails.html",
        choices=[(each.value, name, hint, each == chosen) for each, name, hint in choices],
        saved="saved" in request.GET,
        on_list=actor.person_id is not None,
    )


def bell_html(actor: Actor, *, again: bool = False) -> SafeString:
    """Return the way to the inbox with the number of unread notices, for blocks and heads.

    `again` is for answers of htmx: it takes the place of every bell on the page.
    """
    context = {
        "course_key": actor.course_key,
        "unread": use_cases.unread(actor),
        "again": again,
    }
    return render_to_string("wbm/notices/bell.html", context)


def _after(request: HttpRequest, actor: Actor) -> HttpResponse:
    if is_part(request):
        answer = _page(request, actor)
        answer.write(bell_html(actor, again=True))
        return answer
    return redirect(reverse("wbm:inbox", args=[actor.course_key]))


def _page(request: HttpRequest, actor: Actor) -> HttpResponse:
    page = use_cases.inbox(actor, whole(request.GET.get("page"), 5) or 1)
    return desk_page(
        request,
        actor,
        "wbm/notices/list.html" if is_part(request) else "wbm/notices/inbox.html",
        page=page,
        rows=[(row, long_date(row.told_at)) for row in page.rows],
        until=timezone.now().isoformat(),
    )


def _moment(text: str) -> datetime:
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None or timezone.is_naive(found):
        raise BadRequest
    return found
