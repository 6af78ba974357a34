"""The preview shows a course to every kind of person."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from unittest.mock import ANY

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from course_export.preview import loaded, start
from course_export.preview.access import Reader
from course_export.preview.course import Course
from course_export.preview.models import Grade
from course_export.preview.outline import Standing, standing_for
from course_export.preview.people import personas
from tests import sample_course
from tests.personas import be
from tests.personas import find as personas_by_role
from xblocks.exercises.service import of_course
from xblocks.role_play.block import RolePlayBlock
from xblocks.roster.service import import_roster

pytestmark = [
    pytest.mark.django_db,
    # The workbench of xblock-sdk asks for what its own library calls outdated.
    pytest.mark.filterwarnings("ignore::xblock.exceptions.UserIdDeprecationWarning"),
    pytest.mark.filterwarnings("ignore::xblock.exceptions.FieldDataDeprecationWarning"),
    pytest.mark.filterwarnings("ignore:datetime.datetime.utcnow:DeprecationWarning"),
]

QUESTION = sample_course.usage("problem", "question")
NOT_ON_IT = ("staff", "stranger", "nobody")


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """The small course, loaded, with the demo people."""
    return start.open_course(sample_course.write(tmp_path))


def standing_of(course: Course, user: User) -> Standing:
    """How far an account is that is on no list."""
    return standing_for(Reader(course, None, timezone.now()), user)


def page(client: Client, address: str) -> str:
    """The page at an address, which must answer with 200."""
    response = client.get(address)
    assert response.status_code == 200, response
    return response.content.decode()


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


def test_our_block_knows_a_trainee(course: Course, client: Client) -> None:
    be(client, course, "trainee")
    html = page(client, "/unit/u-talk/")
    assert "«briefing»" in html
    assert "pv-broken" not in html


@pytest.mark.parametrize("who", ["stranger", "nobody"])
def test_our_block_refuses_who_takes_no_part(course: Course, client: Client, who: str) -> None:
    be(client, course, who)
    html = page(client, "/unit/u-talk/")
    assert "«briefing»" not in html
    assert 'role="alert"' in html


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


def test_looking_as_an_author_leaves_no_trace(course: Course, client: Client) -> None:
    user = be(client, course, "author")
    html = page(client, "/unit/u-text/?view=author")
    assert standing_of(course, user).visited == ""
    assert 'aria-current="page">' in html
    talk = page(client, "/unit/u-talk/?view=author")
    assert "«says two»" in talk
    be(client, course, "trainee")
    assert "«says two»" not in page(client, "/unit/u-talk/?view=author")


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("/", {"trainee", "trainer", "expert", "coordinator", "author", *NOT_ON_IT}),
        ("/people/", {"trainee", "trainer", "expert", "coordinator", "author", *NOT_ON_IT}),
        ("/unit/u-talk/", {"trainee", "trainer", "expert", "coordinator", "author", *NOT_ON_IT}),
        ("/style/", {"trainee", "trainer", "expert", "coordinator", "author", *NOT_ON_IT}),
        ("/workbench/", {"trainee", "trainer", "expert", "coordinator", "author", *NOT_ON_IT}),
        (
            "/progress/",
            {"trainee", "trainer", "expert", "coordinator", "author", "staff", "stranger"},
        ),
        ("/grades/", {"trainer", "coordinator", "staff"}),
        ("/events/", {"author"}),
    ],
)
def test_pages_are_for_those_they_are_meant_for(
    course: Course, address: str, allowed: set[str]
) -> None:
    found = set()
    for who in ["trainee", "trainer", "expert", "coordinator", "author", *NOT_ON_IT]:
        client = Client()
        be(client, course, who)
        response = client.get(address)
        assert response.status_code in (200, 403), (who, response.status_code)
        if response.status_code == 200:
            found.add(who)
        else:
            assert response.headers["X-WBM-Refusal"] in ("not_allowed", "not_signed_in")
    assert found == allowed


def test_the_grade_book_shows_every_trainee(course: Course, client: Client) -> None:
    trainee = be(Client(), course, "trainee")
    Grade.objects.create(
        user=trainee, usage_key=sample_course.usage("wbm_role_play", "talk"), earned=1, possible=2
    )
    be(client, course, "trainer")
    html = page(client, "/grades/")
    assert "5 / 10" in html
    assert html.count('<th scope="row">') == sum("trainee" in p.roles for p in personas(course.key))


def test_one_becomes_somebody_else_and_nobody(course: Course, client: Client) -> None:
    target = personas_by_role(course, "expert")
    response = client.post("/people/", {"person": target.ident, "next": "/unit/u-text/"})
    assert (response.status_code, response.headers["Location"]) == (302, "/unit/u-text/")
    assert target.name in page(client, "/")
    client.post("/people/", {"person": "nobody"})
    assert not page(client, "/").count(f'<span class="pv-me">{target.name}')


@pytest.mark.parametrize("person", ["", "0", "99999", "root", "-1"])
def test_nobody_unknown_can_be_chosen(course: Course, client: Client, person: str) -> None:
    assert client.post("/people/", {"person": person}).status_code == 404


def test_switching_never_leads_to_another_server(course: Course, client: Client) -> None:
    for target in ("https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"):
        response = client.post("/people/", {"person": "nobody", "next": target})
        assert response.headers["Location"] == "/"


def test_people_imported_later_get_their_account_when_one_becomes_them(
    course: Course, client: Client
) -> None:
    data = b"email;name;roles;company;district;topics;districts\n"
    data += b"new@example.org;Neu Hier;expert;;;law;*\n"
    import_roster(None, course.key, data)
    newcomer = next(each for each in personas(course.key) if each.name == "Neu Hier")
    assert newcomer.user_id is None
    client.post("/people/", {"person": newcomer.ident})
    assert '<span class="pv-me">Neu Hier</span>' in page(client, "/")


def test_the_language_follows_the_reader_then_the_course(tmp_path: Path, client: Client) -> None:
    start.open_course(sample_course.write(tmp_path, sample_course.files("en")))
    assert '<html lang="en">' in page(client, "/")
    response = client.post("/language/", {"language": "de", "next": "/progress/"})
    assert response.headers["Location"] == "/progress/"
    assert '<html lang="de">' in page(client, "/")
    assert client.post("/language/", {"language": "fr"}).status_code == 404


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
