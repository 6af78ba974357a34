"""How far ratings agree: percent agreement and Gwet's AC1.

AC1 corrects for agreement by chance without the paradoxes of kappa when nearly all ratings fall
into one category. Source of the formulas: K. L. Gwet, "Computing inter-rater reliability and its
variance in the presence of high agreement", British Journal of Mathematical and Statistical
Psychology 61 (2008), for two raters or more, and with ratings missing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Agreement:
    """Agreement over units: `observed` and `by_chance` are shares from 0 to 1, `ac1` up to 1."""

    observed: Fraction
    by_chance: Fraction

    @property
    def ac1(self) -> Fraction:
        """Agreement beyond chance; 1 is full agreement."""
        return (self.observed - self.by_chance) / (1 - self.by_chance)


def agreement(units: Sequence[Sequence[object | None]], categories: int) -> Agreement | None:
    """Return how far the raters agree; each unit holds one rating per rater, None for missing.

    `categories` is how many different ratings could be given, at least two. None where no unit was
    rated twice: then nothing can agree.
    """
    if categories < 2:
        raise ValueError(categories)
    counts = [Counter(each for each in unit if each is not None) for unit in units]
    rated = [each for each in counts if each]
    twice = [each for each in rated if each.total() > 1]
    if not twice:
        return None
    observed = sum(map(_pairs_alike, twice), Fraction(0)) / len(twice)
    shares: Counter[object] = Counter()
    for each in rated:
        for category, number in each.items():
            shares[category] += Fraction(number, each.total())  # type: ignore[assignment]
    spread = sum((share / len(rated)) * (1 - share / len(rated)) for share in shares.values())
    return Agreement(observed, Fraction(spread) / (categories - 1))


def _pairs_alike(count: Counter[object]) -> Fraction:
    total = count.total()
    alike = sum(number * (number - 1) for number in count.values())
    return Fraction(alike, total * (total - 1))
