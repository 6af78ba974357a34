"""What typer says of itself comes out of our catalogue."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from pathlib import Path

import typer

from course_export.speech import WORDS

PROGRAM = """
import sys
from pathlib import Path
from course_export import messages
messages.FOLDER = Path(sys.argv.pop(1))
messages._FOLDERS = (messages.FOLDER,)
from course_export.cli import main
main()
"""
GERMAN = {
    "": "Content-Type: text/plain; charset=UTF-8\n",
    "Options": "Optionen",
    "Arguments": "Angaben",
    "Commands": "Befehle",
    "Error": "Fehler",
    "[default: {}]": "[sonst: {}]",
    "Show this message and exit.": "Zeigt diese Hilfe.",
    "name the archive to check": "nenne das Archiv",
    "Say what a finding means, and stop.": "Erklärt einen Befund.",
    "Check and import lists of people.": "Prüft Listen von Personen.",
}


def catalogue(folder: Path) -> Path:
    """Write `GERMAN` as a compiled catalogue (GNU gettext manual, MO files)."""
    pairs = sorted((key.encode(), text.encode()) for key, text in GERMAN.items())
    start, heads, body = 28 + 16 * len(pairs), b"", b""
    for column in (0, 1):
        for pair in pairs:
            heads += struct.pack("<II", len(pair[column]), start + len(body))
            body += pair[column] + b"\0"
    count = len(pairs)
    header = struct.pack("<7I", 0x950412DE, 0, count, 28, 28 + 8 * count, 0, 0)
    place = folder / "de" / "LC_MESSAGES"
    place.mkdir(parents=True)
    (place / "django.mo").write_bytes(header + heads + body)
    return folder


def wbm(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command with this catalogue."""
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, str(folder), *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.environ["PATH"], "COLUMNS": "120", "PYTHONIOENCODING": "utf-8"}
        | environment,
    )


def test_help_is_german_down_to_the_frames(tmp_path: Path) -> None:
    folder = catalogue(tmp_path)
    for environment in ({"WBM_LANGUAGE": "de"}, {"LANG": "de_DE.UTF-8"}):
        text = wbm(folder, "check", "--help", **environment).stdout
        for words in ("Angaben", "Optionen", "[sonst: text]", "Zeigt diese", "Erklärt einen"):
            assert words in text
        whole = wbm(folder, "--help", **environment).stdout
        assert "Befehle" in whole
        assert "Prüft Listen" in whole


def test_a_wrong_call_is_answered_in_german(tmp_path: Path) -> None:
    answer = wbm(catalogue(tmp_path), "check", WBM_LANGUAGE="de")
    assert answer.returncode == 2
    assert "Fehler" in answer.stderr
    assert "nenne das Archiv" in answer.stderr


def test_who_chose_english_hears_no_german(tmp_path: Path) -> None:
    answer = wbm(catalogue(tmp_path), "check", "--help", WBM_LANGUAGE="en", LANG="de_DE.UTF-8")
    assert "Options" in answer.stdout
    assert "Optionen" not in answer.stdout


def test_every_word_is_one_that_typer_says() -> None:
    said = "".join(
        path.read_text(encoding="utf-8") for path in Path(typer.__file__).parent.rglob("*.py")
    )
    assert [words for words in WORDS if f'"{words}"' not in said] == []
