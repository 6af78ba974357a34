"""Rules of law and rights as the file holds them: texts, numbers, steps, days.

Sources: `curriculum-facts 6.1, 6.5–6.12`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints, model_validator

from xblocks.core.definitions import Identifier, Part, Unfit
from xblocks.core.text import gettext_noop

PLACE: Final = re.compile(r"\{(\w*)\}")
"""Where a text names a number or a day: {years}."""

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=600)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]*$")]
Figure = Annotated[Decimal, Field(ge=0, le=1_000_000, max_digits=12)]

Area = Literal["employees", "allowance", "qualification", "promotion", "time", "other"]
AREAS: Final = {
    "employees": gettext_noop("Funding of employees (§ 82 SGB III)"),
    "allowance": gettext_noop("Qualification allowance (§§ 82a–82c SGB III)"),
    "qualification": gettext_noop("The way to a vocational qualification"),
    "promotion": gettext_noop("Further training for promotion (AFBG)"),
    "time": gettext_noop("Time and costs of learning"),
    "other": gettext_noop("What else there is to know"),
}

Strength = Literal[
    "codetermination",
    "mediation",
    "recall",
    "consultation",
    "information",
    "mandate",
    "personal",
    "members",
    "frame",
]
STRENGTHS: Final = {
    "codetermination": gettext_noop("Co-determination"),
    "mediation": gettext_noop("Mediation"),
    "recall": gettext_noop("Objection and recall"),
    "consultation": gettext_noop("Consultation"),
    "information": gettext_noop("Information"),
    "mandate": gettext_noop("Task of the works council"),
    "personal": gettext_noop("Right of every employee"),
    "members": gettext_noop("Right of members of the works council"),
    "frame": gettext_noop("Frame"),
}
"""How strong a right is, the strongest first."""

PICKED: Final = (
    "codetermination",
    "mediation",
    "recall",
    "consultation",
    "information",
    "mandate",
)
"""Rights of these strengths can be named for a measure."""


class Words(Part):
    """The same in both languages."""

    de: Text
    en: Text

    def told(self, language: str) -> str:
        """Return it in German for ``de…``, else in English."""
        return self.de if language.startswith("de") else self.en


class Step(Part):
    """A value up to a limit; without a limit for all the rest."""

    below: Figure | None = None
    up_to: Figure | None = None
    value: Figure

    def holds(self, number: Decimal) -> bool:
        """Whether `number` is within the limit."""
        if self.below is not None:
            return number < self.below
        return self.up_to is None or number <= self.up_to


class Norm(Part):
    """A piece of law in own words. `stand` is the day of the wording that was read."""

    id: Identifier
    paragraph: Text
    stand: date
    review: date
    mark: Literal["certain", "check"] = "certain"
    check: Words | None = None
    source: Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9-]{0,11}$")] = "G"
    title: Words
    text: Words
    numbers: dict[Name, Figure] = Field(default_factory=dict)
    of: Words | None = None
    unit: Literal["", "%"] = ""
    steps: list[Step] = Field(default_factory=list)
    days: dict[Name, date] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _fits_together(self) -> Norm:
        if self.review <= self.stand:
            raise Unfit("The review must come after the day of the wording.")
        if (self.mark == "check") != (self.check is not None):
            raise Unfit("What must be checked belongs to the mark “check”, and only to it.")
        said = {name for text in self._texts() for name in PLACE.findall(text)}
        if unknown := sorted(said - {*self.numbers, *self.days}):
            raise Unfit("The text names numbers there are not: %(names)s.", names=unknown)
        for name, number in self.numbers.items():
            if name.endswith(("_percent", "_points")) and number > 100:
                raise Unfit("%(name)s is more than 100.", name=name)
        self._steps_rise()
        return self

    def _texts(self) -> Iterator[str]:
        for words in (self.title, self.text):
            yield from (words.de, words.en)

    def _steps_rise(self) -> None:
        if (self.of is None) != (not self.steps):
            raise Unfit("What the limits count (of) belongs to steps, and only to them.")
        if not self.steps:
            return
        if self.unit == "%" and any(each.value > 100 for each in self.steps):
            raise Unfit("A step is more than 100 percent.")
        *limited, last = self.steps
        limits = [each.up_to if each.below is None else each.below for each in limited]
        if last.below is not None or last.up_to is not None or None in limits:
            raise Unfit("Each step but the last has a limit; the last has none.")
        if any(each.below is not None and each.up_to is not None for each in limited):
            raise Unfit("A step has one limit: below or up_to.")
        numbers = [limit for limit in limits if limit is not None]
        if numbers != sorted(set(numbers)):
            raise Unfit("The limits of the steps must rise.")

    def outdated(self, today: date) -> bool:
        """Whether the day of the next review is over."""
        return self.review < today

    def value_at(self, number: Decimal | int) -> Decimal:
        """Return the value of the first step whose limit holds."""
        return next(each.value for each in self.steps if each.holds(Decimal(number)))


class Rule(Norm):
    """A rule of funding, or of time and costs of learning."""

    area: Area


class Right(Norm):
    """A right to take part in decisions; `use` is what mentors can do with it."""

    strength: Strength
    use: Words
