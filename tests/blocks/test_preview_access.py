"""The preview keeps from people what the platform keeps from them, and says what comes first."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from course_export.preview import start
from course_export.preview.course import Course
from course_export.preview.models import Completion, Grade
from tests import sample_course
from tests.personas import be
from xblocks.roster.records import Person, PersonDistrict

pytestmark = pytest.mark.django_db

COAST = "&quot;100&quot;: [104]"
SETTINGS = {
    "user_partitions": [
        {
            "id": 100,
            "name": "Bezirke",
            "scheme": "cohort",
            "groups": [{"id": 101, "name": "Baden-Württemberg"}, {"id": 104, "name": "Küste"}],
        },
        {"id": 110, "name": "Alt", "scheme": "cohort", "active": False, "groups": []},
    ],
    "enable_subsection_gating": True,
}
TEXT, QUESTION = sample_course.usage("html", "text"), sample_course.usage("problem", "question")
CHECK = f"/xblock/{QUESTION}/handler/xmodule_handler/problem_save"
TALK_DONE = [sample_course.usage("html", "before"), sample_course.usage("wbm_role_play", "talk")]
LATER = "2999-03-08T08:00:00Z"

Play = Callable[..., Course]


@pytest.fixture
def play(tmp_path: Path) -> Play:
    """Play the small course with other attributes: ``play({"vertical/u-text": 'start="…"'})``."""

    def opened(changes: Mapping[str, str], **policies: object) -> Course:
        files = sample_course.files()
        for name, attributes in changes.items():
            tag = name.partition("/")[0]
            path = f"{name}.xml"
            files[path] = files[path].replace(f"<{tag}", f"<{tag} {attributes}", 1)
        policy = json.loads(files["policies/2027/policy.json"])
        policy["course/2027"].update({**SETTINGS, **policies})
        files["policies/2027/policy.json"] = json.dumps(policy)
        return start.open_course(sample_course.write(tmp_path, files))

    return opened


@pytest.fixture
def client() -> Client:
    """A browser of somebody who reads English."""
    browser = Client()
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return browser


def status(client: Client, address: str) -> int:
    return client.get(address).status_code


def html(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def put(client: Client, address: str) -> int:
    return client.post(address, {"input_question_2_1": "choice_0"}).status_code


def test_what_is_for_another_district_is_not_there(play: Play, client: Client) -> None:
    course = play({"vertical/u-question": f'group_access="{{{COAST}}}"'})
    be(client, course, "trainee", 0)  # of Baden-Württemberg
    assert "Eine kurze Frage" not in html(client, "/") + html(client, "/progress/")
    assert "Eine kurze Frage" not in html(client, "/unit/u-text/")
    assert status(client, "/unit/u-question/") == 404
    assert put(client, CHECK) == 404
    assert "1 of 4 steps done" in html(client, "/")  # nobody is told of a fifth
    assert 'href="/unit/u-talk/" rel="next"' in html(client, "/unit/u-text/")


def test_what_is_for_the_own_district_is_there_without_a_word(play: Play, client: Client) -> None:
    course = play({"vertical/u-question": f'group_access="{{{COAST}}}"'})
    coast = Person.objects.get(name="Birte Hansdotter")
    assert coast.user
    client.force_login(coast.user)
    assert "only for" not in html(client, "/")
    assert status(client, "/unit/u-question/") == 200
    assert put(client, CHECK) == 200
    assert course.is_limited(course.units["u-question"].entry)


@pytest.mark.parametrize("who", ["trainer", "coordinator", "author", "staff"])
def test_those_who_look_after_the_course_see_all_and_for_whom_it_is(
    play: Play, client: Client, who: str
) -> None:
    course = play(
        {
            "vertical/u-question": f'group_access="{{{COAST}}}"',
            "vertical/u-film": 'visible_to_staff_only="true"',
            "sequential/s-more": f'start="{LATER}"',
        }
    )
    be(client, course, who)
    for address in ("/", "/unit/u-question/"):
        assert "only for Küste" in html(client, address)
    film = html(client, "/unit/u-film/")
    assert "only for staff" in film
    assert "for trainees from Fri, 8 March 2999" in film


@pytest.mark.parametrize("who", ["trainee", "expert", "stranger", "nobody"])
def test_what_is_for_staff_is_for_nobody_else(play: Play, client: Client, who: str) -> None:
    course = play({"chapter/part2": 'visible_to_staff_only="true"'})
    be(client, course, who)
    assert "Teil 2" not in html(client, "/")
    assert status(client, "/unit/u-film/") == 404


def test_an_expert_sees_what_is_for_one_of_the_own_districts(play: Play, client: Client) -> None:
    course = play({"vertical/u-question": f'group_access="{{{COAST}}}"'})
    be(client, course, "expert", 1)  # of the coast and the middle
    assert status(client, "/unit/u-question/") == 200
    PersonDistrict.objects.filter(district__name="Küste").delete()
    assert status(client, "/unit/u-question/") == 404


@pytest.mark.parametrize(
    ("access", "expected"),
    [
        ({"100": [104, 101]}, 200),
        ({"100": []}, 200),
        ({"110": [1]}, 200),  # a division that was switched off
        ({"50": [2]}, 200),  # enrolment tracks, unknown here
        ({"120": [1]}, 404),  # a division the course does not have
        ({"100": [101], "120": [1]}, 404),
        ("nonsense", 200),  # the checks tell about it
    ],
)
def test_group_access_is_read_as_the_platform_reads_it(
    play: Play, client: Client, access: object, expected: int
) -> None:
    text = json.dumps(access).replace('"', "&quot;")
    course = play({"vertical/u-question": f'group_access="{text}"'})
    be(client, course, "trainee", 0)
    assert status(client, "/unit/u-question/") == expected


def test_trainees_are_dealt_to_groups_that_are_no_districts(play: Play, client: Client) -> None:
    groups = [{"id": 1, "name": "Red"}, {"id": 2, "name": "Blue"}]
    course = play(
        {"vertical/u-question": 'group_access="{&quot;100&quot;: [1]}"'},
        user_partitions=[{"id": 100, "name": "Teams", "scheme": "cohort", "groups": groups}],
    )
    seen = []
    for nth in (*range(8), *range(8)):
        be(client, course, "trainee", nth)
        seen.append(status(client, "/unit/u-question/"))
    assert set(seen) == {200, 404}
    assert seen[:8] == seen[8:]


def test_groups_of_a_part_and_of_a_unit_must_both_fit(play: Play, client: Client) -> None:
    course = play(
        {
            "chapter/part1": 'group_access="{&quot;100&quot;: [101]}"',
            "vertical/u-question": f'group_access="{{{COAST}}}"',
        }
    )
    be(client, course, "trainee", 0)
    assert status(client, "/unit/u-text/") == 200
    assert status(client, "/unit/u-question/") == 404


def test_one_block_of_a_unit_may_be_for_others(play: Play, client: Client) -> None:
    course = play({"html/before": 'visible_to_staff_only="true"'})
    be(client, course, "trainee")
    assert "zehn Minuten" not in html(client, "/unit/u-talk/")
    be(client, course, "trainer")
    page = html(client, "/unit/u-talk/")
    assert page.index("only for staff") < page.index("zehn Minuten")


def test_what_begins_later_is_named_with_its_day(play: Play, client: Client) -> None:
    course = play({"vertical/u-question": f'start="{LATER}"'})
    be(client, course, "trainee")
    assert "Opens on" in html(client, "/")
    answer = client.get("/unit/u-question/")
    assert answer.status_code == 403
    assert "8 March 2999" in answer.content.decode()
    assert "Zuhören" not in answer.content.decode()
    assert put(client, CHECK) == 403


def test_a_course_that_has_not_begun_is_played_as_if_it_had(play: Play, client: Client) -> None:
    course = play({}, start="2999-02-01T08:00:00Z")
    be(client, course, "trainee")
    assert status(client, "/unit/u-question/") == 200
    assert "Opens on" not in html(client, "/")


GATED = {
    "sequential/s-talk": 'is_prerequisite="true"',
    "sequential/s-more": 'required_prereq="s-talk" min_score="0" min_completion="100"',
}


def test_a_section_that_waits_says_what_to_do_and_opens_when_it_is_done(
    play: Play, client: Client
) -> None:
    course = play(GATED)
    user = be(client, course, "trainee")
    outline, refused = html(client, "/"), client.get("/unit/u-film/")
    assert "First finish this section" in outline
    assert refused.status_code == 403
    assert 'href="/unit/u-talk/">Go there' in refused.content.decode()
    film = f"/xblock/{sample_course.usage('video', 'film')}/handler/publish_completion"
    assert client.post(film, {"completion": 1.0}, "application/json").status_code == 403
    for key in TALK_DONE:
        Completion.objects.create(user=user, usage_key=key, share=1.0)
    assert status(client, "/unit/u-film/") == 200
    assert "First finish" not in html(client, "/")


def test_points_open_a_section_too(play: Play, client: Client) -> None:
    course = play(GATED | {"sequential/s-more": 'required_prereq="s-talk" min_score="60"'})
    user = be(client, course, "trainee")
    for key in TALK_DONE:
        Completion.objects.create(user=user, usage_key=key, share=1.0)
    assert "reach 60 percent of its points" in html(client, "/unit/u-film/")
    grade = Grade.objects.create(user=user, usage_key=TALK_DONE[1], earned=5, possible=10)
    assert status(client, "/unit/u-film/") == 403
    grade.earned = 6
    grade.save()
    assert status(client, "/unit/u-film/") == 200


def test_half_of_a_section_may_be_enough(play: Play, client: Client) -> None:
    attributes = 'required_prereq="s-talk" min_score="0" min_completion="50"'
    course = play(GATED | {"sequential/s-more": attributes})
    user = be(client, course, "trainee")
    assert status(client, "/unit/u-film/") == 403
    Completion.objects.create(user=user, usage_key=TALK_DONE[0], share=1.0)
    assert status(client, "/unit/u-film/") == 200


@pytest.mark.parametrize(
    ("changes", "policies"),
    [
        ({"sequential/s-more": 'required_prereq="nothing"'}, {}),
        ({"sequential/s-more": 'required_prereq="s-talk"'}, {}),  # not marked as one
        (GATED, {"enable_subsection_gating": False}),
    ],
)
def test_where_the_platform_would_not_wait_nothing_waits(
    play: Play, client: Client, changes: Mapping[str, str], policies: Mapping[str, object]
) -> None:
    course = play(changes, **policies)
    be(client, course, "trainee")
    assert status(client, "/unit/u-film/") == 200


def test_those_who_look_after_the_course_need_not_wait_but_read_what_others_must(
    play: Play, client: Client
) -> None:
    course = play(GATED)
    be(client, course, "trainer")
    assert status(client, "/unit/u-film/") == 200
    assert "Opens for trainees after:" in html(client, "/")


def test_the_next_step_is_one_that_is_open(play: Play, client: Client) -> None:
    course = play(GATED | {"vertical/u-text": f'start="{LATER}"'})
    be(client, course, "trainee")
    page = html(client, "/")
    card = page[page.index("wbm-card--next") : page.index("pv-part")]
    assert 'href="/unit/u-question/"' in card


def test_when_only_locked_steps_are_left_the_plan_says_so(play: Play, client: Client) -> None:
    course = play({"chapter/part1": f'start="{LATER}"', "chapter/part2": f'start="{LATER}"'})
    be(client, course, "trainee")
    assert "What comes next is not open yet" in html(client, "/")
    assert "You have done everything" not in html(client, "/")
