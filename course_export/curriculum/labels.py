"""The words that pages made from data are written in. They stand in `labels.yaml`."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, ValidationInfo, field_validator

from course_export.curriculum.pieces import Piece, Text
from xblocks.core.definitions import Unfit
from xblocks.core.text import gettext_noop as _

_PLACES: dict[str, tuple[str, ...]] = {
    "date": ("weekday", "day", "month", "year"),
    "date_with_time": ("date", "time"),
    "day_of_month": ("day", "month", "year"),
    "week": ("week",),
    "weeks": ("week", "until"),
    "starting": ("weeks", "date"),
    "by_week": ("week",),
    "meetings": ("count", "minutes"),
    "minutes": ("minutes",),
    "hours": ("hours",),
    "ue": ("ue",),
    "pass_rule": ("points", "full"),
    "revision": ("days",),
    "quality_rule": ("points",),
    "law_dates": ("as_of", "review"),
    "law_check": ("as_of",),
}
"""Labels with places to fill."""


class Labels(Piece):
    """Every word, in the language of the course. Places stand in braces: ``{week}``."""

    decimal: Annotated[str, Field(min_length=1, max_length=1)]
    months: list[Text] = Field(min_length=12, max_length=12)
    weekdays: list[Text] = Field(min_length=7, max_length=7)
    date: Text
    date_with_time: Text
    day_of_month: Text
    week: Text
    weeks: Text
    starting: Text
    by_week: Text
    minutes: Text
    hours: Text
    ue: Text
    yes: Text
    no: Text
    day: Text
    phase: Text
    milestone: Text
    overview: Text
    goals: Text
    goals_lead: Text
    theory: Text
    practice: Text
    plan_of_day: Text
    topic: Text
    time: Text
    total: Text
    schedule: Text
    step: Text
    frame: Text
    bring: Text
    for_trainers: Text
    script_lead: Text
    print: Text
    materials: Text
    law_dates: Text
    law_check: Text
    law_no_advice: Text
    sources: Text
    term: Text
    in_other_language: Text
    means: Text
    before: Text
    after: Text
    building_blocks: Text
    modules: Text
    module: Text
    tasks: Text
    task: Text
    until: Text
    own_time: Text
    meetings_title: Text
    meetings: Text
    hand_in: Text
    facts: Text
    extent: Text
    approval: Text
    due_date: Text
    voluntary: Text
    rubric: Text
    rubric_caption: Text
    criterion: Text
    weight: Text
    must: Text
    must_note: Text
    level: Text
    pass_rule_title: Text
    pass_rule: Text
    revision: Text
    form: Text
    form_caption: Text
    field: Text
    entry: Text
    required: Text
    note: Text
    quality: Text
    quality_rule: Text
    states: Text
    rules: Text
    event: Text
    starts: Text
    block: Text
    core: Text
    where: Text
    assessment: Text

    @field_validator(*_PLACES)
    @classmethod
    def _places_fit(cls, text: str, info: ValidationInfo) -> str:
        places = _PLACES[info.field_name or ""]
        try:
            text.format(**dict.fromkeys(places, ""))
        except (KeyError, IndexError, ValueError) as error:
            known = ", ".join(f"{{{place}}}" for place in places)
            text = _("only these places can be filled here: %(places)s")
            raise Unfit(text, places=known) from error
        return text

    def fill(self, name: str, **places: Any) -> str:
        """The label `name` with its places filled."""
        text: str = getattr(self, name)
        return text.format(**places)
