"""Events and ticks from outside of blocks, as tracking and completion of the platform take them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import User

from tests.blocks.platform_cases import MILESTONE
from tests.blocks.platform_process import stand_in
from tests.sample_course import KEY
from xblocks.host import completion, events

pytestmark = pytest.mark.django_db

Commits = Callable[..., AbstractContextManager[list[Any]]]
GRADER = {
    "user_id": 1,
    "username": "tom",
    "session": "secret",
    "ip": "203.0.113.7",
    "agent": "Browser of Tom",
    "path": "/wbm/x/grading/1/",
    "host": "lms.example.org",
    "referer": "https://lms.example.org/",
    "accept_language": "de",
    "client_id": "12.34",
}


class Tracker:
    """Merges what was entered, later over earlier, as theirs."""

    def __init__(self) -> None:
        self.entered: dict[str, dict[str, Any]] = {"edx.request": GRADER}
        self.sent: list[dict[str, Any]] = []

    @contextmanager
    def context(self, name: str, content: dict[str, Any]) -> Iterator[None]:
        self.entered[name] = content
        yield
        del self.entered[name]

    def emit(self, name: str, data: dict[str, Any]) -> None:
        merged: dict[str, Any] = {}
        for content in self.entered.values():
            merged |= content
        self.sent.append({"name": name, "data": data, "context": merged})


class Completions:
    """Takes what the manager of `BlockCompletion` takes."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], float] = {}

    def submit_completion(self, user: User, block_key: Any, completion: float) -> None:
        assert isinstance(user, User)
        assert block_key.block_type == "wbm_transfer_project"
        self.kept[user.username, str(block_key)] = completion


@pytest.fixture
def tracker(monkeypatch: pytest.MonkeyPatch) -> Tracker:
    """The tracking of an LMS, in the middle of a request of a grader."""
    tracker = Tracker()
    stand_in(monkeypatch, "openedx")
    stand_in(monkeypatch, "xmodule")
    stand_in(monkeypatch, "eventtracking.tracker", get_tracker=lambda: tracker, emit=tracker.emit)
    stand_in(
        monkeypatch,
        "common.djangoapps.track.contexts",
        course_context_from_course_id=lambda key: {"course_id": str(key), "org_id": key.org},
    )
    return tracker


@pytest.fixture
def switch(monkeypatch: pytest.MonkeyPatch, tracker: Tracker) -> SimpleNamespace:
    """The operator's switch of completion, with what was kept."""
    switch = SimpleNamespace(on=True, completions=Completions())
    enabled = SimpleNamespace(is_enabled=lambda: switch.on)
    stand_in(monkeypatch, "completion.waffle", ENABLE_COMPLETION_TRACKING_SWITCH=enabled)
    kept = SimpleNamespace(objects=switch.completions)
    stand_in(monkeypatch, "completion.models", BlockCompletion=kept)
    return switch


def accounts() -> list[int]:
    return [User.objects.create(username=name, email=f"{name}@x.org").pk for name in ("a", "b")]


def report(user_ids: list[int], **facts: Any) -> None:
    events.report(
        "grading",
        "handed_in",
        course_key=KEY,
        usage_key=MILESTONE,
        user_ids=user_ids,
        **{"version": 1, "late": False, **facts},
    )


def test_an_event_of_a_team_is_one_of_each_member_and_holds_nothing_of_the_request(
    tracker: Tracker, django_capture_on_commit_callbacks: Commits
) -> None:
    first, second = accounts()
    with django_capture_on_commit_callbacks(execute=True):
        report([first, second])
        assert tracker.sent == [], "only after the commit"
    assert [each["context"]["user_id"] for each in tracker.sent] == [first, second]
    assert [each["context"]["username"] for each in tracker.sent] == ["a", "b"]
    for each in tracker.sent:
        assert each["name"] == "wbm.grading.handed_in"
        assert each["data"] == {"version": 1, "late": False}
        assert each["context"]["course_id"] == KEY
        assert each["context"]["module"] == {"usage_key": MILESTONE}
        for name in GRADER.keys() - {"user_id", "username", "host"}:
            assert each["context"][name] == "", name
        assert "@" not in str(each).replace("type@", "").replace("block@", "")
    assert tracker.entered == {"edx.request": GRADER}


def test_tracking_that_fails_undoes_nothing(
    tracker: Tracker,
    django_capture_on_commit_callbacks: Commits,
    caplog: pytest.LogCaptureFixture,
) -> None:
    gone = 10**6
    with django_capture_on_commit_callbacks(execute=True):
        report([gone, *accounts()])
    assert len(tracker.sent) == 2
    assert "on_commit" in caplog.text


def test_a_tick_is_written_for_every_account(switch: SimpleNamespace) -> None:
    both = accounts()
    completion.publish_completion(MILESTONE, both, done=True)
    assert switch.completions.kept == {("a", MILESTONE): 1.0, ("b", MILESTONE): 1.0}
    completion.publish_completion(MILESTONE, both[:1], done=False)
    assert switch.completions.kept == {("a", MILESTONE): 0.0, ("b", MILESTONE): 1.0}


def test_where_the_operator_has_no_completion_nothing_is_written(switch: SimpleNamespace) -> None:
    switch.on = False
    completion.publish_completion(MILESTONE, accounts(), done=True)
    assert switch.completions.kept == {}


def test_what_is_not_declared_raises_here(tracker: Tracker) -> None:
    with pytest.raises(events.UndeclaredEvent, match=r"has no fact words; .* takes no such late"):
        report([1], words="Dear team", late="very")
    with pytest.raises(events.UndeclaredEvent, match="is not declared"):
        events.report("grading", "graded_by", course_key=KEY, usage_key=MILESTONE, user_ids=[1])


def test_elsewhere_it_is_left_out_and_logged_once_without_its_value(
    tracker: Tracker,
    settings: Any,
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: Commits,
) -> None:
    settings.WBM_STRICT_EVENTS = False
    events._complain.cache_clear()
    both = accounts()
    with caplog.at_level(logging.ERROR), django_capture_on_commit_callbacks(execute=True):
        for user_id in both:
            report([user_id], words="Dear team")
    assert [each["data"] for each in tracker.sent] == [{"version": 1, "late": False}] * 2
    told = [each.getMessage() for each in caplog.records if each.name == "xblocks.host.events"]
    assert told == ["Left out of the tracking events: wbm.grading.handed_in has no fact words"]
