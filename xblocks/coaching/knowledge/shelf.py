"""What a course knows, in the order in which it answers what somebody looks for.

The order is that of `domain.asked.rank`, then the newer first. The database only says which entries
hold a term; all ranking is done here, so that it is the same on every database.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from functools import lru_cache
from itertools import combinations

from xblocks.coaching.definition import Knowledge
from xblocks.coaching.domain import asked
from xblocks.coaching.domain.asked import Group
from xblocks.coaching.domain.knowledge import Stage
from xblocks.coaching.domain.stemming import terms_text
from xblocks.coaching.knowledge.fulltext import newest
from xblocks.coaching.reach import desk_of, the_desk
from xblocks.coaching.records import Entry
from xblocks.host.dates import course_zone

REACHED = 100
"""So many hits can be turned to."""
MOST = REACHED + 1
"""One more tells that there are more; to count them all would take as long as to find them."""


@dataclass(frozen=True, order=True)
class Place:
    """Where an entry stands among others: the best and then the newest are the greatest.

    `entry_id` of one that grew here, `name` of one the course brought along.
    """

    rank: tuple[int, int, int]
    at: datetime
    entry_id: int = 0
    name: str = ""


def brought_along(course_key: str) -> Sequence[Knowledge]:
    """Return what the authors of a course wrote into its desk."""
    desk = the_desk(course_key)
    return desk_of(desk).knowledge if desk else ()


class Shelf:
    """What a course knows, of one topic or, with an empty `topic`, of all."""

    def __init__(self, course_key: str, topic: str) -> None:
        self.course_key = course_key
        self.topic = topic
        every = brought_along(course_key)
        self.brought = [each for each in every if topic in {"", each.topic}]

    def latest(self) -> list[Place]:
        """Return the newest, one more than `REACHED` when there are more."""
        rows = Entry.objects.filter(course_key=self.course_key, state=Stage.PUBLISHED)
        if self.topic:
            rows = rows.filter(topic=self.topic)
        few = rows.order_by("-signed_at", "-pk").values_list("signed_at", "pk")[:MOST]
        places = [Place((0, 0, 0), at, pk) for at, pk in few]
        return _best([*places, *self._of_course((), 0)])

    def having_all(self, wanted: Sequence[Group]) -> list[Place]:
        """Return what has all groups, the best first, one more than `REACHED` when there are more.

        Of many, the newest are ranked, and the newest that have all groups in the title.
        """
        anywhere = [[group.anywhere() for group in wanted]]
        ids = newest(self.course_key, self.topic, anywhere, MOST)
        if len(ids) == MOST:
            in_title = [[group.in_title() for group in wanted]]
            ids += newest(self.course_key, self.topic, in_title, MOST)
        return _best([*_placed(ids, wanted), *self._of_course(wanted, len(wanted))])

    def having_some(self, wanted: Sequence[Group], least: int, enough: int) -> list[Place]:
        """Return the `enough` best of what has at least `least` groups.

        Asked first for all, then for one less, and so on until there are enough.
        """
        found: list[Place] = []
        for size in range(len(wanted), least - 1, -1):
            choices = [
                [group.anywhere() for group in chosen] for chosen in combinations(wanted, size)
            ]
            ids = newest(self.course_key, self.topic, choices, REACHED)
            found = [*_placed(ids, wanted), *self._of_course(wanted, size)]
            if len(found) >= enough:
                break
        return _best(found)[:enough]

    def _of_course(self, wanted: Sequence[Group], least: int) -> list[Place]:
        places = (
            Place(
                asked.rank(wanted, _terms(each)),
                datetime.combine(each.checked, time(), course_zone()),
                name=each.id,
            )
            for each in self.brought
        )
        return [place for place in places if place.rank[0] >= least]


def _placed(ids: Collection[int], wanted: Sequence[Group]) -> list[Place]:
    rows = Entry.objects.filter(pk__in=set(ids)).values_list("pk", "signed_at", "terms")
    return [Place(asked.rank(wanted, held), at, pk) for pk, at, held in rows]


@lru_cache(maxsize=512)
def _terms(each: Knowledge) -> str:
    return terms_text(each.title, each.question, each.answer, each.source)


def _best(places: Iterable[Place]) -> list[Place]:
    return sorted(places, reverse=True)[:MOST]
