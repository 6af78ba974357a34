"""On a platform: its signals, its rows of block state, and what it kept of an account before."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.dispatch import Signal

from tests.records import grading_cases
from xblocks.core.definitions import BLOCK_TYPES
from xblocks.host import block_state, compat
from xblocks.host.course import ended_courses
from xblocks.privacy import receivers, subjects
from xblocks.roster.records import Person

pytestmark = pytest.mark.django_db

TALK = "block-v1:wbm+x+2027+type@wbm_role_play+block@talk"


class Rows:
    """What we ask of a Django manager, over plain rows."""

    def __init__(self, rows: list[dict[str, Any]], wanted: dict[str, Any] | None = None) -> None:
        self._rows = rows
        self._wanted = wanted or {}

    def filter(self, **wanted: Any) -> Rows:
        return Rows(self._rows, {**self._wanted, **wanted})

    def order_by(self, *_names: str) -> Rows:
        return self

    def found(self) -> list[dict[str, Any]]:
        return [row for row in self._rows if all(map(self._fits, [row] * 9, self._wanted.items()))]

    @staticmethod
    def _fits(row: dict[str, Any], wanted: tuple[str, Any]) -> bool:
        name, value = wanted
        if name.endswith("__in"):
            return row[name[:-4]] in value
        return str(row[name]) == str(value)

    def values_list(self, *names: str, flat: bool = False) -> Any:
        rows = [tuple(row[name] for name in names) for row in self.found()]
        return _List([row[0] for row in rows] if flat else rows)

    def count(self) -> int:
        return len(self.found())

    def delete(self) -> None:
        for row in self.found():
            self._rows.remove(row)


class _List(list):
    def first(self) -> Any:
        return self[0] if self else None


@pytest.fixture
def platform(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The modules of the platform that are asked, under their real names."""
    here = SimpleNamespace(
        states=[
            {
                "student_id": student,
                "module_type": block_type,
                "module_state_key": TALK,
                "course_id": "course-v1:wbm+x+2027",
                "state": state,
            }
            for student, block_type, state in (
                (7, "wbm_role_play", json.dumps({"talks": [1]})),
                (7, "problem", "{}"),
                (8, "wbm_role_play", None),
            )
        ],
        profiles=[],
        retirements=[],
        overviews=[{"id": "course-v1:wbm+x+2027", "end": datetime(2027, 8, 1, tzinfo=UTC)}],
        misc=Signal(),
        critical=Signal(),
    )
    modules = {
        "lms.djangoapps.courseware.models": {"StudentModule": here.states},
        "common.djangoapps.student.models": {"UserProfile": here.profiles},
        "openedx.core.djangoapps.user_api.models": {"UserRetirementStatus": here.retirements},
        "openedx.core.djangoapps.content.course_overviews.models": {
            "CourseOverview": here.overviews
        },
    }
    for name, tables in modules.items():
        module = ModuleType(name)
        for table, rows in tables.items():
            setattr(module, table, SimpleNamespace(objects=Rows(rows)))
        monkeypatch.setitem(sys.modules, name, module)
    signals = ModuleType("openedx.core.djangoapps.user_api.accounts.signals")
    signals.USER_RETIRE_LMS_MISC = here.misc  # type: ignore[attr-defined]
    signals.USER_RETIRE_LMS_CRITICAL = here.critical  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, signals.__name__, signals)
    monkeypatch.setattr(compat, "on_platform", lambda: True)
    return here


def test_either_signal_removes_the_person(platform: SimpleNamespace) -> None:
    platform.overviews[0] |= {"display_name": "Kurs", "language": "de"}
    receivers.connect()
    state = platform.states[0]
    for signal in (platform.misc, platform.critical):
        where = grading_cases.course()
        ada = where.trainee("Ada Muster", where.company("Works"))
        platform.states[:] = [{**state, "student_id": ada.user_id}]
        user = User.objects.get(pk=ada.user_id)
        for _again in range(2):
            signal.send(sender=object, user=user)
            person = Person.objects.get(pk=ada.person_id)
            assert (person.user, "@" in person.email) == (None, False)
            assert platform.states == []


def test_a_failure_reaches_the_platform_so_that_it_asks_again(
    platform: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    receivers.connect()
    user = User.objects.create(username="ada")
    monkeypatch.setattr(
        "xblocks.host.block_state.LmsStates.erase", lambda *_args: [][0], raising=True
    )
    with pytest.raises(IndexError):
        platform.critical.send(sender=object, user=user)


def test_studio_has_no_retirement_to_listen_to(platform: SimpleNamespace, settings: Any) -> None:
    settings.ROOT_URLCONF = "cms.urls"
    receivers.connect()
    assert not platform.critical.receivers


def test_only_states_of_our_blocks_are_ours(platform: SimpleNamespace) -> None:
    states = block_state.states()
    assert list(states.of(7)) == [(TALK, {"talks": [1]})]
    assert list(states.of(8)) == [(TALK, {})]
    states.erase(7)
    assert {(row["student_id"], row["module_type"]) for row in platform.states} == {
        (7, "problem"),
        (8, "wbm_role_play"),
    }
    assert states.expire("course-v1:wbm+x+2027", dry_run=True) == 1
    assert states.expire("course-v1:wbm+x+2027", dry_run=False) == 1
    assert [row["module_type"] for row in platform.states] == ["problem"]
    assert "problem" not in BLOCK_TYPES


def test_the_name_before_the_request_is_known(platform: SimpleNamespace) -> None:
    user = User.objects.create(username="ada", email="retired__user_x@retired.invalid")
    platform.profiles.append({"user_id": user.pk, "name": "Ada Muster"})
    platform.retirements.append(
        {
            "user_id": user.pk,
            "original_name": "Ada Maria Muster",
            "original_username": "ada_before",
            "original_email": "Ada@Example.org",
        }
    )
    where = grading_cases.course()
    waiting = where.trainee("A. Muster", where.company("Works"), account=False)
    Person.objects.filter(pk=waiting.person_id).update(email="ada@example.org")
    who = subjects.of_account(user.pk)
    assert who.people == {waiting.person_id: where.key}
    assert who.names == {"Ada Muster", "Ada Maria Muster", "A. Muster"}
    assert who.usernames == {"ada", "ada_before"}
    assert who.addresses == {"ada@example.org", "retired__user_x@retired.invalid"}


def test_a_course_ends_when_the_platform_says(platform: SimpleNamespace) -> None:
    keys = ["course-v1:wbm+x+2027", "course-v1:wbm+unknown+2027", "no key at all"]
    assert ended_courses(keys, datetime(2027, 8, 2, tzinfo=UTC)) == keys[:1]
    assert ended_courses(keys, datetime(2027, 7, 31, tzinfo=UTC)) == []


def test_without_platform_and_setting_there_are_no_states(settings: Any) -> None:
    settings.WBM_BLOCK_STATES = ""
    states = block_state.states()
    assert list(states.of(1)) == []
    states.erase(1)
    assert states.expire("course-v1:wbm+x+2027", dry_run=False) == 0
