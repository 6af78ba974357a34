"""Two people of each of many teams type for a minute: nothing is lost, nothing fails.

Everybody writes in a field of their own and in one that both of the team write in. A word that the
server has called saved must stand there at the end.
"""

from __future__ import annotations

import html
import http.client
import json
import re
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from statistics import median, quantiles
from threading import Thread
from typing import Any
from urllib.parse import urlencode

from tests.records import own_database

PAUSE = 0.9
"""Seconds somebody types until a pause saves the text, as in the page."""


@dataclass(frozen=True)
class Typed:
    """What came of it. `alone_ms` is one save with nobody else there, `load_ms` nine of ten under
    load, both measured around the application."""

    database: str
    people: int
    seconds: int
    saves: int
    conflicts: int
    errors: int
    lost: int
    alone_ms: float
    load_ms: float
    first_error: str


def run(seconds: int = 60, teams: int = 20) -> Typed:
    """Let two people of each team type for so long."""
    return Typed(**own_database.run(__name__, seconds, teams))


class Clock:
    """A WSGI application that notes the seconds each save takes."""

    def __init__(self, application: Callable[..., Iterable[bytes]]) -> None:
        self.application = application
        self.seconds: list[float] = []

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        begun = time.perf_counter()
        answer = self.application(environ, start)
        if environ["PATH_INFO"].endswith("/save/"):
            self.seconds.append(time.perf_counter() - begun)
        return answer


@dataclass
class Writer:
    """Somebody at a phone; `base` is the address of the milestone, `own` the field of their own."""

    name: str
    port: int
    base: str
    cookies: str
    token: str
    own: str
    texts: dict[str, str] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    saved: dict[str, list[str]] = field(default_factory=dict)
    stamp: int = 0
    conflicts: int = 0
    errors: list[str] = field(default_factory=list)

    def type_for(self, seconds: float) -> None:
        """Write a word, pause, write on – now in one field, now in the other."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.write(self.own if self.stamp % 3 else "shared")
            time.sleep(PAUSE)

    def write(self, name: str) -> None:
        """Add a word to a field and save it."""
        self.stamp += 1
        word = f"{self.name}w{self.stamp}"
        text = f"{self.texts.get(name, '')} {word}"
        answer = self._post(name, "save", value=text, client=self.name, stamp=self.stamp)
        if answer is None:
            return
        status, page = answer
        if status == 409:
            self.conflicts += 1
            page = self._keep_both(name, text, page)
        elif status == 200:
            self.texts[name] = text
        else:
            self.errors.append(f"{status} {page[:200]}")
            return
        if page:
            self.versions[name] = int(_found(r'name="version" value="(\d+)"', page))
            self.saved.setdefault(name, []).append(word)

    def _keep_both(self, name: str, text: str, page: str) -> str:
        for _try in range(5):
            self.versions[name] = int(_found(r'name="version" value="(\d+)"', page))
            answer = self._post(name, "resolve", choice="both", mine=json.dumps(text))
            if answer is None:
                return ""
            status, page = answer
            if status == 200:
                self.texts[name] = html.unescape(_found(r"<textarea[^>]*>\n(.*?)</textarea>", page))
                return page
        self.errors.append("no end of conflicts")
        return ""

    def _post(self, name: str, what: str, **form: Any) -> tuple[int, str] | None:
        body = urlencode({"version": self.versions.get(name, 0), **form})
        headers = {
            "Cookie": self.cookies,
            "X-CSRFToken": self.token,
            "HX-Request": "true",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("POST", f"{self.base}fields/{name}/{what}/", body, headers)
            response = connection.getresponse()
            return response.status, response.read().decode()
        except OSError as error:
            self.errors.append(str(error))
            return None
        finally:
            connection.close()


def _found(pattern: str, page: str) -> str:
    match = re.search(pattern, page, re.DOTALL)
    if match is None:
        raise ValueError(f"no {pattern} in {page[:300]}")
    return match[1]


def _main(seconds: int, teams: int) -> Typed:
    own_database.prepare()
    import waitress
    from django.core.wsgi import get_wsgi_application
    from django.db import connection, connections

    # As an installation keeps them: connecting would cost more than saving.
    connections.settings["default"]["CONN_MAX_AGE"] = None
    clock = Clock(get_wsgi_application())
    server = waitress.create_server(clock, host="127.0.0.1", port=0, threads=8)
    Thread(target=server.run, daemon=True).start()
    writers = _writers(server.effective_port, teams)
    for _number in range(40):
        writers[0].write(writers[0].own)
    alone = median(clock.seconds[10:])
    clock.seconds.clear()
    threads = [Thread(target=each.type_for, args=[seconds]) for each in writers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    errors = [error for each in writers for error in each.errors]
    return Typed(
        database=connection.vendor,
        people=len(writers),
        seconds=seconds,
        saves=len(clock.seconds),
        conflicts=sum(each.conflicts for each in writers),
        errors=len(errors),
        lost=_lost(writers),
        alone_ms=round(1000 * alone, 1),
        load_ms=round(1000 * quantiles(clock.seconds, n=10)[-1], 1),
        first_error=errors[0] if errors else "",
    )


def _writers(port: int, teams: int) -> list[Writer]:
    from tests.records.transfer_cases import course, exercise
    from xblocks.roster.records import Company

    where = course()
    fields = [
        {"id": name, "kind": "text", "label": name, "max_length": 20_000}
        for name in ("shared", "one", "two")
    ]
    m1 = exercise(where, fields=fields, anchors=[])
    found = []
    for team in range(teams):
        company: Company = where.company(f"Works {team}")
        for own in ("one", "two"):
            person = where.trainee(f"p{team}{own}", company)
            found.append(_writer(person, port, f"/wbm/{where.key}/project/{m1.usage_key}/", own))
    return found


def _writer(person: Any, port: int, base: str, own: str) -> Writer:
    from django.contrib.auth.models import User
    from django.test import Client

    client = Client()
    client.force_login(User.objects.get(pk=person.user_id))
    client.cookies["csrftoken"] = "a" * 32
    cookies = "; ".join(f"{name}={each.value}" for name, each in client.cookies.items())
    return Writer(person.name, port, base, cookies, "a" * 32, own)


def _lost(writers: list[Writer]) -> int:
    """Count the words called saved that are not there."""
    from xblocks.transfer_project.records import Draft

    there: dict[str, set[str]] = {}
    for draft in Draft.objects.all():
        there.setdefault(draft.field, set()).update(json.loads(draft.value).split())
    return sum(
        word not in there.get(name, set())
        for each in writers
        for name, words in each.saved.items()
        for word in words
    )


if __name__ == "__main__":
    print(json.dumps(asdict(_main(*map(int, sys.argv[1:])))))  # noqa: T201 - the result
