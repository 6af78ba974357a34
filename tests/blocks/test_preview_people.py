"""Who sees what in the preview: people, those one becomes, the language they read."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from course_export.preview import start
from course_export.preview.course import Course
from course_export.preview.models import Grade
from course_export.preview.people import personas
from tests import sample_course
from tests.blocks.preview_page import page, standing_of
from tests.personas import be
from tests.personas import find as personas_by_role
from xblocks.roster.service import import_roster

pytestmark = [
    pytest.mark.django_db,
    # The workbench of xblock-sdk asks for what its own library calls outdated.
    pytest.mark.filterwarnings("ignore::xblock.exceptions.UserIdDeprecationWarning"),
    pytest.mark.filterwarnings("ignore::xblock.exceptions.FieldDataDeprecationWarning"),
    pytest.mark.filterwarnings("ignore:datetime.datetime.utcnow:DeprecationWarning"),
]

NOT_ON_IT = ("staff", "stranger", "nobody")


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
