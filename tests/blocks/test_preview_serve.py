"""The preview starts with one command, and says in one sentence what is in the way."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.core.management import call_command

from course_export.preview.serve import NothingBuilt, PortTaken, latest_archive, run_preview
from tests import sample_course

ROOT = Path(__file__).parents[2]


@pytest.fixture
def taken() -> Iterator[int]:
    """A port somebody serves on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run scripts/run where it ends before it sets anything up."""
    return subprocess.run(
        [str(ROOT / "scripts" / "run"), *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_archive_built_last_is_played(tmp_path: Path) -> None:
    with pytest.raises(NothingBuilt) as refused:
        latest_archive(tmp_path)
    assert "wbm build" in str(refused.value)
    for age, name in enumerate(("new.tar.gz", "old.tar.gz", "older.txt")):
        (tmp_path / name).write_bytes(b"")
        os.utime(tmp_path / name, (1000 - age, 1000 - age))
    assert latest_archive(tmp_path).name == "new.tar.gz"


def test_a_taken_port_is_told_before_anything_is_loaded(taken: int) -> None:
    with pytest.raises(PortTaken) as refused:
        run_preview(Path("missing.tar.gz"), taken, None)
    assert f"wbm preview --port {taken + 1}" in str(refused.value)


def test_the_script_names_a_taken_port_and_the_command_that_helps(taken: int) -> None:
    done = run("--port", str(taken))
    assert done.returncode == 1
    assert done.stderr.strip().splitlines() == [
        f"Port {taken} is taken. Use another one: scripts/run --port {taken + 1}"
    ]


@pytest.mark.parametrize(
    "arguments", [["--nonsense"], ["--port"], ["--port", "x"], ["--language", "fr"], ["--language"]]
)
def test_the_script_refuses_what_it_does_not_know(arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert "Use: scripts/run" in done.stderr


def test_the_preview_serves_greets_and_ends_with_an_interrupt(tmp_path: Path) -> None:
    # What a shell starts in the background ignores interrupts, and hands that on.
    command = ["env", "--default-signal=INT", str(Path(sys.executable).parent / "wbm")]
    command += ["preview", "--port", "0"]
    environment = {name: text for name, text in os.environ.items() if not name.startswith("DJANGO")}
    server = subprocess.Popen(
        [*command, str(sample_course.write(tmp_path))],
        cwd=ROOT,
        env={**environment, "WBM_DATA": str(tmp_path / "data")},
        stdout=subprocess.PIPE,
        text=True,
    )
    greeting = ""
    while "http://localhost:" not in greeting:
        line = server.stdout.readline()
        assert line, greeting
        greeting += line
    address = greeting[greeting.index("http://") :].split()[0]
    with urlopen(address) as answer:
        assert "Probekurs für Mentor*innen" in answer.read().decode()
    server.send_signal(signal.SIGINT)
    greeting += server.stdout.read()
    assert server.wait(60) == 0
    server.stdout.close()
    assert "Aylin Demirbas" in greeting
    assert (tmp_path / "data" / "preview.sqlite3").exists()


@pytest.mark.django_db
def test_the_tables_are_those_the_migrations_make() -> None:
    call_command("makemigrations", "wbm_preview", check_changes=True, dry_run=True, verbosity=0)
