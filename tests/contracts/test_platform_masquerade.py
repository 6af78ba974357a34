"""Staff who look at the course as somebody else, told from the request as the LMS tells it."""

from __future__ import annotations

import sys
from importlib.machinery import ModuleSpec
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from opaque_keys.edx.keys import CourseKey, UsageKey

from xblocks.host import identity

USAGE = UsageKey.from_string("block-v1:WBM+WBM1+2027+type@wbm_role_play+block@r1")
COURSE = USAGE.course_key
OTHER = CourseKey.from_string("course-v1:WBM+WBM1+2028")
LEARNER = {"edx-platform.user_id": 7, "edx-platform.username": "lea"}


class Lms:
    """The request the LMS answers; its user carries the role played in each course."""

    def __init__(self) -> None:
        self.user = SimpleNamespace(masquerade_settings=dict[CourseKey, str]())

    def get_current_request(self) -> Any:
        return self

    def get_masquerade_role(self, user: Any, course_key: CourseKey) -> str | None:
        return user.masquerade_settings.get(course_key)


@pytest.fixture
def lms(monkeypatch: pytest.MonkeyPatch) -> Lms:
    lms = Lms()
    masquerade = "lms.djangoapps.courseware.masquerade"
    packages = ["lms", "lms.djangoapps", "lms.djangoapps.courseware", masquerade]
    for name in ["openedx", "xmodule", "crum", *packages]:
        module = ModuleType(name)
        module.__spec__ = ModuleSpec(name, None)
        monkeypatch.setitem(sys.modules, name, module)
    sys.modules["crum"].__dict__["get_current_request"] = lms.get_current_request
    sys.modules[masquerade].__dict__["get_masquerade_role"] = lms.get_masquerade_role
    return lms


def block() -> Any:
    """Return a block whose runtime names the learner, as it does while masquerading."""
    user = SimpleNamespace(get_current_user=lambda: SimpleNamespace(opt_attrs=LEARNER, emails=[]))
    runtime = SimpleNamespace(service=lambda _block, name: user if name == "user" else None)
    return SimpleNamespace(runtime=runtime, scope_ids=SimpleNamespace(usage_id=USAGE))


def test_the_learner_themselves_does_not_masquerade(lms: Lms) -> None:
    assert not identity.from_block(block()).masquerading


def test_who_looks_as_the_learner_masquerades(lms: Lms) -> None:
    lms.user.masquerade_settings[COURSE] = "student"
    assert identity.from_block(block()).masquerading


def test_masquerading_in_another_course_is_none_in_this_one(lms: Lms) -> None:
    lms.user.masquerade_settings[OTHER] = "student"
    assert not identity.from_block(block()).masquerading


def test_who_went_back_to_the_view_of_staff_masquerades_no_more(lms: Lms) -> None:
    lms.user.masquerade_settings[COURSE] = "staff"
    assert not identity.from_block(block()).masquerading
