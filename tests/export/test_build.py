"""`wbm build`: the archive, its path, and what is said when something is wrong."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest

from course_export import cli
from course_export.build import CONTENT, build
from course_export.checks.run import check_archive
from course_export.olx.reader import read_archive
from course_export.patience import patience
from tests.export.content import MINIATURE, Content, copy_of_miniature


@pytest.fixture
def content(tmp_path: Path) -> Content:
    return copy_of_miniature(tmp_path)


def wbm(monkeypatch: pytest.MonkeyPatch, *arguments: str | Path) -> int:
    """Run the command line and return its exit code."""
    monkeypatch.setattr(sys, "argv", ["wbm", *map(str, arguments)])
    with pytest.raises(SystemExit) as done:
        cli.main()
    return int(done.value.code or 0)


@pytest.mark.parametrize("language", ["de", "en"])
def test_build_writes_the_archive_and_prints_its_path(
    language: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    output = tmp_path / "out"
    code = wbm(
        monkeypatch, "build", "--language", language, "--output", output, "--content", MINIATURE
    )
    printed = capsys.readouterr()
    path = output / f"wbm-{language}.tar.gz"
    assert (code, printed.out, printed.err) == (0, f"{path}\n", "")
    assert f"course/2030-{language}.xml" in read_archive(path).files


def test_german_is_built_when_nothing_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert wbm(monkeypatch, "build") == 0
    assert capsys.readouterr().out == "build/wbm-de.tar.gz\n"
    assert (tmp_path / "build/wbm-de.tar.gz").is_file()


@pytest.mark.parametrize("language", ["de", "en"])
def test_real_course_passes_every_check(language: str, tmp_path: Path) -> None:
    built = build(language, tmp_path)  # type: ignore[arg-type]
    assert [str(finding) for finding in check_archive(built.path).findings] == []


@pytest.mark.parametrize("language", ["de", "en"])
def test_miniature_passes_every_check(language: str, tmp_path: Path) -> None:
    built = build(language, tmp_path, MINIATURE)  # type: ignore[arg-type]
    assert [str(finding) for finding in check_archive(built.path).findings] == []


def test_defects_are_all_listed_and_nothing_is_written(
    content: Content, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    first = content.replace("course.yaml", "closes: 40", "closes: late")
    second = content.replace("parts/two.yaml", "{de: Ziel, en: Goal}", "{de: Ziel}")
    output = content.root / "out"
    code = wbm(monkeypatch, "build", "--output", output, "--content", content.root)
    printed = capsys.readouterr()
    assert code == 2
    assert printed.out == ""
    lines = printed.err.splitlines()
    assert lines[0] == "wbm: Nothing was built. Defects in the content: 2"
    assert lines[1].startswith(f"  course.yaml:{first}: closes: ")
    assert lines[2].startswith(f"  parts/two.yaml:{second}: ")
    assert "Traceback" not in printed.err
    assert not output.exists()


def test_unused_files_are_named_but_do_not_stop_the_build(
    content: Content, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    content.write("exercises/draft.yaml", "draft")
    output = content.root.parent / "out"
    assert wbm(monkeypatch, "build", "--output", output, "--content", content.root) == 0
    assert capsys.readouterr().err == "wbm: not used in the course: exercises/draft.yaml\n"


def test_missing_content_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert wbm(monkeypatch, "build", "--content", tmp_path, "--output", tmp_path) == 2
    assert "There is no file 'course.yaml'." in capsys.readouterr().err


def test_folder_that_cannot_be_written_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("no folder")
    output = tmp_path / "file" / "out"
    assert wbm(monkeypatch, "build", "--content", MINIATURE, "--output", output) == 2
    printed = capsys.readouterr().err
    assert printed.startswith("wbm: ")
    assert "Traceback" not in printed


def test_unknown_language_is_a_usage_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert wbm(monkeypatch, "build", "--language", "fr") == 2
    assert "fr" in capsys.readouterr().err


def test_help_shows_examples(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    assert wbm(monkeypatch, "build", "--help") == 0
    assert "wbm build --language en" in capsys.readouterr().out


def test_patience_passes_the_work_on_and_stops_its_timer() -> None:
    before = threading.active_count()
    with patience("working", after=3600):
        assert threading.active_count() == before + 1
    assert threading.active_count() == before


def test_patience_lets_errors_through() -> None:
    with pytest.raises(KeyError), patience("working", after=3600):
        raise KeyError


def test_content_of_the_course_is_part_of_the_package() -> None:
    assert (CONTENT / "course.yaml").is_file()
