"""What the platform silently drops or changes never stands in what we write.

The facts are those of `platform-facts 2, 3, 4`; every test names the fault it keeps out.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from lxml import etree

from course_export.build import CONTENT
from course_export.curriculum.loader import load_course
from course_export.olx.writer import write_course
from tests.export.content import MINIATURE
from tests.export.synthetic import synthetic_course

Files = Mapping[str, bytes]

POINTED = ("chapter", "sequential", "vertical", "html", "problem", "video")
TRAINERS = 108
"""The content group of the trainers in course.yaml."""
STRUCTURE = ("chapter", "sequential", "vertical")


@pytest.fixture(scope="module", params=["mini-de", "mini-en", "wbm-de", "wbm-en", "synthetic"])
def files(request: pytest.FixtureRequest) -> Files:
    name, _, language = request.param.partition("-")
    if name == "synthetic":
        return write_course(synthetic_course(300))
    content = MINIATURE if name == "mini" else CONTENT
    return write_course(load_course(content, language).course)  # type: ignore[arg-type]


def documents(files: Files) -> Iterator[tuple[str, etree._Element]]:
    for name, content in files.items():
        if name.endswith(".xml"):
            yield name, etree.fromstring(content)


def run_of(files: Files) -> str:
    return str(etree.fromstring(files["course.xml"]).get("url_name"))


def policy_of(files: Files) -> dict[str, Any]:
    run = run_of(files)
    policy: dict[str, Any] = json.loads(files[f"policies/{run}/policy.json"])
    assert list(policy) == [f"course/{run}"]
    return policy[f"course/{run}"]  # type: ignore[no-any-return]


def our_blocks(files: Files) -> list[etree._Element]:
    return [
        element
        for name, root in documents(files)
        if name.startswith("vertical/")
        for element in root
        if str(element.tag).startswith("wbm_")
    ]


def test_url_names_are_unique_across_types_and_of_safe_characters(files: Files) -> None:
    names = [
        child.get("url_name")
        for name, root in documents(files)
        if name.split("/")[0] in ("course", *STRUCTURE)
        for child in root
    ]
    assert [name for name, count in Counter(names).items() if count > 1] == []
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9_-]*", name or "") for name in names)


def test_every_pointer_has_a_file_and_every_file_a_pointer(files: Files) -> None:
    pointed = {
        f"{child.tag}/{child.get('url_name')}.xml"
        for name, root in documents(files)
        if name.split("/")[0] in ("course", *STRUCTURE)
        for child in root
        if child.tag in POINTED
    }
    assert pointed == {name for name in files if name.split("/")[0] in POINTED and ".xml" in name}


def test_pointers_hold_nothing_but_their_url_name(files: Files) -> None:
    for name, root in documents(files):
        if name.split("/")[0] in ("course", *STRUCTURE):
            for child in root:
                if child.tag in POINTED:
                    assert list(child.attrib) == ["url_name"]
                    assert len(child) == 0


def test_our_blocks_stand_inline_with_family_and_definition(files: Files) -> None:
    blocks = our_blocks(files)
    assert blocks
    assert not [name for name in files if name.startswith("wbm_")]
    for block in blocks:
        assert block.get("xblock-family") == "xblock.v1"
        assert isinstance(json.loads(block.get("definition", "")), dict)
        order = ["url_name", "xblock-family", "display_name", "definition", "weight"]
        assert list(block.attrib) == [name for name in order if name in block.attrib]
        assert len(block) == 0
        assert not (block.text or "").strip()


def test_block_types_are_named_as_advanced_modules(files: Files) -> None:
    assert policy_of(files)["advanced_modules"] == sorted({str(it.tag) for it in our_blocks(files)})


def test_format_of_graded_sections_equals_a_type_of_the_grading_policy(files: Files) -> None:
    grading = json.loads(files[f"policies/{run_of(files)}/grading_policy.json"])
    formats = Counter(
        root.get("format") for name, root in documents(files) if root.get("graded") is not None
    )
    assert {grader["type"]: grader["min_count"] for grader in grading["GRADER"]} == formats
    assert sum(grader["weight"] for grader in grading["GRADER"]) == pytest.approx(1)
    assert set(grading) == {"GRADER", "GRADE_CUTOFFS"}
    assert 0 < grading["GRADE_CUTOFFS"]["Pass"] < 1


BOOLEANS = ("graded", "is_prerequisite", "discussion_enabled", "download_video")
WHOLE = ("min_score", "min_completion")


def test_booleans_numbers_and_dates_have_the_form_the_platform_reads(files: Files) -> None:
    for _, root in documents(files):
        for element in root.iter():
            for name, value in element.attrib.items():
                if name in BOOLEANS:
                    assert value in ("true", "false")
                if name in WHOLE:
                    assert 0 <= int(value) <= 100
                if name in ("due", "start"):
                    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", value)
                if name == "weight":
                    assert float(value) > 0


def test_due_dates_stand_on_sections_alone(files: Files) -> None:
    for name, root in documents(files):
        if not name.startswith("sequential/"):
            assert root.get("due") is None


def test_scripts_of_seminar_days_are_for_the_trainers_group_and_nothing_else_is_kept(
    files: Files,
) -> None:
    for name, root in documents(files):
        if name.startswith("vertical/") and name.endswith("-trainers.xml"):
            (groups,) = json.loads(root.get("group_access") or "").values()
            assert groups == [TRAINERS]
        else:
            assert root.get("group_access") is None, name


def test_no_comments_no_declarations_no_entities(files: Files) -> None:
    for name, content in files.items():
        if name.endswith(".xml"):
            assert b"<!" not in content, name
            assert b"<?" not in content, name


def test_every_text_file_is_utf_8(files: Files) -> None:
    for name, content in files.items():
        if not name.startswith("static/"):
            content.decode("utf-8")


def test_html_components_are_pairs_of_files(files: Files) -> None:
    pages = {name for name in files if re.fullmatch(r"html/.*\.html", name)}
    for name, root in documents(files):
        if name.startswith("html/"):
            pages.remove(f"html/{root.get('filename')}.html")
    assert pages == set()


def test_pages_are_well_formed_and_start_at_h3(files: Files) -> None:
    for name, content in files.items():
        if re.fullmatch(r"html/.*\.html", name):
            body = etree.fromstring(f"<body>{content.decode()}</body>")
            levels = [int(str(it.tag)[1]) for it in body.iter("h1", "h2", "h3", "h4", "h5", "h6")]
            assert all(level >= 3 for level in levels), name
            steps = zip([2, *levels], levels, strict=False)
            assert all(level <= before + 1 for before, level in steps), name


def test_tables_have_caption_and_scopes(files: Files) -> None:
    for name, content in files.items():
        if name.endswith(".html"):
            for table in etree.fromstring(f"<body>{content.decode()}</body>").iter("table"):
                assert table.findtext("caption"), name
                assert all(cell.get("scope") for cell in table.iter("th")), name


def test_policy_is_what_the_import_needs(files: Files) -> None:
    policy = policy_of(files)
    assert policy["tabs"][0]["type"] == "courseware"
    assert {"display_name", "start", "end", "language"} <= set(policy)
    ids = [policy["user_partitions"][0]["id"]]
    ids += [group["id"] for group in policy["user_partitions"][0]["groups"]]
    assert min(ids) >= 100
    assert len(set(ids)) == len(ids)
    assert f"static/{policy['course_image']}" in files
    assert policy["cohort_config"]["cohorted"] is True


def test_assets_are_flat_and_described(files: Files) -> None:
    assets = {name.removeprefix("static/") for name in files if name.startswith("static/")}
    assert all(re.fullmatch(r"[a-z0-9_-]+\.[a-z0-9]+", name) for name in assets)
    assert set(json.loads(files["policies/assets.json"])) == assets


def test_conditions_name_sections_and_switch_gating_on(files: Files) -> None:
    roots = {
        name.removeprefix("sequential/").removesuffix(".xml"): root
        for name, root in documents(files)
        if name.startswith("sequential/")
    }
    needed = {root.get("required_prereq") for root in roots.values()} - {None}
    prerequisites = {name for name, root in roots.items() if root.get("is_prerequisite") == "true"}
    assert needed == prerequisites
    assert policy_of(files)["enable_subsection_gating"] is bool(needed)


def test_due_dates_follow_summer_time() -> None:
    course = write_course(load_course(MINIATURE, "de").course)
    winter = etree.fromstring(course["sequential/talks.xml"]).get("due")
    summer = etree.fromstring(course["sequential/quizzes.xml"]).get("due")
    assert (winter, summer) == ("2030-01-25T17:00:00Z", "2030-07-05T16:00:00Z")


def test_course_opens_before_the_first_seminar_week() -> None:
    policy = policy_of(write_course(load_course(CONTENT, "de").course))
    assert policy["start"] == "2027-01-24T23:00:00Z"
