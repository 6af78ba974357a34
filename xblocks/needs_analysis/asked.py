"""What trainees are asked about a case: figures, choices, people, priorities, reasons."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, model_validator

from xblocks.core.definitions import Identifier, Line, OwnId, Part, Prose, Unfit, in_editor
from xblocks.core.text import gettext_noop
from xblocks.needs_analysis.amounts import Amount
from xblocks.needs_analysis.figure_names import (
    FIGURES,
    FUNDING_FIGURES,
    OF_COMPETENCE,
    PEOPLE_FIGURES,
    Figure,
    FundingFigure,
    PeopleFigure,
)


class Question(Part):
    """What every question has. `way` tells how the answer is reached, in Markdown.

    `part` is a heading: this question and those after it are shown together, up to the next one.
    """

    id: OwnId
    text: Line = Field(title=gettext_noop("Question"))
    hint: Line | None = Field(default=None, title=gettext_noop("Hint"))
    way: Prose | None = Field(
        default=None,
        title=gettext_noop("How the answer is reached"),
        description=gettext_noop("Where it is reckoned from the matrix, this is shown besides."),
        json_schema_extra=in_editor(markdown=True, rows=3),
    )
    part: Line | None = Field(
        default=None,
        title=gettext_noop("Begins a part"),
        description=gettext_noop("The heading of a new part. Long lists are shown part by part."),
    )


def _asked(title: str) -> ConfigDict:
    return ConfigDict(title=title, json_schema_extra=in_editor(summary=("text",)))


class NumberQuestion(Question):
    """A figure. It is of the matrix, or what `sum` comes to.

    `sum` is arithmetic as authors write it: ``84 - 12 - 30``. Off by at most `tolerance` is right;
    `decimals` is how many are asked for.
    """

    model_config = _asked(gettext_noop("Figure"))

    kind: Literal["number"]
    unit: Line | None = Field(default=None, title=gettext_noop("Unit"))
    figure: Figure | None = Field(
        default=None,
        title=gettext_noop("A figure of the matrix"),
        json_schema_extra=in_editor(choices=FIGURES),
    )
    competence: Identifier | None = Field(
        default=None,
        title=gettext_noop("Of which competence"),
        json_schema_extra=in_editor(refers="competences"),
    )
    sum: Line | None = Field(
        default=None,
        title=gettext_noop("Or this sum"),
        description=gettext_noop("For example: 84 - 12 - 30"),
    )
    decimals: Annotated[int, Field(ge=0, le=2)] = Field(
        default=0, title=gettext_noop("Decimal places")
    )
    tolerance: Amount = Field(
        default="0", title=gettext_noop("Tolerance"), description=gettext_noop("0: exactly.")
    )

    @model_validator(mode="after")
    def _one_source(self) -> NumberQuestion:
        if (self.figure is None) == (self.sum is None):
            raise Unfit(gettext_noop("Choose one: a figure of the matrix, or a sum."))
        if (self.figure in OF_COMPETENCE) != (self.competence is not None):
            raise Unfit(gettext_noop("A competence belongs to figures of one competence."))
        return self


class FundingQuestion(Question):
    """A figure the rules of funding come to, for a measure with the people of the model answer.

    Those of § 82a belong to the company as a whole and have no measure.
    """

    model_config = _asked(gettext_noop("Figure of funding"))

    kind: Literal["funding"]
    figure: FundingFigure = Field(
        title=gettext_noop("Which figure"),
        json_schema_extra=in_editor(choices=FUNDING_FIGURES),
    )
    measure: Identifier | None = Field(
        default=None,
        title=gettext_noop("Of which measure"),
        description=gettext_noop("With the people of the model answer."),
        json_schema_extra=in_editor(refers="measures"),
    )
    agreement: bool = Field(
        default=False,
        title=gettext_noop("With a works agreement on continuing education"),
    )
    unit: Line | None = Field(default=None, title=gettext_noop("Unit"))
    decimals: Annotated[int, Field(ge=0, le=2)] = Field(
        default=0, title=gettext_noop("Decimal places")
    )
    tolerance: Amount = Field(
        default="0", title=gettext_noop("Tolerance"), description=gettext_noop("0: exactly.")
    )

    @model_validator(mode="after")
    def _of_a_measure(self) -> FundingQuestion:
        if self.figure.startswith("qg_") != (self.measure is None):
            raise Unfit(gettext_noop("A measure belongs to figures of funding but those of § 82a."))
        return self


class Option(Part):
    """An answer to choose, right or wrong, and why."""

    model_config = ConfigDict(json_schema_extra=in_editor(summary=("label",)))

    id: OwnId
    label: Line = Field(title=gettext_noop("Answer"))
    right: bool = Field(default=False, title=gettext_noop("Right"))
    why: Line | None = Field(default=None, title=gettext_noop("Why"))


class ChoiceQuestion(Question):
    """One or several of some answers; with several, exactly the right ones."""

    model_config = _asked(gettext_noop("Choice"))

    kind: Literal["choice"]
    options: list[Option] = Field(
        min_length=2,
        max_length=12,
        title=gettext_noop("Answers"),
        json_schema_extra=in_editor(
            item=gettext_noop("Answer"), add=gettext_noop("Add an answer"), prefix="o"
        ),
    )
    several: bool = Field(default=False, title=gettext_noop("Several can be chosen"))

    @model_validator(mode="after")
    def _answerable(self) -> ChoiceQuestion:
        right = sum(each.right for each in self.options)
        if not right or (right > 1 and not self.several):
            raise Unfit(gettext_noop("Mark one answer as right, or several with “several”."))
        return self


class PeopleQuestion(Question):
    """People of the matrix: those a figure tells, or those of `right`."""

    model_config = _asked(gettext_noop("People"))

    kind: Literal["people"]
    figure: PeopleFigure | None = Field(
        default=None,
        title=gettext_noop("As the matrix tells"),
        json_schema_extra=in_editor(choices=PEOPLE_FIGURES),
    )
    competence: Identifier | None = Field(
        default=None,
        title=gettext_noop("At which competence"),
        json_schema_extra=in_editor(refers="competences"),
    )
    right: list[Identifier] = Field(
        default_factory=list,
        max_length=40,
        title=gettext_noop("Or these"),
        json_schema_extra=in_editor(refers="people"),
    )
    also: list[Identifier] = Field(
        default_factory=list,
        max_length=40,
        title=gettext_noop("One can defend as well"),
        json_schema_extra=in_editor(refers="people"),
    )

    @model_validator(mode="after")
    def _one_source(self) -> PeopleQuestion:
        if (self.figure is None) != bool(self.right):
            raise Unfit(gettext_noop("Choose what the matrix tells, or the people yourself."))
        return self


AnyQuestion = Annotated[
    NumberQuestion | ChoiceQuestion | PeopleQuestion, Field(discriminator="kind")
]
"""What can be asked about any case."""

StudyQuestion = Annotated[
    NumberQuestion | FundingQuestion | ChoiceQuestion | PeopleQuestion, Field(discriminator="kind")
]
"""What can be asked where there are measures, too."""

Third = Annotated[int, Field(ge=1, le=3)]


class Weighing(Part):
    """Urgency and importance of a competence in the model answer (`curriculum-facts 4.5`).

    `safety` marks occupational safety: its priority is always high. `also` tells which other
    values one can defend, and why.
    """

    model_config = ConfigDict(json_schema_extra=in_editor(summary=("competence",)))

    competence: Identifier = Field(
        title=gettext_noop("Competence"), json_schema_extra=in_editor(refers="competences")
    )
    urgency: Third = Field(
        title=gettext_noop("Urgency"), description=gettext_noop("1 low to 3 high")
    )
    importance: Third = Field(
        title=gettext_noop("Importance"), description=gettext_noop("1 low to 3 high")
    )
    safety: bool = Field(default=False, title=gettext_noop("Occupational safety: always high"))
    also_urgency: list[Third] = Field(
        default_factory=list,
        max_length=2,
        title=gettext_noop("Other urgency one can defend"),
        json_schema_extra=in_editor(inline=True),
    )
    also_importance: list[Third] = Field(
        default_factory=list,
        max_length=2,
        title=gettext_noop("Other importance one can defend"),
        json_schema_extra=in_editor(inline=True),
    )
    why: Line | None = Field(default=None, title=gettext_noop("Why"))


class Reason(Part):
    """A text in which trainees give reasons; lengths in characters. `model` is one good answer."""

    model_config = ConfigDict(json_schema_extra=in_editor(summary=("label",)))

    id: OwnId
    label: Line = Field(title=gettext_noop("Question"))
    hint: Line | None = Field(default=None, title=gettext_noop("Hint"))
    min_length: Annotated[int, Field(ge=0, le=5000)] = Field(
        default=80,
        title=gettext_noop("At least"),
        json_schema_extra=in_editor(unit=gettext_noop("characters")),
    )
    max_length: Annotated[int, Field(ge=1, le=5000)] = Field(
        default=1500,
        title=gettext_noop("At most"),
        json_schema_extra=in_editor(unit=gettext_noop("characters")),
    )
    model: Prose = Field(
        title=gettext_noop("Model answer"),
        description=gettext_noop("Shown once the work is decided."),
        json_schema_extra=in_editor(markdown=True, rows=5),
    )
    variants: list[Prose] = Field(
        default_factory=list,
        max_length=4,
        title=gettext_noop("Other answers one can defend"),
        json_schema_extra=in_editor(
            item=gettext_noop("Variant"), add=gettext_noop("Add a variant"), rows=4
        ),
    )

    def is_long_enough(self, text: str) -> bool:
        """Whether a text can be handed in; something must be there in any case."""
        return len(text.strip()) >= max(1, self.min_length)
