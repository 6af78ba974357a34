"""People at a card board: they ask every two seconds what is new, write, arrange and vote.

Each has a browser's cookies and talks to two servers in turn. What a server called done they
remember, so that it can be compared with what is kept in the end.
"""

from __future__ import annotations

import json
import random
import re
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Thread
from typing import Any
from urllib.parse import urlencode

from tests.load.serving import exchange, size

EVERY = 2.0
"""Seconds between two questions, as in the page."""

REFUSED = {409, 422}
"""What is refused with a sentence: too late, too many, gone meanwhile."""


@dataclass
class Room:
    """What stands on the projector: the step everybody believes to be open."""

    base: str
    ports: tuple[int, ...]
    step: str = ""
    over: bool = False


@dataclass
class Visitor:
    """Somebody with a browser. `cards` and `dots` are what a server said it has kept."""

    name: str
    room: Room
    cookies: dict[str, str]
    most: int
    chance: random.Random
    rev: int = 0
    frame: str = ""
    key: str = ""
    turn: int = 0
    cards: dict[str, str] = field(default_factory=dict)
    dots: dict[str, int] = field(default_factory=dict)
    seen_cards: set[str] = field(default_factory=set)
    seen_groups: set[str] = field(default_factory=set)
    headings: dict[str, str] = field(default_factory=dict)
    late: int = 0
    acts: int = 0
    errors: list[str] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)
    quiet_bytes: list[int] = field(default_factory=list)

    def stay(self, pace: float) -> None:
        """Work on the board until it is over, one act about every `pace` seconds."""
        self.ask()
        asked, acted = time.monotonic(), time.monotonic() + self.chance.random() * pace
        while not self.room.over:
            now = time.monotonic()
            if now >= acted:
                self.act()
                acted = now + pace * (0.5 + self.chance.random())
            if now >= asked:
                self.ask()
                asked = now + EVERY
            time.sleep(max(0.0, min(acted, asked) - time.monotonic()))

    def act(self) -> None:
        """Do what belongs to the step."""
        self.acts += 1
        match self.room.step:
            case "collect":
                self._write()
            case "arrange":
                self._arrange()
            case "vote":
                self._vote()

    def ask(self) -> None:
        """Ask what is new."""
        query = urlencode({"since": self.rev, "frame": self.frame, "key": self.key})
        begun = time.perf_counter()
        answer = self._send("GET", f"state/?{query}")
        self.waited.append(time.perf_counter() - begun)
        if answer is not None and answer[0] not in {200, 204}:
            self.errors.append(f"state {answer[0]}")

    def post(self, name: str, **form: Any) -> int:
        """Do something; return the status, 0 when nothing came back."""
        asked = {"since": self.rev, "frame": self.frame, **form}
        answer = self._send("POST", f"{name}/", urlencode(asked, doseq=True))
        if answer is None:
            return 0
        status, said = answer
        if status != 200 and status not in REFUSED:
            self.errors.append(f"{name} {status} {said}")
        return status

    def _write(self) -> None:
        """Write a card, or another word on one; sometimes the page sends it again."""
        key = uuid.uuid4().hex
        if self.cards and (len(self.cards) >= self.most or self.chance.random() < 0.2):
            key = self.chance.choice(list(self.cards))
        text = f"{self.name} thought {self.acts}"
        for _time in range(2 if self.chance.random() < 0.2 else 1):
            if self.post("write", step="collect", card=key, text=text) == 200:
                self.cards[key] = text
            else:
                self.late += 1

    def _arrange(self) -> None:
        group = self.chance.choice([*self.seen_groups, "0"])
        if len(self.seen_groups) < 8 and self.seen_cards:
            group = "new"
        chosen = self.chance.random()
        if chosen < 0.1:
            self.post("undo", step="arrange")
        elif chosen < 0.2 and group not in {"0", "new"}:
            was = self.headings.get(group, "")
            self.post("rename", step="arrange", group=group, heading=self.name, was=was)
            self.headings[group] = self.name
        elif self.seen_cards:
            some = self.chance.sample(sorted(self.seen_cards), k=self.chance.choice([1, 1, 1, 3]))
            self.post("move", step="arrange", card=some, group=group)

    def _vote(self) -> None:
        """Put dots, sometimes from two tabs at once: together they would be too many."""
        if len(self.seen_groups) < 2:
            return
        places = self.chance.sample(sorted(self.seen_groups), k=2)
        wanted = [(place, self.chance.choice([0, 1, 2, 2, 3])) for place in places]
        tabs = [Thread(target=self._put, args=pair) for pair in wanted]
        for tab in tabs if self.chance.random() < 0.5 else tabs[:1]:
            tab.start()
        for tab in tabs:
            if tab.ident is not None:
                tab.join()

    def _put(self, target: str, number: int) -> None:
        if self.post("dots", step="vote", target=target, number=number) == 200:
            self.dots[target] = number

    def _send(self, method: str, path: str, body: str = "") -> tuple[int, str] | None:
        self.turn += 1
        port = self.room.ports[self.turn % len(self.room.ports)]
        try:
            status, headers, text = exchange(
                port, self.cookies, method, self.room.base + path, body
            )
        except OSError as error:
            self.errors.append(f"{path} {error!r}")
            return None
        self._heard(status, headers, text)
        return status, text[:200]

    def _heard(self, status: int, headers: list[tuple[str, str]], text: str) -> None:
        for name, value in headers:
            if name == "Set-Cookie" and value.startswith("wbm_board="):
                self.cookies["wbm_board"] = value.split(";")[0].partition("=")[2]
        if status == 204:
            self.quiet_bytes.append(size(headers))
        elif text.startswith("{"):
            self._look_at(json.loads(text))

    def _look_at(self, data: Mapping[str, Any]) -> None:
        """Keep what a page would show."""
        if data.get("rev", 0) < self.rev:
            return
        self.rev, self.frame = data["rev"], data["frame"]
        self.key = data["key"]
        shown = data.get("whole", "") + "".join(piece[3] for piece in data.get("pieces", ()))
        if "whole" in data:
            self.seen_cards, self.seen_groups = set(), set()
        self.seen_cards |= set(re.findall(r'data-board-card="([0-9a-f]{32})"', shown))
        self.seen_groups |= set(re.findall(r"wbm-board-\d+-g-(\d+)", shown))
        self.seen_groups |= set(re.findall(r'data-board-target="(\d+)"', shown))
        for gone in data.get("gone", ()):
            name = gone.rpartition("-")[2]
            self.seen_cards.discard(name)
            self.seen_groups.discard(name)
