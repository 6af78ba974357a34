"""Rules of a plan together: they add up, none hides another, ways out lead out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from tests.unit.moderation_plan_strategies import measures, plans, scenarios
from tests.unit.moderation_plans import (
    MEASURES,
    MS1,
    MS1_SCENARIO,
    TODAY,
    changed,
    row,
    scenario,
    without,
)
from xblocks.moderation.definition import Scenario
from xblocks.moderation.domain.catalogue import CATALOGUE, PHASES, for_phase
from xblocks.moderation.domain.checking import Checked, check
from xblocks.moderation.domain.finding import MUST_BE_CLOSED, RULES
from xblocks.moderation.domain.written import Measure
from xblocks.moderation.planned import Row


@dataclass(frozen=True)
class Drawn:
    """A plan while it is being spoiled."""

    rows: tuple[Row, ...] = MS1
    measures: tuple[Measure, ...] = MEASURES
    scenario: Scenario = MS1_SCENARIO

    def row(self, name: str, **values: object) -> Drawn:
        return replace(self, rows=changed(name, self.rows, **values))

    def minus(self, name: str) -> Drawn:
        return replace(self, rows=without(name, rows=self.rows))

    def meeting(self, **values: object) -> Drawn:
        return replace(self, scenario=self.scenario.model_copy(update=values))


def late_choice(plan: Drawn) -> Drawn:
    chosen = next(each for each in plan.rows if each.id == "r5")
    rest = without("r5", rows=plan.rows)
    at = [each.id for each in rest].index("r7") + 1
    return replace(plan, rows=(*rest[:at], chosen, *rest[at:]))


def crowd(plan: Drawn) -> Drawn:
    return plan.row("r9", method="BEG").meeting(participants=25, cards=75, dots=100)


SPOIL: dict[str, Callable[[Drawn], Drawn]] = {
    "R07": crowd,
    "R05": lambda plan: plan.row("r1", content="Willkommen"),
    "R06": lambda plan: plan.row("r2", method="TSP"),
    "R08": lambda plan: plan.row("r4", minutes=9),
    "R10": lambda plan: replace(plan, measures=()),
    "R11": lambda plan: plan.row("r9", method="BEG", minutes=4),
    "R12": lambda plan: plan.row("r10", minutes=5),
    "R13": lambda plan: plan.minus("r6"),
    "R14": lambda plan: plan.row("r8", visual=False),
    "R16": lambda plan: plan.meeting(cards=41),
    "R02": late_choice,
    "R01": lambda plan: plan.minus("r5"),
    "R04": lambda plan: replace(plan, rows=(plan.rows[-1], *plan.rows[:-1])),
}
"""What breaks one rule without touching another, in the order in which it can be done."""


def filled_up(plan: Drawn) -> Drawn:
    """The work on the topic takes all minutes that are left."""
    rest = plan.scenario.minutes - sum(each.minutes for each in plan.rows if each.id != "r7")
    return plan.row("r7", minutes=rest)


@given(st.sets(st.sampled_from(list(SPOIL))), st.booleans())
def test_broken_rules_add_up_and_none_hides_another(broken: set[str], late_end: bool) -> None:
    assume(not broken >= {"R01", "R02"})
    plan = Drawn()
    for rule in SPOIL:
        if rule in broken:
            plan = SPOIL[rule](plan)
    plan = filled_up(plan)
    assume(all(each.minutes <= 60 for each in plan.rows))
    if late_end:
        plan = replace(plan, rows=(*plan.rows, row("end", "break", 4)))
    found = check(plan.rows, plan.measures, plan.scenario, TODAY)
    expected = broken | ({"R03"} if late_end else set())
    assert set(found.rules) == expected
    assert found.points == max(0, 30 - sum(RULES[rule].points for rule in expected))
    assert found.passed is (found.points >= 22 and not expected & MUST_BE_CLOSED)


@given(plans(), measures(), scenarios())
def test_points_and_findings_of_any_plan_are_sound(
    rows: tuple[Row, ...], agreed: tuple[Measure, ...], meeting: Scenario
) -> None:
    found = check(rows, agreed, meeting, TODAY)
    assert found.points == max(0, 30 - sum(each.points for each in found.findings))
    assert found.passed is (found.points >= 22 and not MUST_BE_CLOSED & set(found.rules))
    assert [each.rule for each in found.findings] == sorted(each.rule for each in found.findings)
    ids = {each.id for each in rows}
    for each in found.findings:
        assert each.severity == RULES[each.rule].severity
        assert each.row is None or each.row in ids
        assert each.measure is None or each.measure < len(agreed)
        assert "%(" not in f"{each.what} {each.way_out}"
    assert check(rows, agreed, meeting, TODAY) == found


@given(plans())
def test_rows_follow_each_other_without_a_gap(rows: tuple[Row, ...]) -> None:
    clock = check(rows, (), scenario(), TODAY).clock
    ends = [0, *(clock[each.id].end for each in rows)]
    assert [clock[each.id].start for each in rows] == ends[:-1]
    assert all(clock[each.id].end - clock[each.id].start == each.minutes for each in rows)


LOOK_AT_ORDER = {"R02", "R04", "R13"}


@given(st.data(), plans(parts=False), measures(), scenarios())
def test_order_matters_to_rules_about_order_alone(
    data: st.DataObject, rows: tuple[Row, ...], agreed: tuple[Measure, ...], meeting: Scenario
) -> None:
    other = check(data.draw(st.permutations(rows)), agreed, meeting, TODAY)
    assert without_order(other) == without_order(check(rows, agreed, meeting, TODAY))


def without_order(found: Checked) -> dict[str, int]:
    """What each rule costs in all, but for those about order."""
    return {
        rule: sum(each.points for each in found.findings if each.rule == rule)
        for rule in found.rules
        if rule not in LOOK_AT_ORDER
    }


@given(st.data(), measures())
def test_order_of_measures_does_not_matter(
    data: st.DataObject, agreed: tuple[Measure, ...]
) -> None:
    other = check(MS1, data.draw(st.permutations(agreed)), scenario(), TODAY)
    assert other.points == check(MS1, agreed, scenario(), TODAY).points


@given(plans(), scenarios())
def test_rules_say_what_the_facts_say(rows: tuple[Row, ...], meeting: Scenario) -> None:
    rules = set(check(rows, (), meeting, TODAY).rules)
    of = {place: [each for each in rows if each.phase == place] for place in (*PHASES, "buffer")}
    minutes = {place: sum(each.minutes for each in found) for place, found in of.items()}
    pauses = sum(each.minutes for each in rows if each.phase == "break")
    net = meeting.minutes - pauses - minutes["buffer"]
    assert ("R01" in rules) is not all(of[phase] for phase in PHASES)
    assert ("R03" in rules) is (sum(each.minutes for each in rows) != meeting.minutes)
    most = max(minutes[phase] for phase in PHASES)
    share = Fraction(minutes["P4"]) >= Fraction(30, 100) * net
    assert ("R09" in rules) is (bool(of["P4"]) and not (share and minutes["P4"] == most))
    closing = any(each.method in ("BEG", "EIN", "BLI", "ZIE") for each in of["P6"])
    enough = bool(of["P6"]) and minutes["P6"] >= Fraction(5, 100) * net
    assert ("R11" in rules) is not (closing and enough)
    spare = Fraction(minutes["buffer"], meeting.minutes)
    assert ("R12" in rules) is not (Fraction(5, 100) <= spare <= Fraction(15, 100))


@given(plans(), scenarios(), measures())
def test_ways_out_lead_out(
    rows: tuple[Row, ...], meeting: Scenario, agreed: tuple[Measure, ...]
) -> None:
    found = check(rows, agreed, meeting, TODAY)
    for each in rows:
        rules = {finding.rule for finding in found.at(each.id)}
        if not rules & {"R06", "R07"}:
            continue
        offered = for_phase(next(p for p in PHASES if p == each.phase), meeting.participants)
        for method in offered:
            form = method.form_for(meeting.participants)
            better = changed(each.id, rows, method=method.code, form=form)
            after = check(better, agreed, meeting, TODAY).at(each.id)
            assert not {finding.rule for finding in after} & {"R06", "R07"}


def test_catalogue_has_all_eighteen_methods_and_each_phase_some() -> None:
    assert len(CATALOGUE) == 18
    assert all(for_phase(phase, 14) for phase in PHASES)
