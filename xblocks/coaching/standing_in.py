"""Who stands in for whom today, as an expert should know when they come to their desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from xblocks.coaching.records import Absence
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require
from xblocks.host.dates import day_of


@dataclass(frozen=True)
class Standing:
    """`away` is one's own absence today; `stands_in_for` are names."""

    away: Absence | None = None
    stands_in_for: Sequence[str] = ()


def standing(actor: Actor, now: datetime) -> Standing:
    """Return whether an expert is entered as away, and for whom they answer. One statement.

    Raises `NotAllowed`.
    """
    require(actor, Action.ANSWER)
    today = day_of(now)
    concerned = Q(person=actor.person_id) | Q(substitute=actor.person_id)
    found = Absence.objects.filter(
        concerned,
        since__lte=today,
        until__gte=today,
        person__course_key=actor.course_key,
        person__left_at=None,
    ).select_related("person", "substitute")
    rows = list(found.order_by("person__search_text", "id"))
    return Standing(
        away=next((each for each in rows if each.person_id == actor.person_id), None),
        stands_in_for=[each.person.name for each in rows if each.person_id != actor.person_id],
    )
