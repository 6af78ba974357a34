"""The calculation of funding in words and numbers, each step with the rule it goes by.

Sums are euros, as `Decimal`; a page spells them in the reader's language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from xblocks.core.text import Message, gettext_noop
from xblocks.needs_analysis.domain.funding import Funding, Share
from xblocks.needs_analysis.domain.funding_rates import class_percent, grant_percent
from xblocks.needs_analysis.domain.funding_refused import Line
from xblocks.needs_analysis.domain.law import Law


def cost_lines(found: Funding, law: Law) -> list[Line]:
    """Return how the costs of the course are shared."""
    lines = [Line(law.rules["sgb3-82-costs"], _costs(found))]
    if not found.possible:
        said = gettext_noop("Without funding the employer pays €%(sum)s.")
        return [*lines, _line(law, "sgb3-82-costs", said, sum=euros(found.employer_costs))]
    lines.extend(size_lines(found, law))
    for who, group in _groups(found.shares, lambda each: (each.fundable, each.employer_rule)):
        lines.append(_employer(who, group, law))
    said = gettext_noop("Together the employer pays €%(sum)s.")
    lines.append(_line(law, "sgb3-82-costs", said, sum=euros(found.employer_costs)))
    return [*lines, _agency(found, law)]


def wage_lines(found: Funding, law: Law) -> list[Line]:
    """Return how the grant towards the wages is reckoned; nothing where no wage is known."""
    if not found.wage_base:
        return []
    lines = [Line(law.rules["sgb3-82-wages"], _wages(found))]
    if not found.possible:
        return lines
    if found.agreed:
        lines.append(_more(found, law))
    funded = [each for each in found.shares if each.fundable]
    groups = list(_groups(funded, lambda each: (each.wage_rule,)))
    for who, group in groups:
        said = gettext_noop("%(who)s: €%(base)s × %(percent)s%% = up to €%(sum)s.")
        lines.append(
            _line(
                law,
                group[0].wage_rule,
                said,
                who=who,
                base=euros(sum((each.wage_base for each in group), Decimal(0))),
                percent=plain(group[0].wage_percent),
                sum=euros(sum((each.wage_grant for each in group), Decimal(0))),
            )
        )
    if len(groups) > 1:
        said = gettext_noop("The grant towards the wages is up to €%(sum)s.")
        lines.append(_line(law, "sgb3-82-wages", said, sum=euros(found.wage_grant)))
    return lines


def hints(found: Funding, law: Law) -> list[Line]:
    """Return what else must be known: no claim, apply before, what an agreement would change."""
    if not found.possible:
        return []
    lines = [
        _line(law, "sgb3-82-discretion", gettext_noop("The agency decides. There is no claim.")),
        _line(law, "sgb3-324", gettext_noop("Apply before the measure begins.")),
    ]
    if not found.agreed:
        lines.extend(_with_agreement(found, law))
    without = [
        each.person.code for each in found.shares if each.person and not each.person.qualified
    ]
    if without:
        who = ", ".join(without)
        said = gettext_noop(
            "%(who)s: no vocational qualification. We take it that this does not stand against it."
        )
        lines.append(_line(law, "sgb3-82-qualified", said, who=who))
        if not found.measure.degree:
            said = gettext_noop(
                "%(who)s: if the measure led to a qualification, up to the full wages would be "
                "possible."
            )
            lines.append(_line(law, "sgb3-82-full-wages", said, who=who))
    return lines


def euros(amount: Decimal) -> Decimal:
    """Return a sum with cents only where there are some."""
    whole = amount.to_integral_value()
    return whole if amount == whole else amount.quantize(Decimal("0.01"))


def plain(number: Decimal) -> Decimal:
    """Return a number without zeros at its end."""
    whole = number.to_integral_value()
    return whole if number == whole else number.normalize()


def _costs(found: Funding) -> Message:
    size = len(found.shares)
    if found.measure.cost_per == "group":
        said = gettext_noop("The course costs €%(sum)s for %(size)s people together.")
        return Message(said, {"size": size, "sum": euros(found.costs)})
    return Message(
        gettext_noop("The course costs %(size)s × €%(cost)s = €%(sum)s."),
        {"size": size, "cost": euros(Decimal(found.measure.cost)), "sum": euros(found.costs)},
    )


def size_lines(found: Funding, law: Law) -> Iterator[Line]:
    """Return the employer's share by size alone, and what an agreement takes off."""
    general = class_percent(found.frame, law, agreed=False)
    yield _line(
        law,
        "sgb3-82-costs",
        gettext_noop("With %(headcount)s employees the employer’s share is %(percent)s%%."),
        headcount=found.frame.headcount,
        percent=plain(general),
    )
    if found.agreed:
        yield _line(
            law,
            "sgb3-82-agreement",
            gettext_noop("With the agreement: %(before)s%% − %(points)s = %(percent)s%%."),
            before=plain(general),
            points=plain(general - found.class_share),
            percent=plain(found.class_share),
        )


