"""The preview shows a course: its pages, blocks, films, files and exercises."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from unittest.mock import ANY

import pytest
from django.test import Client
from django.urls import reverse

from course_export.preview import loaded, start
from course_export.preview.course import Course
from course_export.preview.models import Grade
from tests import sample_course
from tests.blocks.preview_page import page, standing_of
from tests.personas import be
from xblocks.exercises.service import of_course
from xblocks.role_play.block import RolePlayBlock

pytestmark = [
    pytest.mark.django_db,
    # The workbench of xblock-sdk asks for what its own library calls outdated.
    pytest.mark.filterwarnings("ignore::xblock.exceptions.UserIdDeprecationWarning"),
    pytest.mark.filterwarnings("ignore::xblock.exceptions.FieldDataDeprecationWarning"),
    pytest.mark.filterwarnings("ignore:datetime.datetime.utcnow:DeprecationWarning"),
]

QUESTION = sample_course.usage("problem", "question")


def test_outline_names_parts_sections_and_units_in_order(course: Course, client: Client) -> None:
    html = page(client, "/")
    names = ["Teil 1: Gespräche führen", "Ankommen", "Worum es geht", "Üben", "Teil 2", "Ein Film"]
    places = [html.index(name) for name in names]
    assert places == sorted(places)


def test_text_is_shown_with_course_links_that_work(course: Course, client: Client) -> None:
    html = page(client, "/unit/u-text/")
    assert 'src="/assets/bild.svg"' in html
    assert 'href="/jump_to_id/u-talk/"' in html
    assert page(client, "/assets/bild.svg").startswith("<svg")
    assert client.get("/jump_to_id/u-talk/").headers["Location"].startswith("/unit/u-talk/")


def test_a_block_that_is_not_installed_is_named(course: Course, client: Client) -> None:
    html = page(client, "/unit/u-foreign/")
    assert "openassessment" in html
    assert "Eine Aufgabe" in html


def answer(client: Client, choice: str) -> dict[str, Any]:
    """Answer the question of the course."""
    address = f"/xblock/{QUESTION}/handler/xmodule_handler/problem_check"
    response = client.post(address, {"input_question_2_1": choice})
    assert response.status_code == 200
    return response.json()


def test_a_problem_is_shown_answered_and_scored(course: Course, client: Client) -> None:
    user = be(client, course, "trainee")
    html = page(client, "/unit/u-question/")
    assert "pv-broken" not in html
    assert 'data-content="\n&lt;h3' in html  # the block's own template needs plain text
    assert answer(client, "choice_1")["success"] == "incorrect"
    assert answer(client, "choice_0")["success"] == "correct"
    grade = Grade.objects.get(user=user, usage_key=QUESTION)
    assert (grade.earned, grade.possible) == (1, 1)
    assert client.post(
        f"/xblock/{QUESTION}/handler/xmodule_handler/problem_check",
        {"input_question_2_1": "choice_1"},
    ).json() == {"success": ANY}  # both attempts are used


def test_a_broken_block_is_named_and_the_page_stands(tmp_path: Path, client: Client) -> None:
    files = sample_course.files()
    files["html/text.xml"] = '<html filename="missing" display_name="Text"/>'
    start.open_course(sample_course.write(tmp_path, files))
    html = page(client, "/unit/u-text/")
    assert "html/text" in html
    assert "pv-broken" in html


def test_a_block_that_cannot_be_shown_is_named(
    course: Course, client: Client, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    be(client, course, "trainee")
    monkeypatch.setattr(RolePlayBlock, "main_context", lambda *_args: 1 / 0)
    html = page(client, "/unit/u-talk/")
    assert "wbm_role_play/talk" in html
    assert "ZeroDivisionError" in html
    assert "Nimm dir zehn Minuten" in html
    assert "cannot be shown" in caplog.text


def test_a_programmed_problem_does_not_run_its_program(
    tmp_path: Path, client: Client, caplog: Any
) -> None:
    mark = tmp_path / "ran"
    files = sample_course.files()
    files["problem/question.xml"] = (
        '<problem><script type="loncapa/python">'
        f'open("{mark}", "w").write("x")</script><p>Text</p></problem>'
    )
    start.open_course(sample_course.write(tmp_path, files))
    page(client, "/unit/u-question/")
    assert not mark.exists()


def test_a_film_of_the_course_is_played_from_here(course: Course, client: Client) -> None:
    html = page(client, "/unit/u-film/")
    assert "pv-broken" not in html
    assert '<source src="/assets/film.mp4">' in html
    words = client.get(re.search(r'<track[^>]+src="([^"]+)"', html)[1]).content.decode()
    assert words == "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.500\nGuten Tag.\n"
    address = f"/xblock/{sample_course.usage('video', 'film')}/handler/transcript"
    assert client.get(f"{address}/available_translations").json() == ["de"]
    assert client.get(f"{address}/translation/de").json() == {
        "start": [1000],
        "end": [2500],
        "text": ["Guten Tag."],
    }


def test_a_film_on_another_server_is_named_and_not_loaded(tmp_path: Path, client: Client) -> None:
    files = sample_course.files()
    files["video/film.xml"] = '<video youtube="1.00:abcdefghijk" display_name="Von außen"/>'
    start.open_course(sample_course.write(tmp_path, files))
    html = page(client, "/unit/u-film/")
    assert "https://www.youtube.com/watch?v=abcdefghijk" in html
    assert "<video" not in html


def test_a_film_watched_to_its_end_is_done(course: Course, client: Client) -> None:
    user = be(client, course, "trainee")
    address = f"/xblock/{sample_course.usage('video', 'film')}/handler/publish_completion"
    assert not standing_of(course, user).is_done(course.units["u-film"])
    assert client.post(address, {"completion": 1.0}, "application/json").status_code == 200
    assert standing_of(course, user).is_done(course.units["u-film"])


def test_text_is_done_when_it_was_seen_and_the_next_step_follows(
    course: Course, client: Client
) -> None:
    user = be(client, course, "trainee")
    assert standing_of(course, user).next_unit is course.units["u-text"]
    page(client, "/unit/u-text/")
    standing = standing_of(course, user)
    assert standing.is_done(course.units["u-text"])
    assert standing.next_unit is course.units["u-question"]
    page(client, "/unit/u-film/")
    standing = standing_of(course, user)
    assert standing.visited == "u-film"
    assert standing.next_unit is course.units["u-film"]
    assert not standing.is_done(course.units["u-talk"])
    assert not standing.is_done(course.units["u-foreign"])  # nothing there can be done


def test_answers_forbid_loading_from_elsewhere(course: Course, client: Client) -> None:
    policy = client.get("/").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "http" not in policy


def test_static_files_are_asked_for_again_but_not_sent_again(
    course: Course, client: Client
) -> None:
    first = client.get("/static/preview/preview.css")
    assert first.headers["Cache-Control"] == "no-cache"
    again = client.get(
        "/static/preview/preview.css",
        headers={"If-Modified-Since": first.headers["Last-Modified"]},
    )
    assert again.status_code == 304
    first.close()


def test_the_register_knows_the_exercises(course: Course) -> None:
    (exercise,) = of_course(str(course.key))
    assert exercise.usage_key == sample_course.usage("wbm_role_play", "talk")
    assert exercise.title == "Das Gespräch"
    assert exercise.due is not None


def test_the_workbench_plays_an_exercise_for_whoever_is_signed_in(
    course: Course, client: Client
) -> None:
    be(client, course, "trainee")
    assert "talk" in page(client, "/workbench/")
    html = page(client, "/workbench/scenario/talk/")
    assert "«briefing»" in html
    assert "definition=" not in html
    begin = re.search(r'hx-post="([^"]+)".*?name="attempt" value="(\w+)"', html, re.DOTALL)
    assert begin
    client.post(begin[1], {"attempt": begin[2]})
    assert "«says one»" in page(client, "/workbench/scenario/talk/")
    assert len(of_course(str(course.key))) == 1  # the register holds the course's own alone
    other = Client()
    be(other, course, "trainee", 1)
    assert "«says one»" not in page(other, "/workbench/scenario/talk/")
    be(other, course, "stranger")
    assert "«briefing»" not in page(other, "/workbench/scenario/talk/")
    client.post("/workbench/reset_state")
    assert "«says one»" not in page(client, "/workbench/scenario/talk/")


def test_pages_of_the_suite_stand_in_the_preview(course: Course, client: Client) -> None:
    be(client, course, "coordinator")
    html = page(client, reverse("wbm:roster", args=[str(course.key)]))
    assert 'class="pv-head"' in html
    assert html.count("<main") == 1


def test_without_a_course_the_page_says_what_to_do(client: Client) -> None:
    loaded.forget()
    response = client.get("/")
    assert response.status_code == 404
    assert response.headers["X-WBM-Refusal"] == "no_course"
