"""The sockets: two servers over one platform, with faults on demand and a count of requests."""

from __future__ import annotations

import json
import re
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from time import perf_counter
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.export.studio_server.answers import NOT_FOUND, STUDIO, Answer, Function, Request
from tests.export.studio_server.lms_answers import LMS
from tests.export.studio_server.platform import Platform

HTML = "<!DOCTYPE html><title>Server error</title>"
FREE = "/oauth2/"
"""Paths that need no token."""


@dataclass
class Fault:
    """What happens to requests of a method whose path matches, `times` times.

    ``lost``: the connection breaks before the request is heeded; ``unheard``: after it took
    effect; a number: that status instead of an answer, with `headers`.
    """

    method: str
    path: str
    kind: str | int
    times: int = 1
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Rig:
    """Both servers: their addresses, the platform behind them, what was asked of them.

    `before` and `after` hear the number of each request, from 1, before it is heeded and when it
    has taken effect. After a true answer of `before` it is not heeded and the connection breaks.
    """

    platform: Platform
    lms: str = ""
    studio: str = ""
    faults: list[Fault] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)
    connections: int = 0
    before: Callable[[int], bool] = lambda number: False
    after: Callable[[int], bool] = lambda number: False
    busy: list[tuple[float, float]] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def count(self, method: str, part: str) -> int:
        """How many requests there were with `part` in the path."""
        return sum(one == method and part in path for one, path in self.asked)

    def fault(self, method: str, path: str) -> Fault | None:
        """The fault that is due for a request, if any."""
        with self.lock:
            for each in self.faults:
                if each.times and each.method == method and re.search(each.path, path):
                    each.times -= 1
                    return each
        return None

    def own_time(self) -> float:
        """Seconds in which at least one request was being answered."""
        total, until = 0.0, 0.0
        for begin, end in sorted(self.busy):
            total += max(0.0, end - max(begin, until))
            until = max(until, end)
        return total


@contextmanager
def running(platform: Platform) -> Iterator[Rig]:
    """Both servers on free ports of this computer."""
    rig = Rig(platform)
    servers = [_server(rig, LMS), _server(rig, STUDIO)]
    rig.lms, rig.studio = (f"http://127.0.0.1:{each.server_address[1]}" for each in servers)
    threads = [Thread(target=each.serve_forever, args=(0.01,), daemon=True) for each in servers]
    for thread in threads:
        thread.start()
    try:
        yield rig
    finally:
        for each in servers:
            each.shutdown()
            each.server_close()


def _server(rig: Rig, routes: tuple[tuple[str, str, Function], ...]) -> ThreadingHTTPServer:
    class Handler(_Handler):
        pass

    Handler.rig, Handler.routes = rig, routes
    return _Sockets(("127.0.0.1", 0), Handler)


class _Sockets(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that is killed resets its connections: nothing to report."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    rig: Rig
    routes: tuple[tuple[str, str, Function], ...]

    def setup(self) -> None:
        super().setup()
        with self.rig.lock:
            self.rig.connections += 1

    def handle_request(self) -> None:
        begin = perf_counter()
        address = urlsplit(self.path)
        path = unquote(address.path)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        with self.rig.lock:
            self.rig.asked.append((self.command, path))
            number = len(self.rig.asked)
        if self.rig.before(number):
            self._break()
            return
        fault = self.rig.fault(self.command, path)
        if fault and fault.kind != "unheard":
            if fault.kind == "lost":
                self._break()
            else:
                self._send(Answer(int(fault.kind), page=True), fault.headers)
            return
        query = dict(parse_qsl(address.query))
        answer = self._answer(Request(self.command, path, query, dict(self.headers), body))
        if fault:
            self._break()
            return
        self.rig.after(number)
        content = self._content(answer)
        with self.rig.lock:
            self.rig.busy.append((begin, perf_counter()))
        self._send_content(answer.status, *content, {})

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = handle_request  # noqa: N815

    def _answer(self, request: Request) -> Answer:
        platform = self.rig.platform
        with platform.lock:
            if not request.path.startswith(FREE) and not platform.accepts(
                self.headers.get("Authorization", "")
            ):
                return Answer(401, {"detail": "Authentication credentials were not provided."})
            if platform.hidden and platform.hidden in request.path:
                return NOT_FOUND
            if platform.strange and platform.strange in request.path:
                return Answer(200, {"version": 2})
            for method, pattern, function in self.routes:
                match = re.fullmatch(pattern, request.path)
                if match and method == request.method:
                    found = Request(*_parts(request), match.groupdict())
                    return function(platform, found)
        return Answer(404, page=True)

    def _break(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def _send(self, answer: Answer, headers: dict[str, str]) -> None:
        self._send_content(answer.status, *self._content(answer), headers)

    def _content(self, answer: Answer) -> tuple[str, bytes]:
        if answer.page:
            return "text/html", HTML.encode()
        return "application/json", b"" if answer.data is None else json.dumps(answer.data).encode()

    def _send_content(self, status: int, kind: str, data: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Nothing goes to the screen of a test."""


def _parts(request: Request) -> tuple[Any, ...]:
    return request.method, request.path, request.query, request.headers, request.body
