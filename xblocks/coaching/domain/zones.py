"""When the clocks of a time zone are changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Change:
    """A change of the clock. `onset` is what the clock showed before, without a zone.

    `before` and `after` are the offsets to UTC, `name` is the abbreviation after it.
    """

    onset: datetime
    before: timedelta
    after: timedelta
    name: str
    summer: bool


def changes(zone: tzinfo, first: int, last: int) -> Iterator[Change]:
    """Yield the changes from the year `first` up to and with `last`, in the order of time.

    The first is no change but how the clock stood when `first` began, so that every moment after
    has one before it.
    """
    moment = datetime(first, 1, 1, tzinfo=UTC)
    yield _change(moment, zone, _offset(moment, zone))
    while moment.year <= last:
        following = moment + DAY
        if _offset(moment, zone) != _offset(following, zone):
            at = _found(moment, following, zone)
            yield _change(at, zone, _offset(moment, zone))
        moment = following


def _found(before: datetime, after: datetime, zone: tzinfo) -> datetime:
    """Return the first second with the offset of `after`."""
    while after - before > SECOND:
        middle = before + (after - before) // SECOND // 2 * SECOND
        if _offset(middle, zone) == _offset(before, zone):
            before = middle
        else:
            after = middle
    return after


def _change(at: datetime, zone: tzinfo, before: timedelta) -> Change:
    local = at.astimezone(zone)
    return Change(
        onset=(at + before).replace(tzinfo=None),
        before=before,
        after=_offset(at, zone),
        name=local.tzname() or "",
        summer=bool(local.dst()),
    )


def _offset(moment: datetime, zone: tzinfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()
