"""Two field types and two exceptions that XBlock 5.2 does not have yet.

The platform of that time keeps them in its own `xmodule`. The preview and the problem and
video blocks of xblocks-contrib ask XBlock for them; our blocks do not.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from xblock import exceptions, fields

from course_export.checks.values import moment

UNITS = ("days", "hours", "minutes", "seconds")


class Date(fields.JSONField):
    """A moment, written in the free forms the platform reads."""

    MUTABLE = False

    def from_json(self, value: Any) -> datetime | None:
        """Return the moment; None when there is none."""
        return value if isinstance(value, datetime) else moment(value)

    def to_json(self, value: datetime | None) -> str | None:
        """Return the moment in UTC."""
        return value.strftime("%Y-%m-%dT%H:%M:%SZ") if value else None

    enforce_type = from_json


class Timedelta(fields.JSONField):
    """A duration such as ``2 days 4 hours``."""

    MUTABLE = False

    def from_json(self, value: Any) -> timedelta | None:
        """Return the duration; None when there is none."""
        if not isinstance(value, str):
            return value
        words = value.split()
        return timedelta(**{_unit(name): int(count) for count, name in zip(*[iter(words)] * 2)})  # noqa: B905

    def to_json(self, value: timedelta | None) -> str | None:
        """Return the duration in words."""
        return f"{value.days} days {value.seconds} seconds" if value is not None else None

    enforce_type = from_json


class NotFoundError(Exception):
    """What was asked of a block is not there."""


class ProcessingError(Exception):
    """A block could not do what was asked."""


def _unit(name: str) -> str:
    return next(unit for unit in UNITS if unit.startswith(name.rstrip("s")))


def complete() -> None:
    """Give XBlock what it lacks."""
    for module, added in (
        (fields, Date),
        (fields, Timedelta),
        (exceptions, NotFoundError),
        (exceptions, ProcessingError),
    ):
        if not hasattr(module, added.__name__):
            setattr(module, added.__name__, added)
