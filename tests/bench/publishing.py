"""Publishing 378 blocks to a server in another process, without the time of that server."""

from __future__ import annotations

import io
import multiprocessing
import tempfile
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from rich.console import Console

from course_export.olx.archive import pack
from course_export.olx.writer import write_course
from course_export.publish.command import Order, run_publish
from course_export.publish.pace import Pace
from tests.bench.measure import Line
from tests.export.studio_server.platform import Platform
from tests.export.studio_server.server import running
from tests.export.studio_server.stage import ADDRESSES, ENVIRONMENT, PEOPLE
from tests.export.synthetic import synthetic_course

COMPONENTS = 300
"""With their units, sections and parts these are 378 blocks."""
GOAL = 2_000.0
ROUNDS = 5


@dataclass(frozen=True)
class Asked:
    """What the server has seen so far: requests, connections, seconds it was busy."""

    requests: int
    connections: int
    busy: float


def measure_publishing() -> list[Line]:
    """All figures about publishing: into a new course by way of staging, and the same again."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_serve, args=(there,), daemon=True)
    process.start()
    lms, studio = here.recv()
    with tempfile.TemporaryDirectory() as folder:
        archive, people = Path(folder) / "course.tar.gz", Path(folder) / "people.csv"
        pack(write_course(synthetic_course(COMPONENTS)), archive)
        people.write_text(PEOPLE, "utf-8")
        usual = Order(archive, lms, studio, "", roster=people, agreed=True)
        lines = _measured(here, usual)
    here.send("end")
    process.join()
    return lines


def _measured(server: Connection, usual: Order) -> list[Line]:
    first, again, work, requests, connections = [], [], [], 0, 0
    for number in range(ROUNDS + 1):
        course = f"course-v1:WBM+WBM+{number}"
        order = Order(**{**vars(usual), "course": course, "staging": f"{course}-test"})
        before, spent = _asked(server), process_time()
        taken, own = _published(server, order), _asked(server)
        spent = process_time() - spent
        repeated = _published(server, order)
        if number:  # the first round warms up
            first.append(taken)
            again.append(repeated)
            work.append(spent)
            requests = own.requests - before.requests
            connections = own.connections - before.connections
    name = "publish 378 blocks"
    return [
        Line(f"{name}: staging, live, people", median(first) * 1000, goal=GOAL),
        Line(f"{name}: work of the processor in it", median(work) * 1000),
        Line(f"{name}: the same again", median(again) * 1000, goal=GOAL),
        Line(f"{name}: requests", requests, unit="requests"),
        Line(f"{name}: connections", connections, unit="connections"),
    ]


def _published(server: Connection, order: Order) -> float:
    """Seconds of one call without those in which the server was busy."""
    busy = _asked(server).busy
    said = Console(file=io.StringIO())
    begin = perf_counter()
    status = run_publish(order, Pace(), said, said, ENVIRONMENT)
    taken = perf_counter() - begin
    assert status == 0, said.file.getvalue()  # type: ignore[attr-defined]
    return taken - (_asked(server).busy - busy)


def _asked(server: Connection) -> Asked:
    server.send("asked")
    answer = server.recv()
    assert isinstance(answer, Asked)
    return answer


def _serve(parent: Connection) -> None:
    platform = Platform()
    platform.honours_groups = True
    platform.add_people(*ADDRESSES)
    with running(platform) as rig:
        parent.send((rig.lms, rig.studio))
        while parent.recv() != "end":
            parent.send(Asked(len(rig.asked), rig.connections, rig.own_time()))
