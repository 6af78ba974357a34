"""The page that says what is kept, and hands people their own data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from xblocks.core.holdings import Holding, Term
from xblocks.core.people import Actor, Role
from xblocks.core.permissions import Action, require, require_own_hand
from xblocks.privacy import subjects
from xblocks.privacy.exporting import export
from xblocks.privacy.registry import holdings
from xblocks.privacy.retaining import periods
from xblocks.roster.entrance import desk_page, for_actor

DAYS_OF_A_YEAR = 365


@dataclass(frozen=True)
class Card:
    """A holding in the reader's language; `terms` say how long what is kept."""

    ident: str
    title: str
    what: str
    why: str
    readers: str
    leaving: str
    terms: tuple[str, ...]


@require_safe
@for_actor
def privacy(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what every part of the suite keeps, why, who sees it and how long."""
    require(actor, Action.SEE_PRIVACY)
    days = periods()
    return desk_page(
        request,
        actor,
        "wbm/privacy/page.html",
        cards=[_card(each, days) for each in reversed(holdings())],
        notice=getattr(settings, "WBM_PRIVACY_NOTICE_URL", ""),
        coordinates=actor.has(Role.COORDINATOR),
    )


@require_POST
@for_actor
def download(_request: HttpRequest, actor: Actor) -> HttpResponse:
    """Send the person everything about them, in all courses. Nobody gets that of another."""
    require_own_hand(actor, Action.SEE_PRIVACY)
    who = subjects.of_account(actor.user_id)
    pieces = export(who, timezone.now(), get_language() or "en")
    response = StreamingHttpResponse(pieces, content_type="application/zip")
    name = gettext("my-data") + ".zip"
    response["Content-Disposition"] = content_disposition_header(True, name)  # noqa: FBT003
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _card(holding: Holding, days: Mapping[str, int | None]) -> Card:
    return Card(
        holding.ident,
        gettext(holding.title),
        gettext(holding.what),
        gettext(holding.why),
        gettext(holding.readers),
        gettext(holding.leaving),
        tuple(_told(term, days[term.ident]) for term in holding.terms),
    )


def _told(term: Term, days: int | None) -> str:
    words = {"what": gettext(term.what), "since": gettext(term.since)}
    if days is None:
        return gettext("%(what)s: as long as your account exists") % words
    if days and not days % DAYS_OF_A_YEAR:
        years = days // DAYS_OF_A_YEAR
        told = ngettext(
            "%(what)s: %(count)s year %(since)s", "%(what)s: %(count)s years %(since)s", years
        )
        return told % {**words, "count": years}
    told = ngettext("%(what)s: %(count)s day %(since)s", "%(what)s: %(count)s days %(since)s", days)
    return told % {**words, "count": days}
