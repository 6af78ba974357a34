"""A talk through its block: begun, said, taken back, refused."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from importlib import import_module
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

import pytest
from django.test import Client

from course_export.preview.course import Course
from course_export.preview.models import BlockState, Completion, Event, Grade
from tests.blocks.talk_cases import USAGE, Talk, refusal, to_the_good_end
from tests.personas import be
from xblocks.role_play.records import TalkPath

pytestmark = pytest.mark.django_db


@pytest.fixture
def studio(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """Let this process pass for a Studio: its packages can be found, its addresses are Studio's."""
    for name in ("openedx", "xmodule", "cms", "cms.urls"):
        module = ModuleType(name)
        module.__spec__ = ModuleSpec(name, None)
        monkeypatch.setitem(sys.modules, name, module)
    sys.modules["cms.urls"].__dict__["urlpatterns"] = import_module(
        settings.ROOT_URLCONF
    ).urlpatterns
    settings.ROOT_URLCONF = "cms.urls"


def test_a_whole_talk_ends_with_result_profile_and_debriefing(talk: Talk) -> None:
    to_the_good_end(talk)
    assert talk.response is not None
    assert talk.response.status_code == 200
    for words in ("«title green»", "«ending green»", "«debriefing»", "«criterion listening»"):
        assert words in talk.html


def test_a_page_holds_nothing_but_what_may_be_seen_now(talk: Talk) -> None:
    before = talk.client.get("/unit/u-talk/").content.decode()
    assert "«briefing»" in before
    assert not re.search("«(text|says|reply|feedback|ending|hidden|debriefing)", before)
    talk.begin()
    assert "«says one»" in talk.html
    assert not re.search("«[a-z]+ two|«(reply|feedback|ending|hidden|debriefing)", talk.html)
    talk.say("«text one a»")
    assert "«reply one a»" in talk.html
    assert "«feedback one a»" in talk.html
    assert not re.search("«reply one b|«feedback one b|«reply two|«ending|«hidden", talk.html)


def test_what_is_hidden_is_told_with_enough_trust(talk: Talk) -> None:
    to_the_good_end(talk)
    assert "«hidden worry»" in talk.html


def test_without_trust_it_stays_hidden(talk: Talk) -> None:
    talk.begin()
    talk.say("«text one b»")
    talk.say("«text two a»")
    assert "«hidden worry»" not in talk.html


def test_the_best_attempt_counts_in_the_grade_book(talk: Talk) -> None:
    to_the_good_end(talk)
    best = Grade.objects.get(usage_key=USAGE)
    assert best.earned == best.possible
    talk.begin(seen=1)
    talk.say("«text one b»")
    talk.say("«text two b»")
    again = Grade.objects.get(usage_key=USAGE)
    assert (again.earned, again.possible) == (best.earned, best.possible)
    assert Completion.objects.get(usage_key=USAGE).share == 1.0


def test_events_hold_numbers_and_identifiers_only(talk: Talk) -> None:
    to_the_good_end(talk)
    events = {event.name: event.data for event in Event.objects.all()}
    assert set(events) >= {
        "wbm.role_play.started",
        "wbm.role_play.said",
        "wbm.role_play.finished",
    }
    assert "«" not in "".join(events.values())


def test_an_answer_taken_back_stays_in_the_transcript_beside_the_new_one(talk: Talk) -> None:
    talk.begin()
    talk.say("«text one b»")
    talk.take_back()
    assert "«says one»" in talk.html
    talk.say("«text one a»")
    said = [(turn["text"], turn["taken_back"]) for turn in talk.stored()[0]["turns"]]
    assert said == [("«text one b»", 1), ("«text one a»", None)]
    assert "«text one b»" in talk.html


def test_the_talk_goes_on_where_it_was_left(talk: Talk) -> None:
    talk.begin()
    talk.say("«text one a»")
    page = talk.client.get("/unit/u-talk/").content.decode()
    assert "«says two»" in page
    assert "«reply one a»" in page


def test_a_double_click_says_it_once(talk: Talk) -> None:
    talk.begin()
    form = {"statement": talk.choice("«text one a»"), **talk.hidden}
    first, second = talk.post("say", **form), talk.post("say", **form)
    assert (first.status_code, second.status_code) == (200, 200)
    assert len(talk.stored()[0]["turns"]) == 1


