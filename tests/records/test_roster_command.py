"""`wbm roster check` and `wbm roster import`."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from course_export.cli import app
from course_export.roster import NotACourse
from tests.records.roster_people import COURSE, HEADINGS, LINES
from xblocks.roster.records import Person

BAD = HEADINGS + "a@example.org;A\x1b[2J;boss;;;;;\nb;;author;;;;;\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A list that is right."""
    path = tmp_path / "people.csv"
    path.write_text(LINES, encoding="utf-8-sig")
    return path


def wbm(*words: object) -> Result:
    return CliRunner().invoke(app, ["roster", *map(str, words)])


def test_a_list_that_is_right_is_counted(file: Path):
    result = wbm("check", file)
    assert result.exit_code == 0
    assert result.stdout == "The list is fine: 6 people, 2 companies, 2 districts.\n"


def test_faulty_lines_are_named_with_file_line_and_column(file: Path):
    file.write_text(BAD, encoding="utf-8")
    result = wbm("check", file)
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[0].startswith("people.csv:2: name: There is an invisible character")
    assert lines[1].startswith("people.csv:2: roles: “boss” is not known.")
    assert lines[2].startswith("people.csv:3: email: “b” is not")
    assert lines[-1] == "2 lines are not right, nothing was changed."
    assert "\x1b" not in result.stdout


def test_other_programs_get_json(file: Path):
    assert json.loads(wbm("check", file, "--format", "json").stdout)["problems"] == []
    file.write_text(BAD, encoding="utf-8")
    problem = json.loads(wbm("check", file, "--format", "json").stdout)["problems"][2]
    assert (problem["line"], problem["column"]) == (3, "email")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"x" * 2_000_001])
def test_what_is_no_list_ends_with_two_and_a_sentence(file: Path, content: bytes):
    file.write_bytes(content)
    for words in (("check", file), ("check", file, "--format", "json")):
        result = wbm(*words)
        assert result.exit_code == 2
        assert result.stderr.startswith("wbm: people.csv: ")
    assert json.loads(result.stdout)["error"]["message"]


@pytest.mark.django_db
def test_a_list_is_imported_once_and_then_unchanged(file: Path):
    dry = wbm("import", file, "--course", COURSE, "--dry-run")
    assert dry.stdout == "Nothing was changed. There would be: 6 new.\n"
    assert not Person.objects.exists()
    assert wbm("import", file, "--course", COURSE).stdout == "Done: 6 new.\n"
    assert wbm("import", file, "--course", COURSE).stdout == "Done: 6 unchanged.\n"
    assert Person.objects.count() == 6


@pytest.mark.django_db
def test_who_is_not_in_the_file_leaves_only_when_told(file: Path):
    wbm("import", file, "--course", COURSE)
    file.write_text(HEADINGS, encoding="utf-8")
    staying = wbm("import", file, "--course", COURSE)
    assert staying.stdout == "Done: 6 not in the file.\n"
    leaving = wbm("import", file, "--course", COURSE, "--missing-leave", "--format", "json")
    assert json.loads(leaving.stdout)["leave"] == 6
    assert not Person.objects.filter(left_at=None).exists()


@pytest.mark.django_db
def test_a_faulty_list_is_not_imported(file: Path):
    file.write_text(LINES + "x;;;;;;;\n", encoding="utf-8")
    result = wbm("import", file, "--course", COURSE)
    assert result.exit_code == 1
    assert "people.csv:8: email" in result.stdout
    assert not Person.objects.exists()


def test_a_key_that_is_none_is_refused(file: Path):
    result = wbm("import", file, "--course", "WBM1")
    assert isinstance(result.exception, NotACourse)


def test_a_file_that_is_not_there_is_named(tmp_path: Path):
    result = wbm("check", tmp_path / "nothing.csv")
    assert result.exit_code == 2
    assert "nothing.csv" in re.sub(r"[\s│]", "", result.stderr)
