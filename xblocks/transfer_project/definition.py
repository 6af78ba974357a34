"""What authors write for a transfer project. Source: `curriculum-facts 1.9, 1.10`."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import ConfigDict, Field, TypeAdapter, model_validator

from xblocks.core.definitions import Identifier, Line, OwnId, Part, Prose, Unfit, in_editor
from xblocks.core.returning import RULES, RevisionDays, Revisions
from xblocks.core.rubric import Rubric
from xblocks.core.text import gettext_noop
from xblocks.transfer_project.fields import AnyField

FRAME: Final = gettext_noop("Frame")
"""Parts of the form that several fields stand in."""


class Anchor(Part):
    """Something that must stand before the milestone can be handed in (features T11).

    It stands when every one of `fields` is filled, or with `one_of` at least one of them; `why` is
    shown when it does not.
    """

    model_config = ConfigDict(json_schema_extra=in_editor(summary=("label",)))

    id: OwnId
    label: Line = Field(title=gettext_noop("What must stand"))
    why: Line = Field(
        title=gettext_noop("Why"), description=gettext_noop("Shown as long as it is missing.")
    )
    fields: list[Identifier] = Field(
        min_length=1,
        max_length=5,
        title=gettext_noop("It stands when these fields are filled"),
        json_schema_extra=in_editor(refers="fields"),
    )
    one_of: bool = Field(default=False, title=gettext_noop("One of these fields is enough"))


class Milestone(Part):
    """A piece of work the company team hands in together.

    `rubric` is empty for a voluntary check without grade. `jury` is the number of graders who rate
    blind before the chair decides (0: one grader). After `revisions` returns a work passes or
    fails. `late` tells whether a hand-in after the deadline is accepted and marked, or refused.
    """

    model_config = ConfigDict(title=gettext_noop("Milestone"))

    kind: Literal["milestone"]
    milestone: Identifier = Field(
        title=gettext_noop("Short name of the milestone"),
        description=gettext_noop("For example: m3. Works are filed under it."),
        json_schema_extra=in_editor(section=FRAME),
    )
    title: Line = Field(title=gettext_noop("Title"), json_schema_extra=in_editor(section=FRAME))
    purpose: Prose = Field(
        title=gettext_noop("What it is for"),
        description=gettext_noop("Purpose, what comes before, how long it takes, who reads it."),
        json_schema_extra=in_editor(section=FRAME, markdown=True, rows=10),
    )
    fields: list[AnyField] = Field(
        min_length=1,
        max_length=30,
        title=gettext_noop("Fields"),
        description=gettext_noop("What the team fills in, in this order."),
        json_schema_extra=in_editor(
            item=gettext_noop("Field"), add=gettext_noop("Add a field"), prefix="f"
        ),
    )
    anchors: list[Anchor] = Field(
        default_factory=list,
        max_length=6,
        title=gettext_noop("Must stand before handing in"),
        json_schema_extra=in_editor(
            item=gettext_noop("Anchor"), add=gettext_noop("Add an anchor"), prefix="a"
        ),
    )
    rubric: Rubric | None = Field(
        default=None,
        title=gettext_noop("Rubric"),
        description=gettext_noop("Without a rubric the milestone is voluntary and has no points."),
    )
    jury: Annotated[int, Field(ge=0, le=5)] = Field(
        default=0,
        title=gettext_noop("Size of the jury"),
        description=gettext_noop("0: one trainer decides."),
        json_schema_extra=in_editor(section=RULES),
    )
    late: Literal["accept", "refuse"] = Field(
        default="accept",
        title=gettext_noop("After the deadline"),
        json_schema_extra=in_editor(
            section=RULES,
            choices={
                "accept": gettext_noop("accepted and marked as late"),
                "refuse": gettext_noop("refused"),
            },
        ),
    )
    revisions: Revisions = 1
    revision_days: RevisionDays = 14

    @model_validator(mode="after")
    def _ids_fit(self) -> Milestone:
        ids = [field.id for field in self.fields]
        if len(set(ids)) != len(ids):
            raise Unfit(gettext_noop("Two fields have the same short name."))
        unknown = {name for anchor in self.anchors for name in anchor.fields} - set(ids)
        if unknown:
            raise Unfit(
                gettext_noop("Anchors name fields that do not exist: %(names)s."),
                names=", ".join(sorted(unknown)),
            )
        if self.jury and not self.rubric:
            raise Unfit(gettext_noop("A jury needs a rubric."))
        return self


class Overview(Part):
    """The whole project at a glance: all milestones of the course, deadlines, coaching, dossier."""

    model_config = ConfigDict(title=gettext_noop("Overview of the project"))

    kind: Literal["overview"]
    title: Line = Field(title=gettext_noop("Title"), json_schema_extra=in_editor(section=FRAME))
    intro: Prose | None = Field(
        default=None,
        title=gettext_noop("Introduction"),
        json_schema_extra=in_editor(section=FRAME, markdown=True, rows=10),
    )


Definition = Annotated[Milestone | Overview, Field(discriminator="kind")]
"""Union of all kinds, told apart by `kind`."""

adapter: TypeAdapter[Milestone | Overview] = TypeAdapter(Definition)
