"""Two plans beside each other: every row once, in order, and what differs."""

from __future__ import annotations

from hypothesis import given

from tests.unit.moderation_plan_strategies import plans
from tests.unit.moderation_plans import MS1, changed, row, without
from xblocks.moderation.domain.comparing import beside


@given(plans(), plans())
def test_every_row_of_both_stands_there_once_and_in_its_order(mine, other) -> None:
    pairs = beside(mine, other)
    assert tuple(pair.mine for pair in pairs if pair.mine) == mine
    assert tuple(pair.other for pair in pairs if pair.other) == other
    assert all(pair.mine or pair.other for pair in pairs)


@given(plans(), plans())
def test_only_rows_of_one_phase_meet(mine, other) -> None:
    met = [(pair.mine, pair.other) for pair in beside(mine, other) if pair.mine and pair.other]
    assert all(one.phase == two.phase for one, two in met)


@given(plans())
def test_a_plan_is_the_same_as_itself(plan) -> None:
    assert all(pair.same for pair in beside(plan, plan))


def test_a_missing_row_stands_alone() -> None:
    pairs = beside(without("r5"), MS1)
    assert [pair.other.id for pair in pairs if pair.mine is None and pair.other] == ["r5"]
    assert sum(pair.same for pair in pairs) == len(MS1) - 1


def test_another_method_meets_in_its_phase_and_tells_what_differs() -> None:
    pairs = beside(changed("r5", method="TSP", minutes=10, dots=None), MS1)
    found = next(pair for pair in pairs if pair.mine and pair.mine.id == "r5")
    assert found.other is not None
    assert found.other.id == "r5"
    assert set(found.differs) == {"method", "minutes", "dots"}
    assert found.more == 2
    assert found.phase == "P3"


def test_a_row_that_only_mine_has_is_not_taken_for_another_phase() -> None:
    extra = (*MS1, row("x", "P1", 3, "BLI"))
    alone = [pair for pair in beside(extra, MS1) if pair.other is None]
    assert [pair.mine.id for pair in alone if pair.mine] == ["x"]
    assert alone[0].phase == "P1"
    assert alone[0].more == 0
