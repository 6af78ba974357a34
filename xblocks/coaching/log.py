"""The steps of a request: who did what when, without a word of what was written to each other."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from xblocks.coaching.records import Request, RequestStep
from xblocks.coaching.reporting import report_step
from xblocks.core.people import Actor


class Verb(StrEnum):
    """What is logged. `RELEASED`: who had it takes part no more."""

    SENT = "sent"
    CLAIMED = "claimed"
    HANDED_OVER = "handed_over"
    GIVEN_BACK = "given_back"
    REASSIGNED = "reassigned"
    RELEASED = "released"
    REPLIED = "replied"
    ASKED_BACK = "asked_back"
    WROTE = "wrote"
    CLOSED = "closed"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"
    WARNED = "warned"
    OVERDUE = "overdue"
    UNANSWERABLE = "unanswerable"


PLACING = (
    Verb.SENT,
    Verb.CLAIMED,
    Verb.HANDED_OVER,
    Verb.GIVEN_BACK,
    Verb.REASSIGNED,
    Verb.RELEASED,
    Verb.REOPENED,
)
"""Steps after which others may answer than before."""


def log(
    request: Request,
    actor: Actor | None,
    verb: Verb,
    now: datetime,
    *,
    other: int | None = None,
    reason: str = "",
) -> None:
    """Write a step, and report what concerns who asked; without an actor the clock did it."""
    RequestStep.objects.create(
        request=request,
        person_id=actor.person_id if actor else None,
        other_id=other,
        verb=verb,
        reason=reason,
        at=now,
    )
    report_step(request, verb)


def was_told_unanswerable(request: Request) -> bool:
    """Whether the coordinators know that nobody can answer a request as it lies now."""
    verbs = (*PLACING, Verb.UNANSWERABLE)
    steps = RequestStep.objects.filter(request=request, verb__in=verbs).order_by("-id")
    return steps.values_list("verb", flat=True).first() == Verb.UNANSWERABLE
