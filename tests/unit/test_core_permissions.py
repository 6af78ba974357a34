"""The permission table."""

from __future__ import annotations

import pytest

from xblocks.core.errors import NotAllowed
from xblocks.core.people import Actor, Role
from xblocks.core.permissions import PERMISSIONS, Action, may, require


def person(*roles: Role) -> Actor:
    return Actor(user_id=1, course_key="course-v1:a+b+c", name="A", roles=frozenset(roles))


def test_every_action_stands_in_the_table() -> None:
    assert set(PERMISSIONS) == set(Action)


@pytest.mark.parametrize("action", list(Action))
def test_nobody_may_do_anything_without_a_role(action: Action) -> None:
    with pytest.raises(NotAllowed):
        require(person(), action)


def test_the_roster_is_for_coordinators_only() -> None:
    allowed = {role for role in Role if may(person(role), Action.EDIT_ROSTER)}
    assert allowed == {Role.COORDINATOR}


def test_the_solution_of_an_exercise_is_not_for_trainees_and_experts() -> None:
    allowed = {role for role in Role if may(person(role), Action.SEE_SCRIPT)}
    assert allowed == {Role.AUTHOR, Role.TRAINER}


def test_of_several_roles_one_is_enough() -> None:
    require(person(Role.TRAINEE, Role.COORDINATOR), Action.EDIT_ROSTER)
