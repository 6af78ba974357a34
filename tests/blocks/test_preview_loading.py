"""Archives are loaded as the platform would take them, also faulty and foreign ones."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation

from course_export.build import build
from course_export.olx.archive import pack
from course_export.olx.reader import UnusableArchive
from course_export.preview import block_types, start
from course_export.preview.course import Course
from course_export.preview.loaded import current
from course_export.preview.loading import load_course
from course_export.preview.models import Completion
from course_export.preview.outline import playable
from course_export.preview.placeholders import BrokenBlock, MissingBlock
from course_export.preview.reading import read_block
from course_export.preview.rendering import strip_foreign_imports
from course_export.preview.watching import Watch
from tests import personas, sample_course
from xblocks.exercises.records import Exercise

FOREIGN = Path(__file__).parents[1] / "export" / "foreign"

Change = Callable[[dict[str, str]], None]


def loaded(tmp_path: Path, change: Change = lambda _files: None) -> Course:
    """The small course with something changed."""
    files = sample_course.files()
    change(files)
    return load_course(sample_course.write(tmp_path, files))


def units(course: Course) -> list[str]:
    """The names of all units in order."""
    return list(course.units)


def test_the_order_of_units_is_that_of_the_course(tmp_path: Path) -> None:
    course = loaded(tmp_path)
    assert units(course) == ["u-text", "u-question", "u-talk", "u-film", "u-foreign"]
    assert [course.units[name].after for name in units(course)][:-1] == [
        course.units[name] for name in units(course)[1:]
    ]
    assert course.units["u-text"].before is None
    assert course.units["u-foreign"].after is None


def test_the_policy_beats_attributes_and_names_the_course(tmp_path: Path) -> None:
    def change(files: dict[str, str]) -> None:
        files["policies/2027/policy.json"] = (
            '{"course/2027": {"display_name": "Anders", "language": "en"},'
            ' "sequential/s-talk": {"display_name": "Neu", "due": "2028-01-02T03:04:05Z"},'
            ' "wbm_role_play/talk": {"display_name": "Nie"}}'
        )

    course = loaded(tmp_path, change)
    assert (course.title, course.language) == ("Anders", "en")
    talk = course.by_name("talk")
    assert talk.parent.parent.title == "Neu"
    assert talk.date("due").isoformat() == "2028-01-02T03:04:05+00:00"
    assert talk.title == "Das Gespräch"  # blocks of pure XBlocks ignore the policy


def test_blocks_without_a_unit_are_units_of_their_own(tmp_path: Path) -> None:
    def change(files: dict[str, str]) -> None:
        files["chapter/part2.xml"] = (
            '<chapter display_name="Alt"><html url_name="text" filename="text"/>'
            '<sequential url_name="s-more"/></chapter>'
        )
        files["sequential/s-more.xml"] = (
            '<sequential><html url_name="before" filename="before"/></sequential>'
        )
        del files["vertical/u-text.xml"]
        files["sequential/s-read.xml"] = (
            '<sequential><vertical url_name="u-question"/></sequential>'
        )
        files["vertical/u-talk.xml"] = '<vertical display_name="Leer"/>'

    course = loaded(tmp_path, change)
    assert units(course) == ["u-question", "u-talk", "text", "before"]
    assert course.units["u-talk"].blocks == []


def test_containers_inside_a_unit_give_their_blocks(tmp_path: Path) -> None:
    def change(files: dict[str, str]) -> None:
        files["vertical/u-text.xml"] = (
            '<vertical><vertical url_name="inner"><html url_name="text"/></vertical></vertical>'
        )

    assert [each.name for each in loaded(tmp_path, change).units["u-text"].blocks] == ["text"]


@pytest.mark.parametrize(
    ("path", "text", "left_out"),
    [
        ("vertical/u-talk.xml", '<vertical><html url_name="text"/></vertical>', "html/text"),
        (
            "vertical/u-talk.xml",
            '<vertical><html url_name="a b@c">x</html></vertical>',
            "html/a b@c",
        ),
        ("vertical/u-talk.xml", '<vertical><problem url_name="none"/></vertical>', "problem/none"),
        ("html/before.xml", "<html", "html/before"),
    ],
)
def test_what_the_platform_would_lose_is_left_out_and_named(
    tmp_path: Path, path: str, text: str, left_out: str
) -> None:
    course = loaded(tmp_path, lambda files: files.update({path: text}))
    assert left_out in course.left_out


def test_settings_that_cannot_be_read_count_as_missing(tmp_path: Path) -> None:
    def change(files: dict[str, str]) -> None:
        files["sequential/s-talk.xml"] = (
            '<sequential due="someday" graded="perhaps"><vertical url_name="u-talk"/></sequential>'
        )
        files["policies/2027/grading_policy.json"] = "[broken"

    course = loaded(tmp_path, change)
    assert course.by_name("talk").date("due") is None
    assert [section.graded for section in course.sections()] == [False, False, False]
    assert course.grading == {}


def test_an_archive_without_a_course_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnusableArchive) as refused:
        loaded(tmp_path, lambda files: files.update({"course.xml": '<course url_name="a b"/>'}))
    assert refused.value.code == "course-key"
    assert "wbm check" in str(refused.value)


def test_what_is_not_installed_and_what_cannot_be_read_get_placeholders(tmp_path: Path) -> None:
    def change(files: dict[str, str]) -> None:
        files["html/before.xml"] = '<html filename="nowhere"/>'

    course = loaded(tmp_path, change)
    assert read_block(course, course.by_name("ora")).block_class is MissingBlock
    before = read_block(course, course.by_name("before"))
    assert before.block_class is BrokenBlock
    assert "nowhere" in before.fields["reason"]


def test_playable_tags_are_known_without_importing_them() -> None:
    assert {"html", "problem", "video", "wbm_role_play", "poll_question"} <= playable()
    assert "openassessment" not in playable()
    assert block_types.is_known("html")
    assert not block_types.is_known("openassessment")


@pytest.mark.parametrize(
    ("css", "left"),
    [
        ('@import url("https://fonts.example/css?a:1,2");p{}', "p{}"),
        ("@import url(//fonts.example/a.css) screen;p{}", "p{}"),
        ('@import "http://fonts.example/a.css";p{}', "p{}"),
        ("@import url(near.css);p{}", "@import url(near.css);p{}"),
        (
            "p{background:url(https://x.example/a.png)}",
            "p{background:url(https://x.example/a.png)}",
        ),
    ],
)
def test_style_sheets_from_elsewhere_are_not_imported(css: str, left: str) -> None:
    assert strip_foreign_imports(css) == left


@pytest.mark.django_db
@pytest.mark.parametrize(
    "block",
    [
        '<poll_question url_name="b" display_name="Umfrage">Was denkst du?'
        '<answer id="yes">Ja</answer><answer id="no">Nein</answer></poll_question>',
        '<word_cloud url_name="b" display_name="Wolke" num_inputs="2"/>',
        '<annotatable url_name="b"><annotatable><instructions><p>Lies.</p></instructions>'
        '<p>Ein <annotation title="T" body="B">Wort</annotation></p></annotatable></annotatable>',
        '<discussion url_name="b" discussion_id="d" discussion_category="c"/>',
        '<problem url_name="b"><numericalresponse answer="7"><label>Wie viel?</label>'
        "<formulaequationinput/></numericalresponse></problem>",
        '<problem url_name="b"><optionresponse><label>Wähle</label><optioninput>'
        '<option correct="True">a</option><option correct="False">b</option></optioninput>'
        "</optionresponse></problem>",
        '<problem url_name="b"><stringresponse answer="ja"><label>Sag</label><textline size="20"/>'
        "</stringresponse></problem>",
        '<video url_name="b" youtube="1.00:abcdefghijk" display_name="Von außen"/>',
    ],
)
def test_blocks_of_other_courses_are_played(tmp_path: Path, client: Client, block: str) -> None:
    files = sample_course.files()
    files["vertical/u-text.xml"] = f"<vertical>{block}</vertical>"
    course = start.open_course(sample_course.write(tmp_path, files))
    personas.be(client, course, "trainee")
    response = client.get("/unit/u-text/")
    assert response.status_code == 200
    assert b"pv-broken" not in response.content
    assert b"pv-missing" not in response.content


def answers(client: Client, address: str) -> bool:
    """Whether the preview has something at the address."""
    response = client.get(address)
    response.close()
    return response.status_code in (200, 302)


@pytest.mark.django_db
def test_a_foreign_course_is_played(client: Client) -> None:
    course = start.open_course(FOREIGN)
    personas.be(client, course, "trainee")
    for name in course.units:
        response = client.get(f"/unit/{name}/")
        assert response.status_code == 200
        assert b"pv-broken" not in response.content, name


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["de", "en"])
def test_the_whole_course_can_be_played_by_a_trainee(
    tmp_path: Path, client: Client, language: str
) -> None:
    course = start.open_course(build(language, tmp_path).path)
    assert course.left_out == []
    assert course.language == language
    user = personas.be(client, course, "trainee")
    assert user
    locked = [
        unit.section.entry.name
        for name, unit in course.units.items()
        if client.get(f"/unit/{name}/").status_code == 403
    ]
    assert set(locked) == {"talk-2", "talk-3"}  # the first talk comes first
    scripts = [name for name in course.units if name.endswith("-trainers")]
    assert len(scripts) == 9
    assert {client.get(f"/unit/{name}/").status_code for name in scripts} == {404}
    for entry in course.by_name("talk-1").walk():
        Completion.objects.get_or_create(
            user=user, usage_key=str(entry.key), defaults={"share": 1.0}
        )
    addresses = set()
    for name in course.units.keys() - set(scripts):
        response = client.get(f"/unit/{name}/")
        assert response.status_code == 200
        html = response.content.decode()
        assert "pv-broken" not in html, name
        assert "pv-missing" not in html, name
        addresses |= set(re.findall(r"""(?:src|href)=["'](/[^"'#]+)["']""", html))
    assert {address for address in addresses if not answers(client, address)} == set()
    assert Completion.objects.filter(user=user).exists()
    ours = [entry for entry in course.entries.values() if entry.tag.startswith("wbm_")]
    assert Exercise.objects.filter(course_key=str(course.key)).count() == len(ours) > 0


@pytest.mark.django_db
def test_trainers_read_the_scripts_of_seminar_days(tmp_path: Path, client: Client) -> None:
    course = start.open_course(build("de", tmp_path).path)
    personas.be(client, course, "trainer")
    html = client.get("/unit/day-1-trainers/").content.decode()
    assert "Diese Seite sehen nur Trainer*innen" in html


@pytest.mark.django_db
def test_opening_twice_changes_nothing(tmp_path: Path) -> None:
    folder = sample_course.write(tmp_path)
    course = start.open_course(folder)
    before = personas.find(course, "trainee")
    again = start.open_course(folder)
    assert personas.find(again, "trainee") == before
    assert Exercise.objects.count() == 1


def test_reading_a_block_does_not_depend_on_the_readers_language(tmp_path: Path) -> None:
    course = loaded(tmp_path)
    with translation.override("en"):
        fields = read_block(course, course.by_name("text")).fields
    assert "Zuhören" in fields["data"]


@pytest.mark.django_db
def test_an_archive_built_again_is_played_at_the_next_look(
    tmp_path: Path, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    archive = tmp_path / "course.tar.gz"
    watch = Watch()

    def build_again(title: str) -> None:
        files = {path: text.encode() for path, text in sample_course.files().items()}
        policy = files["policies/2027/policy.json"].decode()
        files["policies/2027/policy.json"] = policy.replace("Probekurs", title).encode()
        pack(files, archive)

    build_again("Erster")
    first = start.open_course(archive)
    watch.begin(archive)
    watch.look()
    assert current() is first
    build_again("Zweiter Versuch")
    watch.look()
    assert current().title.startswith("Zweiter Versuch")
    second = current()
    archive.write_bytes(b"broken")
    watch.look()
    watch.look()
    assert current() is second
    assert caplog.text.count("is not played") == 1
    archive.unlink()
    watch.look()
    assert current() is second
