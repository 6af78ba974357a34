"""Pages for those who write the course."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from course_export.preview import matrices, role_plays
from course_export.preview.chrome import chrome_of
from course_export.preview.loaded import current
from course_export.preview.models import Event
from xblocks.core.errors import NotAllowed

SHOWN = 200
ENTERED = "style_matrix"
PIECES = settings.HERE / "templates" / "preview" / "pieces"


@require_safe
@ensure_csrf_cookie
@transaction.non_atomic_requests
def events(request: HttpRequest) -> HttpResponse:
    """Show what blocks reported lately, newest first."""
    if not chrome_of(request).is_author:
        raise NotAllowed
    course = current()
    rows = Event.objects.select_related("user").order_by("-pk")[:SHOWN]
    found = [(row, course.entries.get(row.usage_key)) for row in rows]
    return render(request, "preview/events.html", {"events": found})


@require_safe
@ensure_csrf_cookie
@transaction.non_atomic_requests
def style(request: HttpRequest) -> HttpResponse:
    """Show every piece of the design system with its markup."""
    entered = request.session.get(ENTERED, {})
    with translation.override("en"):
        found = matrices.drawn() | matrices.to_enter(reverse("preview:style_matrix"), entered)
        found |= role_plays.drawn()
    pieces = (*_pieces(), *(_drawn(head, html) for head, html in found.items()))
    return render(request, "preview/style.html", {"pieces": pieces})


@require_POST
@transaction.non_atomic_requests
def style_matrix(request: HttpRequest) -> HttpResponse:
    """Take a level into the matrix of the style page, for this session alone."""
    entered = request.session.get(ENTERED, {})
    with translation.override("en"):
        html = matrices.answer(request.POST.dict(), entered, reverse("preview:style_matrix"))
    request.session[ENTERED] = entered
    return HttpResponse(html)


@dataclass(frozen=True)
class Piece:
    """A piece of the design system: its name, when to use it, its markup and how that looks."""

    title: str
    note: str
    source: str
    html: SafeString


@cache
def _pieces() -> tuple[Piece, ...]:
    """Read the pieces; the first line of each file says what it is."""
    return tuple(_piece(path.read_text(encoding="utf-8")) for path in sorted(PIECES.glob("*.html")))


def _piece(text: str) -> Piece:
    head, _line, source = text.partition("\n")
    return _drawn(head.strip("{}# "), mark_safe(source.strip()))  # noqa: S308 - a file of ours


def _drawn(head: str, html: SafeString) -> Piece:
    title, _dash, note = head.partition(" – ")
    return Piece(title, note, html.strip(), html)  # stripped it is plain text again
