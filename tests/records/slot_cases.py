"""A course with experts who offer times."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from tests.records.grading_cases import Course, course
from xblocks.coaching.appointments import slots
from xblocks.coaching.domain.slots import Offer
from xblocks.coaching.records import Request, Slot
from xblocks.core.people import Actor, Role
from xblocks.roster.records import Company, District, PersonTopic

NOW = datetime(2027, 3, 1, 18, 0, tzinfo=UTC)
DAY = date(2027, 3, 10)
DESK = "block-v1:wbm+x+2027+type@wbm_coaching+block@desk"

_numbers = itertools.count(1)


def expert(made: Course, name: str, *districts: District, topics: tuple[str, ...] = ()) -> Actor:
    """Return an expert; without districts one who serves all."""
    actor = made.person(name, [Role.EXPERT], None, districts)
    for topic in topics:
        PersonTopic.objects.create(person_id=actor.person_id, topic=topic)
    return actor


def team(made: Course, name: str = "Adler", district: District | None = None) -> Company:
    return made.company(name, district)


def offer(actor: Actor, day: date = DAY, at: time = time(14), **options: Any) -> list[Slot]:
    """Publish times; the guard time is none unless told."""
    wanted = Offer(day, at, **({"guard": 0} | options))
    return slots.offer(actor, wanted, f"token-{next(_numbers)}", NOW)


def slot(actor: Actor, day: date = DAY, at: time = time(14), **options: Any) -> Slot:
    (made,) = offer(actor, day, at, **options)
    return made


def mark(actor: Actor, row: Slot) -> str:
    """Return what a page of the slot would send along."""
    return slots.own_slot(actor, row.pk).mark


def request_of(asker: Actor, expert_: Actor | None = None, **values: Any) -> Request:
    """Return a sent request of the topic ``role``."""
    company = Company.objects.filter(pk=asker.company).first()
    kept: dict[str, Any] = {
        "topic": "role",
        "state": "assigned" if expert_ else "new",
        "question": "How do I begin?",
        "situation": "Nobody knows my role.",
    }
    return Request.objects.create(
        course_key=asker.course_key,
        usage_key=DESK,
        asker_id=asker.person_id,
        company=company,
        district_id=company.district_id if company else None,
        expert_id=expert_.person_id if expert_ else None,
        created_at=NOW,
        updated_at=NOW,
        **(kept | values),
    )


__all__ = [
    "DAY",
    "NOW",
    "Course",
    "course",
    "expert",
    "mark",
    "offer",
    "request_of",
    "slot",
    "team",
    "time",
    "timedelta",
]
