"""What is wrong with a sample talk or a triad, each with the place and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from xblocks.core.definitions import Finding
from xblocks.core.text import Message, gettext_noop
from xblocks.role_play.observing import RatingPractice
from xblocks.role_play.playing import RoleCase, Triad
from xblocks.role_play.self_rating import SelfRating

SENTENCES = {
    "said_twice": gettext_noop(
        "The id “%(id)s” is used twice here. Give each one an id of its own."
    ),
    "unknown_line": gettext_noop("The talk has no line “%(id)s”. Name a line of the talk."),
    "turned_round": gettext_noop(
        "This passage ends before it begins. Swap its first and its last line."
    ),
    "not_on_sheet": gettext_noop(
        "There is no criterion “%(id)s”. Add it to the criteria or correct the name."
    ),
    "rated_twice": gettext_noop("“%(id)s” is rated twice in the reference. Keep one of the two."),
    "unknown_passage": gettext_noop(
        "There is no marked passage “%(id)s”. Mark it, or correct the name."
    ),
    "not_rated": gettext_noop(
        "The reference does not rate “%(id)s”: nobody is asked for it. Rate it, or remove it."
    ),
    "passage_idle": gettext_noop(
        "No reason names the passage “%(id)s”. Name it where it shows something, or remove it."
    ),
    "given_away": gettext_noop(
        "The card “%(card)s” says what only the colleague knows. Take it out there, or the "
        "concern is not hidden."
    ),
    "too_few_cases": gettext_noop(
        "There are fewer cases than rounds: one is played twice. Add a case, or fewer rounds."
    ),
    "nothing_seen": gettext_noop(
        "The reference says of no criterion that it could be observed. Give levels."
    ),
}

WARNINGS: frozenset[str] = frozenset({"not_rated", "passage_idle", "nothing_seen", "too_few_cases"})


def found(definition: RatingPractice) -> Iterator[Finding]:
    """Yield the defects of a sample talk."""
    yield from _doubles("lines", (each.id for each in definition.lines))
    yield from _doubles("passages", (each.id for each in definition.passages))
    yield from _doubles("criteria", (each.id for each in definition.criteria))
    yield from _passages(definition)
    yield from _references(definition)


def found_in_triad(definition: Triad) -> Iterator[Finding]:
    """Yield the defects of a triad."""
    yield from _doubles("cases", (each.id for each in definition.cases))
    yield from _doubles("criteria", (each.id for each in definition.criteria))
    for case in definition.cases:
        yield from _given_away(case)
    if len(definition.cases) < definition.rounds:
        yield _finding("too_few_cases", "cases")


def found_in_self_rating(definition: SelfRating) -> Iterator[Finding]:
    """Yield the defects of a self-rating."""
    yield from _doubles("items", (each.id for each in definition.items))


def _given_away(case: RoleCase) -> Iterator[Finding]:
    """Find cards of others that say word for word what is hidden."""
    for card in ("setting", "task", "watch"):
        text = _plain(getattr(case, card) or "")
        if any(_plain(each.text) in text for each in case.hidden):
            yield _finding("given_away", "cases", case.id, card, card=card)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".!?…")


def _finding(code: str, *place: str | int, **params: Any) -> Finding:
    return Finding(code, place, Message(SENTENCES[code], params))


def _doubles(part: str, names: Iterable[str]) -> Iterator[Finding]:
    seen: set[str] = set()
    for number, name in enumerate(names):
        if name in seen:
            yield _finding("said_twice", part, number, id=name)
        seen.add(name)


def _passages(definition: RatingPractice) -> Iterator[Finding]:
    places = {each.id: number for number, each in enumerate(definition.lines)}
    criteria = {each.id for each in definition.criteria}
    named = {name for each in definition.references for name in each.passages}
    for passage in definition.passages:
        at = ("passages", passage.id)
        for end in ("first", "last"):
            if (name := getattr(passage, end)) not in places:
                yield _finding("unknown_line", *at, end, id=name)
        if places.get(passage.first, 0) > places.get(passage.last, len(places)):
            yield _finding("turned_round", *at)
        for name in passage.criteria:
            if name not in criteria:
                yield _finding("not_on_sheet", *at, "criteria", id=name)
        if passage.id not in named:
            yield _finding("passage_idle", *at, id=passage.id)


def _references(definition: RatingPractice) -> Iterator[Finding]:
    criteria = [each.id for each in definition.criteria]
    passages = {each.id for each in definition.passages}
    rated: set[str] = set()
    for number, each in enumerate(definition.references):
        at = ("references", number)
        if each.criterion not in criteria:
            yield _finding("not_on_sheet", *at, "criterion", id=each.criterion)
        if each.criterion in rated:
            yield _finding("rated_twice", *at, id=each.criterion)
        rated.add(each.criterion)
        for name in each.passages:
            if name not in passages:
                yield _finding("unknown_passage", *at, "passages", id=name)
    for name in criteria:
        if name not in rated:
            yield _finding("not_rated", "criteria", name, id=name)
    if all(each.level is None for each in definition.references):
        yield _finding("nothing_seen", "references")
