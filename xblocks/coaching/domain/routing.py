"""Who may answer what: experts by topic and district, and who stands in (`features C2`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Expertise:
    """What somebody answers. Without districts they serve all of them."""

    person_id: int
    topics: frozenset[str]
    districts: frozenset[int] = frozenset()

    def covers(self, topic: str, district: int | None) -> bool:
        """Whether a request is theirs; one without a district belongs to all of its topic."""
        return topic in self.topics and (
            district is None or not self.districts or district in self.districts
        )


@dataclass(frozen=True)
class Away:
    """Somebody is away from `since` up to and with `until`; `substitute` is None without one."""

    person_id: int
    since: date
    until: date
    substitute: int | None

    def on(self, day: date) -> bool:
        """Whether they are away that day."""
        return self.since <= day <= self.until

    def meets(self, since: date, until: date) -> bool:
        """Whether the times have a day in common."""
        return self.since <= until and since <= self.until


def covering(experts: Iterable[Expertise], topic: str, district: int | None) -> list[int]:
    """Return the experts of a topic and district, away or not."""
    return [each.person_id for each in experts if each.covers(topic, district)]


def on_duty(
    people: Sequence[int], absences: Sequence[Away], active: frozenset[int], day: date
) -> list[int]:
    """Return who answers that day in place of `people`: themselves, or who stands in for them.

    A substitute who is away too, or no longer among the `active` experts, stands in for nobody; a
    substitute of a substitute is not asked.
    """
    away = {each.person_id: each.substitute for each in absences if each.on(day)}
    found: dict[int, None] = {}
    for person in people:
        answering = away.get(person) if person in away else person
        if answering is not None and answering in active and answering not in away:
            found[answering] = None
    return list(found)
