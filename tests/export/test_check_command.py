"""`wbm check` prints for people and programs, and its exit code tells how it went."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from course_export.check import Format, run_check
from course_export.checks.finding import REGISTRY
from course_export.cli import app
from tests.export.miniature import CLEAN, course_files, pack, replace, write

RUNNER = CliRunner()
KEYS = {"code", "severity", "file", "line", "block", "field", "message"}


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """An archive with one error, one warning and one info."""
    files = course_files()
    for change in (
        replace("vertical/u3.xml", 'html url_name="t2"', 'html url_name="t 2"'),
        replace("vertical/u1.xml", ' display_name="Unit one"', ""),
        write("static/spare.txt", ""),
    ):
        files = change(files)
    return pack(files, tmp_path / "broken.tar.gz")


def test_a_clean_course_ends_with_zero() -> None:
    result = RUNNER.invoke(app, ["check", str(CLEAN)])

    assert result.exit_code == 0
    assert "14 blocks in 20 files, nothing to complain about" in result.stdout


def test_an_error_ends_with_one_and_a_line_for_each_finding(broken: Path) -> None:
    result = RUNNER.invoke(app, ["check", str(broken)])

    lines = result.stdout.splitlines()
    assert result.exit_code == 1
    assert len(lines) == 4
    assert lines[2].startswith("vertical/u3.xml:2: error: The url_name “t 2” has")
    assert lines[2].endswith("[bad-url-name]")
    assert lines[3].endswith("1 error, 1 warning, 1 info.")


def test_warnings_alone_end_with_zero(tmp_path: Path) -> None:
    files = replace("vertical/u1.xml", ' display_name="Unit one"', "")(course_files())

    result = RUNNER.invoke(app, ["check", str(pack(files, tmp_path / "course.tar.gz"))])

    assert result.exit_code == 0
    assert "1 warning." in result.stdout


def test_json_has_a_stable_form(broken: Path) -> None:
    result = RUNNER.invoke(app, ["check", str(broken), "--format", "json"])

    data = json.loads(result.stdout)
    assert result.exit_code == 1
    assert data.keys() == {"schema", "archive", "course", "counts", "findings"}
    assert (data["schema"], data["archive"]) == (1, "broken.tar.gz")
    assert data["counts"] == {"error": 1, "warning": 1, "info": 1}
    assert data["course"]["run"] == "2026"
    assert [each.keys() for each in data["findings"]] == [KEYS] * 3
    assert data["findings"][2]["line"] == 2
    assert data["findings"][2]["block"] == "html/t 2"


@pytest.mark.parametrize("form", ["text", "json"])
def test_an_unusable_archive_ends_with_two_and_a_sentence(tmp_path: Path, form: str) -> None:
    path = tmp_path / "course.tar.gz"
    path.write_bytes(b"no archive")

    result = RUNNER.invoke(app, ["check", str(path), "--format", form])

    assert result.exit_code == 2
    assert "course.tar.gz is no .tar.gz file." in result.stderr
    if form == "json":
        assert json.loads(result.stdout)["error"]["code"] == "not-gzip"
    else:
        assert result.stdout == ""


def test_no_archive_and_a_wrong_format_are_said_without_a_traceback() -> None:
    for arguments in ([], [str(CLEAN), "--format", "xml"], ["missing.tar.gz"]):
        result = RUNNER.invoke(app, ["check", *arguments])
        assert result.exit_code == 2
        assert "Traceback" not in result.output


@pytest.mark.parametrize("code", sorted(REGISTRY))
def test_every_code_can_be_explained(code: str) -> None:
    result = RUNNER.invoke(app, ["check", "--explain", code])

    assert result.exit_code == 0
    assert result.stdout.startswith(f"{code} ({REGISTRY[code].severity})")
    assert REGISTRY[code].explanation().split()[-1] in result.stdout


def test_an_unknown_code_is_answered_with_the_known_ones() -> None:
    result = RUNNER.invoke(app, ["check", "--explain", "nonsense"])

    assert result.exit_code == 2
    assert "orphan-file" in result.stderr


def test_on_a_terminal_findings_stand_under_their_file(broken: Path) -> None:
    out = Console(file=io.StringIO(), force_terminal=True, width=80, color_system=None)
    err = Console(file=io.StringIO(), force_terminal=True)

    status = run_check(broken, Format.TEXT, out, err)

    text = re.sub(r"\x1b\[[\d;?]*[a-zA-Z]", "", out.file.getvalue())  # type: ignore[attr-defined]
    assert status == 1
    assert text.index("static/spare.txt\n") < text.index("vertical/u3.xml\n")
    assert "bad-url-name · html/t 2 · url_name" in text
    assert max(len(line) for line in text.splitlines()) <= 80


def test_an_archive_cannot_steer_the_terminal(tmp_path: Path) -> None:
    evil = '"\\u001b]0;owned\\u0007\\ud800"'
    files = replace("policies/2026/policy.json", '"Miniature"', evil)(course_files())
    files = replace("policies/2026/policy.json", '"2 days"', evil)(files)
    archive = pack(files, tmp_path / "evil.tar.gz")

    for form in ("text", "json"):
        result = RUNNER.invoke(app, ["check", str(archive), "--format", form])
        assert result.exit_code == 0
        assert "owned" in result.stdout
        assert not re.search("[\x00-\x09\x0b-\x1f\ud800-\udfff]", result.stdout)
    out = Console(file=io.StringIO(), force_terminal=True, color_system=None)
    run_check(archive, Format.TEXT, out, Console(file=io.StringIO()))
    assert "\x1b]0" not in out.file.getvalue()  # type: ignore[attr-defined]
