"""Loading content: what authors write wrong is said with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from course_export.build import CONTENT
from course_export.curriculum.blocks import Exercise
from course_export.curriculum.defects import UnusableContent
from course_export.curriculum.loader import load_course
from tests.export.content import Content, copy_of_miniature


@pytest.fixture
def content(tmp_path: Path) -> Content:
    return copy_of_miniature(tmp_path)


def only(defects: list[str]) -> str:
    assert len(defects) == 1, defects
    return defects[0]


def test_miniature_loads_in_both_languages(content: Content) -> None:
    german, english = content.load("de"), content.load("en")
    assert (german.title, english.title) == ("Miniatur", "Miniature")
    assert [block.id for block in german.blocks()] == [block.id for block in english.blocks()]


@pytest.mark.parametrize("language", ["de", "en"])
def test_real_course_loads_without_defects(language: str) -> None:
    course = load_course(CONTENT, language).course  # type: ignore[arg-type]
    exercises = {block.id for block in course.blocks() if isinstance(block, Exercise)}
    assert exercises >= {"r1", "r2", "r3", "r4"}
    assert len(course.districts.groups) == 7
    assert [section.id for section in course.sections() if section.id.startswith("day-")] == [
        f"day-{number}" for number in range(1, 10)
    ]
    assert {f"milestone-{number}" for number in range(1, 9)} <= {it.id for it in course.sections()}
    assert {f"o{number}" for number in range(4)} <= {it.id for it in course.sections()}


def test_yaml_error_names_file_and_line(content: Content) -> None:
    line = content.replace("parts/one.yaml", "    number: 1", "    number: [1")
    found = only(content.defects())
    assert found.startswith("parts/one.yaml:")
    assert line <= int(found.split(":")[1]) <= line + 1
    assert "This is no YAML" in found


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("course.yaml", "closes: 40", "closes: 40\nopens: 2", "'opens' stands here twice"),
        ("course.yaml", "closes: 40", "closes: 40\ncolour: red", "colour: is not known here"),
        ("course.yaml", "closes: 40", "on: 40", "Write the key on in quotes"),
        ("course.yaml", "closes: 40", "closes: &a 40\nx: *a", "Aliases are not allowed"),
        ("course.yaml", "closes: 40", "closes: !!python/name:os.system 4", "is not allowed"),
        ("course.yaml", "closes: 40", "closes: late", "closes: must be a whole number"),
        ("course.yaml", "start: 2030-01-07", "start: 2030-13-07", "month must be in 1..12"),
        ("course.yaml", "timezone: Europe/Berlin", "timezone: Europe/Nowhere", "no time zone"),
        ("course.yaml", "start: 2030-01-07", "start: 2030-01-08", "must be a Monday"),
        ("course.yaml", "image: map.png", "image: Map 1.png", "image: does not match the pattern"),
        ("course.yaml", "id: 102", "id: 101", "ids of the districts must differ"),
        ("course.yaml", "id: 102", "id: 5", "must be at least 100"),
        ("course.yaml", "share: 0.25", "share: 0.3", "the shares are 1.05 in sum, not 1"),
        ("course.yaml", "share: 0.25", "share: yes", "must be a number"),
        ("parts/one.yaml", "ue: 3.5", "ue: 4", "theory and practice are 8.5 ue, a day has 8"),
        ("parts/one.yaml", "ue: 1.5", "ue: 2", "the topics have 5.0 ue in sum, but ue is 4.5"),
        ("parts/one.yaml", ", ue: 3}", "}", "give 'ue' for all topics or for none"),
        ("parts/one.yaml", "ue: 3.5", "ue: 3.4", "multiple of 0.5"),
        ("parts/one.yaml", "id: unit-talk", "id: Unit Talk", "id: does not match the pattern"),
        ("parts/one.yaml", "block: k1}", "block: k9}", "there is no building block 'k9'"),
        ("parts/one.yaml", "grade: quiz", "grade: exam", "there is no assignment type 'exam'"),
        ("parts/one.yaml", "section: talks", "section: quizzes", "no section before this one"),
        ("parts/one.yaml", "    week: 25\n", "", "a section with 'grade' needs 'week'"),
        (
            "parts/one.yaml",
            "- exercise: ex",
            "- page: about",
            "nothing in this section gives points",
        ),
        (
            "parts/one.yaml",
            "section: talks",
            "section: day-1",
            "'day-1' is not graded, so no score",
        ),
        ("parts/one.yaml", "page: sub/hello", "page: sub/none", "There is no page 'pages/sub/none"),
        ("parts/one.yaml", "exercise: ex", "exercize: ex", "a block has one of the keys"),
        ("parts/one.yaml", "page: sub/hello", "page: ../x", "must be the name of a file"),
        ("parts/one.yaml", "kind: lessons", "kind: lesson", "must be one of:"),
        ("parts/one.yaml", "id: quizzes", "id: one", "the id 'one' is used twice"),
        ("parts/one.yaml", "id: film\n", "id: q-multi\n", "the id 'q-multi' is used twice"),
        ("parts/one.yaml", "id: quizzes", "id: day-1-page", "'day-1-page' is used twice"),
        ("parts/two.yaml", "hours: 3", "hours: 4", "the parts take 180 min, but 4 h are promised"),
        ("parts/two.yaml", "until: 3", "until: -2", "'until' is before 'week'"),
        ("parts/two.yaml", "week: 2}", "week: 9}", "this week is outside of the phase"),
        ("parts/two.yaml", "weight: 60", "weight: 50", "the weights are 90 in sum, not 100"),
        ("parts/two.yaml", "voluntary: true", "voluntary: false", "a milestone has a rubric"),
        ("parts/two.yaml", "number: 8", "number: 1", "there are two of milestone 1"),
        ("parts/two.yaml", "week: 38", "week: 41", "in week 41 the course is not open"),
        ("problems/q-choice.yaml", "correct: true", "correct: false", "mark exactly one choice"),
        ("problems/q-number.yaml", "answer: 3.5", "answer: .nan", "must be a finite number"),
        ("problems/q-number.yaml", "answer: 3.5", "answer: 3,5", "must be a number"),
        ("exercises/ex.yaml", "type: wbm_role_play", "type: wbm_chess", "must be one of: wbm_role"),
        ("exercises/ex.yaml", "weight: 1.5", "weight: 0", "must be more than 0"),
        ("exercises/ex.yaml", "effects: {v: 2}", "effects: {v: 20}", "may be at most 10"),
        ("exercises/ex.yaml", "effects: {v: 2}", "effects: {zz: 2}", "zz"),
        ("exercises/ex.yaml", "tone: mixed", "tone: blue", "endings[1].tone"),
        ("exercises/ex.yaml", "next: end", "next: nowhere", "nowhere"),
        (
            "exercises/ex.yaml",
            "{sheet: sh}",
            "{sheet: other}",
            "There is no file 'sheets/other.yaml'",
        ),
        ("labels.yaml", "{week}", "{weak}", "only these places can be filled here: {week}"),
        ("labels.yaml", "theory: ", "teory: ", "teory: is not known here"),
    ],
)
def test_defect_names_file_and_line(
    content: Content, file: str, old: str, new: str, message: str
) -> None:
    line = content.replace(file, old, new)
    found = [defect for defect in content.defects() if message in defect]
    assert found, content.defects()
    assert found[0].startswith(f"{file}:")
    assert line - 10 <= int(found[0].split(":")[1]) <= line + 1, found


@pytest.mark.parametrize(
    ("file", "old", "new", "line_of"),
    [
        ("parts/one.yaml", "number: 1", "number: one", "number: one"),
        ("parts/two.yaml", "weight: 40", "weight: 400", "weight: 400"),
        ("exercises/ex.yaml", "tone: mixed", "tone: blue", "tone: blue"),
        ("exercises/ex.yaml", "effects: {v: -2}", "effects: {v: -20}", "effects: {v: -20}"),
        ("problems/q-multi.yaml", "kind: multi", "kind: multiple", "kind: multiple"),
        ("sheets/sh.yaml", "id: c1", "id: C 1", "id: C 1"),
    ],
)
def test_defect_points_at_the_very_line(
    content: Content, file: str, old: str, new: str, line_of: str
) -> None:
    content.replace(file, old, new)
    lines = (content.root / file).read_text(encoding="utf-8").split("\n")
    wanted = next(number for number, line in enumerate(lines, 1) if line_of in line)
    assert any(defect.startswith(f"{file}:{wanted}: ") for defect in content.defects())


def test_all_defects_of_all_files_are_listed_at_once(content: Content) -> None:
    content.replace("course.yaml", "closes: 40", "closes: late")
    content.replace("parts/one.yaml", "ue: 3.5", "ue: 4")
    content.replace("exercises/ex.yaml", "tone: mixed", "tone: blue")
    content.replace("pages/sub/hello.en.md", "asset:map.png", "map.png")
    files = {defect.split(":")[0] for defect in content.defects()}
    assert files == {
        "course.yaml",
        "parts/one.yaml",
        "exercises/ex.yaml",
        "pages/sub/hello.en.md",
    }


def test_duplicate_statement_is_found_by_the_rules_of_the_exercise(content: Content) -> None:
    line = content.replace("exercises/ex.yaml", "        - id: b\n", "        - id: a\n")
    assert any(f"exercises/ex.yaml:{line}: " in it or "'a'" in it for it in content.defects())


def test_missing_file_is_said_where_it_is_named(content: Content) -> None:
    line = content.replace("parts/one.yaml", "exercise: ex", "exercise: other")
    assert f"parts/one.yaml:{line}: There is no file 'exercises/other.yaml'." in content.defects()


def test_missing_course_file_is_one_defect(tmp_path: Path) -> None:
    assert only(Content(tmp_path).defects()) == "course.yaml:1: There is no file 'course.yaml'."


def test_files_that_nothing_leads_to_are_named(content: Content) -> None:
    files = ("assets/forgotten.png", "exercises/forgotten.yaml", "pages/forgotten.de.md")
    assert load_course(content.root, "de").unused == ()
    for file in files:
        content.write(file, "not even YAML: [")
    loaded = load_course(content.root, "de")
    assert loaded.unused == files
    assert "forgotten.png" not in loaded.course.assets


def test_file_in_another_encoding_names_the_line(content: Content) -> None:
    path = content.root / "labels.yaml"
    raw = path.read_bytes()
    path.write_bytes(raw.replace("März".encode(), "März".encode("latin-1")))
    line = raw.count(b"\n", 0, raw.index("März".encode())) + 1
    assert content.defects()[0] == f"labels.yaml:{line}: This file is not UTF-8. Save it as UTF-8."


def test_page_in_another_encoding_is_named(content: Content) -> None:
    (content.root / "pages/about.de.md").write_bytes("Über".encode("latin-1"))
    assert "pages/about.de.md:1: This file is not UTF-8. Save it as UTF-8." in content.defects()


@pytest.mark.parametrize("character", ["\x07", "\ufffe", "\x7f\x00"])
def test_control_character_names_the_line(content: Content, character: str) -> None:
    line = content.replace("exercises/ex.yaml", "Vertrauen ist da.", f"Vertrauen{character}.")
    assert content.defects()[0].startswith(f"exercises/ex.yaml:{line}: This line holds a control")


def test_control_character_written_as_escape_is_found(content: Content) -> None:
    line = content.replace("course.yaml", "de: Miniatur,", 'de: "Mini\\u0007",')
    assert content.defects()[0] == (
        f"course.yaml:{line}: This text holds a control character. Remove it."
    )


def test_deep_nesting_is_refused(content: Content) -> None:
    content.replace("course.yaml", "image: map.png", "image: " + "[" * 5000 + "]" * 5000)
    assert "More than 30 levels of nesting." in only(content.defects())


@pytest.mark.parametrize("text", ["", "# nur ein Kommentar\n", "- liste\n", "nur Text\n"])
def test_file_without_a_mapping_is_refused(content: Content, text: str) -> None:
    content.write("exercises/ex.yaml", text)
    assert any(defect.startswith("exercises/ex.yaml:1: ") for defect in content.defects())


def test_second_document_is_refused(content: Content) -> None:
    content.replace("course.yaml", "closes: 40", "closes: 40\n---\n")
    assert "One document per file" in only(content.defects())


def test_byte_order_mark_and_windows_line_ends_do_no_harm(content: Content) -> None:
    path = content.root / "course.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    page = content.root / "pages/about.de.md"
    page.write_bytes(b"\xef\xbb\xbf" + page.read_bytes().replace(b"\n", b"\r\n"))
    assert content.load().about == "<h2>Worum es geht</h2>\n<p>Um <em>alles</em>.</p>\n"


def test_exercise_that_gives_points_needs_a_graded_section(content: Content) -> None:
    content.replace("parts/one.yaml", "    week: 2\n    grade: talk\n", "")
    messages = "\n".join(content.defects())
    assert "'ex' gives points, so its section needs 'grade'" in messages
    assert "no section has 'grade: talk'" in messages


def test_unscored_exercise_needs_no_graded_section(content: Content) -> None:
    content.replace("parts/one.yaml", "    week: 2\n    grade: talk\n", "")
    content.replace("parts/one.yaml", ", completion: 80, score: 50", "")
    content.replace("exercises/ex.yaml", "  kind: dialogue", "  kind: dialogue\n  scored: false")
    assert [defect.partition(": ")[2] for defect in content.defects()] == [
        "grading.types[0]: no section has 'grade: talk'"
    ]


def test_problem_without_a_right_answer_is_refused(content: Content) -> None:
    content.replace("problems/q-multi.yaml", "correct: true", "correct: false")
    assert content.defects() == []
    content.replace("problems/q-multi.yaml", "correct: true", "correct: false")
    assert "mark at least one choice as 'correct: true'" in only(content.defects())


def test_criterion_of_a_sheet_needs_no_hint(content: Content) -> None:
    content.replace("sheets/sh.yaml", "    hint: {de: Pausen halten, en: keep pauses}\n", "")
    assert content.defects() == []


def test_definition_takes_its_criteria_from_the_sheet(content: Content) -> None:
    exercise = next(it for it in content.load().blocks() if isinstance(it, Exercise))
    assert exercise.definition.model_dump()["criteria"] == [
        {"id": "c1", "label": "Zuhören", "hint": "Pausen halten"}
    ]


def test_every_defect_is_told_in_the_language_of_the_reader(content: Content) -> None:
    content.replace("course.yaml", "closes: 40", "closes: late")
    content.replace("course.yaml", "share: 0.25", "share: 0.3")
    content.replace("exercises/ex.yaml", "tone: mixed", "tone: blue")
    content.replace("pages/sub/hello.en.md", "asset:map.png", "map.png")
    with pytest.raises(UnusableContent) as caught:
        content.load()

    told = caught.value.message.told(lambda text: f"<{text}>" if text[0] != "%" else text)

    for sentence in (
        "closes: <must be a whole number>",
        "<the shares are 1.05 in sum, not 1>",
        "<must be one of: 'positive', 'mixed', 'negative'>",
        "<The picture 'map.png' must be an asset: asset:name.png.>",
    ):
        assert sentence in told