def test_a_second_tab_is_told_and_sees_where_the_talk_stands(talk: Talk) -> None:
    talk.begin()
    other = {"statement": talk.choice("«text one b»"), **talk.hidden}
    talk.say("«text one a»")
    assert refusal(talk.post("say", **other)) == (409, "moved_on")
    assert "«says two»" in talk.html
    assert len(talk.stored()[0]["turns"]) == 1


def test_beginning_twice_makes_one_attempt(talk: Talk) -> None:
    talk.begin()
    talk.begin()
    assert len(talk.stored()) == 1


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ({"statement": "nonsense"}, (422, "unknown_statement")),
        ({"statement": ""}, (422, "unknown_statement")),
        ({"turn": "x"}, (400, "bad_request")),
        ({"turn": "-1"}, (400, "bad_request")),
        ({"turn": "9" * 30}, (400, "bad_request")),
        ({"turn": "7"}, (409, "unknown_turn")),
        ({"attempt": "2"}, (409, "moved_on")),
        ({"attempt": "٣"}, (400, "bad_request")),
    ],
)
def test_bad_input_is_refused_and_the_talk_goes_on(
    talk: Talk, form: Mapping[str, str], expected: tuple[int, str]
) -> None:
    talk.begin()
    good_form = {"statement": talk.choice("«text one a»"), **talk.hidden}
    assert refusal(talk.post("say", **{**good_form, **form})) == expected
    assert "«says one»" in talk.html
    assert 'role="alert"' in talk.html
    assert talk.post("say", **good_form).status_code == 200


def test_a_statement_of_another_scene_is_refused(talk: Talk) -> None:
    talk.begin()
    first = talk.choice("«text one a»")
    talk.say("«text one a»")
    assert refusal(talk.post("say", statement=first, attempt=1, turn=1)) == (409, "other_scene")


def test_nothing_can_be_said_after_the_end(talk: Talk) -> None:
    to_the_good_end(talk)
    assert refusal(talk.post("say", statement="x", attempt=1, turn=2)) == (409, "talk_finished")
    assert "«ending green»" in talk.html


def test_nothing_can_be_said_before_the_beginning(talk: Talk) -> None:
    assert refusal(talk.post("say", statement="x", attempt=1, turn=0))[0] == 409
    assert "«briefing»" in talk.html


@pytest.mark.parametrize("handler", ["begin", "say", "take_back"])
def test_reading_a_handler_changes_nothing(talk: Talk, handler: str) -> None:
    response = talk.client.get(f"/xblock/{USAGE}/handler/{handler}?attempt=0")
    assert refusal(response) == (400, "bad_request")
    assert not BlockState.objects.exists()


@pytest.mark.parametrize("handler", ["begin", "say", "take_back"])
@pytest.mark.parametrize(
    ("who", "code"), [("stranger", "not_on_roster"), ("nobody", "not_signed_in")]
)
def test_who_takes_no_part_is_refused_by_every_handler(
    course: Course, client: Client, who: str, code: str, handler: str
) -> None:
    be(client, course, who)
    response = Talk(client).post(handler, attempt=0, turn=0, statement="x")
    assert refusal(response) == (403, code)
    assert "«" not in response.content.decode()


@pytest.mark.usefixtures("studio")
def test_studio_takes_no_answers_of_learners(talk: Talk) -> None:
    assert refusal(talk.begin()) == (409, "only_in_course")
    assert not BlockState.objects.exists()


def test_a_finished_talk_leaves_its_way_and_another_end_another_one(talk: Talk) -> None:
    to_the_good_end(talk)
    kept = TalkPath.objects.get(usage_key=USAGE)
    assert json.loads(kept.turns) == [["one", "a"], ["two", "a"]]
    talk.take_back()
    talk.say("«text two b»")
    kept.refresh_from_db()
    assert json.loads(kept.turns) == [["one", "a"], ["two", "b"]]
    assert TalkPath.objects.count() == 1


def test_trainers_find_the_ways_of_their_groups_at_the_talk(course: Course, client: Client) -> None:
    for who, there in (("trainer", True), ("trainee", False), ("coordinator", False)):
        be(client, course, who)
        found = re.search(r'href="([^"]+/practice/paths/[^"]+)"', _unit(client))
        assert bool(found) is there, who
        if found:
            assert client.get(found[1]).status_code == 200


def _unit(client: Client) -> str:
    return client.get("/unit/u-talk/").content.decode()
