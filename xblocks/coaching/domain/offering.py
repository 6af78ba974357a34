"""Defects of a desk's definition that its schema cannot see."""

from __future__ import annotations

from collections.abc import Iterator

from xblocks.coaching.definition import Desk
from xblocks.core.definitions import Finding
from xblocks.core.text import Message, gettext_noop

WARNINGS = frozenset({"slow-urgent", "no-way-out"})
"""Findings people can ask with all the same."""


def check(definition: Desk) -> list[Finding]:
    """Return what would promise people something false or leave them without help."""
    return [*_targets(definition), *_ways_out(definition), *_twice(definition)]


def _targets(definition: Desk) -> Iterator[Finding]:
    if definition.urgent > definition.soon:
        text = gettext_noop("Urgent requests take longer than those that are to be answered soon.")
        yield Finding("slow-urgent", ("urgent",), Message(text))


def _ways_out(definition: Desk) -> Iterator[Finding]:
    for field, text in (
        ("stop_signals", gettext_noop("Nothing says where coaching ends.")),
        ("referrals", gettext_noop("Nothing says where else to ask.")),
    ):
        if not getattr(definition, field):
            yield Finding("no-way-out", (field,), Message(text))


def _twice(definition: Desk) -> Iterator[Finding]:
    seen: set[str] = set()
    for number, referral in enumerate(definition.referrals):
        if referral.concern in seen:
            text = gettext_noop("“%(concern)s” stands on the list twice.")
            params = {"concern": referral.concern}
            yield Finding("referral-twice", ("referrals", number, "concern"), Message(text, params))
        seen.add(referral.concern)
