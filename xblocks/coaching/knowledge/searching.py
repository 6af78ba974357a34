"""Finding shared knowledge: entries of the course, and what its authors brought along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count

from xblocks.coaching.definition import Knowledge
from xblocks.coaching.domain.asked import groups, most_telling
from xblocks.coaching.domain.knowledge import Stage, outdated
from xblocks.coaching.knowledge.shelf import REACHED, Place, Shelf, brought_along
from xblocks.coaching.records import Entry
from xblocks.core.errors import NotFound
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require

PAGE_SIZE = 10
SUGGESTED = 3
PARTLY = 5
"""Words that are looked for when no entry has them all."""


@dataclass(frozen=True)
class Hit:
    """An entry as a list shows it: `entry_id`, or `name` of one the course brought along."""

    title: str
    question: str
    topic: str
    at: datetime
    outdated: bool
    entry_id: int = 0
    name: str = ""


@dataclass(frozen=True)
class Found:
    """A page of hits. `partly`: none had all the words, these have some.

    `total` is at most `REACHED`, with `more` there are others.
    """

    hits: tuple[Hit, ...]
    total: int
    more: bool = False
    page: int = 1
    partly: bool = False

    @property
    def pages(self) -> int:
        """How many pages can be turned."""
        return max(1, -(-self.total // PAGE_SIZE))


def search(actor: Actor, text: str, topic: str, page: int, today: date) -> Found:
    """Return what has all words of `text`; when nothing has, the best that have some.

    Without text everything, the newest first. Raises `NotAllowed`.
    """
    require(actor, Action.SEARCH_KNOWLEDGE)
    wanted = groups(text)
    shelf = Shelf(actor.course_key, topic)
    page = min(max(page, 1), REACHED // PAGE_SIZE)
    places: list[Place] = []
    if wanted:
        places = shelf.having_all(wanted)
    elif not text.strip():
        places = shelf.latest()
    if places or len(wanted) < 2:
        shown = places[:REACHED][(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
        total = min(len(places), REACHED)
        return Found(_hits(shelf, shown, today), total, len(places) > REACHED, page)
    wanted = most_telling(wanted, PARTLY)
    some = shelf.having_some(wanted, (len(wanted) + 1) // 2, PAGE_SIZE)
    return Found(_hits(shelf, some, today), len(some), partly=bool(some))


def suggest(actor: Actor, text: str, topic: str, today: date) -> tuple[Hit, ...]:
    """Return up to three entries that may answer what somebody is writing.

    They share at least two words with it, of a long text three. Raises `NotAllowed`.
    """
    require(actor, Action.SEARCH_KNOWLEDGE)
    wanted = groups(text, typing=False)
    needed = 1 + (len(wanted) > 1) + (len(wanted) > PARTLY)
    wanted = most_telling(wanted, PARTLY)
    if not wanted:
        return ()
    shelf = Shelf(actor.course_key, topic)
    return _hits(shelf, shelf.having_some(wanted, needed, SUGGESTED), today)


def counters(actor: Actor) -> dict[str, int]:
    """Return how many entries each topic has; raises `NotAllowed`."""
    require(actor, Action.SEARCH_KNOWLEDGE)
    rows = Entry.objects.filter(course_key=actor.course_key, state=Stage.PUBLISHED)
    found = dict(rows.values_list("topic").annotate(number=Count("pk")).order_by("topic"))
    for each in brought_along(actor.course_key):
        found[each.topic] = found.get(each.topic, 0) + 1
    return found


def read(actor: Actor, entry_id: int) -> Entry:
    """Return a published entry; raises `NotAllowed`, `NotFound`."""
    require(actor, Action.SEARCH_KNOWLEDGE)
    rows = Entry.objects.filter(course_key=actor.course_key, state=Stage.PUBLISHED)
    found = rows.filter(pk=entry_id).first()
    if found is None:
        raise NotFound
    return found


def read_brought(actor: Actor, name: str) -> Knowledge:
    """Return an entry the course brought along; raises `NotAllowed`, `NotFound`."""
    require(actor, Action.SEARCH_KNOWLEDGE)
    for each in brought_along(actor.course_key):
        if each.id == name:
            return each
    raise NotFound


def _hits(shelf: Shelf, places: Sequence[Place], today: date) -> tuple[Hit, ...]:
    fields = "title question topic signed_at review_on".split()
    # What was taken off since it was found is left out.
    published = Entry.objects.filter(state=Stage.PUBLISHED).only(*fields)
    rows = published.in_bulk([place.entry_id for place in places])
    brought = {each.id: each for each in shelf.brought}
    return tuple(
        _of_course(brought[place.name], place.at, today)
        if place.name
        else _of_row(rows[place.entry_id], today)
        for place in places
        if place.name or place.entry_id in rows
    )


def _of_row(row: Entry, today: date) -> Hit:
    stale = outdated(row.review_on, today)
    return Hit(row.title, row.question, row.topic, row.signed_at, stale, entry_id=row.pk)


def _of_course(each: Knowledge, at: datetime, today: date) -> Hit:
    stale = outdated(each.review, today)
    return Hit(each.title, each.question, each.topic, at, stale, name=each.id)
