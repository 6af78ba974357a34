"""The rules of law of `law/rules.yaml`: read, checked and asked for numbers.

The file says itself how it is corrected. Sources: `curriculum-facts 6.1, 6.5–6.12`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints, ValidationError, model_validator

from xblocks.core.definitions import Identifier, Part, Unfit
from xblocks.core.source import Source, Where, read_source
from xblocks.core.text import Message, gettext_noop

FILE: Final = Path(__file__).parent.parent / "law" / "rules.yaml"
PLACE: Final = re.compile(r"\{(\w*)\}")

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

NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "sgb3-82-beyond": (),
    "sgb3-82-qualified": ("years",),
    "sgb3-82-again": ("years",),
    "sgb3-82-hours": ("more_than",),
    "sgb3-82-approved": (),
    "sgb3-82-obligatory": (),
    "sgb3-22-1a": (),
    "sgb3-82-costs": ("steps",),
    "sgb3-82-age": ("age", "below"),
    "sgb3-82-wages": ("steps",),
    "sgb3-82-full-wages": ("wage_percent",),
    "sgb3-82-agreement": ("share_points", "grant_points"),
    "sgb3-82-counting": ("steps",),
    "sgb3-82-discretion": (),
    "sgb3-324": (),
    "sgb3-81-2": ("employer_percent",),
    "sgb3-82a-threshold": ("steps",),
    "sgb3-82a-financed": (),
    "sgb3-82a-agreement": ("declaration_below",),
    "gewo-111": (),
}
"""What calculations go by: rules, and the numbers they must have."""


class LawUnreadable(Exception):  # noqa: N818 - says itself what is wrong
    """The file of rules cannot be used. `problems` name line, place and what is wrong."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


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


class _Head(Part):
    """The file as it is written."""

    stand: date
    review: date
    sources: dict[str, Words]
    rules: list[Rule]
    rights: list[Right]


@dataclass(frozen=True)
class Law:
    """All rules and rights by id, in the order of the file; `sources` by short name."""

    rules: Mapping[str, Rule]
    rights: Mapping[str, Right]
    sources: Mapping[str, Words]

    def number(self, rule: str, name: str) -> Decimal:
        """Return a number of a rule; KeyError for one there is not."""
        return self.rules[rule].numbers[name]

    def norm(self, name: str) -> Norm:
        """Return a rule or right; KeyError for one there is not."""
        return self.rules[name] if name in self.rules else self.rights[name]

    def picked(self) -> list[Right]:
        """Return the rights that can be named for a measure, the strongest first."""
        found = [each for each in self.rights.values() if each.strength in PICKED]
        return sorted(found, key=lambda each: PICKED.index(each.strength))


@lru_cache(maxsize=1)
def law() -> Law:
    """Return the rules as delivered; raises `LawUnreadable`."""
    return read_law(FILE.read_text(encoding="utf-8"))


def read_law(text: str) -> Law:
    """Return the rules of a file; raises `LawUnreadable` with every problem and its line."""
    source = read_source(text)
    if source.defects:
        raise LawUnreadable(f"rules.yaml, line {line}: {said}" for line, said in source.defects)
    try:
        head = _Head.model_validate(_with_days(source.data))
    except ValidationError as error:
        raise LawUnreadable(_problems(error, source)) from None
    found = [*_twice(head, source), *_missing(head), *_unknown_sources(head, source)]
    if found:
        raise LawUnreadable(found)
    return Law(
        {each.id: each for each in head.rules},
        {each.id: each for each in head.rights},
        head.sources,
    )


def _with_days(data: object) -> object:
    """Give every rule without days of its own those of the head."""
    if not isinstance(data, dict):
        return data
    days = {name: data[name] for name in ("stand", "review") if name in data}
    filled = dict(data)
    for kind in ("rules", "rights"):
        if isinstance(data.get(kind), list):
            filled[kind] = [
                {**days, **each} if isinstance(each, dict) else each for each in data[kind]
            ]
    return filled


def _problems(error: ValidationError, source: Source) -> Iterator[str]:
    for each in error.errors():
        where = each["loc"]
        cause = each.get("ctx", {}).get("error")
        said = cause.message if isinstance(cause, Unfit) else Message(each["msg"])
        yield _told(source, where, str(said))


def _told(source: Source, where: Where, said: str) -> str:
    named = [str(each) for each in where]
    if len(where) > 1 and isinstance(where[1], int):
        entry = source.data[where[0]][where[1]]
        if isinstance(entry, dict) and entry.get("id"):
            named[1] = str(entry["id"])
    place = " › ".join(named)
    return f"rules.yaml, line {source.line_of(where)} ({place}): {said}"


def _twice(head: _Head, source: Source) -> Iterator[str]:
    seen = set()
    for kind, norms in (("rules", head.rules), ("rights", head.rights)):
        for number, each in enumerate(norms):
            if each.id in seen:
                yield _told(source, (kind, number, "id"), "This id stands twice.")
            seen.add(each.id)


def _missing(head: _Head) -> Iterator[str]:
    rules = {each.id: each for each in head.rules}
    for name, needed in NEEDED.items():
        if name not in rules:
            yield f"rules.yaml: The rule {name} is missing; calculations need it."
            continue
        has = {*rules[name].numbers, *(["steps"] if rules[name].steps else [])}
        for lacking in sorted(set(needed) - has):
            yield f"rules.yaml ({name}): {lacking} is missing; calculations need it."


def _unknown_sources(head: _Head, source: Source) -> Iterator[str]:
    for kind, norms in (("rules", head.rules), ("rights", head.rights)):
        for number, each in enumerate(norms):
            if each.source not in head.sources:
                where = (kind, number, "source")
                yield _told(source, where, f"There is no source {each.source}.")
