"""Asking in a living case: what it costs, what it opens, what one then knows (`features N7`).

What was asked is a list of inquiries in their order. Everything else follows from it and the
definition, so nothing can be out of step. Minutes are whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from xblocks.needs_analysis.definition import LivingCase
from xblocks.needs_analysis.domain.matrix import CRITICAL, Cell, Matrix, matrix_of
from xblocks.needs_analysis.interviews import Inquiry, Interviewee, Source
from xblocks.needs_analysis.staffing import levels_of

Place = tuple[str, str]
"""A field of the matrix: ids of person and competence."""


class Obstacle(StrEnum):
    """Why an inquiry cannot be asked."""

    UNKNOWN = "unknown"
    LOCKED = "locked"
    ASKED = "asked"
    NO_TIME = "no_time"


@dataclass(frozen=True)
class Piece:
    """What one answer told about a level. `number` counts answers in the order they were given."""

    inquiry: str
    interviewee: str
    level: int
    source: Source
    confidence: int
    number: int


@dataclass(frozen=True)
class Field:
    """What is known of one field: all pieces, and which of them counts.

    `believed` is the inquiry the trainee decided to believe; without a decision the surest piece
    counts, the later of two alike.
    """

    person: str
    competence: str
    target: int
    pieces: tuple[Piece, ...] = ()
    believed: str | None = None

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.person, self.competence

    @property
    def counts(self) -> Piece | None:
        """The piece that counts; None when nobody was asked."""
        chosen = [each for each in self.pieces if each.inquiry == self.believed]
        pieces = chosen or self.pieces
        return max(pieces, key=lambda each: (each.confidence, each.number), default=None)

    @property
    def level(self) -> int | None:
        """The level as far as it is known."""
        return self.counts.level if self.counts else None

    @property
    def cell(self) -> Cell:
        """Target and known level."""
        return Cell(self.target, self.level)

    @property
    def contradictory(self) -> bool:
        """Whether two answers tell different levels."""
        return len({each.level for each in self.pieces}) > 1

    @property
    def decided(self) -> bool:
        """Whether the trainee has decided whom to believe."""
        return any(each.inquiry == self.believed for each in self.pieces)


@dataclass(frozen=True)
class Interview:
    """Where somebody stands with a case. Ids the case does not have are left out.

    `asked` are inquiries in their order, `believed` the inquiry believed for a field.
    """

    case: LivingCase
    asked: tuple[str, ...] = ()
    believed: Mapping[Place, str] = field(default_factory=dict)

    @cached_property
    def inquiries(self) -> dict[str, tuple[Interviewee, Inquiry]]:
        """All inquiries by id, with whom they are put to."""
        return {each.id: (one, each) for one in self.case.interviewees for each in one.inquiries}

    @cached_property
    def answered(self) -> tuple[tuple[Interviewee, Inquiry], ...]:
        """What was asked, in its order."""
        return tuple(self.inquiries[each] for each in self.asked if each in self.inquiries)

    @property
    def spent(self) -> int:
        """Minutes used."""
        return sum(inquiry.minutes for _one, inquiry in self.answered)

    @property
    def left(self) -> int:
        """Minutes there still are."""
        return max(0, self.case.minutes - self.spent)

    def obstacle(self, inquiry: str) -> Obstacle | None:
        """Return why an inquiry cannot be asked now; None when it can."""
        if inquiry not in self.inquiries:
            return Obstacle.UNKNOWN
        if inquiry in self.asked:
            return Obstacle.ASKED
        _one, found = self.inquiries[inquiry]
        if found.after and found.after not in self.asked:
            return Obstacle.LOCKED
        return Obstacle.NO_TIME if found.minutes > self.left else None

    def ask(self, inquiry: str) -> Interview:
        """Return where one stands after asking; ValueError when there is an obstacle."""
        obstacle = self.obstacle(inquiry)
        if obstacle:
            raise ValueError(obstacle)
        return Interview(self.case, (*self.asked, inquiry), self.believed)

    def to_ask(self, interviewee: Interviewee) -> tuple[Inquiry, ...]:
        """Return what can be asked of somebody, also where the time does not suffice."""
        hidden = {Obstacle.ASKED, Obstacle.LOCKED}
        return tuple(each for each in interviewee.inquiries if self.obstacle(each.id) not in hidden)

    @property
    def exhausted(self) -> bool:
        """Whether nothing can be asked any more: no time is left for it, or all is asked."""
        return all(self.obstacle(each) for each in self.inquiries)

    def opened_by(self, inquiry: str) -> tuple[tuple[Interviewee, Inquiry], ...]:
        """Return what an inquiry opens, as far as it is not asked yet."""
        return tuple(
            (one, each)
            for one, each in self.inquiries.values()
            if each.after == inquiry and each.id not in self.asked
        )

    @cached_property
    def fields(self) -> dict[Place, Field]:
        """Every field of the matrix with what is known of it, person by person."""
        told: dict[Place, list[Piece]] = {}
        for place, piece in self._pieces():
            told.setdefault(place, []).append(piece)
        profiles = {each.id: levels_of(each.levels) for each in self.case.profiles}
        return {
            place: Field(*place, target, tuple(told.get(place, ())), self.believed.get(place))
            for person in self.case.people
            for competence, target in zip(
                self.case.competences, profiles[person.profile], strict=True
            )
            for place in [(person.id, competence.id)]
        }

    def _pieces(self) -> Iterator[tuple[Place, Piece]]:
        for number, (one, inquiry) in enumerate(self.answered):
            for each in inquiry.evidence:
                yield (
                    (each.person, each.competence),
                    Piece(inquiry.id, one.id, each.level, each.source, each.confidence, number),
                )

    @property
    def contradictions(self) -> tuple[Field, ...]:
        """Fields of which different levels were told."""
        return tuple(each for each in self.fields.values() if each.contradictory)

    @property
    def known(self) -> int:
        """How many fields anything was told of."""
        return sum(bool(each.pieces) for each in self.fields.values())

    @property
    def critical(self) -> tuple[Field, ...]:
        """Fields with a critical gap, as far as one knows."""
        return tuple(each for each in self.fields.values() if each.cell.gap >= CRITICAL)

    def matrix(self) -> Matrix:
        """Return the matrix as far as it is known."""
        rows: dict[str, list[Field]] = {}
        for each in self.fields.values():
            rows.setdefault(each.person, []).append(each)
        return matrix_of(
            [each.id for each in self.case.competences],
            {person: [each.level for each in row] for person, row in rows.items()},
            {person: [each.target for each in row] for person, row in rows.items()},
        )
