"""How an answered request becomes everybody's knowledge (`features C8`).

Three hands: an expert edits it until nobody can be recognised, the asker agrees to the very text,
an expert signs it with a date. Whoever changes a word begins anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

TITLE_LENGTH = 160
QUESTION_LENGTH = 1_000
ANSWER_LENGTH = 6_000
WISH_LENGTH = 500

FINGERPRINT_LENGTH = 16
REVIEW_DAYS = ((1, 15), (7, 15))
"""Month and day of the fixed reviews, twice a year (`curriculum-facts 0.2`)."""
EARLIEST_REVIEW = timedelta(days=30)
LATEST_REVIEW = timedelta(days=366)


class Stage(StrEnum):
    """Where an entry stands.

    `ASKED`: the asker has been shown the text. `AGREED`: it waits for the signature. `DECLINED`:
    not like this. `PUBLISHED`: everybody in the course finds it. `WITHDRAWN`: the asker has taken
    the consent back, the text is gone.
    """

    DRAFT = "draft"
    ASKED = "asked"
    AGREED = "agreed"
    DECLINED = "declined"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


WITH_ASKER = frozenset({Stage.ASKED, Stage.AGREED, Stage.PUBLISHED, Stage.DECLINED})
"""The asker has seen a text and may say no, also later."""

EDITABLE = frozenset(Stage) - {Stage.WITHDRAWN}


@dataclass(frozen=True)
class Text:
    """The words of an entry."""

    title: str
    question: str
    answer: str

    @property
    def fingerprint(self) -> str:
        """What consent and signature hold on to."""
        words = "\n\x1f\n".join((self.title, self.question, self.answer))
        return hashlib.sha256(words.encode()).hexdigest()[:FINGERPRINT_LENGTH]

    @property
    def complete(self) -> bool:
        """Whether nothing is empty."""
        return all((self.title, self.question, self.answer))


LIMITS = {"title": TITLE_LENGTH, "question": QUESTION_LENGTH, "answer": ANSWER_LENGTH}


def next_review(today: date) -> date:
    """Return the next fixed review that is not too near."""
    return next(day for day in _fixed_days(today.year) if day >= today + EARLIEST_REVIEW)


def _fixed_days(year: int) -> Iterator[date]:
    while True:
        yield from (date(year, month, day) for month, day in REVIEW_DAYS)
        year += 1


def fits_review(review_on: date, today: date) -> bool:
    """Whether an entry may stand until that day: after today, and a year at most."""
    return today < review_on <= today + LATEST_REVIEW


def outdated(review_on: date | None, today: date) -> bool:
    """Whether somebody should have looked at it again by now."""
    return review_on is not None and review_on <= today
