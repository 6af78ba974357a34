"""Forgets what is no longer needed, after the periods the operator sets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from xblocks.core.holdings import Holding, Term
from xblocks.files.unused import sweep_unused, unused
from xblocks.privacy.registry import holdings, terms

UNUSED_FILES = "unused_files"


@dataclass(frozen=True)
class Forgotten:
    """How many things one term was over for. `days` None: it never ends."""

    holding: str
    term: str
    days: int | None
    count: int


def periods() -> Mapping[str, int | None]:
    """Return the days of each term: those of `WBM_RETENTION`, else its own; None is for ever.

    Raises ImproperlyConfigured for a term that does not exist, or days that are no whole number.
    """
    known = terms()
    chosen = getattr(settings, "WBM_RETENTION", {})
    if unknown := sorted(set(chosen) - set(known)):
        raise ImproperlyConfigured(
            f"WBM_RETENTION: {', '.join(unknown)} unknown; there are {', '.join(sorted(known))}"
        )
    for ident, days in chosen.items():
        if days is not None and (type(days) is not int or days < 0):
            raise ImproperlyConfigured(f"WBM_RETENTION: {ident} needs whole days, or None")
    return {ident: term.days for ident, term in known.items()} | dict(chosen)


def retain(now: datetime, *, dry_run: bool) -> list[Forgotten]:
    """Forget everything whose term is over, term by term; `dry_run` only counts.

    To be run daily outside a transaction; what is broken off goes on the next time. Last of all
    go files that nothing refers to any more.
    """
    days = periods()
    done = []
    for holding in holdings():
        for term in holding.terms:
            count = _expire(holding, days[term.ident], term, now, dry_run=dry_run)
            done.append(Forgotten(holding.ident, term.ident, days[term.ident], count))
    files = unused().count() if dry_run else sweep_unused()
    return [*done, Forgotten("files", UNUSED_FILES, 0, files)]


def _expire(
    holding: Holding, period: int | None, term: Term, now: datetime, *, dry_run: bool
) -> int:
    if period is None:
        return 0
    return holding.expire(term.ident, now - timedelta(days=period), dry_run=dry_run)
