"""`wbm publish`: what it takes, what it asks, what it tells, and how it ends."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from course_export.cli import app
from course_export.publish.address import course_key, is_local, server_address
from course_export.publish.command import Terminal
from course_export.publish.errors import NotACourse, UnsafeAddress
from course_export.publish.tokens import Credentials
from tests.export.studio_server.fixtures import stage
from tests.export.studio_server.stage import LIVE, STAGING, Files, Stage
from xblocks.core.text import Message

__all__ = ["stage"]

RUNNER = CliRunner()


def test_help_shows_examples_variables_and_exit_codes() -> None:
    result = RUNNER.invoke(app, ["publish", "--help"], env={"COLUMNS": "200"})

    assert result.exit_code == 0
    for word in ("Examples", "--staging", "--roster", "--yes", "WBM_CLIENT_SECRET", "Exit code 0"):
        assert word in result.output


def test_the_command_publishes_for_real(stage: Stage) -> None:
    archive = stage.build()
    result = RUNNER.invoke(
        app,
        [
            *("publish", str(archive), "--lms", stage.rig.lms, "--studio", stage.rig.studio),
            *("--course", LIVE, "--staging", STAGING, "--patience", "1"),
        ],
        env=dict(stage.environment),
    )

    assert result.exit_code == 0, result.output
    assert "Done." in result.output
    assert set(stage.rig.platform.courses) == {LIVE, STAGING}
    assert (stage.folder / ".wbm-publish").is_dir()


@pytest.mark.parametrize(
    "address",
    [
        "http://studio.example.org",
        "studio.example.org",
        "https://",
        "ftp://studio.example.org",
        "https://me:geheim@studio.example.org",
        "https://me@studio.example.org",
        "https://studio.example.org/?a=b",
        "https://studio.example.org/#x",
        "https://studio.example.org/home",
        "http://localhost.example.org",
        "http://127.0.0.1.example.org",
        "https://studio.example.org:port",
        "https://[::1",
        "",
    ],
)
def test_unsafe_addresses_are_refused_before_anything_is_sent(stage: Stage, address: str) -> None:
    outcome = stage.publish(studio=address)

    assert outcome.status == 2
    assert "with https" in outcome.err
    assert "geheim" not in outcome.err
    assert stage.rig.asked == []


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("https://studio.example.org/", "https://studio.example.org"),
        (" https://studio.example.org:8443 ", "https://studio.example.org:8443"),
        ("http://localhost:8001", "http://localhost:8001"),
        ("http://127.0.0.1:8001", "http://127.0.0.1:8001"),
        ("http://[::1]:8001", "http://[::1]:8001"),
        ("http://studio.localhost", "http://studio.localhost"),
    ],
)
def test_safe_addresses_are_taken_without_their_last_slash(address: str, found: str) -> None:
    assert server_address(address) == found


def test_a_name_that_only_begins_like_this_computer_is_not_local() -> None:
    assert not is_local("localhost.example.org")
    assert not is_local("10.0.0.1")
    with pytest.raises(UnsafeAddress):
        server_address("http://10.0.0.1")


@pytest.mark.parametrize("key", ["WBM", "course-v1:WBM+WBM", "library-v1:A+B", "A/B/C", ""])
def test_only_keys_of_course_runs_are_taken(stage: Stage, key: str) -> None:
    with pytest.raises(NotACourse):
        course_key(key)
    assert stage.publish(course=key).status == 2


@pytest.mark.parametrize("name", ["WBM_CLIENT_ID", "WBM_CLIENT_SECRET"])
def test_missing_credentials_are_asked_for_by_name(stage: Stage, name: str) -> None:
    stage.environment = {**stage.environment, name: ""}

    outcome = stage.publish()

    assert outcome.status == 2
    assert name in outcome.err


def test_one_course_cannot_be_staging_and_live(stage: Stage) -> None:
    outcome = stage.publish(staging=LIVE)

    assert outcome.status == 2
    assert "two different courses" in outcome.err


def test_a_folder_or_a_wrong_file_is_no_archive(stage: Stage, tmp_path: Path) -> None:
    wrong = tmp_path / "page.tar.gz"
    wrong.write_text("<html>")

    assert "is no file" in stage.publish(archive=tmp_path).err
    assert "is no .tar.gz file" in stage.publish(archive=wrong).err
    assert stage.publish(archive=tmp_path / "missing.tar.gz").status == 2
    assert stage.rig.asked == []


def test_an_archive_with_errors_is_not_published(stage: Stage) -> None:
    def spoil(files: Files) -> None:
        files["html/p0.xml"] = b"<html"

    stage.build(change=spoil)

    outcome = stage.publish()

    assert outcome.status == 1
    assert re.search(r"html/p0\.xml:1: .*\[not-well-formed\]", outcome.out)
    assert "nothing was published" in outcome.err
    assert stage.rig.asked == []


def test_warnings_are_counted_and_do_no_harm(stage: Stage) -> None:
    def spoil(files: Files) -> None:
        name = "vertical/u0.xml"
        files[name] = files[name].replace(b' display_name="Einheit 0"', b"")

    stage.build(change=spoil)

    outcome = stage.publish()

    assert outcome.status == 0, outcome
    assert "Warnings of `wbm check course.tar.gz`: 1" in outcome.out


def test_no_secret_is_in_any_text_file_or_error(stage: Stage) -> None:
    stage.fail("GET", "/api/contentstore/v1/course_index/", 503, times=5)
    outcomes = [stage.publish(), stage.publish(roster=stage.people())]
    stage.rig.platform.client = ("client", "changed")
    outcomes.append(stage.publish())

    secret = stage.environment["WBM_CLIENT_SECRET"]
    files = [path for path in stage.folder.rglob("*") if path.is_file()]
    texts = [path.read_bytes().decode("utf-8", "replace") for path in files]
    texts += [text for outcome in outcomes for text in (outcome.out, outcome.err)]
    assert len(files) >= 4
    assert not [text for text in texts if secret in text or "jwt-" in text]
    assert not [text for text in texts if "ada@" in text and "email;" not in text]
    assert secret not in repr(Credentials("client", secret))


def test_german_is_spoken_to_german_readers(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WBM_LANGUAGE", "de")

    assert "wbm: „" in stage.publish(course="WBM").err


def test_a_server_cannot_steer_the_terminal(stage: Stage) -> None:
    stage.rig.platform.import_error = "\x1b]0;owned\x07 bad"

    outcome = stage.publish()

    assert "owned" in outcome.err
    assert "\x1b" not in outcome.err
    stage.rig.platform.import_error = ""
    stage.publish()
    stage.block("sequential/s0").fields["display_name"] = "\x1b]0;owned\x07"
    outcome = stage.publish()
    assert "owned" in outcome.out
    assert "\x1b" not in outcome.out


class Keyboard(io.StringIO):
    """A keyboard with somebody at it."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("typed", "agreed"), [("y\n", True), ("ja\n", True), ("\n", False), ("n\n", False), ("", False)]
)
def test_people_at_a_terminal_are_asked(
    monkeypatch: pytest.MonkeyPatch, typed: str, agreed: bool
) -> None:
    monkeypatch.setattr("sys.stdin", Keyboard(typed))
    err = io.StringIO()
    terminal = Terminal(Console(file=io.StringIO()), Console(file=err), agreed=False)

    assert (
        terminal.agree(Message("Overwrite the content of %(course)s?", {"course": "X"})) is agreed
    )
    assert err.getvalue() == "Overwrite the content of X? [y/N] "


def test_progress_is_shown_on_a_terminal_and_gone_afterwards() -> None:
    screen = io.StringIO()
    err = Console(file=screen, force_terminal=True, width=100, color_system=None)
    terminal = Terminal(Console(file=io.StringIO()), err, agreed=False)

    terminal.progress(Message("Reading %(course)s", {"course": "X"}), 3, 60)
    terminal.rest()

    assert "Reading X" in screen.getvalue()
    assert "3/60" in screen.getvalue()


def test_ctrl_c_says_how_to_go_on(stage: Stage) -> None:
    def interrupt(_seconds: float) -> None:
        raise KeyboardInterrupt

    stage.waits.wait = interrupt  # type: ignore[method-assign]

    outcome = stage.publish()

    assert outcome.status == 1
    assert "it goes on where it stopped" in outcome.err
