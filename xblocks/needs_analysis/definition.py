"""What authors write for a needs analysis. Source: `curriculum-facts 4.1–4.10`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, TypeAdapter, model_validator

from xblocks.core.definitions import Identifier, Line, Part, Prose, Unfit, in_editor
from xblocks.core.returning import RULES, RevisionDays, Revisions
from xblocks.core.rubric import Rubric
from xblocks.core.text import gettext_noop
from xblocks.needs_analysis import form_fields
from xblocks.needs_analysis.asked import (
    AnyQuestion,
    FundingQuestion,
    NumberQuestion,
    Reason,
    StudyQuestion,
    Weighing,
)
from xblocks.needs_analysis.interviews import Interviewee
from xblocks.needs_analysis.material import Section
from xblocks.needs_analysis.offers import Frame, Measure
from xblocks.needs_analysis.staffing import (
    MOST_COMPETENCES,
    Competence,
    Employee,
    Profile,
    levels_of,
)


class Case(Part):
    """What both kinds of cases have: a company with people, competences and questions."""

    title: Line = form_fields.title()
    intro: Prose = form_fields.intro(gettext_noop("The company, the task, how long it takes."))
    dossier: list[Section] = form_fields.dossier()
    competences: list[Competence] = form_fields.competences(1)
    profiles: list[Profile] = form_fields.profiles(1)
    people: list[Employee] = form_fields.people()
    questions: list[Any] = form_fields.questions()
    closing: Prose | None = form_fields.closing()

    @model_validator(mode="after")
    def _matrix_is_whole(self) -> Case:
        for named in (self.competences, self.profiles, self.people, self.questions):
            _once(each.id for each in named)
        width = len(self.competences)
        rows: list[Profile | Employee] = [*self.profiles, *self.people]
        for row in rows:
            if len(levels_of(row.levels)) != width:
                raise Unfit(
                    gettext_noop("%(row)s has %(levels)s levels, there are %(width)s competences."),
                    row=row.code,
                    levels=len(levels_of(row.levels)),
                    width=width,
                )
        _known({name for each in self.people for name in (each.profile, *each.also)}, self.profiles)
        people, competences = set(), set()
        for question in self.questions:
            if question.kind in ("number", "people") and question.competence:
                competences.add(question.competence)
            if question.kind == "people":
                people |= {*question.right, *question.also}
        _known(people, self.people)
        _known(competences, self.competences)
        return self


class CaseStudy(Case):
    """A case worked on alone: matrix, figures, priorities, measures, reasons.

    `targets`: the profiles are given or the trainee sets them; `gaps`: they are shown, or the
    trainee reckons them field by field. With a rubric it is handed in, and what counts are the
    figures by `figures_share` percent and the graded reasons by the rest; without one the figures
    alone count. `feedback` tells right from wrong at once, or when all is handed in.
    """

    model_config = ConfigDict(title=gettext_noop("Case study"))

    kind: Literal["case_study"]
    questions: list[StudyQuestion] = form_fields.questions()
    targets: Literal["given", "set"] = Field(
        default="given",
        title=gettext_noop("Target profiles"),
        json_schema_extra=in_editor(
            section=RULES,
            choices={
                "given": gettext_noop("are given"),
                "set": gettext_noop("are set by the trainee"),
            },
        ),
    )
    gaps: Literal["shown", "asked"] = Field(
        default="shown",
        title=gettext_noop("Gaps"),
        json_schema_extra=in_editor(
            section=RULES,
            choices={
                "shown": gettext_noop("are shown"),
                "asked": gettext_noop("are reckoned by the trainee, field by field"),
            },
        ),
    )
    feedback: Literal["at_once", "at_end"] = Field(
        default="at_once",
        title=gettext_noop("Right or wrong is told"),
        json_schema_extra=in_editor(
            section=RULES,
            choices={
                "at_once": gettext_noop("at once"),
                "at_end": gettext_noop("when all is handed in"),
            },
        ),
    )
    priorities: list[Weighing] = Field(
        default_factory=list,
        max_length=MOST_COMPETENCES,
        title=gettext_noop("Priorities"),
        description=gettext_noop("Urgency and importance of each competence. Empty: not asked."),
        json_schema_extra=in_editor(
            item=gettext_noop("Competence"), add=gettext_noop("Add a competence")
        ),
    )
    frame: Frame | None = Field(default=None, title=gettext_noop("Frame of the measures"))
    measures: list[Measure] = Field(
        default_factory=list,
        max_length=40,
        title=gettext_noop("Measures to choose from"),
        json_schema_extra=in_editor(
            item=gettext_noop("Measure"), add=gettext_noop("Add a measure"), prefix="m"
        ),
    )
    reasons: list[Reason] = Field(
        default_factory=list,
        max_length=12,
        title=gettext_noop("Reasons in text"),
        json_schema_extra=in_editor(
            item=gettext_noop("Text"), add=gettext_noop("Add a text"), prefix="r"
        ),
    )
    rubric: Rubric | None = Field(
        default=None,
        title=gettext_noop("Rubric of the reasons"),
        description=gettext_noop("Without a rubric nobody grades, and the figures count."),
    )
    figures_share: Annotated[int, Field(ge=0, le=100)] = Field(
        default=40,
        title=gettext_noop("The figures count"),
        description=gettext_noop("Beside a rubric; the reasons count the rest."),
        json_schema_extra=in_editor(section=RULES, unit="%"),
    )
    revisions: Revisions = 1
    revision_days: RevisionDays = 14

    @model_validator(mode="after")
    def _parts_fit(self) -> CaseStudy:
        for named in (self.measures, self.reasons):
            _once(each.id for each in named)
        _once(each.competence for each in self.priorities)
        _known({each.competence for each in self.priorities}, self.competences)
        _known({name for each in self.measures for name in each.closes}, self.competences)
        _known({name for each in self.measures for name in each.people}, self.people)
        funded = [each for each in self.questions if isinstance(each, FundingQuestion)]
        _known({each.measure for each in funded if each.measure}, self.measures)
        if (self.measures or funded) and self.frame is None:
            raise Unfit(gettext_noop("Measures and figures of funding need a frame."))
        if bool(self.rubric) != bool(self.reasons):
            raise Unfit(gettext_noop("Reasons and their rubric belong together."))
        weighed = {each.competence for each in self.priorities}
        numbers = [each for each in self.questions if isinstance(each, NumberQuestion)]
        if any(each.figure == "points" and each.competence not in weighed for each in numbers):
            raise Unfit(gettext_noop("Points of priority need urgency and importance."))
        return self


class LivingCase(Case):
    """A case that must be found out by asking. `levels` of its people are the truth nobody tells.

    `minutes` is what there is to ask in; `least` competences a good decision needs are judged by
    `questions`, which are answered once the asking is over.
    """

    model_config = ConfigDict(title=gettext_noop("Living case"))

    kind: Literal["living_case"]
    questions: list[AnyQuestion] = form_fields.questions()
    minutes: Annotated[int, Field(ge=5, le=600)] = Field(
        default=90,
        title=gettext_noop("Time to ask"),
        json_schema_extra=in_editor(section=RULES, unit=gettext_noop("minutes")),
    )
    interviewees: list[Interviewee] = Field(
        min_length=1,
        max_length=20,
        title=gettext_noop("Who can be asked"),
        json_schema_extra=in_editor(
            item=gettext_noop("Person or place"), add=gettext_noop("Add somebody"), prefix="i"
        ),
    )

    @model_validator(mode="after")
    def _interviews_fit(self) -> LivingCase:
        _once(each.id for each in self.interviewees)
        inquiries = [each for one in self.interviewees for each in one.inquiries]
        _once(each.id for each in inquiries)
        _known({each.after for each in inquiries if each.after}, inquiries)
        evidence = [piece for each in inquiries for piece in each.evidence]
        _known({piece.person for piece in evidence}, self.people)
        _known({piece.competence for piece in evidence}, self.competences)
        if any(getattr(each, "figure", None) == "points" for each in self.questions):
            raise Unfit(gettext_noop("Points of priority need urgency and importance."))
        return self


class OwnCompany(Part):
    """An empty matrix for the team's own company (`features N9`). It belongs to the team.

    Competences and profiles are proposals the team begins with. `milestone` names the milestone
    the result is handed over to.
    """

    model_config = ConfigDict(title=gettext_noop("Own company"))

    kind: Literal["own_company"]
    title: Line = form_fields.title()
    intro: Prose = form_fields.intro(
        gettext_noop("What the matrix is for, and what does not belong in it.")
    )
    competences: list[Competence] = form_fields.competences(0)
    profiles: list[Profile] = form_fields.profiles(0)
    milestone: Identifier | None = Field(
        default="m3",
        title=gettext_noop("Handed over to milestone"),
        description=gettext_noop("Its short name, for example: m3"),
        json_schema_extra=in_editor(section=RULES),
    )

    @model_validator(mode="after")
    def _proposals_fit(self) -> OwnCompany:
        for named in (self.competences, self.profiles):
            _once(each.id for each in named)
        if any(len(levels_of(each.levels)) != len(self.competences) for each in self.profiles):
            raise Unfit(gettext_noop("Each profile needs one level for each competence."))
        return self


def _once(ids: Iterable[str]) -> None:
    names = list(ids)
    double = sorted({name for name in names if names.count(name) > 1})
    if double:
        raise Unfit(gettext_noop("Short names stand twice: %(names)s."), names=", ".join(double))


def _known(used: set[str], named: Sequence[Any]) -> None:
    unknown = used - {each.id for each in named}
    if unknown:
        raise Unfit(
            gettext_noop("These short names do not exist: %(names)s."),
            names=", ".join(sorted(unknown)),
        )


Definition = Annotated[CaseStudy | LivingCase | OwnCompany, Field(discriminator="kind")]
"""Union of all kinds, told apart by `kind`."""

adapter: TypeAdapter[CaseStudy | LivingCase | OwnCompany] = TypeAdapter(Definition)
