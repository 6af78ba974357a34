"""Authors edit exercises: what is saved, what is refused, and that nothing typed is lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.test import Client
from lxml import html

from course_export.preview import start
from course_export.preview.course import Course
from course_export.preview.loaded import current
from course_export.preview.models import BlockState
from tests import sample_course
from tests.editor_pages import MILESTONE, NEW, OVERVIEW, TALK, Editor, archive
from tests.personas import be
from tests.unit.dialogue_cases import good
from xblocks.exercises.service import find

pytestmark = pytest.mark.django_db

TITLE = "v/definition/title"


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """That course, loaded."""
    return start.open_course(archive(tmp_path))


@pytest.fixture
def editor(course: Course, client: Client) -> Editor:
    """An author at the editor of the talk."""
    be(client, course, "author")
    return Editor(client, TALK).open()


def definition_of(usage_key: str) -> Any:
    """The definition the course that is played has now."""
    return (current().entries[usage_key].fields or {})["definition"]


def unfold_all(editor: Editor) -> None:
    """Unfold every entry of every list."""
    while folded := html.fromstring(editor.page).xpath("//*[@aria-expanded='false']/@data-ed-step"):
        step = json.loads(folded[0])
        editor.step(step["do"], step["path"])


@pytest.mark.parametrize("usage_key", [TALK, MILESTONE, OVERVIEW])
def test_saving_a_form_that_nobody_touched_changes_nothing(editor: Editor, usage_key: str) -> None:
    editor = Editor(editor.client, usage_key).open()
    before = find(usage_key)
    unfold_all(editor)
    assert editor.ask("save/form", knowingly="1").headers.get("X-WBM-Saved") == "1"
    after = find(usage_key)
    assert (after.definition, after.definition_hash) == (before.definition, before.definition_hash)
    assert after.weight == before.weight


def test_what_is_saved_is_played_and_registered(editor: Editor) -> None:
    editor.step("unfold", ["definition", "scenes", 0])
    editor.type("v/definition/scenes/0/says", "Guten Morgen!")
    editor.type("v/display_name", "Ein neuer Name")
    editor.type("v/weight", "2,5")
    response = editor.ask("save/form")
    assert (response.status_code, response.headers["X-WBM-Saved"]) == (200, "1")
    assert definition_of(TALK)["scenes"][0]["says"] == "Guten Morgen!"
    assert (find(TALK).title, find(TALK).weight) == ("Ein neuer Name", 2.5)
    be(editor.client, current(), "trainee")
    editor.client.post(f"/xblock/{TALK}/handler/begin", {"attempt": "0"})
    assert "Guten Morgen!" in editor.client.get("/unit/u-talk/").content.decode()


def test_a_wrong_definition_is_refused_with_the_finding_at_its_field(editor: Editor) -> None:
    before = definition_of(TALK)
    editor.step("unfold", ["definition", "scenes", 0, "statements", 0])
    path = "v/definition/scenes/0/statements/0"
    editor.type(f"{path}/reply", "")
    editor.type(f"{path}/text", "Kept though it was not saved")
    response = editor.ask("save/form")
    assert (response.status_code, response.headers["X-WBM-Refusal"]) == (422, "not_valid")
    assert definition_of(TALK) == before
    assert editor.value(f"{path}/text") == "Kept though it was not saved"
    field = html.fromstring(editor.page).xpath(f"//*[@name='{path}/reply']")[0]
    said = html.fromstring(editor.page).get_element_by_id(field.get("aria-describedby").split()[0])
    assert field.get("aria-invalid") == "true"
    assert said.text_content() in editor.found()[0]


def test_a_finding_in_a_folded_entry_opens_it(editor: Editor) -> None:
    editor.step("unfold", ["definition", "scenes", 0, "statements", 0])
    editor.type("v/definition/scenes/0/statements/0/next", "nowhere")
    editor.step("fold", ["definition", "scenes", 0])
    assert editor.ask("check/form").status_code == 200
    assert editor.value("v/definition/scenes/0/statements/0/next") == "nowhere"
    assert "nowhere" in editor.found()[0]


def test_hints_are_saved_knowingly_only(editor: Editor) -> None:
    editor.step("insert", ["definition", "hidden"], value={"id": "h9", "text": "Never told"})
    response = editor.ask("save/form")
    assert (response.status_code, response.headers["X-WBM-Refusal"]) == (422, "look_again")
    assert editor.ask("save/form", knowingly="1").status_code == 200
    assert definition_of(TALK)["hidden"][-1]["id"] == "h9"


def test_a_change_of_somebody_else_is_not_overwritten(editor: Editor) -> None:
    other = Editor(editor.client, TALK).open()
    other.type(TITLE, "Theirs")
    assert other.ask("save/form").status_code == 200
    editor.type(TITLE, "Mine")
    response = editor.ask("save/form")
    assert (response.status_code, response.headers["X-WBM-Refusal"]) == (409, "changed_meanwhile")
    assert definition_of(TALK)["title"] == "Theirs"
    lines = html.fromstring(editor.page).xpath("//tr[contains(@class, 'ed-difference--')]//code")
    assert [each.text_content().strip() for each in lines] == ["title: Theirs", "title: Mine"]

    (over,) = html.fromstring(editor.page).xpath("//*[@data-ed-over]/@data-ed-over")
    other.type(TITLE, "Theirs again")
    assert other.ask("save/form").status_code == 200
    assert editor.ask("save/form", over=over, knowingly="1").status_code == 409
    (over,) = html.fromstring(editor.page).xpath("//*[@data-ed-over]/@data-ed-over")
    assert editor.ask("save/form", over=over, knowingly="1").status_code == 200
    assert definition_of(TALK)["title"] == "Mine"


def test_taking_what_somebody_else_saved_can_be_undone(editor: Editor) -> None:
    other = Editor(editor.client, TALK).open()
    other.type(TITLE, "Theirs")
    other.ask("save/form")
    editor.type(TITLE, "Mine")
    assert editor.ask("save/form").status_code == 409
    editor.ask("theirs")
    assert editor.value(TITLE) == "Theirs"
    back = json.loads(html.fromstring(editor.page).xpath("//*[@data-ed-back]/@value")[0])
    editor.step(**back)
    assert editor.value(TITLE) == "Mine"
    assert editor.ask("save/form").status_code == 200
    assert definition_of(TALK)["title"] == "Mine"


def test_going_on_after_a_conflict_keeps_the_own_text_and_asks_again(editor: Editor) -> None:
    other = Editor(editor.client, TALK).open()
    other.type(TITLE, "Theirs")
    other.ask("save/form")
    editor.type(TITLE, "Mine")
    editor.ask("save/form")
    editor.ask("show/form")
    assert editor.value(TITLE) == "Mine"
    assert editor.ask("save/form").status_code == 409


def test_yaml_is_the_same_as_the_form(editor: Editor) -> None:
    editor.ask("show/text")
    text = editor.value(":text")
    assert yaml.safe_load(text)["definition"]["title"] == good()["title"]
    editor.type(":text", text.replace(good()["title"], "Von Hand"))
    editor.ask("show/form")
    assert editor.value(TITLE) == "Von Hand"


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("title: ", "title: [", "title: ["),
        ("  title: ", "  title: a\n  title: ", "title: «"),
        ("kind: dialogue", "kind: dialog", "kind: dialog"),
        ("scored: true", "scored: maybe", "scored: maybe"),
        ("scored: true", "scored: true\n  unknown: 1", "unknown: 1"),
        ("start: 5", "start: 11", "start: 11"),
        ("type: wbm_role_play", "type: wbm_coaching", "type: wbm_coaching"),
    ],
)
def test_errors_in_yaml_name_their_line_and_the_text_stays(
    editor: Editor, old: str, new: str, line: str
) -> None:
    editor.ask("show/text")
    text = editor.value(":text").replace(old, new, 1)
    editor.type(":text", text)
    response = editor.ask("save/text")
    assert response.status_code == 422
    assert editor.value(":text") == text
    wanted = next(n for n, each in enumerate(text.split("\n"), 1) if line in each)
    (first, *_rest) = html.fromstring(editor.page).xpath("//*[@data-ed-line]/@data-ed-line")
    assert wanted <= int(first) <= wanted + 1
    assert editor.ask("show/form").status_code == (200 if "start: 11" in new else 422)


def test_a_file_brings_back_what_a_download_held(editor: Editor) -> None:
    editor.type(TITLE, "Taken along")
    response = editor.ask("write/yaml")
    assert response.headers["Content-Disposition"] == 'attachment; filename="Das-Gesprach.yaml"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    text = response.content.decode()
    fresh = Editor(editor.client, TALK).open()
    assert fresh.ask("read/yaml", text=text).status_code == 200
    assert fresh.value(TITLE) == "Taken along"
    back = json.loads(html.fromstring(fresh.page).xpath("//*[@data-ed-back]/@value")[0])
    fresh.step(**back)
    assert fresh.value(TITLE) == good()["title"]


def test_a_file_that_cannot_be_read_leaves_the_form_as_it_was(editor: Editor) -> None:
    editor.type(TITLE, "Still here")
    editor.ask("show/files")
    response = editor.ask("read/yaml", text="definition: [")
    assert response.status_code == 422
    editor.ask("show/form")
    assert editor.value(TITLE) == "Still here"


def test_the_preview_shows_the_draft_and_saves_nothing(editor: Editor) -> None:
    editor.type("v/definition/persona/name", "Frau Neu")
    page = editor.ask("show/preview").content.decode()
    assert page.count("Frau Neu") >= 1
    assert "<fieldset disabled" in page
    assert definition_of(TALK)["persona"]["name"] == good()["persona"]["name"]
    editor.ask("show/form")
    assert editor.value("v/definition/persona/name") == "Frau Neu"


def test_a_new_exercise_begins_with_the_choice_of_its_kind(editor: Editor) -> None:
    seen = editor.client.get("/unit/u-talk/?view=author").content.decode()
    assert "Hier ist noch nichts geschrieben" in seen or "Nothing is written here yet" in seen
    fresh = Editor(editor.client, NEW).open()
    kinds = html.fromstring(fresh.page).xpath("//*[@data-ed-begin]/@data-ed-begin")
    assert kinds == ["milestone", "overview"]
    fresh.ask("begin/overview")
    fresh.type(TITLE, "Alles")
    assert fresh.ask("save/form").status_code == 200
    assert definition_of(NEW) == {"kind": "overview", "title": "Alles", "intro": None}
    assert find(NEW).title == "Alles"


@pytest.mark.parametrize(
    ("action", "more", "status"),
    [
        ("step", {"step": "{"}, 400),
        ("step", {"step": "[]"}, 400),
        ("show/nothing", {}, 404),
        ("check/nothing", {}, 404),
        ("save/nothing", {}, 404),
        ("explode", {}, 404),
        ("write/nothing", {}, 404),
        ("read/nothing", {"text": ""}, 404),
        ("begin/nothing", {}, 400),
        ("save/form", {"pairs": "[]"}, 400),
        ("save/form", {"pairs": '[["v/weight"]]'}, 400),
        ("save/form", {"pairs": "[" * 2_100_000}, 400),
        ("save/form", {"pairs": '[[":held", "{\\"definition\\": \\"\\\\ud800\\"}"]]'}, 400),
    ],
)
def test_what_makes_no_sense_is_told_beside_the_form(
    editor: Editor, action: str, more: dict[str, str], status: int
) -> None:
    response = editor.ask(action, **more)
    assert response.status_code == status
    assert response.headers["HX-Retarget"] == "#ed-told"


def test_an_address_without_a_tab_means_the_form(editor: Editor) -> None:
    editor.type(TITLE, "Ohne Reiter")
    response = editor.ask("save")
    assert (response.status_code, response.headers["X-WBM-Saved"]) == (200, "1")
    assert definition_of(TALK)["title"] == "Ohne Reiter"
    assert editor.value(TITLE) == "Ohne Reiter"
    for action in ("check", "show"):
        assert editor.ask(action).status_code == 200
        assert editor.value(TITLE) == "Ohne Reiter"


def test_an_address_with_a_wrong_tab_saves_nothing(editor: Editor) -> None:
    editor.type(TITLE, "Falscher Reiter")
    assert editor.ask("save/nothing").status_code == 404
    assert definition_of(TALK)["title"] != "Falscher Reiter"


def test_an_edit_outlives_the_server_until_the_archive_says_something_new(
    editor: Editor, tmp_path: Path
) -> None:
    editor.type(TITLE, "Edited here")
    editor.ask("save/form")
    start.open_course(archive(tmp_path / "same"))
    assert definition_of(TALK)["title"] == "Edited here"
    assert "Edited here" in editor.open().page
    start.open_course(archive(tmp_path / "newer", title="From the source"))
    assert definition_of(TALK)["title"] == "From the source"


def test_everything_saved_here_can_be_taken_back(editor: Editor) -> None:
    editor.type(TITLE, "Edited here")
    editor.ask("save/form")
    page = editor.open().page
    assert "title: Edited here" in page
    assert editor.client.post(f"/edit/{TALK}/forget/").status_code == 302
    assert definition_of(TALK)["title"] == good()["title"]
    assert json.loads(find(TALK).definition)["title"] == good()["title"]
    be(editor.client, current(), "trainee")
    assert editor.client.post(f"/edit/{TALK}/forget/").status_code == 403


def test_handlers_of_learners_write_nothing_in_studio(editor: Editor) -> None:
    response = editor.client.post(f"/edit/{TALK}/handler/begin", {"attempt": "0"})
    assert response.status_code == 409
    assert not BlockState.objects.filter(block=TALK, scope="user_state").exists()


def test_only_exercises_can_be_edited(editor: Editor) -> None:
    text = sample_course.usage("html", "text")
    assert editor.client.get(f"/edit/{text}/").status_code == 404
    assert editor.client.get("/edit/block-v1:no+no+no+type@a+block@b/").status_code == 404
