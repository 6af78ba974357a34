"""Each rule of a plan by itself: what breaks it, what just keeps it, what the finding says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from tests.unit.moderation_plans import (
    MEASURES,
    MS1,
    MS2,
    MS2_SCENARIO,
    TODAY,
    changed,
    checked,
    measure,
    row,
    scenario,
    without,
)
from xblocks.moderation.domain.checking import Checked
from xblocks.moderation.domain.finding import RULES
from xblocks.moderation.domain.written import Measure
from xblocks.moderation.planned import Row


def minutes(rows: Any = MS1, **values: int) -> tuple[Row, ...]:
    """A plan with other minutes in some rows."""
    for name, value in values.items():
        rows = changed(name, rows, minutes=value)
    return tuple(rows)


def opened_by_silence() -> tuple[Row, ...]:
    rows = changed("r2", method="BEG")
    return changed("r5", changed("r3", rows, method="ZUR"), method="TSP")


def swapped(one: str, other: str) -> tuple[Row, ...]:
    places = {each.id: each for each in MS1}
    trade = {one: places[other], other: places[one]}
    return tuple(trade.get(each.id, each) for each in MS1)


BROKEN: dict[str, Callable[[], Checked]] = {
    "R01": lambda: checked(without("r5", rows=minutes(r7=43))),
    "R02": lambda: checked(swapped("r5", "r7")),
    "R03": lambda: checked((*MS1, row("end", "break", 5))),
    "R04": lambda: checked((MS1[-1], *MS1[:-1])),
    "R05": lambda: checked(changed("r1", content="Schön, dass ihr da seid!")),
    "R06": lambda: checked(changed("r2", method="TSP")),
    "R07": lambda: checked(
        changed("r9", method="ZIE"), meeting=scenario(participants=25, cards=75, dots=100)
    ),
    "R08": lambda: checked(minutes(r4=9, r7=36)),
    "R09": lambda: checked(minutes(r7=30, r8=20)),
    "R10": lambda: checked(measures=()),
    "R11": lambda: checked(minutes(changed("r9", method="ZIE"), r7=40, r9=5)),
    "R12": lambda: checked(minutes(r7=37, r10=5)),
    "R13": lambda: checked(without("r6", rows=minutes(r7=45))),
    "R14": lambda: checked(changed("r8", visual=False)),
    "R15": lambda: checked(opened_by_silence()),
    "R16": lambda: checked(meeting=scenario(cards=41)),
}


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_can_be_broken_alone_and_costs_what_it_says(rule: str) -> None:
    found = BROKEN[rule]()
    assert found.rules == (rule,)
    assert found.points == 30 - RULES[rule].points
    assert found.passed is (rule not in {"R01", "R03", "R10"})
    assert {each.severity for each in found.findings} == {RULES[rule].severity}


@pytest.mark.parametrize("rule", RULES)
def test_each_finding_says_what_and_shows_a_way_out(rule: str) -> None:
    for each in BROKEN[rule]().findings:
        assert str(each.what).endswith(".")
        assert str(each.way_out).endswith(".")
        assert "%(" not in f"{each.what} {each.way_out}"


def told(found: Checked, rule: str) -> list[tuple[str | None, str | None, int]]:
    return [(each.row, each.field, each.points) for each in found.findings if each.rule == rule]


def broken(found: Checked, rule: str) -> bool:
    return rule in found.rules


def test_r01_costs_for_each_missing_phase() -> None:
    found = checked(without("r5", "r9"))
    assert told(found, "R01") == [(None, "phase", 3), (None, "phase", 3)]
    assert "Choosing a topic (P3)" in str(found.findings[0].what)
    assert "Multi-dot query" in str(found.findings[0].way_out)


def test_r02_lets_a_plan_go_back_to_topics_that_were_there() -> None:
    again = (row("x1", "P2", 10, "CLU"), row("x2", "P3", 5, "MPA"), row("x3", "P4", 20, "KGA"))
    looped = (*MS1[:7], *again, *MS1[7:])
    assert not broken(checked(looped), "R02")


@pytest.mark.parametrize(
    ("phases", "at"),
    [
        ("P1 P2 P1 P3 P4 P5 P6", ["2"]),
        ("P1 P2 P3 P4 P5 P4 P6", ["5"]),
        ("P1 P2 P4 P3 P5 P6", ["3"]),
        ("P1 P3 P2 P4 P5 P6", ["2"]),
        ("P2 P1 P3 P4 P6 P5", ["1", "5"]),
        ("P1 P2 P3 P4 P2 P4 P3 P5 P6", []),
        ("P1 P2 break P2 P3 P4 buffer P5 P6", []),
    ],
)
def test_r02_tells_each_row_that_stands_too_late_but_costs_once(phases: str, at: list[str]) -> None:
    rows = [row(str(number), place, 5) for number, place in enumerate(phases.split())]
    found = told(checked(rows), "R02")
    assert [each[0] for each in found] == at
    assert sum(each[2] for each in found) == (3 if at else 0)


@pytest.mark.parametrize(("last", "way"), [(6, "Spread 1 min"), (8, "Take away 1 min")])
def test_r03_says_how_many_minutes_are_missing_or_too_many(last: int, way: str) -> None:
    finding = next(each for each in checked(minutes(r10=last)).findings if each.rule == "R03")
    assert str(finding.way_out).startswith(way)


def test_r04_tells_both_ends_and_costs_once() -> None:
    found = checked((MS1[-1], *MS1[:-1]))
    assert told(found, "R04") == [("r1", "phase", 2), ("r9", "minutes", 0)]
    assert "14:07" in str(found.findings[0].what)


def test_r04_says_nothing_of_an_opening_or_a_closing_that_is_not_there() -> None:
    assert not broken(checked(without("r1", "r2", "r9")), "R04")


@pytest.mark.parametrize(
    ("words", "enough"),
    [
        ("Ziel, Ablauf, Zeit, Regeln", True),
        ("Auftrag, Ziel, Zeit, Regeln", True),
        ("Sitzungsziel, Tagesordnung und Spielregeln", True),
        ("goal, agenda, rules", True),
        ("Our aim, the time we have, ground rules", True),
        ("Ziel und Zeit", False),
        ("Zielgruppe, Zeit, Regeln", False),
        ("In der Regel gleichzeitig: Ziel", False),
        ("", False),
    ],
)
def test_r05_recognises_what_an_opening_names(words: str, enough: bool) -> None:
    assert broken(checked(changed("r1", content=words)), "R05") is not enough


def test_r05_reads_all_rows_of_the_opening_and_their_goals() -> None:
    rows = changed("r1", content="Ablauf", goal="Ziel klären")
    assert not broken(checked(changed("r2", rows, content="Regeln?")), "R05")


def test_r06_costs_for_each_row_without_method_or_with_one_of_another_phase() -> None:
    found = checked(changed("r7", changed("r4", method=None), method="KAR"))
    assert told(found, "R06") == [("r4", "method", 2), ("r7", "method", 2)]
    assert "Collecting topics (P2)" in str(found.at("r7")[0].what)


def test_r06_and_r07_do_not_look_at_breaks() -> None:
    assert checked(changed("r6", method="WCA", form="pairs")).findings == ()


@pytest.mark.parametrize(
    ("code", "form", "people", "fits"),
    [
        ("KAR", "plenum", 24, True),
        ("KAR", "plenum", 25, False),
        ("KAR", "groups", 25, False),
        ("KAR", "pairs", 25, True),
        ("KAR", "pairs", 3, False),
        ("ZFT", "plenum", 8, True),
        ("ZFT", "plenum", 9, False),
        ("ZFT", "groups", 60, True),
        ("ZUR", "pairs", 21, False),
        ("ISH", "groups", 11, False),
        ("WCA", "groups", 11, False),
        ("WCA", "groups", 100, True),
        ("BEG", "plenum", 101, False),
    ],
)
def test_r07_knows_the_size_of_the_group(
    code: str,
    form: str,
    people: int,
    fits: bool,
) -> None:
    rows = [row("x", "P4", 20, code, form=form)]
    assert broken(checked(rows, meeting=scenario(participants=people)), "R07") is not fits


def test_r07_leads_to_the_form_in_which_it_works() -> None:
    rows = changed("r3", MS2, form="plenum")
    finding = checked(rows, meeting=MS2_SCENARIO).at("r3")[0]
    assert (finding.rule, finding.field) == ("R07", "form")
    assert "in pairs" in str(finding.way_out)


@pytest.mark.parametrize(("least", "most", "people"), [(7, 21, 14), (8, 22, 15), (10, 30, 20)])
def test_r08_reckons_flashlight_rounds_by_heads(least: int, most: int, people: int) -> None:
    for number in (least - 1, least, most, most + 1):
        rows = [row("x", "P6", number, "BLI")]
        found = checked(rows, meeting=scenario(participants=people))
        assert broken(found, "R08") is not (least <= number <= most)


def test_r08_counts_the_parts_of_a_split_method_together() -> None:
    assert not broken(checked(MS2, meeting=MS2_SCENARIO), "R08")
    apart = checked(changed("r8", MS2, continues=False), meeting=MS2_SCENARIO)
    assert [each[0] for each in told(apart, "R08")] == ["r6", "r8"]


def test_r08_tells_the_first_part_of_what_is_too_short_altogether() -> None:
    found = checked(minutes(MS2, r6=30, r8=20), meeting=MS2_SCENARIO)
    assert told(found, "R08") == [("r6", "minutes", 1)]


def test_r08_lets_what_goes_on_with_nothing_stand_for_itself() -> None:
    rows = changed("r4", minutes(r4=9, r7=36), continues=True)
    assert told(checked(rows), "R08") == [("r4", "minutes", 1)]


def test_r09_is_content_with_thirty_percent_of_the_net_time() -> None:
    assert not broken(checked(minutes(r7=31, r8=19)), "R09")
    assert broken(checked(minutes(r7=30, r8=20)), "R09")


def test_r09_wants_the_largest_share_but_not_alone() -> None:
    even = (*MS1[:4], row("x", "P2", 10, "TSP", visual=True), *MS1[4:])
    assert not broken(checked(even), "R09")
    assert broken(checked(minutes(even, x=11)), "R09")


MISSING = [
    ("what", {"what": ""}),
    ("who", {"who": ""}),
    ("who", {"who": "Alle"}),
    ("who", {"who": "das Team"}),
    ("who", {"who": "wir alle"}),
    ("who", {"who": "The group"}),
    ("who", {"who": "n. n."}),
    ("who", {"who": "Kim und Alex"}),
    ("who", {"who": "Kim & Alex"}),
    ("who", {"who": "Kim / Alex"}),
    ("by", {"by": None}),
    ("by", {"by": TODAY}),
    ("by", {"by": TODAY - timedelta(days=1)}),
    ("sign", {"sign": ""}),
]


@pytest.mark.parametrize(("field", "values"), MISSING)
def test_r10_tells_the_field_of_a_measure_that_is_wrong(field: str, values: dict[str, Any]) -> None:
    found = checked(measures=(MEASURES[1], measure(**values)))
    assert [(each.measure, each.field, each.points) for each in found.findings] == [(1, field, 1)]
    assert (found.points, found.passed) == (29, False)
    assert found.of_measure(1) == found.findings
    assert str(found.findings[0].what).startswith("Measure 2: ")


@pytest.mark.parametrize(
    "who", ["Kim Muster", "Anna-Lena O’Neill", "Muster, Kim", "Leitung Halle 3", "Walter Allemann"]
)
def test_r10_takes_one_person_however_they_are_called(who: str) -> None:
    assert checked(measures=(measure(who=who),)).findings == ()


def test_r10_takes_tomorrow() -> None:
    assert checked(measures=(measure(by=TODAY + timedelta(days=1)),)).findings == ()


def test_r10_does_not_count_an_empty_measure() -> None:
    assert checked(measures=(Measure(), *MEASURES)).findings == ()
    assert told(checked(measures=(Measure(),)), "R10") == [("r8", "measures", 3)]


def test_r10_costs_no_more_for_one_field_of_a_measure_than_for_no_measure() -> None:
    assert checked(measures=(Measure(what="Etwas"),)).points == 27


@pytest.mark.parametrize(("number", "kept"), [(5, False), (6, True)])
def test_r11_wants_five_percent_of_the_net_time(number: int, kept: bool) -> None:
    rows = minutes(changed("r9", method="ZIE"), r7=45 - number, r9=number)
    assert broken(checked(rows), "R11") is not kept


def test_r11_tells_minutes_and_method_but_costs_once() -> None:
    found = checked(minutes(changed("r9", method="MAP"), r9=5))
    assert told(found, "R11") == [("r9", "minutes", 2), ("r9", "method", 0)]


@pytest.mark.parametrize(
    ("number", "kept"), [(0, False), (5, False), (6, True), (18, True), (19, False)]
)
def test_r12_wants_five_to_fifteen_percent(number: int, kept: bool) -> None:
    assert broken(checked(minutes(r10=number, r7=42 - number)), "R12") is not kept


@pytest.mark.parametrize(
    ("places", "total", "at"),
    [
        ("90 b10 80", 180, []),
        ("91 b10 79", 180, ["0"]),
        ("60 31 b10 79", 180, ["1"]),
        ("60 b5 30 b10 75", 180, ["2"]),
        ("60 b5 b5 110", 180, ["3"]),
        ("60 b9 51", 120, ["2"]),
        ("60 59", 119, ["1"]),
        ("45 45", 90, []),
        ("b10 110", 120, ["1"]),
        ("100 b10 100", 210, ["0", "2"]),
    ],
)
def test_r13_looks_between_breaks_of_ten_minutes(places: str, total: int, at: list[str]) -> None:
    rows = [
        row(str(number), "break" if text[0] == "b" else "P4", int(text.strip("b")))
        for number, text in enumerate(places.split())
    ]
    found = told(checked(rows, meeting=scenario(minutes=total)), "R13")
    assert [each[0] for each in found] == at
    assert sum(each[2] for each in found) == (1 if at else 0)


def test_r14_costs_for_each_phase_and_is_content_with_one_row() -> None:
    one = changed("r3", visual=False)
    assert not broken(checked(one), "R14")
    assert told(checked(changed("r5", changed("r4", one, visual=False), visual=False)), "R14") == [
        ("r3", "visual", 1),
        ("r5", "visual", 1),
    ]


def test_r15_asks_nothing_where_everybody_may_speak() -> None:
    assert checked(opened_by_silence(), meeting=scenario(hierarchy=False)).findings == ()


def test_r15_also_looks_at_delicate_topics_and_is_content_with_work_alone() -> None:
    delicate = scenario(hierarchy=False, sensitive=True)
    assert broken(checked(opened_by_silence(), meeting=delicate), "R15")
    alone = changed("r3", opened_by_silence(), form="alone")
    assert not broken(checked(alone, meeting=delicate), "R15")


def test_r16_counts_cards_and_dots_that_are_used_up() -> None:
    assert checked(meeting=scenario(cards=42, dots=56)).findings == ()
    assert told(checked(meeting=scenario(dots=55)), "R16") == [("r5", "dots", 1)]
    both = checked(meeting=scenario(cards=0, dots=0))
    assert told(both, "R16") == [("r3", "method", 1), ("r2", "dots", 0)]


def test_r16_wants_to_know_how_many_dots_each_person_gets() -> None:
    assert told(checked(changed("r5", dots=None)), "R16") == [("r5", "dots", 1)]


def test_r16_counts_a_split_card_query_once() -> None:
    first = row("x", "P2", 15, "KAR", visual=True)
    split = (*MS1[:3], first.model_copy(update={"continues": True}), *MS1[3:])
    assert not broken(checked(split), "R16")
    assert broken(checked((*MS1[:3], first, *MS1[3:])), "R16")


def test_empty_plan_has_no_points_and_says_where_to_begin() -> None:
    found = checked((), ())
    assert (found.points, found.passed, found.clock) == (0, False, {})
    assert found.rules == ("R01", "R03", "R10", "R11", "R12", "R13", "R15")


def test_measures_of_last_year_are_told_on_the_day_of_the_check() -> None:
    assert checked(measures=(measure(by=date(2026, 12, 31)),)).rules == ("R10",)
