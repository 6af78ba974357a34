"""Every kind of finding is found, at its place, and nothing else is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import escape
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_export.checks.finding import REGISTRY, Severity
from course_export.checks.run import check_archive, check_files
from course_export.olx.reader import CourseFiles
from tests.export.miniature import (
    CLEAN,
    FOREIGN,
    Miniature,
    broken,
    course_files,
    pack,
    remove,
    rename,
    replace,
    write,
)
from tests.export.miniatures.table import MINIATURES

NOISE = [
    *(b"", b"{}", b"[]", b"null", b"1e999", b"NaN", b'"\\ud800"', b"-1", b"<p/>", b"&quot;", b"/"),
    *(b'url_name="u1"', b"\xff", b"\0", b"<!---->", b"{{", b"1" * 5000),
]


def _name(miniature: Miniature) -> str:
    return f"{miniature.code}-{MINIATURES.index(miniature)}"


@pytest.mark.parametrize("miniature", MINIATURES, ids=_name)
def test_a_defect_gives_its_finding_at_its_place_and_no_other(
    miniature: Miniature, tmp_path: Path
) -> None:
    report = check_archive(broken(miniature, tmp_path / "course.tar.gz"))

    found = [each for each in report.findings if each.code == miniature.code]
    places = [(each.file, each.line, each.block, each.field) for each in found]
    assert places == [(miniature.file, miniature.line, miniature.block, miniature.field)]
    assert miniature.says in str(found[0].message)
    assert {each.code for each in report.findings} == {miniature.code, *miniature.beside}


def test_every_kind_of_finding_has_a_miniature() -> None:
    assert REGISTRY.keys() == {miniature.code for miniature in MINIATURES}


@pytest.mark.parametrize("folder", [CLEAN, FOREIGN], ids=["clean", "foreign"])
def test_a_good_course_gives_no_finding(folder: Path, tmp_path: Path) -> None:
    archive = pack(course_files(folder), tmp_path / "course.tar.gz")

    assert check_archive(archive).findings == ()


@pytest.mark.parametrize("folder", [CLEAN, FOREIGN], ids=["clean", "foreign"])
def test_a_folder_counts_as_its_archive(folder: Path) -> None:
    report = check_archive(folder)

    assert report.findings == ()
    assert report.course["files"] == len(course_files(folder))


@pytest.mark.parametrize("code", sorted(REGISTRY))
def test_every_finding_explains_itself_and_says_what_to_do(code: str) -> None:
    kind = REGISTRY[code]

    assert kind.code == code
    assert code == code.lower()
    assert " " not in code
    assert kind.severity in Severity
    assert kind.explanation().endswith(".")
    assert kind.sentence.count(". ") >= 1 or kind.sentence.endswith("%(reason)s"), kind.sentence


def test_a_definition_used_twice_is_reported_for_both(tmp_path: Path) -> None:
    files = replace("vertical/u2.xml", '"next": "end"', '"next": "nowhere"')(course_files())
    unit = dict(files)["vertical/u2.xml"].decode()
    files = write("vertical/u1.xml", unit.replace("r1", "r9"))(files)
    files = remove("html/t1.xml")(remove("html/t1.html")(files))
    files = remove("problem/p1.xml")(remove("video/v1.xml")(files))

    report = check_archive(pack(files, tmp_path / "course.tar.gz"))

    found = [each.block for each in report.findings if each.code == "definition-defect"]
    assert found == ["wbm_role_play/r9", "wbm_role_play/r1"]


def test_a_definition_in_a_child_element_is_read_too(tmp_path: Path) -> None:
    unit = dict(course_files())["vertical/u2.xml"].decode()
    definition = unit[unit.index("'{") + 1 : unit.index("}'") + 1]
    option = (
        '<option:definition xmlns:option="http://code.edx.org/xblock/option">'
        f"{definition}</option:definition>"
    )
    before, after = unit.split("definition=")[0], "</vertical>\n"
    inside = f"{before.rstrip()}>{option}</wbm_role_play>{after}"
    files = write("vertical/u2.xml", inside)(course_files())

    assert check_archive(pack(files, tmp_path / "good.tar.gz")).findings == ()

    wrong = write("vertical/u2.xml", inside.replace('"dialogue"', '"monologue"'))(files)
    report = check_archive(pack(wrong, tmp_path / "wrong.tar.gz"))
    assert [each.code for each in report.findings] == ["definition-invalid"]


def test_a_unit_that_cannot_be_read_does_not_make_orphans_of_its_parts(tmp_path: Path) -> None:
    files = write("vertical/u1.xml", "<vertical>")(course_files())

    report = check_archive(pack(files, tmp_path / "course.tar.gz"))

    assert [each.code for each in report.findings] == ["not-well-formed"]


HARMLESS = {
    "a group of the platform's own partitions": [
        replace("vertical/u3.xml", "{&quot;100&quot;: [1]}", "{&quot;50&quot;: [1]}")
    ],
    "a grading policy in the older place": [
        rename("policies/2026/grading_policy.json", "policies/grading_policy.json")
    ],
    "no grade limits": [
        replace("policies/2026/grading_policy.json", ',\n  "GRADE_CUTOFFS": {"Pass": 0.5}', "")
    ],
    "a comment inside a block": [
        replace("problem/p1.xml", "<choicegroup", "<!-- c --><choicegroup")
    ],
    "a picture with parentheses in its name": [
        write("static/map_(1).png", ""),
        replace("html/t1.html", "/static/picture.png", "/static/map_(1).png"),
    ],
    "a link to a picture that is only in Markdown": [
        write("static/map.png", ""),
        replace("vertical/u2.xml", '"Well done."', '"![Map](/static/map.png)"'),
    ],
    "a transcript named only by its video": [replace("video/v1.xml", "<transcript ", "<x ")],
    "an attribute that Studio keeps for itself": [
        replace(
            "problem/p1.xml", "<problem ", '<problem upstream_version="3" copied_from_block="b" '
        )
    ],
    "a duration that is switched off": [replace("policies/2026/policy.json", '"2 days"', "null")],
    "a name in another alphabet": [
        replace("vertical/u3.xml", 'html url_name="t2"', 'html url_name="größe"')
    ],
}


@pytest.mark.parametrize("what", HARMLESS)
def test_what_the_platform_takes_without_loss_gives_no_finding(what: str, tmp_path: Path) -> None:
    files = course_files()
    for change in HARMLESS[what]:
        files = change(files)

    found = check_archive(pack(files, tmp_path / "course.tar.gz")).findings

    assert [each for each in found if each.severity is not Severity.INFO] == []


def test_drafts_are_checked_and_may_be_linked_to(tmp_path: Path) -> None:
    draft = '<vertical display_name="Draft"><html url_name="d2" due="soon">x</html></vertical>'
    files = write("drafts/vertical/d1.xml", draft)(course_files())
    files = replace("html/t1.html", "/jump_to_id/u2", "/jump_to_id/d1")(files)

    report = check_archive(pack(files, tmp_path / "course.tar.gz"))

    places = [(each.code, each.file, each.block) for each in report.findings]
    assert places == [("bad-date", "drafts/vertical/d1.xml", "html/d2")]


def test_findings_are_sorted_by_file_line_and_severity(tmp_path: Path) -> None:
    files = course_files()
    for change in (
        replace("vertical/u3.xml", 'html url_name="t2"', 'html url_name="t 2" colour="red"'),
        replace("vertical/u1.xml", ' display_name="Unit one"', ""),
        write("static/spare.txt", ""),
    ):
        files = change(files)

    report = check_archive(pack(files, tmp_path / "course.tar.gz"))

    assert [(each.file, each.line, each.code) for each in report.findings] == [
        ("static/spare.txt", 1, "unreferenced-asset"),
        ("vertical/u1.xml", 1, "missing-display-name"),
        ("vertical/u3.xml", 2, "bad-url-name"),
        ("vertical/u3.xml", 2, "unknown-attribute"),
    ]
    assert report.counts == {Severity.ERROR: 1, Severity.WARNING: 2, Severity.INFO: 1}
    assert not report.clean


def test_an_old_export_with_its_policy_in_the_old_place_is_understood(tmp_path: Path) -> None:
    files = dict(course_files())
    policy = files.pop("policies/2026/policy.json")
    files["policies/2026.json"] = policy

    assert check_archive(pack(list(files.items()), tmp_path / "old.tar.gz")).findings == ()


def test_progress_counts_up_to_the_end(tmp_path: Path) -> None:
    steps: list[tuple[str, int, int]] = []

    check_archive(
        pack(course_files(), tmp_path / "course.tar.gz"),
        progress=lambda step, done, total: steps.append((str(step), done, total)),
    )

    assert [done for _step, done, _total in steps] == list(range(len(steps)))
    assert {total for *_rest, total in steps} == {len(steps)}
    assert all(step for step, *_rest in steps)


ODD = st.sampled_from(
    [
        *(None, True, 0, -1, 1.5, float("inf"), float("nan"), "", "x", "true", '""', "\ud800"),
        *([], {}, [[]], [{}], {"a": 1}, ["x", None, 1], {"1": {"2": 3}}, 10**400, "1" * 400),
    ]
)


def _replaced(value: Any, odd: Any, at: Iterator[int]) -> Any:
    """A copy of JSON data with one value, counted down by `at`, replaced."""
    if next(at) == 0:
        return odd
    if isinstance(value, dict):
        return {key: _replaced(inner, odd, at) for key, inner in value.items()}
    if isinstance(value, list):
        return [_replaced(inner, odd, at) for inner in value]
    return value


@given(st.sampled_from([CLEAN, FOREIGN]), st.data(), st.integers(0, 70), ODD)
def test_no_odd_value_in_a_policy_makes_the_checks_fail(
    folder: Path, data: st.DataObject, place: int, odd: Any
) -> None:
    files = dict(course_files(folder))
    name = data.draw(st.sampled_from([each for each in sorted(files) if each.endswith(".json")]))
    changed = _replaced(json.loads(files[name]), odd, count(place, -1))
    files[name] = json.dumps(changed).encode()

    report = check_files(CourseFiles(files), "course")

    assert json.dumps(report.as_json(), ensure_ascii=False).encode()


@given(st.sampled_from([CLEAN, FOREIGN]), st.data(), ODD)
def test_no_odd_attribute_makes_the_checks_fail(
    folder: Path, data: st.DataObject, odd: Any
) -> None:
    files = dict(course_files(folder))
    name = data.draw(st.sampled_from([each for each in sorted(files) if each.endswith(".xml")]))
    text = files[name].decode()
    values = list(re.finditer('="([^"]*)"', text))
    if values:
        spot = data.draw(st.sampled_from(values))
        value = escape(json.dumps(odd), quote=True)
        files[name] = (text[: spot.start(1)] + value + text[spot.end(1) :]).encode()

    report = check_files(CourseFiles(files), "course")

    assert json.dumps(report.as_json(), ensure_ascii=False).encode()


@given(st.data())
def test_no_damage_to_a_file_makes_the_checks_fail(data: st.DataObject) -> None:
    files = dict(data.draw(st.sampled_from([course_files(CLEAN), course_files(FOREIGN)])))
    name = data.draw(st.sampled_from(sorted(files)))
    content = files[name]
    start = data.draw(st.integers(0, len(content)))
    length = data.draw(st.integers(0, 40))
    noise = data.draw(st.sampled_from(NOISE) | st.binary(max_size=10))
    files[name] = content[:start] + noise + content[start + length :]

    report = check_files(CourseFiles(files), "course")

    assert json.dumps(report.as_json(), ensure_ascii=False).encode()
