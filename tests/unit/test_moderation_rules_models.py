"""The model plans keep all rules, and the faulty plan breaks those it was made for."""

from __future__ import annotations

from tests.unit.moderation_plans import (
    FAULTY,
    MEASURES,
    MS1,
    MS1_SCENARIO,
    MS2,
    MS2_SCENARIO,
    checked,
)
from xblocks.moderation.domain.timeline import shares


def test_first_model_plan_has_all_points() -> None:
    found = checked(MS1, MEASURES, MS1_SCENARIO)
    assert (found.findings, found.points, found.passed) == ((), 30, True)


def test_second_model_plan_has_all_points() -> None:
    found = checked(MS2, MEASURES, MS2_SCENARIO)
    assert (found.findings, found.points, found.passed) == ((), 30, True)


def test_faulty_plan_breaks_the_rules_it_was_made_for_and_no_other() -> None:
    found = checked(FAULTY, (), MS2_SCENARIO)
    assert " ".join(found.rules) == "R01 R03 R06 R07 R10 R11 R12 R13 R14 R15"
    assert not found.passed


def test_model_plans_share_their_time_as_the_facts_say() -> None:
    first = {each.phase: (each.minutes, each.percent) for each in shares(MS1, 120)}
    second = {each.phase: (each.minutes, each.percent) for each in shares(MS2, 180)}
    assert first["P4"] == (35, 34)
    assert second["P4"] == (75, 48)
