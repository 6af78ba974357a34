"""What a unit consists of: pages, exercises, problems, videos and tables made from data."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, InstanceOf, model_validator

from course_export.curriculum.law import LegalSource, Statement
from course_export.curriculum.pieces import Address, FileName, Name, Piece, Text
from xblocks.core.definitions import Unfit
from xblocks.core.text import gettext_noop as _


class Page(Piece):
    """A page of text. `html` is the rendered Markdown."""

    kind: Literal["page"] = "page"
    id: Name
    title: Text
    html: str


class Exercise(Piece):
    """One of our blocks. `type` is its block type, `definition` valid for that type.

    `weight` are the points in the grade book; without it the block decides.
    """

    kind: Literal["exercise"] = "exercise"
    id: Name
    title: str
    type: str
    weight: Annotated[float, Field(gt=0, le=1000)] | None = None
    scored: bool = True
    definition: InstanceOf[BaseModel]


class Choice(Piece):
    """An answer to choose, and what to say to people who chose it."""

    text: Text
    correct: bool = False
    feedback: Text | None = None


class Question(Piece):
    """What all questions share; `explanation` is shown after answering."""

    id: Name
    title: Text
    question: Text
    hint: Text | None = None
    explanation: Text


class ChoiceProblem(Question):
    """Exactly one answer is right."""

    kind: Literal["choice"]
    choices: list[Choice] = Field(min_length=2, max_length=8)

    @model_validator(mode="after")
    def _one_is_right(self) -> Self:
        if sum(choice.correct for choice in self.choices) != 1:
            raise Unfit(_("mark exactly one choice as 'correct: true', or use 'kind: multi'"))
        return self


class MultiProblem(Question):
    """One or more answers are right, and all of them must be found."""

    kind: Literal["multi"]
    choices: list[Choice] = Field(min_length=2, max_length=10)

    @model_validator(mode="after")
    def _some_are_right(self) -> Self:
        if not any(choice.correct for choice in self.choices):
            raise Unfit(_("mark at least one choice as 'correct: true'"))
        return self


class NumericProblem(Question):
    """A number is right, give or take `tolerance`. `unit` is shown behind the question."""

    kind: Literal["numeric"]
    answer: float = Field(allow_inf_nan=False)
    tolerance: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0
    unit: Text | None = None


class Video(Piece):
    """A film with captions; without captions it shuts people out, so they are required."""

    kind: Literal["video"] = "video"
    id: Name
    title: Text
    source: Address
    captions: FileName


class Criterion(Piece):
    """A line of an observation sheet; `levels` describe 1 to 4."""

    id: Name
    label: Text
    hint: Text | None = None
    levels: list[Text] = Field(default_factory=list, max_length=4)


class Sheet(Piece):
    """An observation sheet, shown as a table. Exercises take their criteria from it."""

    kind: Literal["sheet"] = "sheet"
    id: Name
    title: Text
    criteria: list[Criterion] = Field(min_length=1)


class Generated(Piece):
    """A table made from the course itself, so that it is never out of date."""

    kind: Literal["generated"] = "generated"
    id: Name
    title: Text
    what: Literal["timeline", "building-blocks", "glossary"]


class Law(Piece):
    """Legal statements, with the sources they were read in."""

    kind: Literal["law"] = "law"
    id: Name
    title: Text
    statements: list[Statement] = Field(min_length=1)
    sources: list[LegalSource] = Field(min_length=1)


Problem = ChoiceProblem | MultiProblem | NumericProblem

Block = Annotated[
    Page
    | Exercise
    | Video
    | Sheet
    | Generated
    | Law
    | ChoiceProblem
    | MultiProblem
    | NumericProblem,
    Field(discriminator="kind"),
]


class Unit(Piece):
    """One page of the course as the platform shows it: blocks one below the other."""

    id: Name
    title: Text
    blocks: list[Block] = Field(min_length=1, max_length=20)
