"""For which teams or districts a trainer may open a board that has none yet."""

from __future__ import annotations

from collections.abc import Sequence

from xblocks.core.people import Actor, Role
from xblocks.moderation.records import Board
from xblocks.roster.records import Company, District


def groups_without(actor: Actor, group: str, boards: Sequence[Board]) -> list[tuple[int, str]]:
    """Return the trainer's teams or districts without a board, by id and name; else nothing."""
    if not actor.has(Role.TRAINER):
        return []
    if group == "team":
        teams = Company.objects.filter(course_key=actor.course_key, district__in=actor.districts)
        found = teams.exclude(pk__in=[each.company_id for each in boards if each.company_id])
        return list(found.order_by("name").values_list("pk", "name"))
    if group == "district":
        places = District.objects.filter(pk__in=actor.districts)
        there = places.exclude(pk__in=[each.district_id for each in boards if each.district_id])
        return list(there.order_by("name").values_list("pk", "name"))
    return []
