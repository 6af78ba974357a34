"""Which methods fit here, and why the others do not (`features M2`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from xblocks.core.text import Message, gettext_noop
from xblocks.moderation.domain.catalogue import CATALOGUE, Method, Phase
from xblocks.moderation.domain.naming import named
from xblocks.moderation.planned import Form, Row


@dataclass(frozen=True)
class Asked:
    """What is looked for. `phase` None: any. `minutes` are those left, None: however many.

    `visible`: only what makes visible, at least in part.
    """

    participants: int
    phase: Phase | None = None
    minutes: int | None = None
    visible: bool = False


@dataclass(frozen=True)
class Offer:
    """A method with the reasons that speak against it here, and the row it would make.

    `least`–`most` are the minutes it takes with this group. `form` is how this group can do it.
    """

    method: Method
    why_not: tuple[Message, ...]
    phase: Phase
    form: Form
    least: int
    most: int

    @property
    def fits(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.why_not

    def row(self, name: str) -> Row:
        """Return a row with the method, with the fewest minutes it needs, under the id `name`."""
        return Row(
            id=name,
            phase=self.phase,
            method=self.method.code,
            minutes=self.least,
            form=self.form,
            visual=self.method.visible != "no",
        )


def offers(asked: Asked) -> tuple[Offer, ...]:
    """Return all methods: those that fit first, each part in the order of the catalogue."""
    found = [_offer(method, asked) for method in CATALOGUE.values()]
    return tuple(sorted(found, key=lambda each: not each.fits))


def _offer(method: Method, asked: Asked) -> Offer:
    least, most = method.span(asked.participants)
    form = method.form_for(asked.participants)
    why_not = tuple(_against(method, form, least, asked))
    phase = asked.phase if asked.phase in method.phases else None
    return Offer(method, why_not, phase or method.phases[0], form or "plenum", least, most)


def _against(method: Method, form: Form | None, least: int, asked: Asked) -> Iterator[Message]:
    if asked.phase is not None and asked.phase not in method.phases:
        text = gettext_noop("Belongs to: %(phases)s.")
        yield Message(text, {"phases": tuple(named(each) for each in method.phases)})
    if asked.participants < method.smallest:
        text = gettext_noop("Needs at least %(least)s people.")
        yield Message(text, {"least": method.smallest})
    elif form is None:
        yield Message(gettext_noop("Suits at most %(most)s people."), {"most": method.largest})
    if asked.minutes is not None and least > asked.minutes:
        text = gettext_noop("Takes at least %(least)s min; %(left)s min are left.")
        yield Message(text, {"least": least, "left": max(asked.minutes, 0)})
    if asked.visible and method.visible == "no":
        yield Message(gettext_noop("Makes nothing visible."))
