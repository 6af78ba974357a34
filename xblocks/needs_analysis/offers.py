"""Measures trainees choose from, and the frame they stand in (`curriculum-facts 4.7, 6.5–6.8`)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, model_validator

from xblocks.core.definitions import Identifier, Line, OwnId, Part, Unfit, in_editor
from xblocks.core.text import gettext_noop
from xblocks.needs_analysis.amounts import Amount

Form = Literal[
    "on_the_job",
    "workplace",
    "tandem",
    "short",
    "course",
    "degree",
    "upgrade",
    "rotation",
    "time",
]
FORMS = {
    "on_the_job": gettext_noop("Induction, mentoring"),
    "workplace": gettext_noop("Learning at the workplace, learning station"),
    "tandem": gettext_noop("Tandem, learning from peers"),
    "short": gettext_noop("Short training, e-learning"),
    "course": gettext_noop("External course"),
    "degree": gettext_noop("Retraining, part qualification, external examination"),
    "upgrade": gettext_noop("Further training for promotion"),
    "rotation": gettext_noop("Job rotation, project work"),
    "time": gettext_noop("Time to learn, organisation"),
}
"""Forms of learning (`curriculum-facts 4.7`)."""


class Measure(Part):
    """Something that can be done about gaps.

    It is for chosen people of the matrix, or for a group of `size`. `hours` are those of each
    participant. What it leads to and who is obliged to it decides on funding: a course that is
    `approved`, leads to a `degree` (§ 81 (2)), is an `upgrade` (AFBG), or is `obligatory` for the
    employer; what is only a short `adaptation` to the workplace is never funded. `rights` are the
    co-determination rights that fit, by their names in `law/rules.yaml`.
    """

    model_config = ConfigDict(json_schema_extra=in_editor(summary=("label",)))

    id: OwnId
    label: Line = Field(title=gettext_noop("Measure"))
    form: Form = Field(title=gettext_noop("Form"), json_schema_extra=in_editor(choices=FORMS))
    closes: list[Identifier] = Field(
        min_length=1,
        max_length=40,
        title=gettext_noop("Closes gaps at"),
        json_schema_extra=in_editor(refers="competences"),
    )
    up_to: Annotated[int, Field(ge=1, le=4)] = Field(
        default=3,
        title=gettext_noop("Up to level"),
        description=gettext_noop("Whoever takes part reaches it at best."),
    )
    size: Annotated[int, Field(ge=1, le=1000)] | None = Field(
        default=None,
        title=gettext_noop("For a group of"),
        description=gettext_noop("Empty: trainees choose people of the matrix."),
        json_schema_extra=in_editor(unit=gettext_noop("people")),
    )
    hours: Amount = Field(
        default="0",
        title=gettext_noop("Hours"),
        description=gettext_noop("Of each participant."),
    )
    cost: Amount = Field(
        default="0", title=gettext_noop("Costs"), description=gettext_noop("In euros.")
    )
    cost_per: Literal["person", "group"] = Field(
        default="group",
        title=gettext_noop("Costs are"),
        json_schema_extra=in_editor(
            choices={
                "person": gettext_noop("of each participant"),
                "group": gettext_noop("of all together"),
            }
        ),
    )
    approved: bool = Field(
        default=False, title=gettext_noop("Provider and measure are approved (AZAV)")
    )
    degree: bool = Field(default=False, title=gettext_noop("Leads to a vocational qualification"))
    upgrade: bool = Field(default=False, title=gettext_noop("Is an upgrade (AFBG)"))
    obligatory: bool = Field(
        default=False, title=gettext_noop("The employer is obliged to it by law")
    )
    adaptation: bool = Field(
        default=False, title=gettext_noop("Only a short adaptation to the workplace")
    )
    rights: list[Identifier] = Field(
        default_factory=list,
        max_length=12,
        title=gettext_noop("Co-determination rights that fit"),
        description=gettext_noop("Short names of the data of law, for example: betrvg-98-1"),
        json_schema_extra=in_editor(item=gettext_noop("Right"), inline=True),
    )
    people: list[Identifier] = Field(
        default_factory=list,
        max_length=200,
        title=gettext_noop("For whom in the model answer"),
        json_schema_extra=in_editor(refers="people"),
    )
    fit: Literal["model", "defensible", "unfit"] = Field(
        default="model",
        title=gettext_noop("In the model answer"),
        json_schema_extra=in_editor(
            choices={
                "model": gettext_noop("it is part of it"),
                "defensible": gettext_noop("one can defend it"),
                "unfit": gettext_noop("it does not fit"),
            }
        ),
    )
    why: Line | None = Field(default=None, title=gettext_noop("Why"))


class Frame(Part):
    """What measures are planned within. Sums in euros; `headcount` as § 82 counts it.

    `affected` employees need training because of structural change (§ 82a). `wage` is what an hour
    costs the employer.
    """

    budget: Amount | None = Field(
        default=None,
        title=gettext_noop("Budget"),
        description=gettext_noop("In euros. Empty: no limit."),
    )
    hours: Amount | None = Field(
        default=None,
        title=gettext_noop("Working hours there are"),
        description=gettext_noop("Of all participants together. Empty: no limit."),
    )
    headcount: Annotated[int, Field(ge=1, le=1_000_000)] = Field(
        title=gettext_noop("Employees of the company")
    )
    affected: Annotated[int, Field(ge=0, le=1_000_000)] = Field(
        default=0, title=gettext_noop("Of them affected by structural change")
    )
    agreement: bool = Field(
        default=False, title=gettext_noop("There is a works agreement on continuing education")
    )
    wage: Amount = Field(
        default="0",
        title=gettext_noop("Wages of an hour"),
        description=gettext_noop("In euros, with the employer’s share."),
    )
    ask_rights: bool = Field(
        default=True, title=gettext_noop("Trainees name the co-determination right")
    )

    @model_validator(mode="after")
    def _part_of_all(self) -> Frame:
        if self.affected > self.headcount:
            raise Unfit(gettext_noop("More people are affected than there are."))
        return self
