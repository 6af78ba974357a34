"""What is known of each method: phases, size of the group, minutes, whether it makes visible.

Source: the catalogue of `curriculum-facts 3.3`, the shares of the phases of `curriculum-facts 3.2`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor
from typing import Any, Final, Literal, get_args

from xblocks.core.text import Message, gettext_noop
from xblocks.moderation.planned import METHODS, Form, MethodCode

Phase = Literal["P1", "P2", "P3", "P4", "P5", "P6"]
PHASES: Final[tuple[Phase, ...]] = get_args(Phase)
"""The phases of the cycle in their order; breaks and the buffer are none."""

GUIDE: Final[Mapping[Phase, tuple[int, int]]] = {
    "P1": (5, 15),
    "P2": (10, 25),
    "P3": (5, 10),
    "P4": (35, 55),
    "P5": (10, 20),
    "P6": (5, 10),
}
"""Percent of the time a phase takes as a guide, from–to."""

Visible = Literal["yes", "partly", "no"]


@dataclass(frozen=True)
class Method:
    """A method of the catalogue.

    `smallest`–`largest` participants; with `in_groups` that holds for each small group, however
    many there are; with `in_pairs` a larger group works in pairs. `shortest`–`longest` minutes,
    of all parts together; with `each` for every participant. `usual` is how it is done when the
    group is not too large. `protects`: nobody has to stand up for their opinion before all others
    (`3.8 R15`). `dots`: what each person puts at least.
    """

    code: MethodCode
    phases: tuple[Phase, ...]
    smallest: int
    largest: int
    shortest: Fraction
    longest: Fraction
    visible: Visible
    note: str
    usual: Form = "plenum"
    in_groups: bool = False
    in_pairs: bool = False
    each: bool = False
    protects: bool = False
    dots: int = 0

    @property
    def name(self) -> Message:
        """What it is called."""
        return Message(METHODS[self.code])

    def fits_group(self, participants: int, form: Form) -> bool:
        """Whether that many people can do it in that form (`3.8 R07`)."""
        if participants < self.smallest:
            return False
        if self.in_groups and form == "groups":
            return True
        return participants <= self.largest or (self.in_pairs and form == "pairs")

    def form_for(self, participants: int) -> Form | None:
        """Return the form in which that many people can do it; None if they cannot."""
        forms: tuple[Form, ...] = (self.usual, "groups", "pairs")
        return next((form for form in forms if self.fits_group(participants, form)), None)

    def span(self, participants: int) -> tuple[int, int]:
        """Return the least and the most whole minutes it takes with so many people (`3.8 R08`)."""
        people = participants if self.each else 1
        return ceil(self.shortest * people), floor(self.longest * people)


def _method(
    code: MethodCode,
    phases: tuple[Phase, ...],
    group: tuple[int, int],
    minutes: tuple[int | Fraction, int | Fraction],
    visible: Visible,
    note: str,
    **more: Any,
) -> Method:
    shortest, longest = (Fraction(each) for each in minutes)
    return Method(code, phases, *group, shortest, longest, visible, note, **more)


CATALOGUE: Final[Mapping[MethodCode, Method]] = {
    each.code: each
    for each in (
        _method(
            "BEG",
            ("P1", "P6"),
            (3, 100),
            (3, 15),
            "no",
            gettext_noop("Name goal, procedure, time and rules."),
        ),
        _method(
            "EIN",
            ("P1", "P6"),
            (4, 60),
            (3, 10),
            "yes",
            gettext_noop("A question with a scale or a field; then two or three people explain."),
            protects=True,
            dots=1,
        ),
        _method(
            "ERW",
            ("P1",),
            (4, 20),
            (10, 20),
            "yes",
            gettext_noop("Compare with them again in the closing."),
        ),
        _method(
            "PIN",
            ("P1",),
            (4, 24),
            (10, 20),
            "no",
            gettext_noop("Put up the questions for everybody to see."),
            usual="pairs",
        ),
        _method(
            "BLI",
            ("P1", "P6"),
            (3, 20),
            (Fraction(1, 2), Fraction(3, 2)),
            "no",
            gettext_noop("Nobody discusses. Not suited to more than 20 people."),
            each=True,
        ),
        _method(
            "ZUR",
            ("P2",),
            (3, 20),
            (5, 15),
            "yes",
            gettext_noop("Not suited to delicate topics, for everybody hears who says what."),
        ),
        _method(
            "KAR",
            ("P2",),
            (4, 24),
            (15, 30),
            "yes",
            gettext_noop(
                "Three to five cards for each person; more than 24 people write in pairs."
            ),
            in_pairs=True,
            protects=True,
        ),
        _method(
            "CLU",
            ("P2",),
            (4, 30),
            (10, 20),
            "yes",
            gettext_noop("Follows the card query; the group finds the headings."),
        ),
        _method(
            "TSP",
            ("P2", "P3"),
            (3, 60),
            (5, 10),
            "yes",
            gettext_noop("Also keeps what has to wait."),
        ),
        _method(
            "MPA",
            ("P3",),
            (4, 60),
            (5, 15),
            "yes",
            gettext_noop("Half as many dots for each person as topics; at most two on one topic."),
            protects=True,
        ),
        _method(
            "EMX",
            ("P3", "P4"),
            (4, 15),
            (15, 30),
            "yes",
            gettext_noop("Settle the criteria before."),
        ),
        _method(
            "KGA",
            ("P4",),
            (6, 40),
            (20, 60),
            "yes",
            gettext_noop("Groups of three to six; the task in writing, the time, a presentation."),
            usual="groups",
        ),
        _method(
            "ZFT",
            ("P4",),
            (3, 8),
            (15, 30),
            "yes",
            gettext_noop("Chances and risks, or how it is and should be; up to eight at a board."),
            in_groups=True,
        ),
        _method(
            "ISH",
            ("P4",),
            (3, 10),
            (25, 45),
            "yes",
            gettext_noop("Looks for causes, not for culprits."),
        ),
        _method(
            "FIS",
            ("P4",),
            (10, 50),
            (30, 60),
            "partly",
            gettext_noop("An inner circle of four to six and a free chair."),
        ),
        _method(
            "WCA",
            ("P4", "P2"),
            (12, 100),
            (60, 120),
            "yes",
            gettext_noop(
                "Tables of four to six; three rounds of 15 to 25 min, then 15 to 20 min of harvest."
            ),
            usual="groups",
        ),
        _method(
            "MAP",
            ("P5",),
            (3, 60),
            (10, 30),
            "yes",
            gettext_noop("Always with: what, who, by when."),
        ),
        _method(
            "ZIE",
            ("P6",),
            (5, 40),
            (5, 10),
            "yes",
            gettext_noop("Three to five segments."),
            protects=True,
        ),
    )
}
"""All methods in the order of the catalogue."""


@lru_cache(maxsize=256)
def for_phase(phase: Phase, participants: int) -> tuple[Method, ...]:
    """Return the methods of a phase that this many people can do in some form."""
    return tuple(
        each
        for each in CATALOGUE.values()
        if phase in each.phases and each.form_for(participants) is not None
    )
