"""Finding shared knowledge: entries of the course, and what its authors brought along.

The order is reckoned by rank (`domain.asked`), then the newer first; it is the same on every
database. Entries the authors wrote are few: they are ranked here and put among the others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import lru_cache

from django.db import connection
from django.db.models import Count

from xblocks.coaching.definition import Knowledge
from xblocks.coaching.domain import asked as query
from xblocks.coaching.domain.asked import Group
from xblocks.coaching.domain.knowledge import Stage, outdated
from xblocks.coaching.domain.stemming import terms
from xblocks.coaching.fulltext import ENTRY, Condition, FullText, full_text
from xblocks.coaching.reach import desk_of, the_desk
from xblocks.coaching.records import Entry
from xblocks.core.errors import NotFound
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require
from xblocks.host.dates import course_zone

PAGE_SIZE = 10
MOST_PAGES = 20
SUGGESTED = 3
LOOKED_AT = 12
"""Entries that are looked at more closely to suggest `SUGGESTED` of them."""


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
    rank: int = 0

    @property
    def order(self) -> tuple[int, float, int, str]:
        """Sorts the best and then the newest first."""
        return (-self.rank, -self.at.timestamp(), -self.entry_id, self.name)


@dataclass(frozen=True)
class Found:
    """A page of hits. `partly`: none had all the words, these have some."""

    hits: tuple[Hit, ...]
    total: int
    page: int = 1
    partly: bool = False

    @property
    def pages(self) -> int:
        """How many pages can be turned."""
        return min(max(1, -(-self.total // PAGE_SIZE)), MOST_PAGES)


def search(actor: Actor, text: str, topic: str, page: int, today: date) -> Found:
    """Return what has all words of `text`, or some of them when nothing has all.

    Without a word that says anything: everything, the newest first. Raises `NotAllowed`.
    """
    require(actor, Action.SEARCH_KNOWLEDGE)
    wanted = query.groups(text)
    page = min(max(page, 1), MOST_PAGES)
    if text.strip() and not wanted:
        return Found((), 0)
    found = _found(actor.course_key, wanted, topic, page, today)
    if found.total or len(wanted) < 2:
        return found
    return _found(actor.course_key, wanted, topic, page, today, partly=True)


def suggest(actor: Actor, text: str, topic: str, today: date) -> tuple[Hit, ...]:
    """Return up to three entries that may answer what somebody is writing.

    They share at least two words with it, of a long text three. Raises `NotAllowed`.
    """
    require(actor, Action.SEARCH_KNOWLEDGE)
    wanted = query.groups(text, typing=False)
    if not wanted:
        return ()
    needed = 1 + (len(wanted) > 1) + (len(wanted) > 5)
    top = _top(actor.course_key, wanted, topic, today, LOOKED_AT, partly=True)[0]
    held = _terms_of([hit.entry_id for hit in top if hit.entry_id])
    for each in _brought(actor.course_key):
        held[each.id] = _terms(each)
    near = (hit for hit in top if query.present(wanted, held[hit.name or hit.entry_id]) >= needed)
    return tuple(near)[:SUGGESTED]


def counters(actor: Actor) -> dict[str, int]:
    """Return how many entries each topic has; raises `NotAllowed`."""
    require(actor, Action.SEARCH_KNOWLEDGE)
    rows = Entry.objects.filter(course_key=actor.course_key, state=Stage.PUBLISHED)
    found = dict(rows.values_list("topic").annotate(number=Count("pk")).order_by("topic"))
    for each in _brought(actor.course_key):
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
    for each in _brought(actor.course_key):
        if each.id == name:
            return each
    raise NotFound


def _brought(course_key: str) -> Sequence[Knowledge]:
    desk = the_desk(course_key)
    return desk_of(desk).knowledge if desk else ()


@lru_cache(maxsize=512)
def _terms(each: Knowledge) -> frozenset[str]:
    return terms(each.title, each.question, each.answer, each.source)


def _found(
    course_key: str,
    wanted: Sequence[Group],
    topic: str,
    page: int,
    today: date,
    *,
    partly: bool = False,
) -> Found:
    top, total = _top(course_key, wanted, topic, today, page * PAGE_SIZE, partly=partly)
    hits = top[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    return Found(hits, total, page, partly=partly and bool(total))


def _top(
    course_key: str,
    wanted: Sequence[Group],
    topic: str,
    today: date,
    most: int,
    *,
    partly: bool,
) -> tuple[tuple[Hit, ...], int]:
    """Return the first `most` hits and how many there are."""
    ranked, total = _ranked(full_text(), course_key, wanted, topic, most, partly=partly)
    few = "title question topic signed_at review_on".split()
    rows = Entry.objects.only(*few).in_bulk([pk for pk, _rank in ranked])
    hits = [_hit(rows[pk], today, rank) for pk, rank in ranked]
    brought = list(_ranked_brought(_brought(course_key), wanted, topic, today, partly=partly))
    merged = sorted([*hits, *brought], key=lambda hit: hit.order)
    return tuple(merged[:most]), total + len(brought)


def _hit(row: Entry, today: date, rank: int) -> Hit:
    return Hit(
        row.title,
        row.question,
        row.topic,
        row.signed_at,
        outdated(row.review_on, today),
        entry_id=row.pk,
        rank=rank,
    )


def _ranked_brought(
    brought: Iterable[Knowledge],
    wanted: Sequence[Group],
    topic: str,
    today: date,
    *,
    partly: bool,
) -> Iterable[Hit]:
    for each in brought:
        held = _terms(each)
        there = query.present(wanted, held)
        if (there if partly else there == len(wanted)) and topic in {"", each.topic}:
            at = datetime.combine(each.checked, time(), course_zone())
            stale = outdated(each.review, today)
            hit = Hit(each.title, each.question, each.topic, at, stale, name=each.id)
            yield replace(hit, rank=query.rank(wanted, held))


def _ranked(
    index: FullText,
    course_key: str,
    wanted: Sequence[Group],
    topic: str,
    most: int,
    *,
    partly: bool,
) -> tuple[list[tuple[int, int]], int]:
    """Return the best entries with their rank, and how many entries there are."""
    ranks = list(_rank_parts(index, wanted, partly=partly))
    rank = " + ".join(f"{points} * (({each.sql}) > 0)" for points, each in ranks) or "0"
    values = [value for _points, each in ranks for value in each.values]
    where = [f"{ENTRY}.course_key = %s", f"{ENTRY}.state = %s"]
    values += [course_key, Stage.PUBLISHED.value]
    if topic:
        where.append(f"{ENTRY}.topic = %s")
        values.append(topic)
    if wanted:
        groups = [group.anywhere() for group in wanted]
        any_group = [term for terms in groups for term in terms]
        held = index.any_of(any_group) if partly else index.all_of(groups)
        where.append(held.sql)
        values += held.values
    sql = (
        f"SELECT {ENTRY}.id, {rank} AS place, COUNT(*) OVER () FROM {ENTRY}"  # noqa: S608
        f" WHERE {' AND '.join(where)}"
        f" ORDER BY place DESC, {ENTRY}.signed_at DESC, {ENTRY}.id DESC LIMIT {most:d}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows = cursor.fetchall()
    same = 0 if partly else query.PRESENT * len(wanted)
    return [(pk, int(place) + same) for pk, place, _count in rows], rows[0][2] if rows else 0


def _rank_parts(
    index: FullText, wanted: Sequence[Group], *, partly: bool
) -> Iterable[tuple[int, Condition]]:
    for group in wanted:
        if partly:
            yield query.PRESENT, index.any_of(group.anywhere())
        yield query.IN_TITLE, index.any_of(group.in_title())
        if group.own:
            yield query.VERY_WORD, index.any_of(group.as_typed())


def _terms_of(ids: Collection[int]) -> dict[int | str, Collection[str]]:
    rows = Entry.objects.filter(pk__in=ids).values_list("pk", "terms")
    return {pk: frozenset(text.split()) for pk, text in rows}
