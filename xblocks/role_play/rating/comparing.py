"""One's own rating of a sample talk beside the reference. Pure.

Levels are 1 to 4; None says that a criterion could not be observed (`curriculum-facts 2.11`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from xblocks.role_play.observing import ObservedCriterion, Passage, RatingPractice, Reference
from xblocks.role_play.rating.agreement import Agreement, agreement
from xblocks.role_play.self_rating import SelfItem, SelfRating

Levels = Mapping[str, int | None]
"""Criterion to level; what is not in it was not rated yet."""

CATEGORIES = 5
"""Four levels, and "not observable"."""


class Distance(StrEnum):
    """How far a level is from the reference."""

    SAME = "same"
    ONE_OFF = "one_off"
    FURTHER = "further"
    UNSEEN = "unseen"
    """Only one of the two could observe it."""


@dataclass(frozen=True)
class Compared:
    """A criterion with one's own level, that of the reference, and the passages that show it."""

    criterion: ObservedCriterion
    own: int | None
    reference: Reference
    passages: tuple[tuple[int, Passage], ...]
    """With their numbers in the talk, from 1."""

    @property
    def distance(self) -> Distance:
        """How far the two are apart."""
        level = self.reference.level
        if self.own == level:
            return Distance.SAME
        if self.own is None or level is None:
            return Distance.UNSEEN
        return Distance.ONE_OFF if abs(self.own - level) == 1 else Distance.FURTHER


@dataclass(frozen=True)
class Comparison:
    """All criteria in the order of the sheet, and how far the two ratings agree."""

    rows: tuple[Compared, ...]
    agreement: Agreement

    @property
    def same(self) -> int:
        """How many criteria were rated as in the reference."""
        return sum(each.distance is Distance.SAME for each in self.rows)

    @property
    def near(self) -> int:
        """How many were rated the same or one level off."""
        return sum(each.distance in (Distance.SAME, Distance.ONE_OFF) for each in self.rows)


def missing(
    definition: RatingPractice | SelfRating, levels: Levels
) -> list[ObservedCriterion | SelfItem]:
    """Return what was neither rated nor said to be not observable."""
    return [each for each in to_rate(definition) if each.id not in levels]


def to_rate(definition: RatingPractice | SelfRating) -> list[ObservedCriterion | SelfItem]:
    """Return everything that a whole rating has a level for."""
    if isinstance(definition, SelfRating):
        return list(definition.items)
    return list(compared_criteria(definition))


def compared_criteria(definition: RatingPractice) -> list[ObservedCriterion]:
    """Return the criteria the reference rates, in the order of the sheet."""
    rated = {each.criterion for each in definition.references}
    return [each for each in definition.criteria if each.id in rated]


def compared(definition: RatingPractice, levels: Levels) -> Comparison:
    """Return the comparison of a whole rating with the reference."""
    references = {each.criterion: each for each in definition.references}
    places = {each.id: (number, each) for number, each in enumerate(definition.passages, 1)}
    rows = tuple(
        Compared(
            each,
            levels.get(each.id),
            reference := references[each.id],
            tuple(places[name] for name in reference.passages if name in places),
        )
        for each in compared_criteria(definition)
    )
    pairs = [(row.own or 0, row.reference.level or 0) for row in rows]
    found = agreement(pairs, CATEGORIES)
    if found is None:  # a definition has a reference at least, and `rows` one row for it
        raise ValueError(definition.title)
    return Comparison(rows, found)
