"""Staff who look at an exercise as a learner, where the LMS lends them that view."""

from __future__ import annotations

import sys
from importlib.machinery import ModuleSpec
from types import ModuleType, SimpleNamespace

import pytest

from course_export.preview.course import Course
from course_export.preview.models import BlockState, Event
from course_export.preview.people import account_of
from course_export.preview.runtime import PreviewRuntime
from tests.blocks.talk_cases import Talk, refusal
from tests.personas import find

pytestmark = pytest.mark.django_db

MASQUERADE = "lms.djangoapps.courseware.masquerade"


@pytest.fixture
def looking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this process pass for an LMS in which whoever asks looks at the course as a learner."""
    parents = ["openedx", "xmodule", "crum", "lms", "lms.djangoapps", "lms.djangoapps.courseware"]
    for name in (*parents, MASQUERADE):
        module = ModuleType(name)
        module.__spec__ = ModuleSpec(name, None)
        monkeypatch.setitem(sys.modules, name, module)
    request = SimpleNamespace(user=SimpleNamespace())
    sys.modules["crum"].__dict__["get_current_request"] = lambda: request
    sys.modules[MASQUERADE].__dict__["get_masquerade_role"] = lambda _user, _key: "student"


def seen_by_a_stranger(course: Course) -> str:
    account = account_of(find(course, "stranger").ident, course.key)
    block = PreviewRuntime(course, account).get_block(course.by_name("talk").key)
    html: str = block.student_view().content
    return html


@pytest.mark.usefixtures("looking")
@pytest.mark.parametrize("handler", ["begin", "say", "take_back"])
def test_nothing_is_done_in_the_name_of_the_learner_looked_at(talk: Talk, handler: str) -> None:
    response = talk.post(handler, attempt=0, turn=0, statement="x")
    assert refusal(response) == (403, "masquerading")
    assert "«briefing»" in talk.html
    assert not BlockState.objects.exists()
    assert not Event.objects.exists()


@pytest.mark.usefixtures("looking")
def test_any_learner_need_not_be_on_the_list(course: Course) -> None:
    before, _disabled, part = seen_by_a_stranger(course).partition("<fieldset disabled>")
    assert "«" not in before
    assert "«briefing»" in part
    assert "«says one»" not in part


def test_without_looking_as_a_learner_the_list_decides(course: Course) -> None:
    assert "«" not in seen_by_a_stranger(course)
