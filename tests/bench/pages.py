"""Pages and handlers of the preview under waitress: times, SQL statements, bytes.

The server runs in a process of its own, as for a person; statements are counted in this one.
"""

from __future__ import annotations

import gzip
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter

import django
import requests
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from course_export.preview.course import Course
from tests.bench.measure import Line

ROUNDS = 200
TRAINEES = 10
PAGE_GOAL, HANDLER_GOAL = 30, 15
BYTES_GOAL = 45 * 1024

SERVE = """
import sys
from pathlib import Path
from course_export.preview import serve
serve.prepare(Path(sys.argv[1]))
serve.serve(0, lambda address: print(address, flush=True))
"""


def measure_preview() -> list[Line]:
    """All figures about the preview."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "WBM_DATA": folder,
            "DJANGO_SETTINGS_MODULE": "course_export.preview.settings",
        }
        course = write_course(Path(folder))
        django.setup()
        with served(course) as address:
            lines = list(_timed(address))
        return lines + _counted(course)


def write_course(folder: Path) -> Path:
    """The sample course with a unit of three blocks: text, question, talk."""
    from tests import sample_course

    files = sample_course.files()
    talk = files["vertical/u-talk.xml"]
    files["vertical/u-talk.xml"] = talk.replace(
        '<html url_name="before"/>', '<html url_name="before"/><problem url_name="question"/>'
    )
    files["vertical/u-question.xml"] = (
        '<vertical display_name="Leer"><html url_name="text"/></vertical>'
    )
    files["vertical/u-text.xml"] = (
        '<vertical display_name="Text"><html url_name="other"/></vertical>'
    )
    files["html/other.xml"], files["html/other.html"] = '<html filename="other"/>', "<p>Text</p>"
    return sample_course.write(folder, files)


@contextmanager
def served(course: Path) -> Iterator[str]:
    """The address of a preview in a process of its own."""
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", SERVE, str(course)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    try:
        yield process.stdout.readline().strip().rstrip("/")
    finally:
        process.terminate()
        process.wait()


def signed_in(address: str, nth: int = 0) -> requests.Session:
    """A session of the nth persona; the first ten are trainees."""
    session = requests.Session()
    people = re.findall(r'name="person" value="(\d+)"', session.get(address + "/").text)
    _post(session, address, "/people/", {"person": people[nth], "next": "/"})
    return session


def _timed(address: str) -> Iterator[Line]:
    session = signed_in(address)
    for name, path in {
        "outline": "/",
        "unit with three blocks": "/unit/u-talk/",
        "progress": "/progress/",
    }.items():
        yield Line(
            f"page: {name}",
            _median(lambda path=path: _get(session, address + path)),
            goal=PAGE_GOAL,
        )
    yield Line("handler with write: say and take back", _talk(address), goal=HANDLER_GOAL)
    yield Line(
        "scripts and styles of our blocks, gzip",
        _asset_bytes(session, address),
        "bytes",
        BYTES_GOAL,
    )


def _talk(address: str) -> float:
    """Ten trainees talk, twenty answers each: two said, one taken back, and on."""
    times = []
    for nth in range(TRAINEES):
        session = signed_in(address, nth)
        html = session.get(address + "/unit/u-talk/").text
        block = _found(r'hx-post="([^"]*/handler/)begin', html)
        html = _post(session, address, block + "begin", {"attempt": "0"})
        for turn in range(ROUNDS // TRAINEES):
            form = dict(re.findall(r'name="(attempt|turn)" value="(\d+)"', html))
            handler = "take_back" if turn % 2 else "say"
            if handler == "say":
                form["statement"] = _found(r'name="statement" value="(\w+)"', html)
            begin = perf_counter()
            html = _post(session, address, block + handler, form)
            times.append((perf_counter() - begin) * 1000)
    return median(times)


def _asset_bytes(session: requests.Session, address: str) -> float:
    from xblocks.exercises.block import SCRIPTS, STYLES

    return sum(
        len(gzip.compress(session.get(f"{address}/static/{path}").content, 9))
        for path in (*SCRIPTS, *STYLES)
    )


def _counted(course: Path) -> list[Line]:
    """SQL statements of every page, with the session and the person's account."""
    from course_export.preview import start
    from tests.personas import be

    loaded = start.open_course(course)
    client = Client()
    lines = []
    roster = f"/wbm/{loaded.key}/roster/"
    for who, path in (
        ("trainee", "/"),
        ("trainee", "/unit/u-talk/"),
        ("trainee", "/progress/"),
        ("trainee", f"/wbm/{loaded.key}/inbox/"),
        ("trainer", "/grades/"),
        ("trainer", f"/wbm/{loaded.key}/grading/"),
        ("coordinator", roster),
        ("coordinator", roster + "import/"),
        ("coordinator", roster + "places/"),
        ("author", "/events/"),
        ("author", "/style/"),
    ):
        be(client, loaded, who)
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200, path
        lines.append(
            Line(f"{who}: {path.replace(str(loaded.key), '…')}", len(queries), "statements")
        )
    be(client, loaded, "trainee")
    lines += _handlers(client, loaded)
    return lines


def _handlers(client: Client, loaded: Course) -> list[Line]:
    """SQL statements of the dialogue's handlers, in the order of a talk."""
    usage = next(key for key in loaded.entries if "type@wbm_role_play+" in key)
    form = {"attempt": "0"}
    lines = []
    for handler in ("begin", "say", "take_back"):
        with CaptureQueriesContext(connection) as queries:
            html = client.post(f"/xblock/{usage}/handler/{handler}", form).content.decode()
        lines.append(Line(f"handler: {handler}", len(queries), "statements"))
        form = dict(re.findall(r'name="(attempt|turn)" value="(\d+)"', html))
        if handler == "begin":
            form["statement"] = _found(r'name="statement" value="(\w+)"', html)
    return lines


def _get(session: requests.Session, url: str) -> None:
    response = session.get(url)
    assert response.status_code == 200, url


def _post(session: requests.Session, address: str, path: str, data: dict[str, str]) -> str:
    token = session.cookies.get("csrftoken", "")
    response = session.post(
        address + path, data={**data, "csrfmiddlewaretoken": token}, headers={"X-CSRFToken": token}
    )
    assert response.status_code == 200, (path, response.status_code, response.text[:300])
    return response.text


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    assert match, pattern
    return match.group(1)


def _median(work: Callable[[], None]) -> float:
    for _ in range(5):
        work()
    times = []
    for _ in range(ROUNDS):
        begin = perf_counter()
        work()
        times.append((perf_counter() - begin) * 1000)
    return median(times)
