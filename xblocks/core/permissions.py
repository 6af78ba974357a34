"""The permission table: every use case names its action, this table says who may.

What a use case narrows further (own company, own district, own topic) it checks itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from xblocks.core.errors import NotAllowed
from xblocks.core.people import Actor, Role


class Action(StrEnum):
    """Something a person does. One member per row of the table."""

    PRACTISE = "exercise.practise"
    SEE_SCRIPT = "exercise.see_script"
    SEE_ROSTER = "roster.see"
    EDIT_ROSTER = "roster.edit"


EVERYONE = frozenset(Role)

PERMISSIONS: Mapping[Action, frozenset[Role]] = {
    Action.PRACTISE: EVERYONE,
    Action.SEE_SCRIPT: frozenset({Role.AUTHOR, Role.TRAINER}),
    Action.SEE_ROSTER: frozenset({Role.COORDINATOR}),
    Action.EDIT_ROSTER: frozenset({Role.COORDINATOR}),
}


def may(actor: Actor, action: Action) -> bool:
    """Whether one of the person's roles allows `action`."""
    return actor.has(*PERMISSIONS[action])


def require(actor: Actor, action: Action) -> None:
    """Raise `NotAllowed` unless the person may do `action`."""
    if not may(actor, action):
        raise NotAllowed
