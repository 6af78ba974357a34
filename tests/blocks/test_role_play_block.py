"""The dialogue as its block plays it: over HTTP, for every kind of person, with every bad input.

The trainee's way: read the briefing, begin, choose an answer, see what it did, take it back, go on,
reach the end, see profile and result, start again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from course_export.preview import start
from course_export.preview.course import Course
from course_export.preview.models import BlockState, Completion, Event, Grade
from tests import sample_course
from tests.personas import be
from tests.unit.dialogue_cases import good

pytestmark = pytest.mark.django_db

USAGE = "block-v1:wbm+Sample+2027+type@wbm_role_play+block@talk"


@dataclass
class Talk:
    """The block of one signed-in person, driven as the page drives it."""

    client: Client
    response: HttpResponse | None = None

    def post(self, handler: str, **form: object) -> HttpResponse:
        self.response = self.client.post(f"/xblock/{USAGE}/handler/{handler}", form)
        return self.response

    @property
    def html(self) -> str:
        assert self.response is not None
        return self.response.content.decode()

    @property
    def hidden(self) -> dict[str, str]:
        return dict(re.findall(r'name="(attempt|turn)" value="(\d+)"', self.html))

    def choice(self, text: str) -> str:
        """The token of the statement with these words."""
        found = re.search(rf'value="(\w+)"><q>{re.escape(text)}</q>', self.html)
        assert found, f"{text} is not offered in {self.html}"
        return found.group(1)

    def begin(self, seen: int = 0) -> HttpResponse:
        return self.post("begin", attempt=seen)

    def say(self, text: str) -> HttpResponse:
        return self.post("say", statement=self.choice(text), **self.hidden)

    def take_back(self) -> HttpResponse:
        return self.post("take_back", **self.hidden)

    def stored(self) -> Any:
        return json.loads(BlockState.objects.get(block=USAGE, field="talks").value)


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """The small course, loaded, with the demo people."""
    return start.open_course(sample_course.write(tmp_path))


@pytest.fixture
def talk(course: Course, client: Client) -> Talk:
    """The talk of a trainee who has not begun."""
    be(client, course, "trainee")
    return Talk(client)


def to_the_good_end(talk: Talk, seen: int = 0) -> None:
    talk.begin(seen)
    talk.say("«text one a»")
    talk.say("«text two a»")


def refusal(response: HttpResponse) -> tuple[int, str]:
    return response.status_code, response.headers.get("X-WBM-Refusal", "")


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


def replaced(tmp_path: Path, definition: dict[str, Any]) -> None:
    """Publish the course again with another definition."""
    block = sample_course.exercise("wbm_role_play", "talk", definition, weight="10")
    files = sample_course.files()
    files["vertical/u-talk.xml"] = (
        f'<vertical display_name="Ein Gespräch führen">{block}</vertical>'
    )
    folder = tmp_path / "again"
    folder.mkdir()
    start.open_course(sample_course.write(folder, files))


def test_a_mended_typo_goes_unnoticed_in_a_running_talk(talk: Talk, tmp_path: Path) -> None:
    talk.begin()
    talk.say("«text one a»")
    definition = good()
    definition["scenes"][1]["says"] = "«says two, mended»"
    replaced(tmp_path, definition)
    page = talk.client.get("/unit/u-talk/").content.decode()
    assert "«says two, mended»" in page
    assert talk.post("say", statement=talk.choice("«text two a»"), **talk.hidden).status_code == 200


def test_a_talk_that_cannot_go_on_stays_readable_and_is_begun_anew(
    talk: Talk, tmp_path: Path
) -> None:
    talk.begin()
    talk.say("«text one a»")
    form = {"statement": talk.choice("«text two a»"), **talk.hidden}
    definition = good()
    definition["scenes"][0]["id"] = definition["start"] = "other"
    for statement in definition["scenes"][0]["statements"]:
        statement["next"] = statement["next"].replace("one", "other")
    replaced(tmp_path, definition)
    assert refusal(talk.post("say", **form)) == (409, "definition_changed")
    assert "«text one a»" in talk.html
    assert talk.begin(seen=1).status_code == 200
    assert "«says one»" in talk.html
    assert [attempt["number"] for attempt in talk.stored()] == [1, 2]


@pytest.mark.parametrize(
    ("broken", "kept"),
    [
        ("gone", {"kept": "gone"}),
        ([{"number": "x"}], {"kept": {"number": "x"}}),
        ([[[]]], {"kept": [[]]}),
        (17, {"kept": 17}),
        ([{"kept": 1}], {"kept": 1}),
    ],
)
def test_broken_stored_state_is_kept_and_one_can_begin_anew(
    talk: Talk, broken: Any, kept: Any
) -> None:
    talk.begin()
    row = BlockState.objects.filter(block=USAGE, field="talks")
    row.update(value=json.dumps(broken))
    assert "pv-broken" not in talk.client.get("/unit/u-talk/").content.decode()
    assert talk.begin(seen=0).status_code == 200
    assert "«says one»" in talk.html
    assert talk.stored()[0] == kept


def test_an_exercise_without_a_usable_definition_says_so(talk: Talk, tmp_path: Path) -> None:
    replaced(tmp_path, {"kind": "dialogue"})
    page = talk.client.get("/unit/u-talk/").content.decode()
    assert "pv-broken" not in page
    assert refusal(talk.begin()) == (422, "exercise_not_ready")


def test_practice_talks_bring_no_grade(talk: Talk, tmp_path: Path) -> None:
    replaced(tmp_path, good() | {"scored": False})
    to_the_good_end(talk)
    assert "«ending green»" in talk.html
    assert not Grade.objects.exists()
    assert Completion.objects.get(usage_key=USAGE).share == 1.0


@pytest.mark.parametrize(
    ("who", "sees"), [("author", True), ("trainer", True), ("trainee", False), ("expert", False)]
)
def test_the_script_is_for_authors_and_trainers(
    course: Course, client: Client, who: str, sees: bool
) -> None:
    from course_export.preview.runtime import PreviewRuntime

    user = be(client, course, who)
    block = PreviewRuntime(course, user).get_block(course.entries[USAGE].key)
    assert ("«text two b»" in block.author_view().content) is sees
