"""A wrong call is answered in one sentence of ours, in the reader's language, with exit code 2."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from course_export import wrong_call
from course_export.cli import main

PUBLISH = ("publish", "a", "--lms", "b", "--studio", "c", "--course", "d")


def answer(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """The exit code of `wbm` with these arguments."""
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr(sys, "argv", ["wbm", *arguments])
    with pytest.raises(SystemExit) as left:
        main()
    return int(left.value.code or 0)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("check",), "archive: name the archive to check"),
        (("check", "--format", "xml"), "--format: “xml” is not possible. Use one of: text, json."),
        (("check", "--formt"), "There is no option --formt. Did you mean --format?"),
        (("check", "--format"), "The option --format needs a value."),
        (("chek",), "No such command 'chek'. Did you mean check?"),
        (("build", "x", "y"), "This is too much: x y. Leave it out."),
        (("publish",), "The argument “archive” is missing. Add it."),
        (("publish", "a"), "The option --lms is missing. Add it."),
        (("preview", "--port", "abc"), "--port: must be a whole number."),
        (("preview", "--port", "99999"), "--port: may be at most 65535."),
        ((*PUBLISH, "--patience", "0"), "--patience: must be at least 1."),
        ((*PUBLISH, "--memory", __file__), "is a file. A folder is needed."),
        (("roster", "check", "none.csv"), "file: There is no “none.csv”."),
        (("roster", "check", str(Path(__file__).parent)), "is a folder. A file is needed."),
        (("roster", "import", __file__, "--dry-run=1"), "The option --dry-run takes no value."),
    ],
)
def test_a_wrong_call_says_what_is_wrong(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    says: str,
) -> None:
    monkeypatch.setenv("WBM_LANGUAGE", "en")
    assert answer(monkeypatch, *arguments) == 2
    printed = capsys.readouterr()
    assert says in printed.err
    assert printed.out == ""


def test_the_sentences_come_out_of_the_catalogue(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(wrong_call, "gettext", lambda text, **params: f"[{text % params}]")
    assert answer(monkeypatch, "publish", "a") == 2
    assert "[The option --lms is missing. Add it.]" in capsys.readouterr().err


def test_a_group_without_a_command_shows_its_help(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WBM_LANGUAGE", "en")
    assert answer(monkeypatch, "roster") == 2
    assert capsys.readouterr().out.count("Usage: wbm roster [OPTIONS] COMMAND [ARGS]...") == 1
