"""Rules of law in the reader's language: texts with their numbers, steps, marks and days."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, gettext

from xblocks.needs_analysis.domain.law import Law
from xblocks.needs_analysis.domain.norms import AREAS, PLACE, STRENGTHS, Norm, Right, Words


class Shown(NamedTuple):
    """A rule or right as a page shows it. `outdated`: the day of its review is over."""

    id: str
    paragraph: str
    title: str
    text: str
    use: str
    steps: list[str]
    stand: str
    review: str
    check: str
    source: str
    outdated: bool


class Group(NamedTuple):
    """Rules of one area, or rights of one strength."""

    id: str
    name: str
    norms: list[Shown]


def told(words: Words | None, norm: Norm) -> str:
    """Return a text of a rule with its numbers and days."""
    if words is None:
        return ""
    places = {name: number_text(each) for name, each in norm.numbers.items()}
    places |= {name: day_text(each) for name, each in norm.days.items()}
    return PLACE.sub(lambda found: places[found[1]], words.told(get_language() or "en"))


def unbroken(text: str) -> str:
    """Return a text in which no line ends between a number and its unit, as in 26.000 €."""
    return text.replace(" €", "\u00a0€").replace(" %", "\u00a0%")


def number_text(number: Decimal) -> str:
    """Return a number as the language writes it, without zeros at its end."""
    whole = number.to_integral_value()
    plain = whole if whole == number else number.normalize()
    return str(number_format(plain, force_grouping=True))


def day_text(day: date) -> str:
    """Return a day in figures and words, without the day of the week."""
    form = "j. F Y" if (get_language() or "").startswith("de") else "j F Y"
    return str(date_format(day, form))


def steps_of(norm: Norm) -> list[str]:
    """Return the steps of a rule, each as a short line."""
    found = []
    for each in norm.steps:
        value = _valued(norm, each.value)
        places = {"value": value, "of": norm.of.told(get_language() or "en") if norm.of else ""}
        if each.below is not None:
            said = gettext("fewer than %(limit)s %(of)s: %(value)s")
            found.append(said % {**places, "limit": number_text(each.below)})
        elif each.up_to is not None:
            said = gettext("up to %(limit)s %(of)s: %(value)s")
            found.append(said % {**places, "limit": number_text(each.up_to)})
        else:
            found.append(gettext("otherwise: %(value)s") % places)
    return found


def shown(norm: Norm, law: Law, today: date) -> Shown:
    """Return a rule or right as a page shows it."""
    return Shown(
        id=norm.id,
        paragraph=norm.paragraph,
        title=told(norm.title, norm),
        text=told(norm.text, norm),
        use=told(norm.use, norm) if isinstance(norm, Right) else "",
        steps=steps_of(norm),
        stand=day_text(norm.stand),
        review=day_text(norm.review),
        check=told(norm.check, norm),
        source=law.sources[norm.source].told(get_language() or "en"),
        outdated=norm.outdated(today),
    )


def groups_of(law: Law, today: date) -> list[Group]:
    """Return all rules by area, then all rights by strength, the strongest first."""
    norms: dict[str, list[Norm]] = {each: [] for each in (*AREAS, *STRENGTHS)}
    for rule in law.rules.values():
        norms[rule.area].append(rule)
    for right in law.rights.values():
        norms[right.strength].append(right)
    names = {**AREAS, **STRENGTHS}
    return [
        Group(key, gettext(names[key]), [shown(norm, law, today) for norm in found])
        for key, found in norms.items()
        if found
    ]


def _valued(norm: Norm, value: Decimal) -> str:
    text = number_text(value)
    if norm.unit != "%":
        return text
    return gettext("%(number)s%%") % {"number": text}
