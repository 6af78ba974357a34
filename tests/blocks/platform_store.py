"""What LMS and Studio keep and offer: accounts, fields, permissions, as they are named there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from opaque_keys.edx.keys import CourseKey, UsageKey
from xblock.core import XBlock
from xblock.exceptions import InvalidScopeError
from xblock.field_data import FieldData
from xblock.fields import BlockScope, UserScope

PREFIX = "edx-platform."


class Unused:
    """A service that is there, and that no block of ours may lean on."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        raise AssertionError(f"{self._name}.{attribute} was asked for")


@dataclass
class Visitor:
    """Somebody at a block. `masquerading` is an account of staff that looks as `user`."""

    user: User | AnonymousUser
    staff: bool = False
    global_staff: bool = False
    author: bool = False
    masquerading: bool = False


class UserService:
    """The account with the attributes the platform gives, by their names."""

    def __init__(self, visitor: Visitor, **given: Any) -> None:
        self._visitor = visitor
        self._given = given

    def get_current_user(self) -> Any:
        """Return the person; of nobody only that they are nobody is known."""
        user = self._visitor.user
        if not user.is_authenticated:
            attributes: dict[str, Any] = {"is_authenticated": False, "request_country_code": None}
            return SimpleNamespace(opt_attrs=_prefixed(attributes), full_name=None, emails=[])
        attributes = {
            "is_authenticated": True,
            "user_id": user.pk,
            "username": user.username,
            "anonymous_user_id": None,
            "deprecated_anonymous_user_id": None,
            "request_country_code": None,
            "user_is_staff": False,
            "user_is_global_staff": False,
            "user_is_beta_tester": False,
            "user_role": "student",
            "user_preferences": {"pref-lang": "en"},
            **self._given,
        }
        return SimpleNamespace(
            opt_attrs=_prefixed(attributes), full_name="Full Name", emails=[user.email]
        )


def _prefixed(attributes: Mapping[str, Any]) -> dict[str, Any]:
    return {PREFIX + name: value for name, value in attributes.items()}


@dataclass
class Platform:
    """What is kept between requests: the course as it is written, states, grades, ticks, events.

    `own_dates` are what instructors gave single accounts, by account and block; `unpublished` are
    blocks that only the LMS's preview shows, `parents` say where blocks stand.
    """

    authored: dict[tuple[str, str], Any] = field(default_factory=dict)
    states: dict[tuple[int | None, str, str], Any] = field(default_factory=dict)
    grades: dict[tuple[int, str], tuple[float, float]] = field(default_factory=dict)
    ticks: dict[tuple[int, str], float] = field(default_factory=dict)
    events: list[tuple[int | None, str, dict[str, Any]]] = field(default_factory=list)
    masquerading: bool = False
    own_dates: dict[tuple[int, str], Any] = field(default_factory=dict)
    unpublished: set[str] = field(default_factory=set)
    parents: dict[str, UsageKey] = field(default_factory=dict)

    def write(self, usage_key: str, **fields: Any) -> None:
        """Write a block into the course."""
        for name, value in fields.items():
            self.authored[usage_key, name] = value


class Fields(FieldData):
    """Field values; `writes` says which kind of scope may be written here."""

    def __init__(self, platform: Platform, writes: frozenset[UserScope]) -> None:
        self._platform = platform
        self._writes = writes

    def _place(self, block: XBlock, name: str) -> tuple[dict[Any, Any], Any]:
        scope = block.fields[name].scope
        usage_key = str(block.scope_ids.usage_id)
        if scope.user is UserScope.NONE:
            return self._platform.authored, (usage_key, name)
        return self._platform.states, (block.scope_ids.user_id, usage_key, name)

    def get(self, block: XBlock, name: str) -> Any:
        """Return a value; KeyError without one. A learner's own date lies over the author's."""
        own = block.scope_ids.user_id, str(block.scope_ids.usage_id)
        if name == "due" and own in self._platform.own_dates:
            return self._platform.own_dates[own]
        if name == "parent":
            return self._platform.parents[str(block.scope_ids.usage_id)]
        kept, key = self._place(block, name)
        return kept[key]

    def set(self, block: XBlock, name: str, value: Any) -> None:
        """Write a value where this platform lets it be written."""
        scope = block.fields[name].scope
        if scope.user not in self._writes or scope.block is not BlockScope.USAGE:
            raise InvalidScopeError(scope)
        kept, key = self._place(block, name)
        kept[key] = value

    def delete(self, block: XBlock, name: str) -> None:
        """Forget a value."""
        kept, key = self._place(block, name)
        del kept[key]


class Permissions:
    """What somebody may do in Studio."""

    def __init__(self, visitor: Visitor) -> None:
        self._visitor = visitor

    def can_read(self, _course_key: CourseKey) -> bool:
        """Whether they may read the course."""
        return self._visitor.author

    can_write = can_read
