"""What a rule finds in a plan, and what the rules are called (`curriculum-facts 3.8`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from xblocks.core.text import Message, gettext_noop

Severity = Literal["error", "hint"]


@dataclass(frozen=True)
class Rule:
    """One of the sixteen. `points` is what one violation costs, `title` what is looked at."""

    code: str
    title: str
    severity: Severity
    points: int


RULES: Final[Mapping[str, Rule]] = {
    each.code: each
    for each in (
        Rule("R01", gettext_noop("All six phases are there."), "error", 3),
        Rule("R02", gettext_noop("The phases stand in their order."), "error", 3),
        Rule("R03", gettext_noop("The minutes make up the whole time."), "error", 3),
        Rule("R04", gettext_noop("The opening begins it, the closing ends it."), "error", 2),
        Rule("R05", gettext_noop("The opening names goal, procedure, time and rules."), "hint", 1),
        Rule("R06", gettext_noop("The method fits the phase."), "error", 2),
        Rule("R07", gettext_noop("The method fits the size of the group."), "error", 2),
        Rule("R08", gettext_noop("The method gets the minutes it needs."), "hint", 1),
        Rule("R09", gettext_noop("Working on the topic takes the largest share."), "hint", 1),
        Rule("R10", gettext_noop("Measures are complete."), "error", 3),
        Rule("R11", gettext_noop("The closing gets time and a method of its own."), "error", 2),
        Rule("R12", gettext_noop("There is a buffer, but not too much of it."), "hint", 1),
        Rule("R13", gettext_noop("There are breaks."), "hint", 1),
        Rule("R14", gettext_noop("What the group finds is made visible."), "hint", 1),
        Rule("R15", gettext_noop("Nobody has to stand up for their opinion."), "hint", 2),
        Rule("R16", gettext_noop("There are enough cards and dots."), "hint", 1),
    )
}
"""The rules by their code, in their order."""

MUST_BE_CLOSED: Final = frozenset({"R01", "R03", "R10"})
"""With one of these open nobody passes."""


@dataclass(frozen=True)
class Finding:
    """A rule a plan breaks: `what` is wrong and why, and a `way_out`.

    `row` is the id of the row it stands at, `field` the field of that row; None where the plan as a
    whole is meant. `measure` is the place of a measure from 0, `field` then one of the measure's.
    `points` is what it costs; 0 where another finding of the rule bears the cost.
    """

    rule: str
    severity: Severity
    points: int
    what: Message
    way_out: Message
    row: str | None = None
    field: str | None = None
    measure: int | None = None


def found(rule: str, what: Message, way_out: Message, **where: Any) -> Finding:
    """Return a finding of a rule with its severity and its cost."""
    known = RULES[rule]
    return Finding(rule, known.severity, known.points, what, way_out, **where)


def charged_once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Let the first of several findings bear the cost of a rule that costs once."""
    for number, each in enumerate(findings):
        yield each if number == 0 else replace(each, points=0)
