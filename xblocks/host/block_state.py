"""What learners did in our blocks, where the runtime keeps it (`Scope.user_state`).

Off the platform the setting `WBM_BLOCK_STATES` names a function that takes block types and returns
a store like `LmsStates`; without it there are no states.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string
from opaque_keys.edx.keys import CourseKey

from xblocks.core.definitions import BLOCK_TYPES
from xblocks.host import compat

State = tuple[str, dict[str, Any]]
"""Usage key, and the fields of one person by name."""


class States(Protocol):
    """The states of some types of blocks."""

    def of(self, user_id: int) -> Iterable[State]:
        """Return what one account did."""
        ...

    def erase(self, user_id: int) -> None:
        """Forget what one account did."""
        ...

    def expire(self, course_key: str, *, dry_run: bool) -> int:
        """Forget what all accounts did in a course, and return how many states that is."""
        ...


class LmsStates:
    """The rows of the LMS."""

    def __init__(self, block_types: frozenset[str]) -> None:
        self._rows = compat.block_states(block_types)

    def of(self, user_id: int) -> Iterable[State]:
        """Return what one account did."""
        own = self._rows.filter(student_id=user_id).order_by("pk")
        for usage_key, state in own.values_list("module_state_key", "state"):
            yield str(usage_key), json.loads(state or "{}")

    def erase(self, user_id: int) -> None:
        """Forget what one account did; the LMS clears its history along."""
        self._rows.filter(student_id=user_id).delete()

    def expire(self, course_key: str, *, dry_run: bool) -> int:
        """Forget what all accounts did in a course, and return how many states that is."""
        over = self._rows.filter(course_id=CourseKey.from_string(course_key))
        found = over.count()
        if not dry_run:
            over.delete()
        return int(found)


class NoStates:
    """Nothing is kept anywhere."""

    def of(self, _user_id: int) -> Iterable[State]:
        """Return nothing."""
        return ()

    def erase(self, _user_id: int) -> None:
        """Do nothing."""

    def expire(self, _course_key: str, *, dry_run: bool) -> int:
        """Forget nothing."""
        return 0


def states() -> States:
    """Return the states of all our blocks."""
    if compat.on_platform():
        return LmsStates(BLOCK_TYPES)
    named = getattr(settings, "WBM_BLOCK_STATES", "")
    return import_string(named)(BLOCK_TYPES) if named else NoStates()
