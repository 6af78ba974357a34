"""Server processes of a proof, each with threads of its own, and how long their answers take."""

from __future__ import annotations

import http.client
import multiprocessing
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median, quantiles
from threading import Thread
from typing import Any

SERVERS = 2

Times = dict[str, list[float]]
"""Seconds around the application by kind of answer: "refresh", "quiet" (204), "write"."""


@dataclass(frozen=True, kw_only=True)
class Timed:
    """How long answers took: milliseconds around the application, bytes with all headers.

    `waited_ms` is the median of what a phone waited for an answer to its question.
    """

    refreshes: int
    refresh_ms: float
    refresh_slow_ms: float
    quiet: int
    quiet_ms: float
    quiet_bytes: int
    write_ms: float
    waited_ms: float


def timed(times: Times, waited: Iterable[float], quiet_bytes: Iterable[int]) -> dict[str, Any]:
    """Return the fields of `Timed`."""
    return {
        "refreshes": len(times["refresh"]),
        "refresh_ms": ms(median(times["refresh"])),
        "refresh_slow_ms": ms(quantiles(times["refresh"], n=20)[-1]),
        "quiet": len(times["quiet"]),
        "quiet_ms": ms(median(times["quiet"])) if times["quiet"] else 0.0,
        "quiet_bytes": max(quiet_bytes, default=0),
        "write_ms": ms(median(times["write"])),
        "waited_ms": ms(median(waited)),
    }


@dataclass
class Serving:
    """Where the servers listen; `times` are there once they have stopped."""

    ports: tuple[int, ...]
    times: Times = field(default_factory=dict)


class Clock:
    """A WSGI application that notes kind and seconds of each answer."""

    def __init__(self, application: Callable[..., Iterable[bytes]]) -> None:
        self.application = application
        self.taken: Times = {"refresh": [], "quiet": [], "write": []}

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        said: list[str] = []

        def begin(status: str, *rest: Any) -> Any:
            said.append(status)
            return start(status, *rest)

        begun = time.perf_counter()
        answer = self.application(environ, begin)
        writes = environ["REQUEST_METHOD"] == "POST"
        kind = "write" if writes else "quiet" if said[0].startswith("204") else "refresh"
        self.taken[kind].append(time.perf_counter() - begun)
        return answer


@contextmanager
def servers() -> Iterator[Serving]:
    """Serve the database that is set up from two further processes."""
    from django.db import connections

    # As an installation keeps them: connecting would cost more than answering.
    connections.settings["default"]["CONN_MAX_AGE"] = None
    connections.close_all()
    context = multiprocessing.get_context("fork")
    ports, results, stop = context.Queue(), context.Queue(), context.Event()
    started = [context.Process(target=_serve, args=(ports, stop, results)) for _ in range(SERVERS)]
    for each in started:
        each.start()
    serving = Serving(tuple(ports.get(timeout=60) for _ in started))
    yield serving
    stop.set()
    taken = [results.get(timeout=60) for _ in started]
    for each in started:
        each.join()
    serving.times = {kind: [t for each in taken for t in each[kind]] for kind in taken[0]}


def ms(seconds: float) -> float:
    """Return milliseconds."""
    return round(1000 * seconds, 1)


def cookies_of(user_id: int) -> dict[str, str]:
    """Return the cookies of a browser in which somebody is signed in."""
    from django.contrib.auth.models import User
    from django.test import Client

    client = Client()
    client.force_login(User.objects.get(pk=user_id))
    return {name: each.value for name, each in client.cookies.items()} | {"csrftoken": "a" * 32}


Answer = tuple[int, list[tuple[str, str]], str]
"""Status, headers and text."""


def exchange(port: int, cookies: dict[str, str], method: str, path: str, body: str = "") -> Answer:
    """Ask a server as the browser with these cookies does; raises `OSError` without an answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {
        "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        "X-CSRFToken": cookies["csrftoken"],
        "Content-Type": "application/x-www-form-urlencoded",
    }
    try:
        connection.request(method, path, body or None, headers)
        response = connection.getresponse()
        return response.status, response.getheaders(), response.read().decode()
    finally:
        connection.close()


def size(headers: list[tuple[str, str]]) -> int:
    """Return the bytes of an answer without a body."""
    return len("HTTP/1.1 204 No Content\r\n\r\n") + sum(len(f"{n}: {v}\r\n") for n, v in headers)


def _serve(ports: Any, stop: Any, results: Any) -> None:
    import waitress
    from django.core.wsgi import get_wsgi_application

    clock = Clock(get_wsgi_application())
    server = waitress.create_server(clock, host="127.0.0.1", port=0, threads=8)
    Thread(target=server.run, daemon=True).start()
    ports.put(server.effective_port)
    stop.wait()
    results.put(clock.taken)
