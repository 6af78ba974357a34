"""The command line speaks the language the environment names, without Django."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from course_export.cli import app
from course_export.messages import VARIABLES, gettext, language, ngettext, translated
from tests.export.miniature import CLEAN, course_files, pack, replace
from xblocks.core.people import Role
from xblocks.core.text import Message
from xblocks.core.topics import Topic
from xblocks.roster.domain.words import HEADINGS, ROLES, TOPICS, WORDS, Column, word_key


@pytest.fixture
def german(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who set the language for this program."""
    monkeypatch.setenv("WBM_LANGUAGE", "de")


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "de"),
        ({"LANG": "de"}, "de"),
        ({"LANG": "DE_AT"}, "de"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "den_CA"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LC_MESSAGES": "en_GB.UTF-8", "LANG": "de_DE.UTF-8"}, "en"),
        ({"LC_ALL": "de_DE.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "de"),
        ({"LC_ALL": "", "LANG": "de_DE.UTF-8"}, "de"),
        ({"WBM_LANGUAGE": "en", "LC_ALL": "de_DE.UTF-8"}, "en"),
        ({"WBM_LANGUAGE": "de", "LC_ALL": "C"}, "de"),
    ],
)
def test_the_first_variable_that_is_set_decides(environment: dict[str, str], expected: str) -> None:
    assert language(environment) == expected


def test_messages_of_both_packages_are_translated(german: None) -> None:
    assert gettext("The name is missing.") == "Der Name fehlt."
    assert gettext("This archive cannot be used.") != "This archive cannot be used."


def test_places_are_filled_in_both_languages_also_by_messages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    inner = Message("The name is missing.")
    outer = Message(
        "%(block)s, at %(place)s: %(reason)s",
        {"block": (Message("company"), Message("name")), "place": 7, "reason": inner},
    )

    assert translated(outer) == str(outer) == "company, name, at 7: The name is missing."
    monkeypatch.setenv("WBM_LANGUAGE", "de")
    assert translated(outer) == "Betrieb, Name, bei 7: Der Name fehlt."


def test_one_and_many_have_their_own_words(german: None) -> None:
    texts = [ngettext("%(count)s zebra", "%(count)s zebras", count) for count in (0, 1, 2)]
    assert texts == ["0 zebras", "1 zebra", "2 zebras"]
    found = [ngettext("%(count)s file", "%(count)s files", count) for count in (0, 1, 2)]
    assert found == ["0 Dateien", "1 Datei", "2 Dateien"]


def test_a_text_without_a_translation_stays_as_it_is(german: None) -> None:
    assert gettext("Nobody translated this: %(what)s", what="it") == "Nobody translated this: it"
    assert translated(Message("")) == ""


def test_check_speaks_german_but_codes_and_severities_stay(german: None, tmp_path: Path) -> None:
    files = replace("vertical/u3.xml", 'html url_name="t2"', 'html url_name="t 2"')(course_files())
    archive = str(pack(files, tmp_path / "course.tar.gz"))

    lines = CliRunner().invoke(app, ["check", archive]).stdout.splitlines()
    assert lines[0].startswith("vertical/u3.xml:2: error: Der url_name „t 2“ enthält")
    assert lines[0].endswith("[bad-url-name]")
    assert lines[-1].endswith("14 Blöcke in 20 Dateien, 1 Fehler.")
    data = json.loads(CliRunner().invoke(app, ["check", archive, "--format", "json"]).stdout)
    assert data["findings"][0]["severity"] == "error"
    assert data["findings"][0]["message"].startswith("Der url_name")


def test_refusals_are_german_too(german: None, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["check", str(tmp_path / "missing.tar.gz")])

    assert result.exit_code == 2
    assert result.stderr.startswith("Es gibt keine Datei")


def test_the_roster_is_checked_in_german(german: None, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("email;name;roles\na@example.org;;author\n", "utf-8")

    result = CliRunner().invoke(app, ["roster", "check", str(file)])

    assert result.stdout.splitlines() == [
        "people.csv:2: Name: Der Name fehlt.",
        "1 Zeile stimmt nicht, es wurde nichts geändert.",
    ]


@pytest.mark.parametrize("word", WORDS)
def test_what_a_message_calls_a_word_of_a_list_is_understood_in_lists(
    german: None, word: str
) -> None:
    understood = {**HEADINGS, **ROLES, **TOPICS}

    assert understood[word_key(gettext(word))] == word


def test_every_word_of_a_list_can_be_named_to_its_reader() -> None:
    assert set(WORDS) == {str(word) for word in (*Column, *Role, *Topic)}


def test_messages_need_no_django() -> None:
    program = (
        "import sys, course_export.check\n"
        "assert course_export.check.gettext('The name is missing.')\n"
        "sys.exit('django' in sys.modules)"
    )
    environment = dict.fromkeys(VARIABLES, "de_DE.UTF-8")
    subprocess.run(
        [sys.executable, "-c", program], check=True, env=environment, cwd=CLEAN.parents[3]
    )
