"""What authors write for a moderation exercise. Source: `curriculum-facts 3.1–3.9`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Final, Literal

from pydantic import ConfigDict, Field, TypeAdapter, model_validator

from xblocks.core.definitions import Line, Part, Prose, Unfit, in_editor
from xblocks.core.returning import RULES, RevisionDays, Revisions
from xblocks.core.rubric import Rubric
from xblocks.core.text import gettext_noop
from xblocks.moderation.planned import MOST_MEASURES, MOST_ROWS, Measure, Row
from xblocks.moderation.scenes import Scene
from xblocks.moderation.steps import AnyStep

FRAME: Final = gettext_noop("Frame")
SCENARIO: Final = gettext_noop("The meeting")


def _title() -> Any:
    return Field(title=gettext_noop("Title"), json_schema_extra=in_editor(section=FRAME))


def _intro() -> Any:
    return Field(
        title=gettext_noop("What it is about"),
        json_schema_extra=in_editor(section=FRAME, markdown=True, rows=6),
    )


def _rows(title: str, description: str) -> Any:
    return Field(
        default_factory=list,
        max_length=MOST_ROWS,
        title=title,
        description=description,
        json_schema_extra=in_editor(
            item=gettext_noop("Row"), add=gettext_noop("Add a row"), prefix="z"
        ),
    )


class Scenario(Part):
    """Who meets, where, for how long, with what. `minutes` and `participants` are checked against.

    `hierarchy`: a superior sits among the participants. `sensitive`: the topic is delicate, or
    results go on without names (`curriculum-facts 3.8 R15`).
    """

    occasion: Prose = Field(title=gettext_noop("Occasion"), json_schema_extra=in_editor(rows=3))
    goal: Prose = Field(
        title=gettext_noop("Goal of the meeting"), json_schema_extra=in_editor(rows=3)
    )
    people: Prose = Field(title=gettext_noop("Who takes part"), json_schema_extra=in_editor(rows=3))
    participants: Annotated[int, Field(ge=2, le=200)] = Field(
        title=gettext_noop("Number of participants")
    )
    begins: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] = Field(
        title=gettext_noop("Begins at"), description=gettext_noop("For example: 14:00")
    )
    minutes: Annotated[int, Field(ge=15, le=600)] = Field(
        title=gettext_noop("Time in all"),
        json_schema_extra=in_editor(unit=gettext_noop("minutes")),
    )
    room: Prose = Field(
        title=gettext_noop("Room and material"), json_schema_extra=in_editor(rows=3)
    )
    cards: Annotated[int, Field(ge=0, le=2000)] = Field(
        default=0, title=gettext_noop("Cards there are")
    )
    dots: Annotated[int, Field(ge=0, le=2000)] = Field(
        default=0, title=gettext_noop("Dots there are")
    )
    special: Prose | None = Field(
        default=None, title=gettext_noop("What is special"), json_schema_extra=in_editor(rows=3)
    )
    hierarchy: bool = Field(default=False, title=gettext_noop("A superior is in the room"))
    sensitive: bool = Field(
        default=False, title=gettext_noop("The topic is delicate, or results stay anonymous")
    )


class PlanExercise(Part):
    """A meeting to be planned row by row; sixteen rules answer (`curriculum-facts 3.8`).

    `start` is what one begins with: nothing, or a plan to be mended. `model` is shown beside one's
    own plan once that is handed in. With a rubric trainers rate the reasons, and the points of the
    rules count `check_share` percent; without one the rules alone count.
    """

    model_config = ConfigDict(title=gettext_noop("Plan of a meeting"))

    kind: Literal["plan"]
    title: Line = _title()
    intro: Prose = _intro()
    scenario: Scenario = Field(title=SCENARIO)
    start: list[Row] = _rows(
        gettext_noop("Plan to begin with"), gettext_noop("Empty: one begins with an empty plan.")
    )
    model: list[Row] = _rows(
        gettext_noop("Model plan"), gettext_noop("Shown when a plan is handed in.")
    )
    measures: list[Measure] = Field(
        default_factory=list,
        max_length=MOST_MEASURES,
        title=gettext_noop("Measures of the model plan"),
        json_schema_extra=in_editor(
            item=gettext_noop("Measure"), add=gettext_noop("Add a measure")
        ),
    )
    why: Prose | None = Field(
        default=None,
        title=gettext_noop("Why the model plan is as it is"),
        json_schema_extra=in_editor(markdown=True, rows=6),
    )
    reasons: bool = Field(
        default=True,
        title=gettext_noop("Reasons for the methods are asked for"),
        json_schema_extra=in_editor(section=RULES),
    )
    plan_b: bool = Field(
        default=True,
        title=gettext_noop("A plan B for disturbances is asked for"),
        json_schema_extra=in_editor(section=RULES),
    )
    rubric: Rubric | None = Field(
        default=None,
        title=gettext_noop("Rubric of the reasons"),
        description=gettext_noop("Without a rubric nobody grades, and the rules count."),
    )
    check_share: Annotated[int, Field(ge=0, le=100)] = Field(
        default=60,
        title=gettext_noop("The rules count"),
        description=gettext_noop("Beside a rubric; what trainers rate counts the rest."),
        json_schema_extra=in_editor(section=RULES, unit="%"),
    )
    revisions: Revisions = 1
    revision_days: RevisionDays = 14

    @model_validator(mode="after")
    def _rows_are_told_apart(self) -> PlanExercise:
        _once(each.id for each in self.start)
        _once(each.id for each in self.model)
        if self.rubric is not None and not (self.reasons or self.plan_b):
            raise Unfit(gettext_noop("A rubric needs texts to be rated."))
        return self


class CardBoard(Part):
    """A board a group works on: cards, groups of cards, dots, measures, step by step.

    `group`: those of one company, those of one district, or whoever joins with a code.
    """

    model_config = ConfigDict(title=gettext_noop("Card board"))

    kind: Literal["card_board"]
    title: Line = _title()
    intro: Prose = _intro()
    group: Literal["team", "district", "seminar"] = Field(
        default="seminar",
        title=gettext_noop("Who works on one board"),
        json_schema_extra=in_editor(
            section=RULES,
            choices={
                "team": gettext_noop("the team of a company"),
                "district": gettext_noop("a district"),
                "seminar": gettext_noop("whoever joins with a code"),
            },
        ),
    )
    steps: list[AnyStep] = Field(
        min_length=1,
        max_length=12,
        title=gettext_noop("Steps"),
        json_schema_extra=in_editor(
            item=gettext_noop("Step"), add=gettext_noop("Add a step"), prefix="s"
        ),
    )

    @model_validator(mode="after")
    def _steps_follow(self) -> CardBoard:
        _once(each.id for each in self.steps)
        collected = False
        for step in self.steps:
            collected = collected or step.kind == "collect"
            if not collected and (
                step.kind == "arrange" or (step.kind == "vote" and not step.scale)
            ):
                raise Unfit(
                    gettext_noop("Cards are collected before they are arranged or voted on.")
                )
        return self


class Interventions(Part):
    """Disturbances to be dealt with, scene by scene; a profile at the end."""

    model_config = ConfigDict(title=gettext_noop("Disturbances"))

    kind: Literal["interventions"]
    title: Line = _title()
    intro: Prose = _intro()
    scenes: list[Scene] = Field(
        min_length=1,
        max_length=20,
        title=gettext_noop("Scenes"),
        json_schema_extra=in_editor(
            item=gettext_noop("Scene"), add=gettext_noop("Add a scene"), prefix="s"
        ),
    )
    closing: Prose | None = Field(
        default=None,
        title=gettext_noop("What one should take along"),
        description=gettext_noop("Shown at the end."),
        json_schema_extra=in_editor(section=FRAME, markdown=True, rows=6),
    )

    @model_validator(mode="after")
    def _moments_lead_on(self) -> Interventions:
        _once(each.id for each in self.scenes)
        for scene in self.scenes:
            places = {each.id: number for number, each in enumerate(scene.moments)}
            _once(each.id for each in scene.moments)
            for number, moment in enumerate(scene.moments):
                _once(each.id for each in moment.interventions)
                for each in moment.interventions:
                    if each.leads is not None and places.get(each.leads, -1) <= number:
                        raise Unfit(
                            gettext_noop("“%(words)s” leads to no later moment of its scene."),
                            words=each.text,
                        )
        return self


def _once(ids: Iterable[str]) -> None:
    names = list(ids)
    double = sorted({name for name in names if names.count(name) > 1})
    if double:
        raise Unfit(gettext_noop("Short names stand twice: %(names)s."), names=", ".join(double))


Definition = Annotated[PlanExercise | CardBoard | Interventions, Field(discriminator="kind")]
"""Union of all kinds, told apart by `kind`."""

adapter: TypeAdapter[PlanExercise | CardBoard | Interventions] = TypeAdapter(Definition)
