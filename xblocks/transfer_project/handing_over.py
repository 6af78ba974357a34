"""What a team takes over from another exercise into a milestone: looked at first, then kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from xblocks.core.errors import Conflict, NotFound
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require_own_hand
from xblocks.core.text import gettext_noop
from xblocks.exercises.records import Exercise
from xblocks.exercises.team import TeamTable, tables_of
from xblocks.host import events
from xblocks.transfer_project.fields import HandoverField
from xblocks.transfer_project.reach import field_of, milestone_of, own_company, team_of
from xblocks.transfer_project.writing import Entry, Seen, keep_tables


class OfferChanged(Conflict):
    """What was looked at is no longer what would be handed over."""

    code = "offer_changed"
    sentence = gettext_noop(
        "Somebody in your team has changed the matrix meanwhile. Look at it again, then hand it"
        " over."
    )


@dataclass(frozen=True)
class Offer:
    """What can be handed over now. `mark` tells whether it is still what somebody has seen."""

    tables: Sequence[TeamTable]
    rows: bool
    mark: str


def offer(actor: Actor, exercise: Exercise, name: str, *, rows: bool) -> Offer:
    """Return what the team's other exercise tells this milestone, with `rows` person by person.

    Raises `NotAllowed`, `Masquerading`, `NoTeam`, `NotFound`.
    """
    require_own_hand(actor, Action.WRITE_PROJECT)
    definition = milestone_of(exercise)
    if not isinstance(field_of(definition, name), HandoverField):
        raise NotFound
    company = own_company(actor)
    found = tables_of(exercise.course_key, company, definition.milestone, rows=rows)
    text = json.dumps([asdict(each) for each in found])
    return Offer(found, rows, hashlib.sha256(text.encode()).hexdigest()[:16])


def hand_over(
    actor: Actor,
    exercise: Exercise,
    name: str,
    mark: str,
    seen: Seen,
    now: datetime,
    *,
    rows: bool,
) -> Entry:
    """Keep what was looked at in the milestone's field.

    Raises what `offer` and `save_field` raise, and `OfferChanged`.
    """
    found = offer(actor, exercise, name, rows=rows)
    if not found.tables or found.mark != mark:
        raise OfferChanged
    value: dict[str, Any] = {
        "at": now.isoformat(),
        "rows": rows,
        "tables": [asdict(each) for each in found.tables],
    }
    value = json.loads(json.dumps(value))
    kept = keep_tables(actor, exercise, name, value, seen, now)
    events.report(
        "transfer_project",
        "handed_over",
        course_key=exercise.course_key,
        usage_key=exercise.usage_key,
        user_ids=[each.user_id for each in team_of(own_company(actor)) if each.user_id],
        rows=rows,
    )
    return kept


def take_back(actor: Actor, exercise: Exercise, name: str, seen: Seen, now: datetime) -> Entry:
    """Leave the field empty again. Raises what `keep_tables` raises."""
    return keep_tables(actor, exercise, name, None, seen, now)
