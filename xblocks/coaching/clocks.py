"""Sets the clock of a request by the desk's targets and the holidays of its district."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from xblocks.coaching.definition import Desk
from xblocks.coaching.domain.clock import (
    DAY_MINUTES,
    OVERDUE_PERCENT,
    WARN_PERCENT,
    Clock,
    Region,
)
from xblocks.coaching.domain.values import Urgency
from xblocks.coaching.reach import desk_for
from xblocks.coaching.records import Request
from xblocks.core.holidays import german_holidays
from xblocks.host.dates import course_zone
from xblocks.roster.records import District


def region_of(district: District | None) -> Region:
    """Return zone and holidays of a district; nation-wide holidays while its states are unknown."""
    return Region(course_zone(), german_holidays(district.state_codes if district else ()))


def clock_of(request: Request) -> Clock:
    """Return the clock as it is kept."""
    return Clock(request.clock_used, request.clock_target, request.clock_since)


def restart(request: Request, now: datetime) -> None:
    """Let the clock run from 0: until a first reply, at most the time of the urgency."""
    request.escalated = 0
    _set(request, Clock(0, _target(request, first_target), now))


def resume(request: Request, now: datetime) -> None:
    """Let the clock run on after a first reply: the time of the urgency, less what was used."""
    if request.clock_since is None:
        target = _target(request, answer_target)
        _set(request, clock_of(request).run(now, target, region_of(request.district)))


def rest(request: Request, now: datetime) -> None:
    """Let the clock rest."""
    if request.clock_since is not None:
        _set(request, clock_of(request).rest(now, region_of(request.district)))


def _set(request: Request, clock: Clock) -> None:
    """Write the clock to the request. What a longer target puts off is warned of again."""
    region = region_of(request.district)
    request.clock_used, request.clock_target = clock.used, clock.target
    request.clock_since = clock.since
    request.warn_at = clock.reaches(WARN_PERCENT, region)
    request.due_at = clock.reaches(OVERDUE_PERCENT, region)
    used = clock.used * 100 // clock.target if clock.target else 0
    if clock.since is not None and used < request.escalated:
        request.escalated = WARN_PERCENT if used >= WARN_PERCENT else 0


def first_target(desk: Desk, urgency: Urgency) -> int:
    """Return the minutes until a first reply: at most those of the urgency."""
    return min(desk.first_reply * DAY_MINUTES, answer_target(desk, urgency))


def answer_target(desk: Desk, urgency: Urgency) -> int:
    """Return the minutes until an answer."""
    return desk.days(urgency) * DAY_MINUTES


def _target(request: Request, of: Callable[[Desk, Urgency], int]) -> int:
    """Return what the desk promises now; one that is gone promises what it did."""
    desk = desk_for(request)
    return request.clock_target if desk is None else of(desk, Urgency(request.urgency))