def _employer(who: str | Message, group: Sequence[Share], law: Law) -> Line:
    first = group[0]
    said = gettext_noop("%(who)s: €%(costs)s × %(percent)s%% = €%(sum)s for the employer.")
    if not first.fundable:
        said = gettext_noop("%(who)s, not funded: the employer pays €%(sum)s.")
    elif first.employer_rule == "sgb3-82-age":
        age = plain(law.number("sgb3-82-age", "age"))
        reason = Message(gettext_noop("%(age)s or older, or severely disabled"), {"age": age})
        who = Message("%(who)s (%(why)s)", {"who": who, "why": reason})
    return _line(
        law,
        first.employer_rule,
        said,
        who=who,
        costs=euros(sum((each.costs for each in group), Decimal(0))),
        percent=plain(first.employer_percent),
        sum=euros(sum((each.employer for each in group), Decimal(0))),
    )


def _agency(found: Funding, law: Law) -> Line:
    return _line(
        law,
        "sgb3-82-costs",
        gettext_noop("The agency can take over €%(costs)s − €%(employer)s = €%(sum)s."),
        costs=euros(found.costs),
        employer=euros(found.employer_costs),
        sum=euros(found.agency_costs),
    )


def _wages(found: Funding) -> Message:
    return Message(
        gettext_noop("Wages: %(size)s × %(hours)s h × €%(wage)s = €%(sum)s."),
        {
            "size": len(found.shares),
            "hours": plain(Decimal(found.measure.hours)),
            "wage": euros(Decimal(found.frame.wage)),
            "sum": euros(found.wage_base),
        },
    )


def _more(found: Funding, law: Law) -> Line:
    before = grant_percent(found.frame, law, agreed=False)
    after = grant_percent(found.frame, law, agreed=True)
    return _line(
        law,
        "sgb3-82-agreement",
        gettext_noop("With the agreement up to: %(before)s%% + %(points)s = %(percent)s%%."),
        before=plain(before),
        points=plain(after - before),
        percent=plain(after),
    )


def _with_agreement(found: Funding, law: Law) -> Iterator[Line]:
    """What a works agreement would change: an argument for projects that bring one about."""
    share = class_percent(found.frame, law, agreed=True)
    if share == found.class_share:
        return
    yield _line(
        law,
        "sgb3-82-agreement",
        gettext_noop(
            "With a works agreement the employer’s share would be %(share)s%%, the grant up to "
            "%(grant)s%%."
        ),
        share=plain(share),
        grant=plain(grant_percent(found.frame, law, agreed=True)),
    )


def _groups(
    shares: Sequence[Share], key: Callable[[Share], tuple[bool | str, ...]]
) -> Iterator[tuple[str | Message, list[Share]]]:
    """Shares that go by the same rule, and who they are."""
    for _key, same in groupby(sorted(shares, key=key), key):
        group = list(same)
        names = [each.person.code for each in group if each.person]
        others = len(group) - len(names)
        who: str | Message = ", ".join(names)
        if others:
            count = Message(gettext_noop("%(count)s people"), {"count": others})
            who = Message("%(who)s + %(count)s", {"who": who, "count": count}) if names else count
        yield who, group


def _line(law: Law, rule: str, said: str, **params: object) -> Line:
    return Line(law.rules[rule], Message(said, dict(params)))
