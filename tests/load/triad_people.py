"""The three phones of a triad: they ask every two seconds, press, note, rate and say.

What a server called kept is remembered, so that it can be compared with what is there in the end.
"""

from __future__ import annotations

import json
import random
import time
import uuid
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from tests.load.serving import exchange, size

EVERY = 2.0
"""Seconds between two questions, as in the page."""

PARTS = ("adviser", "colleague", "observer")
CRITERIA = ("b1", "b4", "b7")
PHASES = ("contact", "request", "exploration", "options", "agreement")

SHARES = {"prepare": 0.1, "talk": 0.6, "leave": 0.05, "feedback": 0.2, "intention": 0.05}
"""How much of a round each step takes."""

PACE = 2.0
"""Seconds between two acts of a triad."""


@dataclass
class Kept:
    """What the servers of all triads said they have kept, and how they were."""

    notes: dict[str, str] = field(default_factory=dict)
    levels: dict[tuple[int, int, str, str], int] = field(default_factory=dict)
    said: dict[tuple[int, int, str], str] = field(default_factory=dict)
    sent: int = 0
    errors: list[str] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)
    quiet_bytes: list[int] = field(default_factory=list)


@dataclass
class Phone:
    """One phone: its cookies, and the version of the page it shows."""

    base: str
    cookies: dict[str, str]
    ports: tuple[int, ...]
    kept: Kept
    due: float = 0.0
    rev: int = 0
    key: str = ""
    turn: int = 0

    def ask(self) -> None:
        """Ask what is new."""
        begun = time.perf_counter()
        query = urlencode({"since": self.rev, "frame": self.rev or "", "key": self.key})
        self._send("GET", f"state/?{query}")
        self.kept.waited.append(time.perf_counter() - begun)
        self.due = time.monotonic() + EVERY

    def post(self, name: str, **form: Any) -> dict[str, Any]:
        """Do something; return what is answered, nothing when it was refused."""
        return self._send("POST", f"{name}/", urlencode(form, doseq=True))

    def _send(self, method: str, path: str, body: str = "") -> dict[str, Any]:
        self.turn += 1
        port = self.ports[self.turn % len(self.ports)]
        try:
            status, headers, text = exchange(port, self.cookies, method, self.base + path, body)
        except OSError as error:
            self.kept.errors.append(f"{path} {error!r}")
            return {}
        if status == 204:
            self.kept.quiet_bytes.append(size(headers))
            return {}
        if status != 200:
            self.kept.errors.append(f"{path} {status} {text[:200]}")
            return {}
        return self._heard(json.loads(text))

    def _heard(self, data: dict[str, Any]) -> dict[str, Any]:
        if data.get("rev", 0) >= self.rev and "key" in data:
            self.rev, self.key = data["rev"], data["key"]
        return data


@dataclass
class Table:
    """A triad at its table: three phones in the order of their seats, and what happens at them."""

    triad: int
    phones: list[Phone]
    kept: Kept
    chance: random.Random
    number: int = 0
    waiting: list[dict[str, Any]] = field(default_factory=list)
    counted: int = 0

    def play(self, seconds: float, begin: float) -> None:
        """Play three rounds in so many seconds, from a moment `begin` of the monotonic clock on."""
        self._until(begin)
        self.phones[0].post("begin")
        for self.number in range(1, 4):
            for step, share in SHARES.items():
                end = time.monotonic() + seconds / 3 * share
                getattr(self, f"_{step}")(end)
                self._until(end)
                self._of("adviser").post("press", press="next", round=self.number, step=step)

    def _of(self, part: str) -> Phone:
        return self.phones[(self.number - 1 + PARTS.index(part)) % 3]

    def _until(self, end: float) -> None:
        """Let the phones ask until then."""
        while (now := time.monotonic()) < end:
            for each in self.phones:
                if now >= each.due:
                    each.ask()
            due = min(each.due for each in self.phones)
            time.sleep(max(0.0, min(end, due) - time.monotonic()))

    def _prepare(self, _end: float) -> None:
        text = f"attention {self.triad}"
        form = {"round": self.number, "attention": text, "focus": "b4"}
        if self._of("adviser").post("aims", **form):
            self.kept.said[self.triad, self.number, "attention"] = text

    def _talk(self, end: float) -> None:
        """Note and rate; for a third of the time the observer's phone is offline."""
        begun = time.monotonic()
        away = (begun + (end - begun) / 3, begun + 2 * (end - begun) / 3)
        while (now := time.monotonic()) < end - PACE:
            self._note(int(now - begun))
            if not away[0] < now < away[1]:
                self._deliver(again=self.chance.random() < 0.2)
            if self.chance.random() < 0.3:
                self._rate("observer")
            self._until(now + PACE * (0.5 + self.chance.random()))
        self._deliver(again=True)

    def _leave(self, _end: float) -> None:
        """Nobody writes."""

    def _feedback(self, _end: float) -> None:
        self._say("colleague", "experience")
        for part in PARTS:
            self._rate(part)
        self._of("adviser").post("give", round=self.number, stage="self")
        self._say("observer", "strength")
        self._say("observer", "wish")

    def _intention(self, _end: float) -> None:
        text = f"intention {self.triad}"
        if self._of("adviser").post("intend", round=self.number, text=text):
            self.kept.said[self.triad, self.number, "intention"] = text

    def _say(self, part: str, stage: str) -> None:
        text = f"{stage} {self.triad}"
        if self._of(part).post("give", round=self.number, stage=stage, text=text):
            self.kept.said[self.triad, self.number, stage] = text

    def _note(self, at: int) -> None:
        self.counted += 1
        phase = self.chance.choice(PHASES) if self.chance.random() < 0.2 else ""
        text = "" if phase else f"sentence {self.counted} of triad {self.triad}"
        self.waiting.append({"id": uuid.uuid4().hex, "at": at, "text": text, "phase": phase})

    def _deliver(self, *, again: bool) -> None:
        """Send what waits; `again`: as a phone does that did not hear the answer."""
        notes, self.waiting = self.waiting, []
        for _time in range(2 if again and notes else 1 if notes else 0):
            answer = self._keep("observer", notes=notes)
            told = set(answer.get("notes", ()))
            self.kept.notes |= {each["id"]: each["text"] for each in notes if each["id"] in told}
            self.kept.sent += len(notes)

    def _rate(self, part: str) -> None:
        name, number = self.chance.choice(CRITERIA), self.chance.randint(1, 4)
        if name in self._keep(part, levels={name: number}).get("levels", ()):
            self.kept.levels[self.triad, self.number, part, name] = number

    def _keep(self, part: str, **what: Any) -> dict[str, Any]:
        data = json.dumps({"round": self.number, "part": part, **what})
        return self._of(part).post("keep", data=data)
