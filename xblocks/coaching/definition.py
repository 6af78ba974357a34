"""What authors write for a coaching desk. Source: `curriculum-facts 1.11, 7.3, 7.4`."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, TypeAdapter, model_validator

from xblocks.coaching.domain.values import Urgency
from xblocks.core.definitions import Line, OwnId, Part, Prose, Unfit, in_editor
from xblocks.core.text import gettext_noop
from xblocks.core.topics import Topic

MEGABYTE = 1_000_000

FileType = Literal["pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "png", "jpg", "txt", "csv"]

TARGETS = gettext_noop("Target times")
ATTACHMENT = gettext_noop("Attachment")
WORKING_DAYS = gettext_noop("working days")
TOPIC_NAMES = {
    "role": gettext_noop("Role"),
    "talk": gettext_noop("Talk"),
    "moderation": gettext_noop("Moderation"),
    "needs": gettext_noop("Needs analysis"),
    "law": gettext_noop("Law and collective agreements"),
    "funding": gettext_noop("Funding"),
    "project": gettext_noop("Project"),
    "conflict": gettext_noop("Conflict"),
}


def _days(default: int, title: str) -> Any:
    return Field(
        default=default,
        ge=1,
        le=60,
        title=title,
        json_schema_extra=in_editor(section=TARGETS, unit=WORKING_DAYS),
    )


def _topic() -> Any:
    return Field(title=gettext_noop("Topic"), json_schema_extra=in_editor(choices=TOPIC_NAMES))


class TopicOffer(Part):
    """A topic the desk takes requests for, and what belongs to it."""

    model_config = ConfigDict(json_schema_extra=in_editor(summary=("topic",)))

    topic: Topic = _topic()
    hint: Line | None = Field(
        default=None,
        title=gettext_noop("Hint"),
        description=gettext_noop("What belongs to the topic, with an example."),
    )


class Referral(Part):
    """A place that helps where coaching does not (`curriculum-facts 7.4`)."""

    model_config = ConfigDict(json_schema_extra=in_editor(summary=("concern",)))

    concern: Line = Field(title=gettext_noop("Concern"))
    place: Line = Field(title=gettext_noop("Place"))
    note: Line | None = Field(default=None, title=gettext_noop("Note"))


class Knowledge(Part):
    """A piece of knowledge the course brings along: an answer to a question many people have.

    It is found beside what grows out of requests. `checked` is the day somebody last compared it
    with `source`; from `review` on it is shown as outdated.
    """

    model_config = ConfigDict(json_schema_extra=in_editor(summary=("title",)))

    id: OwnId
    topic: Topic = _topic()
    title: Line = Field(title=gettext_noop("Title"))
    question: Prose = Field(title=gettext_noop("Question"), json_schema_extra=in_editor(rows=3))
    answer: Prose = Field(
        title=gettext_noop("Answer"), json_schema_extra=in_editor(markdown=True, rows=8)
    )
    source: Line = Field(
        title=gettext_noop("Source"),
        description=gettext_noop("Where it stands: a paragraph of a law, an agreement, a page."),
    )
    checked: date = Field(title=gettext_noop("Checked on"))
    review: date = Field(title=gettext_noop("Look at it again on"))

    @model_validator(mode="after")
    def _review_later(self) -> Knowledge:
        if self.review <= self.checked:
            raise Unfit(gettext_noop("Look at it again on a day after it was checked."))
        return self


class Desk(Part):
    """A coaching desk: which topics it takes, how fast it answers, where it leads instead.

    Days are working days of the asker's district. `first_reply` is the most that a first reply may
    take whatever the urgency; the others are the time to an answer. After `closes` nothing new is
    taken; open requests are answered all the same.
    """

    model_config = ConfigDict(title=gettext_noop("Coaching desk"))

    kind: Literal["desk"]
    title: Line = Field(title=gettext_noop("Title"))
    intro: Prose = Field(
        title=gettext_noop("What it is for"),
        description=gettext_noop("Who answers, how fast, and what does not belong here."),
        json_schema_extra=in_editor(markdown=True, rows=8),
    )
    topics: list[TopicOffer] = Field(
        min_length=1,
        max_length=len(Topic),
        title=gettext_noop("Topics"),
        json_schema_extra=in_editor(
            item=gettext_noop("Topic"), add=gettext_noop("Add a topic"), prefix="t"
        ),
    )
    first_reply: int = _days(5, gettext_noop("First reply at the latest"))
    urgent: int = _days(3, gettext_noop("Urgent"))
    soon: int = _days(10, gettext_noop("Soon"))
    meeting: int = _days(10, gettext_noop("Until the next meeting"))
    types: list[FileType] = Field(
        default=["pdf", "docx", "odt", "xlsx", "ods", "png", "jpg"],
        min_length=1,
        title=gettext_noop("Types of files"),
        json_schema_extra=in_editor(section=ATTACHMENT),
    )
    max_files: Annotated[int, Field(ge=0, le=5)] = Field(
        default=2,
        title=gettext_noop("How many files"),
        description=gettext_noop("0: no attachments."),
        json_schema_extra=in_editor(section=ATTACHMENT),
    )
    max_bytes: Annotated[int, Field(ge=1, le=50 * MEGABYTE)] = Field(
        default=10 * MEGABYTE,
        title=gettext_noop("Largest file"),
        json_schema_extra=in_editor(section=ATTACHMENT, scale=MEGABYTE, unit="MB"),
    )
    stop_signals: list[Line] = Field(
        default_factory=list,
        max_length=20,
        title=gettext_noop("Stop signals"),
        description=gettext_noop("Where coaching ends and other help begins."),
        json_schema_extra=in_editor(
            item=gettext_noop("Stop signal"), add=gettext_noop("Add a stop signal")
        ),
    )
    referrals: list[Referral] = Field(
        default_factory=list,
        max_length=40,
        title=gettext_noop("Where else to ask"),
        json_schema_extra=in_editor(
            item=gettext_noop("Place"), add=gettext_noop("Add a place"), prefix="r"
        ),
    )
    knowledge: list[Knowledge] = Field(
        default_factory=list,
        max_length=60,
        title=gettext_noop("Knowledge to begin with"),
        description=gettext_noop(
            "Answers everybody finds from the first day on. What grows out of requests joins them."
        ),
        json_schema_extra=in_editor(
            item=gettext_noop("Piece of knowledge"),
            add=gettext_noop("Add a piece of knowledge"),
            prefix="k",
        ),
    )
    closes: date | None = Field(
        default=None,
        title=gettext_noop("Takes requests until"),
        description=gettext_noop("Empty: as long as the course runs."),
    )

    def days(self, urgency: Urgency) -> int:
        """Return how many working days an answer may take."""
        return {
            Urgency.URGENT: self.urgent,
            Urgency.SOON: self.soon,
            Urgency.MEETING: self.meeting,
        }[urgency]

    @model_validator(mode="after")
    def _topics_once(self) -> Desk:
        named = [offer.topic for offer in self.topics]
        if len(set(named)) != len(named):
            raise Unfit(gettext_noop("A topic stands twice on the list."))
        return self

    @model_validator(mode="after")
    def _knowledge_once(self) -> Desk:
        named = [each.id for each in self.knowledge]
        if len(set(named)) != len(named):
            raise Unfit(gettext_noop("Two pieces of knowledge have the same short name."))
        return self


adapter: TypeAdapter[Desk] = TypeAdapter(Desk)
