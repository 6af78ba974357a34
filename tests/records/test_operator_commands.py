"""`manage.py wbm_roster` and `manage.py wbm_import`."""

from __future__ import annotations

import io
import json
import sys
import tarfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import management
from django.core.management import CommandError, call_command

from course_export.build import build
from tests.records.roster_people import COURSE, HEADINGS, LINES
from xblocks.management.commands import wbm_import
from xblocks.roster.records import Person


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """A list that is right."""
    path = tmp_path / "people.csv"
    path.write_text(LINES, encoding="utf-8-sig")
    return path


def roster(file: object, *words: str) -> str:
    said = io.StringIO()
    call_command("wbm_roster", str(file), "--course", str(COURSE), *words, stdout=said)
    return said.getvalue()


@pytest.mark.django_db
def test_a_list_is_tried_brought_in_once_and_then_unchanged(people: Path) -> None:
    assert roster(people, "--dry-run") == "Nothing was changed. There would be: create 6.\n"
    assert not Person.objects.exists()
    assert roster(people) == "Done: create 6.\n"
    assert roster(people) == "Done: unchanged 6.\n"
    assert json.loads(roster(people, "--json"))["unchanged"] == 6


@pytest.mark.django_db
def test_who_is_not_in_the_list_leaves_only_when_told(people: Path) -> None:
    roster(people)
    people.write_text(HEADINGS, encoding="utf-8")
    assert roster(people) == "Done: missing 6.\n"
    assert roster(people, "--missing-leave").startswith("Done: leave 6")


@pytest.mark.django_db
def test_a_list_comes_through_the_standard_input(
    people: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(people.read_bytes())))
    assert roster("-") == "Done: create 6.\n"


@pytest.mark.django_db
def test_a_line_that_is_not_right_is_named_and_nothing_changes(
    people: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people.write_text(LINES + "x;;;;;;;\n", encoding="utf-8")
    with pytest.raises(CommandError, match="nothing was changed"):
        call_command("wbm_roster", str(people), "--course", str(COURSE), "--language", "de")
    assert capsys.readouterr().out.startswith("line 8 email: „x“ ")
    assert not Person.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("content", [b"x" * 2_000_001, b"\xff\xfe"])
def test_what_is_no_list_is_refused_with_a_sentence(people: Path, content: bytes) -> None:
    people.write_bytes(content)
    with pytest.raises(CommandError, match=r"[A-Z].*\.$"):
        roster(people)
    assert not Person.objects.exists()


def test_files_and_courses_that_are_none_are_named(people: Path) -> None:
    with pytest.raises(CommandError, match=r"nowhere\.csv cannot be read"):
        roster(people.with_name("nowhere.csv"))
    with pytest.raises(CommandError, match="WBM1 is not the key"):
        call_command("wbm_roster", str(people), "--course", "WBM1")


def a_course(_key: object) -> tuple[str, str]:
    """What a platform says of a course it has."""
    return "W", "de"


def no_course(_key: object) -> tuple[str, str]:
    """What it says of one it has not."""
    return "", ""


@pytest.mark.django_db
@pytest.mark.parametrize(("face", "doubted"), [("a_course", False), ("no_course", True)])
def test_a_key_of_no_course_is_doubted_though_a_list_may_come_first(
    people: Path, settings: Any, face: str, doubted: bool
) -> None:
    settings.WBM_COURSE_FACE = f"{__name__}.{face}"
    doubts = io.StringIO()
    call_command("wbm_roster", str(people), "--course", str(COURSE), stderr=doubts)
    assert (f"There is no course {COURSE} here yet." in doubts.getvalue()) is doubted
    assert Person.objects.count() == 6


class Studio:
    """Studio's own command `import`: looks at what it is given."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str]] = []

    def __call__(self, name: str, folder: str, root: str) -> None:
        """Take a folder as `import_course_from_xml` does."""
        assert name == "import"
        self.seen.append((root, (Path(folder) / root / "course.xml").read_text("utf-8")))


@pytest.fixture
def studio(monkeypatch: pytest.MonkeyPatch) -> Studio:
    """A process whose `manage.py` has the command."""
    taker = Studio()
    monkeypatch.setattr(wbm_import, "get_commands", lambda: {"import": "cms"})
    monkeypatch.setattr(wbm_import, "call_command", taker)
    return taker


def archive(path: Path, **files: bytes) -> Path:
    with tarfile.open(path, "w:gz") as tar:
        for name, content in files.items():
            member = tarfile.TarInfo(name.replace("__", "/"))
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return path


def test_the_course_we_build_is_handed_to_studio_unpacked(studio: Studio, tmp_path: Path) -> None:
    call_command("wbm_import", str(build("de", tmp_path).path), stdout=io.StringIO())
    ((root, course),) = studio.seen
    assert root == "course"
    assert 'course="WBM"' in course


def test_nothing_is_imported_outside_studio(tmp_path: Path) -> None:
    assert "import" not in management.get_commands()
    with pytest.raises(CommandError, match=r"manage\.py cms wbm_import"):
        call_command("wbm_import", str(archive(tmp_path / "a.tar.gz", course__course=b"")))


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"other__course.xml": b"<course/>"}, "course/course.xml is missing"),
        ({"..__..__outside.xml": b"<course/>"}, "cannot be unpacked"),
    ],
)
def test_archives_that_are_none_or_reach_outside_are_refused(
    studio: Studio, tmp_path: Path, files: dict[str, bytes], said: str
) -> None:
    with pytest.raises(CommandError, match=said):
        call_command("wbm_import", str(archive(tmp_path / "a.tar.gz", **files)))
    assert studio.seen == []
    assert not (tmp_path.parent / "outside.xml").exists()


def test_a_file_that_is_no_archive_is_refused(studio: Studio, people: Path) -> None:
    with pytest.raises(CommandError, match="cannot be unpacked"):
        call_command("wbm_import", str(people))
