"""What the asking of a living case came to, held against the truth (`features N7`)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from xblocks.needs_analysis.domain.interviewing import Field, Interview
from xblocks.needs_analysis.domain.matrix import CRITICAL, Cell, Matrix, matrix_of
from xblocks.needs_analysis.interviews import Inquiry, Interviewee, Source
from xblocks.needs_analysis.staffing import levels_of

SURE = 3


class Found(StrEnum):
    """How what one knows of a field stands to the truth."""

    RIGHT = "right"
    WRONG = "wrong"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Held:
    """A field as it was known, and as it is."""

    field: Field
    truth: int

    @property
    def found(self) -> Found:
        """Whether the level is right, wrong or not known."""
        if self.field.level is None:
            return Found.UNKNOWN
        return Found.RIGHT if self.field.level == self.truth else Found.WRONG

    @property
    def cell(self) -> Cell:
        """Target and true level."""
        return Cell(self.field.target, self.truth)

    @property
    def critical(self) -> bool:
        """Whether the gap is critical in truth."""
        return self.cell.gap >= CRITICAL

    @property
    def recognised(self) -> bool:
        """Whether a critical gap was recognised as one."""
        return self.critical and self.field.cell.gap >= CRITICAL

    @property
    def false_alarm(self) -> bool:
        """Whether a gap looked critical that is not."""
        return not self.critical and self.field.cell.gap >= CRITICAL

    @property
    def off(self) -> int:
        """Levels the belief is above (positive) or below the truth; 0 where nothing is known."""
        return 0 if self.field.level is None else self.field.level - self.truth


@dataclass(frozen=True)
class Calibration:
    """How often one was right about fields one was equally sure of (1 a guess to 3 sure)."""

    confidence: int
    right: int
    wrong: int

    @property
    def fields(self) -> int:
        """All fields of this confidence."""
        return self.right + self.wrong


@dataclass(frozen=True)
class Debriefing:
    """Everything the debriefing tells."""

    interview: Interview

    @cached_property
    def held(self) -> tuple[Held, ...]:
        """All fields against the truth, person by person."""
        truth = {
            (person.id, competence.id): level
            for person in self.interview.case.people
            for competence, level in zip(
                self.interview.case.competences, levels_of(person.levels), strict=True
            )
        }
        return tuple(Held(each, truth[each.place]) for each in self.interview.fields.values())

    def truth(self) -> Matrix:
        """Return the matrix as it really is; nobody sees it before the debriefing."""
        rows: dict[str, list[Held]] = {}
        for each in self.held:
            rows.setdefault(each.field.person, []).append(each)
        return matrix_of(
            [each.id for each in self.interview.case.competences],
            {person: [each.truth for each in row] for person, row in rows.items()},
            {person: [each.field.target for each in row] for person, row in rows.items()},
        )

    def clues(self, held: Held) -> tuple[tuple[Interviewee, Inquiry], ...]:
        """Return the questions that tell the true level of a field."""
        return tuple(
            (one, inquiry)
            for one, inquiry in self.interview.inquiries.values()
            if any(
                (each.person, each.competence, each.level) == (*held.field.place, held.truth)
                for each in inquiry.evidence
            )
        )

    def count(self, found: Found) -> int:
        """Return how many fields were found, wrong or not known."""
        return sum(each.found is found for each in self.held)

    @property
    def critical(self) -> tuple[Held, ...]:
        """The fields that are critical in truth."""
        return tuple(each for each in self.held if each.critical)

    @property
    def recognised(self) -> tuple[Held, ...]:
        """Those of them that were recognised."""
        return tuple(each for each in self.critical if each.recognised)

    @property
    def missed(self) -> tuple[Held, ...]:
        """Those that were not: unknown, or believed to be better than they are."""
        return tuple(each for each in self.critical if not each.recognised)

    @property
    def false_alarms(self) -> tuple[Held, ...]:
        """Fields that looked critical and are not."""
        return tuple(each for each in self.held if each.false_alarm)

    @property
    def contradictions(self) -> tuple[Held, ...]:
        """Fields of which different levels were told, decided or not."""
        return tuple(each for each in self.held if each.field.contradictory)

    def _worth(self, matters: str, *, asked: bool) -> tuple[tuple[Interviewee, Inquiry], ...]:
        return tuple(
            (one, each)
            for one, each in self.interview.inquiries.values()
            if each.matters == matters and (each.id in self.interview.asked) is asked
        )

    @property
    def keys(self) -> tuple[tuple[Interviewee, Inquiry], ...]:
        """Key questions that were asked."""
        return self._worth("key", asked=True)

    @property
    def missed_keys(self) -> tuple[tuple[Interviewee, Inquiry], ...]:
        """Key questions that were not asked."""
        return self._worth("key", asked=False)

    @property
    def detours(self) -> tuple[tuple[Interviewee, Inquiry], ...]:
        """Questions that were asked and cost more than they told."""
        return self._worth("detour", asked=True)

    @property
    def calibration(self) -> tuple[Calibration, ...]:
        """From sure to guessed; what counts is the confidence of the piece that counts."""
        return tuple(
            Calibration(sure, self._judged(sure, Found.RIGHT), self._judged(sure, Found.WRONG))
            for sure in (SURE, 2, 1)
        )

    def _judged(self, confidence: int, found: Found) -> int:
        pieces = [each.field.counts for each in self.held if each.found is found]
        return sum(piece is not None and piece.confidence == confidence for piece in pieces)

    @property
    def sure_and_wrong(self) -> tuple[Held, ...]:
        """Fields one was sure of, and wrong."""
        return tuple(
            each
            for each in self.held
            if each.found is Found.WRONG
            and each.field.counts is not None
            and each.field.counts.confidence == SURE
        )

    @property
    def minutes(self) -> dict[Source | None, int]:
        """Minutes by kind of source, the most first; None: answers that told of no level."""
        used: dict[Source | None, int] = {}
        for _one, inquiry in self.interview.answered:
            source = source_of(inquiry)
            used[source] = used.get(source, 0) + inquiry.minutes
        return dict(sorted(used.items(), key=lambda each: -each[1]))


def source_of(inquiry: Inquiry) -> Source | None:
    """Return the kind of source most of an answer's evidence is of, the first of two alike."""
    sources = [each.source for each in inquiry.evidence]
    return max(sources, key=sources.count, default=None)
