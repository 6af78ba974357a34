"""The clock of a request: minutes of working days, in the wall time of the course.

A working day has 1,440 minutes, nights count; weekends and public holidays of the asker's district
do not. Whole minutes are kept: each rest gives away less than one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from xblocks.core.calendar import (
    HolidaysOf,
    add_working_days,
    is_working_day,
    working_days_between,
)

DAY_MINUTES = 1440
WARN_PERCENT = 80
OVERDUE_PERCENT = 100

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Region:
    """Where the clock of a request hangs: its time zone and its public holidays."""

    zone: ZoneInfo
    holidays: HolidaysOf


@dataclass(frozen=True)
class Clock:
    """A clock as it stands. `since` is the moment it runs since, None while it rests.

    `used` are the minutes used before, `target` those there are in all.
    """

    used: int = 0
    target: int = 0
    since: datetime | None = None

    def spent(self, now: datetime, region: Region) -> int:
        """Return the minutes used up to now."""
        if self.since is None:
            return self.used
        return self.used + minutes_between(self.since, now, region)

    def run(self, now: datetime, target: int, region: Region) -> Clock:
        """Return the clock running on, with a target that may be another one."""
        return Clock(self.spent(now, region), target, now)

    def rest(self, now: datetime, region: Region) -> Clock:
        """Return the clock at rest."""
        return Clock(self.spent(now, region), self.target)

    def reaches(self, percent: int, region: Region) -> datetime | None:
        """Return when so much of the target is used; None while it rests.

        What was used up before is reached when it began to run again.
        """
        if self.since is None:
            return None
        left = self.target * percent // 100 - self.used
        return moment_after(self.since, max(left, 0), region)


def minutes_between(start: datetime, end: datetime, region: Region) -> int:
    """Return the whole working minutes from one moment to another; 0 when it is not later."""
    begun, ended = _wall(start, region), _wall(end, region)
    if ended <= begun:
        return 0
    first, last = begun.date(), ended.date()
    if first == last:
        counted = ended - begun if is_working_day(first, region.holidays) else timedelta()
        return counted // _MINUTE
    counted = _DAY * working_days_between(first, last, region.holidays)
    if is_working_day(last, region.holidays):
        counted -= _DAY - _of_day(ended)
    if is_working_day(first, region.holidays):
        counted += _DAY - _of_day(begun)
    return counted // _MINUTE


def moment_after(start: datetime, minutes: int, region: Region) -> datetime:
    """Return the first moment at which so many working minutes have passed since `start`.

    That is the end of a working day, not the beginning of the next one: midnight after Friday, not
    Monday. In UTC.
    """
    if minutes <= 0:
        return start
    begun, left = _wall(start, region), minutes * _MINUTE
    if is_working_day(begun.date(), region.holidays):
        today = _DAY - _of_day(begun)
        if left <= today:
            return _moment(begun + left, region)
        left -= today
    days = -(-left // _DAY)
    last = add_working_days(begun.date(), days, region.holidays)
    return _moment(datetime.combine(last, time.min) + left - (days - 1) * _DAY, region)


def _wall(moment: datetime, region: Region) -> datetime:
    return moment.astimezone(region.zone).replace(tzinfo=None)


def _moment(wall: datetime, region: Region) -> datetime:
    return wall.replace(tzinfo=region.zone).astimezone(UTC)


def _of_day(wall: datetime) -> timedelta:
    return wall - datetime.combine(wall.date(), time.min)
