"""Whether the qualification allowance of § 82a SGB III comes into question for a company.

Source: `curriculum-facts 4.9, 6.7`. Shares are compared exactly, never rounded.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from xblocks.core.text import Message, gettext_noop
from xblocks.needs_analysis.domain.funding_refused import Line
from xblocks.needs_analysis.domain.law import Law
from xblocks.needs_analysis.offers import Frame


@dataclass(frozen=True)
class Allowance:
    """`share` and `threshold` in percent; `met`: so many are affected as there must be.

    `lines` go through the conditions of the company, `missing` says which is not fulfilled.
    """

    share: Fraction
    threshold: Decimal
    met: bool
    lines: tuple[Line, ...]
    missing: tuple[Line, ...]


def allowance(frame: Frame, law: Law) -> Allowance:
    """Return the check of the company's conditions, § 82a (2)."""
    share = Fraction(100 * frame.affected, frame.headcount)
    threshold = law.rules["sgb3-82a-threshold"].value_at(frame.headcount)
    met = share >= Fraction(threshold)
    sign = "≥" if met else "<"
    reckoned = Line(
        law.rules["sgb3-82a-threshold"],
        Message(
            "%(affected)s ÷ %(headcount)s = %(share)s %% %(sign)s %(threshold)s %%",
            {
                "affected": frame.affected,
                "headcount": frame.headcount,
                "share": share,
                "sign": sign,
                "threshold": threshold,
            },
        ),
    )
    said = gettext_noop("The employer pays for the measure, employees do not.")
    pays = Line(law.rules["sgb3-82a-financed"], Message(said))
    rules = _rules(frame, law)
    missing = () if met else (_too_few(law),)
    if frame.agreement or _small(frame, law):
        return Allowance(share, threshold, met, (reckoned, pays, rules), missing)
    return Allowance(share, threshold, met, (reckoned, pays), (*missing, rules))


def _small(frame: Frame, law: Law) -> bool:
    return frame.headcount < law.number("sgb3-82a-agreement", "declaration_below")


def _too_few(law: Law) -> Line:
    said = gettext_noop("Too few employees are affected.")
    return Line(law.rules["sgb3-82a-threshold"], Message(said))


def _rules(frame: Frame, law: Law) -> Line:
    if _small(frame, law):
        said = gettext_noop("A written declaration of the employer is enough.")
    elif frame.agreement:
        said = gettext_noop(
            "There is an agreement. It must name the need, the prospects and the use of the "
            "allowance."
        )
    else:
        said = gettext_noop("A works or collective agreement is missing.")
    return Line(law.rules["sgb3-82a-agreement"], Message(said))
