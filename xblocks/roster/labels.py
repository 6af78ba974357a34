"""Names of roles, topics and columns in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext, gettext_lazy

from xblocks.core.people import Role
from xblocks.core.topics import Topic
from xblocks.roster.domain import ROLE_NAMES, TOPIC_NAMES, ChangeKind, Column

COLUMN_NAMES: Mapping[Column, str] = {
    Column.EMAIL: gettext_lazy("E-mail"),
    Column.NAME: gettext_lazy("Name"),
    Column.ROLES: gettext_lazy("Roles"),
    Column.COMPANY: gettext_lazy("Company"),
    Column.DISTRICT: gettext_lazy("District"),
    Column.TOPICS: gettext_lazy("Topics"),
    Column.DISTRICTS: gettext_lazy("Districts"),
    Column.STATES: gettext_lazy("Federal states"),
}

ROLE_GROUPS: Mapping[Role, str] = {
    Role.TRAINEE: gettext_lazy("Trainees"),
    Role.TRAINER: gettext_lazy("Trainers"),
    Role.EXPERT: gettext_lazy("Experts"),
    Role.COORDINATOR: gettext_lazy("Coordinators"),
    Role.AUTHOR: gettext_lazy("Authors"),
}

CHANGE_NAMES: Mapping[ChangeKind, str] = {
    ChangeKind.CREATE: gettext_lazy("New"),
    ChangeKind.UPDATE: gettext_lazy("Changed"),
    ChangeKind.RETURN: gettext_lazy("Taking part again"),
    ChangeKind.LEAVE: gettext_lazy("Leaving"),
    ChangeKind.UNCHANGED: gettext_lazy("Unchanged"),
}


def role_names(roles: Iterable[Role]) -> list[str]:
    """Return the names of roles, in the order of the enumeration."""
    held = set(roles)
    return [gettext(ROLE_NAMES[role]) for role in Role if role in held]


def topic_names(topics: Iterable[str]) -> list[str]:
    """Return the names of topics, in the order of the enumeration."""
    held = set(topics)
    return [gettext(TOPIC_NAMES[topic]) for topic in Topic if topic in held]


def column_name(column: str) -> str:
    """Return the heading of a column; nothing for a line as a whole."""
    return str(COLUMN_NAMES[Column(column)]) if column else ""
