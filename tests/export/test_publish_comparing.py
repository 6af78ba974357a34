"""What Studio has is compared with the archive: each thing taken away or changed is found."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_export.build import CONTENT
from course_export.curriculum.loader import load_course
from course_export.olx.reader import CourseFiles
from course_export.olx.tree import build_tree
from course_export.olx.writer import write_course
from course_export.publish import reading
from course_export.publish.comparing import KINDS, Difference, differences
from course_export.publish.image import Image, of_archive
from tests.export.content import MINIATURE
from tests.export.studio_server.olx import Course, Stored, exported, import_into, structure
from tests.export.studio_server.stage import LIVE
from tests.export.synthetic import synthetic_course

Spoil = Callable[[Course], None]


def files_of(name: str) -> CourseFiles:
    if name == "synthetic":
        return CourseFiles(dict(write_course(synthetic_course(10))))
    content = MINIATURE if name == "miniature" else CONTENT
    return CourseFiles(dict(write_course(load_course(content, "de").course)))


def read_back(course: Course) -> Image:
    """The course through the answers of Studio, without a server."""
    told = json.loads(json.dumps(structure(course)))
    units = {}
    for info in reading.unit_infos(told):
        unit = reading.unit(info, exported(course, reading.name_of(info["id"])))
        units[unit.name] = unit
    details = {
        "start_date": course.settings["start"],
        "end_date": course.settings.get("end"),
        "language": course.settings.get("language"),
        "self_paced": course.settings.get("self_paced"),
        "course_image_name": course.settings.get("course_image"),
        **course.about,
    }
    graders = [{**each, "weight": each["weight"] * 100} for each in course.grading["GRADER"]]
    grading = {"graders": graders, "grade_cutoffs": course.grading["GRADE_CUTOFFS"]}
    return Image(
        tuple(course.chapters),
        reading.places(told),
        units,
        reading.settings(told, details, {"course_details": grading}),
        reading.about(details),
        dict(course.assets),
        frozenset(course.pages),
    )


def found(name: str = "synthetic", spoil: Spoil = lambda _: None) -> list[Difference]:
    files = files_of(name)
    course = Course(LIVE)
    import_into(course, files)
    spoil(course)
    return differences(of_archive(files, build_tree(files)), read_back(course))


@pytest.mark.parametrize("name", ["synthetic", "miniature", "course"])
def test_an_undisturbed_import_is_as_in_the_archive(name: str) -> None:
    assert [(each.kind, str(each.message)) for each in found(name)] == []


def field(key: str, name: str, value: str) -> Spoil:
    return lambda course: course.blocks[key].fields.update({name: value})


def no_field(key: str, name: str) -> Spoil:
    def spoil(course: Course) -> None:
        del course.blocks[key].fields[name]

    return spoil


def drop(key: str) -> Spoil:
    """The importer drops a block: its parent still names it, but nothing is there."""

    def spoil(course: Course) -> None:
        del course.blocks[key]

    return spoil


def no_chapter(course: Course) -> None:
    course.chapters = []


def swapped(course: Course) -> None:
    course.blocks["vertical/u0"].children.reverse()


def moved_units(course: Course) -> None:
    course.blocks["sequential/s0"].children.reverse()


def strange(course: Course) -> None:
    course.blocks["html/odd"] = Stored("html", "odd", {})
    course.blocks["vertical/u0"].children.append("html/odd")


def page(course: Course) -> None:
    course.blocks["html/p0"].text = course.blocks["html/p0"].text.replace("Erst", "Zuerst", 1)


def answer(course: Course) -> None:
    for each in course.blocks["problem/q1"].body[0].iter("choice"):
        each.set("correct", "true")


def words(course: Course) -> None:
    definition = course.blocks["wbm_role_play/x2"].fields
    definition["definition"] = definition["definition"].replace(":", ": ", 1)


def no_captions(course: Course) -> None:
    course.blocks["video/v3"].fields["transcripts"] = "{}"


def setting(key: str, value: object) -> Spoil:
    return lambda course: course.settings.update({key: value})


def no_groups(course: Course) -> None:
    course.settings["user_partitions"][0]["groups"] = []


def default_grading(course: Course) -> None:
    course.grading = {
        "GRADER": [{"type": "Homework", "weight": 1.0}],
        "GRADE_CUTOFFS": {"Pass": 0.5},
    }


def cutoff(course: Course) -> None:
    course.grading["GRADE_CUTOFFS"] = {"Pass": 0.5}


def no_file(course: Course) -> None:
    del course.assets["image.png"]


def cut_file(course: Course) -> None:
    course.assets["image.png"] -= 1


PLANTED: list[tuple[str, Spoil, str]] = [
    ("chapters", no_chapter, "course"),
    ("missing-place", no_chapter, "chapter/c0"),
    ("missing-unit", drop("vertical/u5"), "vertical/u5"),
    ("children", moved_units, "sequential/s0"),
    ("title", field("chapter/c0", "display_name", "Section"), "Section"),
    ("title", field("sequential/s0", "display_name", "Subsection"), "Subsection"),
    ("setting", field("sequential/s0", "due", "2027-02-12T16:00:00Z"), "due"),
    ("setting", no_field("sequential/s0", "due"), "due"),
    ("setting", field("sequential/s0", "graded", "false"), "graded"),
    ("setting", field("sequential/s0", "format", "Homework"), "format"),
    ("setting", setting("display_name", "Empty"), "display_name"),
    ("setting", setting("start", "2030-01-01T00:00:00Z"), "start"),
    ("setting", setting("end", None), "end"),
    ("setting", setting("language", "en"), "language"),
    ("setting", setting("course_image", "other.png"), "course_image"),
    ("setting", no_groups, "groups"),
    ("setting", default_grading, "grading"),
    ("setting", cutoff, "cutoffs"),
    ("unpublished", field("vertical/u0", "published", "false"), "vertical/u0"),
    ("missing-block", drop("html/p0"), "html/p0"),
    ("missing-block", drop("wbm_role_play/x2"), "wbm_role_play/x2"),
    ("missing-block", drop("video/v3"), "video/v3"),
    ("extra-block", strange, "html/odd"),
    ("order", swapped, "vertical/u0"),
    ("attribute", field("vertical/u0", "display_name", "Unit"), "display_name"),
    ("attribute", field("vertical/u0", "discussion_enabled", "true"), "discussion_enabled"),
    ("attribute", words, "definition"),
    ("attribute", field("wbm_role_play/x2", "definition", "{}"), "definition"),
    ("attribute", no_field("wbm_role_play/x2", "definition"), "definition"),
    ("attribute", no_field("wbm_role_play/x2", "weight"), "weight"),
    ("attribute", field("wbm_role_play/x2", "weight", "1"), "weight"),
    ("attribute", field("wbm_role_play/x2", "due", "2027-01-01T00:00:00Z"), "due"),
    ("attribute", field("html/p0", "display_name", "Text"), "display_name"),
    ("attribute", field("problem/q1", "showanswer", "never"), "showanswer"),
    ("attribute", no_field("problem/q1", "showanswer"), "showanswer"),
    ("attribute", no_captions, "transcripts"),
    ("attribute", field("video/v3", "html5_sources", "[]"), "html5_sources"),
    ("attribute", no_field("video/v3", "download_video"), "download_video"),
    ("content", page, "html/p0"),
    ("content", answer, "problem/q1"),
    ("missing-file", no_file, "image.png"),
    ("file-size", cut_file, "image.png"),
    ("about", lambda course: course.about.pop("overview"), "overview"),
]


@pytest.mark.parametrize(("kind", "spoil", "says"), PLANTED)
def test_a_planted_loss_is_found_and_named(kind: str, spoil: Spoil, says: str) -> None:
    lost = found(spoil=spoil)

    assert kind in [each.kind for each in lost]
    assert any(says in str(each.message) for each in lost if each.kind == kind)


def test_every_kind_of_difference_is_planted_once() -> None:
    assert {kind for kind, _, _ in PLANTED} | {"missing-page"} == set(KINDS)


def test_a_page_that_did_not_arrive_is_found() -> None:
    files = files_of("synthetic")
    files = CourseFiles({**files.files, "tabs/rules.html": b"<p>Regeln</p>"})
    wanted, course = of_archive(files, build_tree(files)), Course(LIVE)
    import_into(course, files)
    assert differences(wanted, read_back(course)) == []
    course.pages.clear()

    (lost,) = differences(wanted, read_back(course))

    assert (lost.kind, str(lost.message)) == ("missing-page", "The page rules is missing.")


@settings(max_examples=25)
@given(st.data())
def test_losing_any_block_of_the_real_course_is_found(data: st.DataObject) -> None:
    course = Course(LIVE)
    import_into(course, COURSE)
    key = data.draw(st.sampled_from(sorted(course.blocks)))
    del course.blocks[key]
    if key in course.chapters:
        course.chapters.remove(key)

    assert differences(WANTED, read_back(course))


@settings(max_examples=25)
@given(st.data())
def test_changing_any_attribute_of_our_blocks_is_found(data: st.DataObject) -> None:
    course = Course(LIVE)
    import_into(course, COURSE)
    ours = sorted(key for key in course.blocks if key.startswith("wbm_"))
    block = course.blocks[data.draw(st.sampled_from(ours))]
    name = data.draw(st.sampled_from(sorted(block.fields)))
    value = block.fields[name]
    place = data.draw(st.integers(0, len(value) - 1))
    block.fields[name] = value[:place] + value[place + 1 :]

    assert [each.kind for each in differences(WANTED, read_back(course))] == ["attribute"]


COURSE = files_of("course")
WANTED = of_archive(COURSE, build_tree(COURSE))


def test_where_studio_tells_no_pages_and_no_sizes_nothing_is_missed() -> None:
    course = Course(LIVE)
    import_into(course, COURSE)
    there = replace(read_back(course), pages=None, files=dict.fromkeys(course.assets, -1))

    assert differences(WANTED, there) == []


def test_settings_out_of_the_policy_beat_those_of_the_element() -> None:
    files = dict(files_of("synthetic").files)
    policy = json.loads(files["policies/2027-de/policy.json"])
    policy["sequential/s0"] = {"display_name": "Anders", "graded": False}
    files["policies/2027-de/policy.json"] = json.dumps(policy).encode()
    image = of_archive(CourseFiles(files), build_tree(CourseFiles(files)))

    assert image.places["sequential/s0"].title == "Anders"
    assert image.places["sequential/s0"].settings["graded"] is False


def test_every_share_of_a_grade_survives_being_told_in_hundredths() -> None:
    files, course = files_of("synthetic"), Course(LIVE)
    import_into(course, files)
    wanted = of_archive(files, build_tree(files))
    for percent in range(101):
        course.grading["GRADER"][0]["weight"] = percent / 100
        grading = [["Übungsgespräch", percent / 100]]
        there = replace(wanted, settings={**wanted.settings, "grading": grading})
        assert differences(there, read_back(course)) == []


def test_unreadable_olx_is_a_loss_and_no_crash() -> None:
    info = {"id": f"{LIVE.replace('course', 'block')}+type@vertical+block@u0", "published": True}
    usage = f"{LIVE.replace('course', 'block')}+type@html+block@p0"
    unit = reading.unit(info, {"blocks": {usage: {"olx": "<html"}}})

    assert [block.name for block in unit.blocks] == ["html/p0"]
    assert unit.blocks[0].html is None
