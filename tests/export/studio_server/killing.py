"""Publishing in a process of its own, killed with SIGKILL at a request, and begun again."""

from __future__ import annotations

import io
import multiprocessing
import os
import shutil
import signal
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path
from time import sleep
from typing import Any

from rich.console import Console

from course_export.publish.command import Order, run_publish
from course_export.publish.pace import Pace
from tests.export.studio_server.platform import Platform
from tests.export.studio_server.server import Rig, running
from tests.export.studio_server.stage import ADDRESSES, ENVIRONMENT, LIVE, STAGING, Stage

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload([__name__])


@dataclass(frozen=True)
class Ended:
    """What is there at the end: state of the platform, what is remembered, requests in all."""

    status: int | None
    platform: dict[str, Any]
    remembered: dict[str, Any]
    requests: int


def published(
    folder: Path, kill_at: int = 0, *, heeded: bool = False, earlier: bool = False
) -> Ended:
    """Publish a small course with people into a fresh platform.

    With `earlier` a longer archive was published before, so that there is something to overwrite
    and something to be left behind. With `kill_at` the process is killed when that request
    arrives, before it is heeded or after it took effect; then it is begun again and comes to its
    end.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    platform = Platform()
    platform.honours_groups = True
    platform.add_people(*ADDRESSES)
    with running(platform) as rig:
        stage = Stage(rig, folder)
        stage.people()
        if earlier:
            stage.build(15)
            _started(stage).join()
            rig.asked.clear()
        stage.build()
        if kill_at:
            _killed(rig, stage, kill_at, heeded=heeded)
        process = _started(stage)
        process.join()
        remembered = {
            course: _without_chance(stage.remembered(course)) for course in (LIVE, STAGING)
        }
    return Ended(process.exitcode, platform.end_state(), remembered, len(rig.asked))


def _killed(rig: Rig, stage: Stage, kill_at: int, *, heeded: bool) -> None:
    process: list[BaseProcess] = []

    def strike(number: int) -> bool:
        if number == kill_at:
            pid = process[0].pid
            assert pid
            os.kill(pid, signal.SIGKILL)
        return number >= kill_at and not heeded

    if heeded:
        rig.after = strike
    else:
        rig.before = strike
    process.append(_started(stage, ready := _CONTEXT.Event()))
    ready.set()
    process[0].join()
    assert process[0].exitcode == -signal.SIGKILL, process[0].exitcode
    rig.before = rig.after = lambda number: False


def _started(stage: Stage, ready: Any = None) -> BaseProcess:
    order = stage.order(roster=stage.folder / "people.csv")
    process = _CONTEXT.Process(target=_publish, args=(order, ready), daemon=True)
    process.start()
    return process


def _publish(order: Order, ready: Any) -> None:
    """What runs in the process; waits are shortened, nothing else."""
    if ready is not None:
        ready.wait()
    console = Console(file=io.StringIO())
    pace = Pace(wait=lambda seconds: sleep(min(seconds, 0.002)))
    raise SystemExit(run_publish(order, pace, console, console, ENVIRONMENT))


def _without_chance(remembered: dict[str, Any]) -> dict[str, Any]:
    """Captions get new names at each import, so the fingerprints of films differ."""
    names = sorted(remembered["published"]["fingerprints"])
    return {
        **remembered,
        "published": {**remembered["published"], "fingerprints": names},
        "studio": "",
    }
