"""The runtime gives blocks what an LMS gives them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.test import Client
from django.utils import translation
from django.utils.safestring import mark_safe
from opaque_keys.edx.keys import CourseKey

from course_export.preview import links, start
from course_export.preview.anonymous import course_anonymous_id, user_by_anonymous_id
from course_export.preview.course import Course
from course_export.preview.runtime import PreviewRuntime
from course_export.preview.services import PREFIX
from tests import counter_block, personas, sample_course
from xblocks.host import identity

pytestmark = pytest.mark.django_db

COUNTER = sample_course.usage("counter", "one")


@pytest.fixture
def course(tmp_path: Path) -> Iterator[Course]:
    """The small course with a counter."""
    files = sample_course.files()
    files["vertical/u-text.xml"] = '<vertical><counter url_name="one"/></vertical>'
    with counter_block.installed():
        yield start.open_course(sample_course.write(tmp_path, files))


@pytest.fixture
def trainee(course: Course, client: Client) -> User:
    """A trainee, signed in."""
    user = personas.be(client, course, "trainee")
    assert user
    return user


def test_the_user_service_describes_the_person_as_the_lms_does(
    course: Course, trainee: User
) -> None:
    runtime = PreviewRuntime(course, trainee)
    with translation.override("de"):
        user = PreviewRuntime(course, trainee)._services["user"].get_current_user()
    attributes = {
        name.removeprefix(PREFIX): value
        for name, value in user.opt_attrs.items()
        if name.startswith(PREFIX)
    }
    assert attributes.pop("user_preferences") == {"pref-lang": "de", "time_zone": "Europe/Berlin"}
    anonymous = attributes.pop("anonymous_user_id")
    assert anonymous != attributes.pop("deprecated_anonymous_user_id")
    assert attributes == {
        "is_authenticated": True,
        "user_id": trainee.pk,
        "username": trainee.username,
        "user_is_staff": False,
        "user_is_global_staff": False,
        "user_is_beta_tester": False,
        "user_role": "student",
        "request_country_code": None,
    }
    assert (user.full_name, user.emails) == (trainee.get_full_name(), [trainee.email])
    service = runtime._services["user"]
    assert service.get_anonymous_user_id(trainee.username, str(course.key)) == anonymous
    assert service.get_user_by_anonymous_id(anonymous) == trainee
    assert service.get_user_by_anonymous_id() == trainee


def test_pseudonyms_differ_between_courses_and_lead_back_in_their_own(
    course: Course, trainee: User
) -> None:
    other = CourseKey.from_string("course-v1:wbm+Other+2027")
    pseudonym = course_anonymous_id(trainee.pk, course.key)
    assert pseudonym != course_anonymous_id(trainee.pk, other)
    assert user_by_anonymous_id(pseudonym, course.key) == trainee
    assert user_by_anonymous_id(pseudonym, other) is None


def test_the_account_behind_a_pseudonym_is_looked_up_directly(
    course: Course, django_assert_num_queries: Any
) -> None:
    User.objects.bulk_create(User(username=f"many{number}") for number in range(200))
    users = list(User.objects.order_by("-pk")[:3])
    for user in users:
        assert user_by_anonymous_id(course_anonymous_id(user.pk, course.key), course.key) == user
    with django_assert_num_queries(3):
        for user in users:
            user_by_anonymous_id(course_anonymous_id(user.pk, course.key), course.key)
    pseudonym = course_anonymous_id(users[0].pk, course.key)
    users[0].delete()
    assert user_by_anonymous_id(pseudonym, course.key) is None
    assert user_by_anonymous_id("nobody", course.key) is None


def test_our_blocks_find_person_and_course(course: Course, trainee: User) -> None:
    block = PreviewRuntime(course, trainee).get_block(course.by_name("talk").key)
    signed_in = identity.from_block(block)
    assert (signed_in.user_id, signed_in.email) == (trainee.pk, trainee.email)
    assert signed_in.anonymous_id == course_anonymous_id(trainee.pk, course.key)
    assert (signed_in.course_staff, signed_in.course_author) == (False, False)
    assert identity.course_key_of(block) == course.key


def test_only_the_author_view_lets_write(course: Course, trainee: User) -> None:
    block = PreviewRuntime(course, trainee, author=True).get_block(course.by_name("talk").key)
    assert identity.from_block(block).course_author is True


def test_staff_is_course_staff(course: Course, client: Client) -> None:
    user = personas.be(client, course, "staff")
    block = PreviewRuntime(course, user).get_block(course.by_name("talk").key)
    assert identity.from_block(block).course_staff is True


def test_blocks_inherit_what_sections_say(course: Course) -> None:
    block = PreviewRuntime(course, AnonymousUser()).get_block(course.by_name("talk").key)
    assert block.due.isoformat() == "2027-02-19T17:00:00+00:00"
    assert block.start.isoformat() == "2027-02-08T08:00:00+00:00"  # the course's, from its policy
    assert block.graded is True
    question = PreviewRuntime(course, AnonymousUser()).get_block(course.by_name("question").key)
    assert (question.due, question.graded, question.max_attempts) == (None, False, 2)


def test_programs_of_a_course_never_run(course: Course) -> None:
    sandbox = PreviewRuntime(course, AnonymousUser())._services["sandbox"]
    assert sandbox.can_execute_unsafe_code() is False
    assert sandbox.get_python_lib_zip() is None


def test_there_are_no_asides(course: Course) -> None:
    runtime = PreviewRuntime(course, AnonymousUser())
    assert runtime.applicable_aside_types(runtime.get_block(course.by_name("one").key)) == []


def test_start_arguments_cannot_end_their_script(course: Course, client: Client) -> None:
    html = client.get("/unit/u-text/").content.decode()
    start_of_arguments = html.index("xblock_json_init_args")
    arguments = html[start_of_arguments : html.index("</script>", start_of_arguments)]
    assert "alert(1)" in arguments
    assert "<script" not in arguments


def test_addresses_of_handlers_lead_to_handlers(course: Course, trainee: User) -> None:
    runtime = PreviewRuntime(course, trainee)
    block = runtime.get_block(course.by_name("one").key)
    address = f"/xblock/{COUNTER}/handler/add"
    assert runtime.handler_url(block, "add") == address
    assert runtime.handler_url(block, "add", "x/y", "z=1") == f"{address}/x/y?z=1"
    outside = runtime.handler_url(block, "add", thirdparty=True)
    assert outside == f"/xblock/{COUNTER}/handler_noauth/add"
    author = PreviewRuntime(course, trainee, author=True)
    assert author.handler_url(block, "add") == f"/xblock/{COUNTER}/author_handler/add"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ('<img src="/static/a b.png">', '<img src="/assets/a b.png">'),
        ('<a href="/static/sub/x.pdf">', '<a href="/assets/sub/x.pdf">'),
        ("url(/static/x.png)", "url(/assets/x.png)"),
        ('<link href="/static/wbm/wbm.css">', '<link href="/static/wbm/wbm.css">'),
        ('<a href="/jump_to_id/u-talk">', '<a href="/jump_to_id/u-talk/">'),
        ('<a href="/courses/course-v1:a+b+c/jump_to_id/x#y">', '<a href="/jump_to_id/x/#y">'),
        ("{&quot;/static/x.mp4&quot;}", "{&quot;/assets/x.mp4&quot;}"),
        ('<img src="/asset-v1:a+b+c+type@asset+block@x.png">', '<img src="/assets/x.png">'),
        ("<p>/static/ in words</p>", "<p>/static/ in words</p>"),
    ],
)
def test_links_of_authors_are_rewritten(written: str, meant: str) -> None:
    assert links.replace_all(written) == meant


def test_rewritten_text_is_no_longer_taken_for_safe() -> None:
    assert type(links.replace_all(mark_safe('<p class="x">'))) is str


def handler(name: str, kind: str = "handler", block: str = COUNTER) -> str:
    """The address of a handler."""
    return f"/xblock/{block}/{kind}/{name}"


def test_posts_need_the_token_but_no_enrolment(course: Course) -> None:
    guarded = Client(enforce_csrf_checks=True)
    personas.be(guarded, course, "stranger")
    assert guarded.post(handler("add")).status_code == 403
    guarded.get("/")
    token = {"X-CSRFToken": guarded.cookies["csrftoken"].value}
    assert guarded.post(handler("add"), headers=token).content == b"1"
    outside = Client(enforce_csrf_checks=True)
    assert outside.post(handler("add", "handler_noauth")).content == b"1"


def test_learners_cannot_write_into_the_course(trainee: User, client: Client) -> None:
    response = client.post(handler("edit"))
    assert response.status_code == 409
    assert response.headers["X-WBM-Refusal"] == "not_editable"


def test_handlers_of_the_author_view_are_for_authors(course: Course, client: Client) -> None:
    personas.be(client, course, "trainee")
    assert client.post(handler("add", "author_handler")).status_code == 403
    personas.be(client, course, "author")
    assert client.post(handler("add", "author_handler")).content == b"1"


@pytest.mark.parametrize(
    "address",
    [
        handler("nothing"),
        handler("student_view"),
        handler("add", block="block-v1:wbm+Sample+2027+type@counter+block@other"),
        "/xblock/resource/problem/public/../capa_block.py",
        "/xblock/resource/problem/nothing.css",
        "/unit/nothing/",
        "/jump_to_id/nothing/",
        "/assets/nothing.png",
        "/static/nothing.css",
    ],
)
def test_what_does_not_exist_is_not_found(course: Course, client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_files_of_blocks_load_nothing_from_elsewhere(course: Course, client: Client) -> None:
    response = client.get("/xblock/resource/problem/public/css/ProblemBlockDisplay.css")
    assert response.status_code == 200
    assert "@import" not in response.content.decode()
