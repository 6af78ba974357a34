"""Which methods fit, why others do not, and how the time of a plan is shared."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.moderation_plans import MS1, TODAY, row, scenario
from xblocks.moderation.domain.catalogue import CATALOGUE, PHASES
from xblocks.moderation.domain.checking import check
from xblocks.moderation.domain.fitting import Asked, Offer, offers
from xblocks.moderation.domain.timeline import clock, shares, told
from xblocks.moderation.planned import METHODS

FACTS = """
BEG P1,P6 3-100 3-15 no
EIN P1,P6 4-60 3-10 yes
ERW P1 4-20 10-20 yes
PIN P1 4-24 10-20 no
BLI P1,P6 3-20 0.5-1.5 no
ZUR P2 3-20 5-15 yes
KAR P2 4-24 15-30 yes
CLU P2 4-30 10-20 yes
TSP P2,P3 3-60 5-10 yes
MPA P3 4-60 5-15 yes
EMX P3,P4 4-15 15-30 yes
KGA P4 6-40 20-60 yes
ZFT P4 3-8 15-30 yes
ISH P4 3-10 25-45 yes
FIS P4 10-50 30-60 partly
WCA P4,P2 12-100 60-120 yes
MAP P5 3-60 10-30 yes
ZIE P6 5-40 5-10 yes
""".split("\n")[1:-1]
"""`curriculum-facts 3.3`, row by row."""


def by_code(asked: Asked) -> dict[str, Offer]:
    return {each.method.code: each for each in offers(asked)}


def reasons(asked: Asked, code: str) -> list[str]:
    return [str(each) for each in by_code(asked)[code].why_not]


def test_catalogue_is_that_of_the_facts() -> None:
    lines = [
        f"{each.code} {','.join(each.phases)} {each.smallest}-{each.largest} "
        f"{float(each.shortest):g}-{float(each.longest):g} {each.visible}"
        for each in CATALOGUE.values()
    ]
    assert lines == FACTS
    assert list(CATALOGUE) == list(METHODS)
    assert [each.code for each in CATALOGUE.values() if each.each] == ["BLI"]


@given(
    st.integers(2, 200),
    st.one_of(st.none(), st.sampled_from(PHASES)),
    st.one_of(st.none(), st.integers(-30, 200)),
    st.booleans(),
)
def test_a_method_that_fits_breaks_no_rule_where_it_is_put(
    people: int, phase: str | None, left: int | None, visible: bool
) -> None:
    found = offers(Asked(people, phase, left, visible))  # type: ignore[arg-type]
    assert sorted(each.method.code for each in found) == sorted(METHODS)
    assert [each.fits for each in found] == sorted((each.fits for each in found), reverse=True)
    for each in found:
        assert all("%(" not in str(reason) for reason in each.why_not)
        new = each.row("new")
        rules = check([new], (), scenario(participants=people), TODAY)
        told_here = {finding.rule for finding in rules.at("new")} & {"R06", "R07", "R08"}
        if each.fits:
            assert told_here == set()
            assert phase in (None, new.phase)
            assert left is None or new.minutes <= left
            assert not visible or new.visual


def test_reasons_say_why_a_method_does_not_fit() -> None:
    asked = Asked(28, "P4", 40)
    assert reasons(asked, "KGA") == []
    assert reasons(asked, "ISH") == ["Suits at most 10 people."]
    assert reasons(asked, "WCA") == ["Takes at least 60 min; 40 min are left."]
    assert reasons(asked, "ZUR") == [
        "Belongs to: Collecting topics (P2).",
        "Suits at most 20 people.",
    ]
    assert reasons(Asked(28, "P4", 60), "WCA") == []
    assert reasons(Asked(3, "P4"), "FIS") == ["Needs at least 10 people."]
    assert reasons(Asked(10, visible=True), "BEG") == ["Makes nothing visible."]
    assert reasons(Asked(10, visible=True), "FIS") == []
    assert reasons(Asked(10, minutes=-5), "BEG") == ["Takes at least 3 min; 0 min are left."]


def test_a_large_group_is_offered_the_form_in_which_it_works() -> None:
    large = by_code(Asked(28))
    assert [large[code].form for code in ("KAR", "ZFT", "WCA", "CLU")] == [
        "pairs",
        "groups",
        "groups",
        "plenum",
    ]
    assert by_code(Asked(8))["ZFT"].form == "plenum"


def test_minutes_of_a_flashlight_round_depend_on_the_group() -> None:
    offer = by_code(Asked(14, "P6"))["BLI"]
    assert (offer.least, offer.most, offer.row("x").minutes) == (7, 21, 7)


@pytest.mark.parametrize(
    ("begins", "minute", "time"),
    [
        ("14:00", 0, "14:00"),
        ("09:05", 55, "10:00"),
        ("23:30", 45, "00:15"),
        ("00:00", 600, "10:00"),
    ],
)
def test_times_of_day_run_on(begins: str, minute: int, time: str) -> None:
    assert told(begins, minute) == time


def test_rows_of_the_model_plan_run_from_two_to_four() -> None:
    found = clock(MS1)
    times = [told("14:00", found[each.id].start) for each in MS1]
    assert times[:6] == ["14:00", "14:05", "14:10", "14:25", "14:35", "14:43"]
    assert told("14:00", found["r10"].end) == "16:00"


def test_shares_are_those_of_the_net_time_and_know_the_guide() -> None:
    found = {each.phase: each for each in shares(MS1, 120)}
    assert [each.phase for each in found.values()] == list(PHASES)
    for phase, share in found.items():
        part = Fraction(100 * sum(each.minutes for each in MS1 if each.phase == phase), 103)
        assert abs(share.percent - part) <= Fraction(1, 2)
    assert found["P2"].usual
    assert found["P1"].guide == (5, 15)
    assert not found["P4"].usual


def test_shares_of_nothing_are_nothing() -> None:
    rows = [row("a", "P4", 10), row("b", "break", 50)]
    assert {each.percent for each in shares(rows, 50)} == {0}
