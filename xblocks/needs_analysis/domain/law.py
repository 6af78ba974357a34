"""The rules of law of `law/rules.yaml`: read, checked and asked for numbers.

The file says itself how it is corrected. Sources: `curriculum-facts 6.1, 6.5–6.12`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from xblocks.core.definitions import Part, Unfit
from xblocks.core.source import Source, Where, read_source
from xblocks.core.text import Message
from xblocks.needs_analysis.domain.norms import PICKED, Norm, Right, Rule, Words

FILE: Final = Path(__file__).parent.parent / "law" / "rules.yaml"
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
