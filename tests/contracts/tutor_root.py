"""A Tutor of its own, with our plug-in: the real command, rendered files, and no Docker.

In Docker's place stands a program that writes down what it was asked to run.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

PLUGIN = Path(__file__).parents[2] / "scripts" / "tutor" / "wbm.py"
DOCKER = """#!/bin/sh
asked=$1:$2
for each in "$@"; do program=$each asked=$asked:$each; done
case $asked in *:run:*) ;; *) echo '[]'; exit ;; esac
printf '%s' "$program" > "$WBM_ASKED.$(ls "$(dirname "$WBM_ASKED")" | wc -l)"
"""
MANAGE = """#!/bin/sh
printf '%s\\n' "$*" >> manage.log
case $2 in wbm_roster) cat > manage.stdin ;; esac
"""


class TutorRoot:
    """A folder as `tutor config printroot` names it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asked = folder / "asked"
        for name in ("plugins", "bin", "asked"):
            (folder / name).mkdir()
        (folder / "plugins" / "wbm.py").write_bytes(PLUGIN.read_bytes())
        program(folder / "bin" / "docker", DOCKER)

    def run(self, *words: str) -> str:
        """Run Tutor and return what it says; fails as Tutor fails."""
        environment = {
            **os.environ,
            "TUTOR_ROOT": str(self.folder / "root"),
            "TUTOR_PLUGINS_ROOT": str(self.folder / "plugins"),
            "PATH": f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "WBM_ASKED": str(self.asked / "program"),
        }
        done = subprocess.run(
            [str(Path(sys.executable).with_name("tutor")), *words],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def rendered(self, *path: str) -> str:
        """Return a file of the rendered environment."""
        return self.folder.joinpath("root", "env", *path).read_text("utf-8")

    def documents(self, *path: str) -> list[dict[str, Any]]:
        """Return all documents of a rendered YAML file."""
        return [each for each in yaml.safe_load_all(self.rendered(*path)) if each]

    def programs(self) -> list[str]:
        """Return the shell programs containers were to run since the last time."""
        files = sorted(self.asked.iterdir(), key=lambda path: path.stat().st_mtime_ns)
        found = [path.read_text("utf-8") for path in files]
        for path in files:
            path.unlink()
        return found


def program(path: Path, text: str) -> None:
    """Write a program that can be run."""
    path.write_text(text, "utf-8")
    path.chmod(0o755)


def run_in_container(script: str, folder: Path) -> list[str]:
    """Run a shell program where `manage.py` only writes down its words; return them."""
    program(folder / "manage.py", MANAGE)
    program(folder / "python", f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    subprocess.run(
        ["sh", "-e", "-c", script],
        cwd=folder,
        env={**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"},
        check=True,
        capture_output=True,
    )
    return (folder / "manage.log").read_text("utf-8").splitlines()
