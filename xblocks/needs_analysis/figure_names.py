"""Names of the figures authors can ask for, and what forms call them."""

from __future__ import annotations

from typing import Literal

from xblocks.core.text import gettext_noop

Figure = Literal[
    "sum_target",
    "sum_met",
    "coverage",
    "sum_gaps",
    "highest_gap",
    "gaps",
    "affected",
    "critical",
    "mean_gap",
    "share",
    "class",
    "points",
]
"""Figures of a matrix; those of the second line are of one competence (`domain.figures`)."""

OF_COMPETENCE = frozenset({"gaps", "affected", "critical", "mean_gap", "share", "class", "points"})

PeopleFigure = Literal["most_gaps", "fewest_gaps", "highest_gap", "surplus"]
"""Sets of people a matrix tells: with most and fewest gap points, with the highest gap at
`competence`, with a surplus at it."""

FundingFigure = Literal[
    "costs",
    "employer_costs",
    "agency_costs",
    "wage_base",
    "wage_grant",
    "class_share",
    "qg_share",
    "qg_threshold",
]
"""What the rules of funding come to (`domain.funding`)."""

FIGURES = {
    "sum_target": gettext_noop("sum of all target levels"),
    "sum_met": gettext_noop("sum of what is there of them"),
    "coverage": gettext_noop("coverage in percent"),
    "sum_gaps": gettext_noop("sum of all gaps"),
    "highest_gap": gettext_noop("highest single gap"),
    "gaps": gettext_noop("sum of the gaps of a competence"),
    "affected": gettext_noop("people affected (gap of 1 or more)"),
    "critical": gettext_noop("critical fields (gap of 2 or more)"),
    "mean_gap": gettext_noop("mean gap of a competence"),
    "share": gettext_noop("share of people affected in percent"),
    "class": gettext_noop("class of people affected (1 to 3)"),
    "points": gettext_noop("points of priority"),
}
PEOPLE_FIGURES = {
    "most_gaps": gettext_noop("people with most gap points"),
    "fewest_gaps": gettext_noop("people with fewest gap points"),
    "highest_gap": gettext_noop("people with the highest single gap"),
    "surplus": gettext_noop("people who can do more than asked for"),
}
FUNDING_FIGURES = {
    "costs": gettext_noop("costs of the course in all"),
    "employer_costs": gettext_noop("share of the employer in them"),
    "agency_costs": gettext_noop("share of the agency in them"),
    "wage_base": gettext_noop("wages for the hours of the course"),
    "wage_grant": gettext_noop("grant towards the wages"),
    "class_share": gettext_noop("share of the employer by size, in percent"),
    "qg_share": gettext_noop("share of employees affected (§ 82a), in percent"),
    "qg_threshold": gettext_noop("threshold (§ 82a), in percent"),
}
