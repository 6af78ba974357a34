"""How much of a case is right: every profile, row of gaps, figure and priority counts the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from xblocks.needs_analysis.asked import FundingQuestion, StudyQuestion
from xblocks.needs_analysis.definition import CaseStudy
from xblocks.needs_analysis.domain import comparing
from xblocks.needs_analysis.domain.checking import Context, Verdict, judge
from xblocks.needs_analysis.domain.comparing import FITTING, PriorityPair
from xblocks.needs_analysis.domain.names import Part, name_of
from xblocks.needs_analysis.domain.own import own_matrix, targets_complete
from xblocks.needs_analysis.domain.ways import Way

Reckoner = Callable[[FundingQuestion], Way | None]
"""Reckons a question about funding; None where it cannot be reckoned."""


@dataclass(frozen=True)
class Marks:
    """What is right, 0 to 1 each, by the name of the answer (a row of gaps: ``gap:a01``)."""

    shares: Mapping[str, Fraction] = field(default_factory=dict)

    @property
    def right(self) -> Fraction:
        """How many are right; parts of a row or of a priority count as such."""
        return sum(self.shares.values(), Fraction(0))

    @property
    def whole(self) -> int:
        """How many are wholly right."""
        return sum(share == 1 for share in self.shares.values())

    @property
    def partly(self) -> int:
        """How many are right in part."""
        return sum(0 < share < 1 for share in self.shares.values())

    @property
    def share(self) -> Fraction:
        """Share of what is right, 0 to 1; 1 where nothing is asked."""
        return self.right / len(self.shares) if self.shares else Fraction(1)


def context_of(
    definition: CaseStudy, answers: Mapping[str, Any], funding: Reckoner | None = None
) -> Context:
    """Return what answers are judged with: the matrix with the profiles that count."""
    weights = comparing.model_weights(definition)
    return Context(own_matrix(definition, answers), weights, funding)


def verdict_of(
    question: StudyQuestion, answers: Mapping[str, Any], context: Context
) -> Verdict | None:
    """Return how an answer is judged; None where a broken exercise cannot judge it."""
    value = answers.get(name_of(Part.QUESTION, question.id))
    try:
        return judge(question, value, context)
    except ValueError:  # `defects` has told the author
        return None


def marks_of(
    definition: CaseStudy, answers: Mapping[str, Any], funding: Reckoner | None = None
) -> Marks:
    """Return what is right of all answers; what is not answered is not right.

    Before everybody has a target profile no figure is reckoned, so none is right.
    """
    shares: dict[str, Fraction] = {}
    context = context_of(definition, answers, funding)
    if definition.targets == "set":
        for choice in comparing.profiles(definition, answers):
            shares[name_of(Part.PROFILE, choice.person)] = Fraction(choice.fit in FITTING)
    ready = targets_complete(definition, answers)
    if definition.gaps == "asked":
        shares |= _rows(definition, answers, context)
    for question in definition.questions:
        verdict = verdict_of(question, answers, context)
        if verdict is not None:
            shares[name_of(Part.QUESTION, question.id)] = Fraction(ready and verdict.right)
    for pair in comparing.priorities(definition, context.matrix, answers):
        share = weighing_share(pair) if ready else Fraction(0)
        shares[name_of(Part.WEIGHING, pair.competence)] = share
    return Marks(shares)


def weighing_share(pair: PriorityPair) -> Fraction:
    """Return how much of a priority is right: urgency, importance, class, points."""
    return Fraction(sum(pair.parts.values()), len(pair.parts))


def _rows(
    definition: CaseStudy, answers: Mapping[str, Any], context: Context
) -> dict[str, Fraction]:
    fitting: dict[str, list[bool]] = {}
    for pair in comparing.cells(definition, context.matrix, answers):
        fitting.setdefault(name_of(Part.GAP, pair.person), []).append(pair.fits)
    return {name: Fraction(sum(row), len(row)) for name, row in fitting.items()}
