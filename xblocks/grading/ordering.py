"""Finds the works of one page of the queue, in a time that does not grow with their number.

The works of a shelf in a district stand sorted in an index. A page is the first rows of each such
index that counts, merged: one statement of many small parts, none of which reads further than the
page is long.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from itertools import product
from typing import Any

from django.db import connection

from xblocks.core.errors import BadRequest
from xblocks.grading.domain import Shelf

MAX_ID = 2**63 - 1


class Sort(StrEnum):
    """What a queue can be sorted by; the value is the column."""

    AGE = "handed_in_at"
    TEAM = "sort_name"
    EXERCISE = "title"
    DEADLINE = "sort_due"

    @property
    def is_time(self) -> bool:
        """Whether the column holds moments and not text."""
        return self in {Sort.AGE, Sort.DEADLINE}


@dataclass(frozen=True)
class Place:
    """A row's place in a sorted queue: the value of the sorted column, then the id."""

    value: str | datetime
    work_id: int

    def to_text(self) -> str:
        """Return the place as it stands in an address."""
        is_time = isinstance(self.value, datetime)
        value = self.value.isoformat() if isinstance(self.value, datetime) else self.value
        text = json.dumps([value, self.work_id, is_time])
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    @classmethod
    def from_text(cls, text: str, sort: Sort) -> Place:
        """Read what `to_text` wrote for the same sort; raises `BadRequest`."""
        try:
            raw = base64.urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4))
            value, work_id, is_time = json.loads(raw)
            if is_time is not sort.is_time or not 0 <= int(work_id) <= MAX_ID:
                raise BadRequest
            place = cls(_aware(value) if is_time else str(value), int(work_id))
            str(place.value).encode()
        except (ValueError, TypeError, OverflowError):
            raise BadRequest from None
        return place


@dataclass(frozen=True)
class Slice:
    """Which part of the queue is asked for.

    `districts` and `shelves` count together; `usage_key` None is every exercise; `before` names
    for each district the moment before which works were handed in, None leaves none out. `after`
    is the last row of the page before. `ascending` False turns the order.
    """

    districts: tuple[int, ...]
    shelves: tuple[Shelf, ...]
    sort: Sort
    usage_key: str | None = None
    before: Mapping[int, datetime] | None = None
    after: Place | None = None
    ascending: bool = True


def first_places(wanted: Slice, limit: int) -> list[Place]:
    """Return the first rows of a slice, at most `limit`, in one statement."""
    order = _order(wanted)
    found = _merged(wanted, limit, "place, id", f"ORDER BY place{order}, id{order} LIMIT %s")
    return [Place(_read(wanted.sort, value), work_id) for value, work_id in found]


def count_up_to(wanted: Slice, limit: int) -> int:
    """Return how many rows a slice has, but count no further than `limit`, in one statement."""
    return len(_merged(wanted, limit, "id", "LIMIT %s", ordered=False))


def _merged(
    wanted: Slice, limit: int, columns: str, end: str, *, ordered: bool = True
) -> list[tuple[Any, ...]]:
    parts: list[str] = []
    params: list[Any] = []
    for sql, values in _parts(wanted, limit, ordered=ordered):
        parts.append(f"SELECT {columns} FROM ({sql}) AS part{len(parts)}")  # noqa: S608
        params += values
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"{' UNION ALL '.join(parts)} {end}", [*params, limit])
        return list(cursor.fetchall())


def _parts(wanted: Slice, limit: int, *, ordered: bool) -> Iterator[tuple[str, list[Any]]]:
    """Yield one statement for each index range to read, with its values."""
    column = wanted.sort.value
    for district, shelf in product(wanted.districts, wanted.shelves):
        for range_sql, range_values, sorting in _ranges(wanted):
            where = ["district_id = %s", "shelf = %s", *range_sql]
            values: list[Any] = [district, shelf.value, *range_values]
            if wanted.usage_key is not None:
                where.insert(0, "usage_key = %s")
                values.insert(0, wanted.usage_key)
            if wanted.before is not None:
                where.append("handed_in_at < %s")
                values.append(_written(wanted.before[district]))
            # Column and order come from the enum above, everything else is a parameter.
            yield (
                f"SELECT {column} AS place, id FROM wbm_work WHERE {' AND '.join(where)} "  # noqa: S608
                f"{sorting if ordered else ''} LIMIT %s",
                [*values, limit],
            )


def _ranges(wanted: Slice) -> Iterable[tuple[list[str], list[Any], str]]:
    """Return the ranges behind `after` and their order: rows of its value, rows of later ones.

    Written as one condition with OR, the database would read the index from its beginning.
    MariaDB sorts rows of one value once more when it is told to sort by that value too.
    """
    column, order = wanted.sort.value, _order(wanted)
    by_value = f"ORDER BY {column}{order}, id{order}"
    if wanted.after is None:
        return [([], [], by_value)]
    sign = ">" if wanted.ascending else "<"
    value = _written(wanted.after.value)
    same = ([f"{column} = %s", f"id {sign} %s"], [value, wanted.after.work_id])
    return [
        (*same, f"ORDER BY id{order}"),
        ([f"{column} {sign} %s"], [value], by_value),
    ]


def _order(wanted: Slice) -> str:
    return "" if wanted.ascending else " DESC"


def _written(value: str | datetime) -> Any:
    """Return a value as the database holds it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value


def _read(sort: Sort, value: Any) -> str | datetime:
    """Return a value of the database as Python's."""
    if not sort.is_time:
        return str(value)
    return _aware(value if isinstance(value, str) else value.isoformat())


def _aware(text: str) -> datetime:
    """Read a moment; the database leaves out its time zone."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=connection.timezone)
    return moment.astimezone(UTC)
