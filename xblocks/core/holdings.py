"""What the suite keeps of people, as every floor and component states it for itself.

A holding says in plain words what is kept, why, who sees it and how long, and knows how to hand
out, erase and forget it. `xblocks.privacy` asks them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, Any, ClassVar

from xblocks.core.redaction import Redaction

FOR_EVER = None
"""Days of a term that never ends by itself."""


@dataclass(frozen=True)
class Subject:
    """One human being in everything the suite keeps, in all courses.

    `user_id` is the account's, None without one. `people` are the rows of the roster: course key
    by person id. `names` and `addresses` are what they may be called in a text. `usernames` are
    what accounts on no list are called; they may be ordinary words: texts of teams keep them.
    """

    user_id: int | None
    people: Mapping[int, str] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()
    usernames: frozenset[str] = frozenset()

    @property
    def courses(self) -> frozenset[str]:
        """The courses whose list the person stands on."""
        return frozenset(self.people.values())

    def redaction(self, stand_in: str) -> Redaction:
        """Return what takes the person out of texts."""
        return Redaction(self.names, self.addresses, stand_in)

    def account_redaction(self, stand_in: str) -> Redaction:
        """Return what takes the person's account out of texts that the suite itself writes."""
        return Redaction(frozenset(), self.usernames, stand_in)


@dataclass(frozen=True)
class OwnFile:
    """A file of a person: its name, its size in bytes, and how to open it for reading.

    `open` raises `NotFound` when the storage has lost it.
    """

    name: str
    size: int
    open: Callable[[], IO[bytes]]


@dataclass(frozen=True)
class Term:
    """How long something is kept: `days` from the moment that `since` tells of.

    `ident` names it in the setting ``WBM_RETENTION``; `what` and `since` are message ids.
    """

    ident: str
    days: int | None
    what: str
    since: str


class Holding:
    """What one part of the suite keeps of people.

    The texts are message ids. `references` names, by model, every column that leads to a person or
    an account; a model that only holds personal texts has none. A test compares it with the
    models and their annotations (``.. pii:``), so that none can be forgotten.
    """

    ident: ClassVar[str]
    title: ClassVar[str]
    what: ClassVar[str]
    why: ClassVar[str]
    readers: ClassVar[str]
    leaving: ClassVar[str]
    references: ClassVar[Mapping[str, frozenset[str]]] = {}
    terms: ClassVar[tuple[Term, ...]] = ()

    def export(self, who: Subject) -> Mapping[str, Any]:
        """Return everything about the person as plain values, under speaking names."""
        raise NotImplementedError

    def files(self, _who: Subject) -> Iterable[OwnFile]:
        """Return the files the person gave."""
        return ()

    def erase(self, who: Subject, now: datetime) -> None:
        """Remove the person, inside the caller's transaction; again is as good as once.

        What others need stays without the person. Files go when nothing refers to them any more.
        """
        raise NotImplementedError

    def expire(self, term: str, before: datetime, *, dry_run: bool) -> int:
        """Forget what a term is over for, and return how much that is; `dry_run` only counts."""
        raise NotImplementedError(f"{self.ident} has no term {term} ({before}, {dry_run})")
