"""What authors change under a running talk, and what they see of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from course_export.preview import start
from course_export.preview.course import Course
from course_export.preview.models import BlockState, Completion, Grade
from tests import sample_course
from tests.blocks.talk_cases import USAGE, Talk, refusal, to_the_good_end
from tests.personas import be
from tests.unit.dialogue_cases import good

pytestmark = pytest.mark.django_db


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
