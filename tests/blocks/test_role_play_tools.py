"""What the editor of dialogues offers beside the form: a picture, Twee in and out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.test import Client
from lxml import html

from course_export.preview import start
from course_export.preview.course import Course
from course_export.preview.runtime import PreviewRuntime
from tests.editor_pages import TALK, Editor, archive
from tests.personas import be
from tests.unit.dialogue_cases import good, parsed
from xblocks.role_play.twee import to_twee

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """The small course."""
    return start.open_course(archive(tmp_path))


@pytest.fixture
def editor(course: Course, client: Client) -> Editor:
    """An author at the editor of the talk."""
    be(client, course, "author")
    return Editor(client, TALK).open()


def test_a_scene_in_the_picture_leads_to_its_form(editor: Editor) -> None:
    editor.ask("show/picture")
    page = html.fromstring(editor.page)
    (place,) = page.xpath(
        "//button[@class='wbm-map-open' and contains(@aria-label, ' two')]/@data-ed-place"
    )
    assert page.xpath("//details//button/@data-ed-place").count(place) == 1
    editor.step("unfold", json.loads(place))
    assert "«text two b»" in editor.page
    assert "«text one b»" not in [text for _name, text in editor.pairs]


def test_a_dialogue_goes_to_twine_and_comes_back(editor: Editor) -> None:
    response = editor.ask("write/twee")
    text = response.content.decode()
    assert response.headers["Content-Disposition"].endswith('.twee"')
    assert text == to_twee(parsed())
    editor.ask("read/twee", text=text.replace("«says one»", "«said in Twine»"))
    assert editor.found() == []
    assert editor.ask("save/form").headers.get("X-WBM-Saved") == "1"
    assert "«said in Twine»" in editor.open().ask("write/twee").content.decode()


def test_a_plain_story_opens_in_the_form_with_what_is_missing(editor: Editor) -> None:
    lines = [":: StoryTitle", "A story", "", ":: Start", "Hello.", "[[Go on->Next]]"]
    story = "\n".join([*lines, "[[Stay->Start]]", ":: Next", "Bye."])
    editor.ask("read/twee", text=story)
    assert editor.value("v/definition/title") == "A story"
    assert any(
        "Passage „Start“, Zeile 6: Diese Antwort ändert noch nichts." in each
        for each in editor.found()
    )
    assert editor.ask("save/form").status_code == 422


def test_what_is_no_twee_is_refused_and_the_draft_stays(editor: Editor) -> None:
    response = editor.ask("read/twee", text="no passages at all")
    assert (response.status_code, response.headers["X-WBM-Refusal"]) == (422, "not_twee")
    assert editor.value("v/definition/title") == good()["title"]


def test_authors_see_the_picture_above_the_script(course: Course, client: Client) -> None:
    user = be(client, course, "author")
    page = PreviewRuntime(course, user).get_block(course.entries[TALK].key).author_view().content
    tree = html.fromstring(page)
    links = tree.xpath("//figure//a/@href")
    assert [link.rpartition("-")[2] for link in links] == ["one", "two"]
    assert all(tree.xpath(f"//h4[@id='{link[1:]}']") for link in links)
