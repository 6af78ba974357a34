"""Running a plan: presses count once, in order, at their time, and for their owner alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.at_once import at_once, own_connections
from tests.records.moderation_clock_hall import Hall, at
from tests.unit.moderation_clock_cases import press, rows
from xblocks.core.errors import Masquerading, NotFound
from xblocks.moderation import running
from xblocks.moderation.domain.running import MOST_PRESSES, Span, State, presses_json
from xblocks.moderation.domain.written import rows_json
from xblocks.moderation.records import PlanRun
from xblocks.moderation.refusals import NoSuchPress, NothingToRun, OtherPress
from xblocks.moderation.running import Run, Standing


@pytest.fixture
def hall(db: None, plain_desk: None) -> Hall:
    return Hall()


def test_before_the_start_nothing_runs(hall: Hall) -> None:
    here = hall.standing()
    assert (here.runs, here.present, len(here.rows)) == ((), None, 3)
    assert not PlanRun.objects.exists()


def test_starting_twice_or_from_two_devices_starts_once(hall: Hall) -> None:
    first = hall.start()
    assert hall.start(seconds=9).record.pk == first.record.pk
    assert PlanRun.objects.get().started_at == at(0)


def test_after_the_end_the_clock_can_be_started_anew(hall: Hall) -> None:
    first = hall.start()
    hall.press(first, "end", 60)
    assert hall.start(seconds=70).record.pk == first.record.pk, "a page that knows no run yet"
    second = hall.start(seen=first.record.pk, seconds=80)
    assert second.record.pk != first.record.pk
    assert [each.record.pk for each in hall.standing().runs] == [second.record.pk, first.record.pk]


def test_a_run_keeps_the_plan_as_it_was(hall: Hall) -> None:
    hall.start()
    hall.plan.rows = rows_json(rows(1, 2))
    hall.plan.save()
    here = hall.standing()
    assert here.present is not None
    assert len(here.present.clock.rows) == 3
    assert len(here.rows) == 2


def test_a_plan_without_rows_cannot_be_run(hall: Hall) -> None:
    empty = hall.write(hall.ada, "[]")
    with pytest.raises(NothingToRun):
        running.start(hall.ada, empty.pk, 0, at(0))


def test_presses_are_kept_with_their_time(hall: Hall) -> None:
    run = hall.press(hall.start(), "more", 100, 5)
    run = hall.press(run, "next", 500)
    assert run.clock.spans == (Span(0, 0, 500), Span(1, 500))
    assert run.clock.more == (5, 0, 0)
    kept = PlanRun.objects.get()
    assert kept.version == 2
    assert running.run_of(hall.ada, kept.pk, at(500)).presses == run.presses


def test_what_was_pressed_without_connection_counts_at_its_time(hall: Hall) -> None:
    run = hall.press(hall.start(), "next", 900, claimed=300)
    run = hall.press(run, "next", 900, claimed=700)
    assert [each.at for each in run.presses] == [300, 700]


@pytest.mark.parametrize(("claimed", "kept"), [(5, 100), (9999, 400), (-3, 100)])
def test_no_press_lies_before_the_last_one_or_in_the_future(
    hall: Hall, claimed: int, kept: int
) -> None:
    run = hall.press(hall.start(), "next", 100)
    assert hall.press(run, "back", 400, claimed=claimed).presses[-1].at == kept


def test_a_press_sent_twice_counts_once(hall: Hall) -> None:
    run = hall.start()
    made = press("next", 60)
    first = hall.send(run, made, 60)
    again = hall.send(run, made, 75)
    assert again.presses == first.presses
    assert PlanRun.objects.get().version == 1


def test_a_press_after_another_device_was_faster_is_refused(hall: Hall) -> None:
    run = hall.start()
    hall.press(run, "next", 60)
    with pytest.raises(OtherPress):
        hall.press(run, "next", 61)
    assert len(hall.standing(61).runs[0].presses) == 1


@pytest.mark.parametrize("button", ["back", "go_on"])
def test_a_press_that_does_nothing_is_refused(hall: Hall, button: str) -> None:
    with pytest.raises(NoSuchPress):
        hall.press(hall.start(), button, 60)


def test_the_end_is_kept_and_can_be_taken_back(hall: Hall) -> None:
    run = hall.press(hall.start(), "end", 60)
    assert PlanRun.objects.get().ended_at == at(60)
    assert hall.standing(99).present is None
    run = hall.press(run, "go_on", 90)
    assert run.clock.state is State.RUNNING
    assert PlanRun.objects.get().ended_at is None


def test_an_end_is_not_taken_back_when_a_newer_run_has_begun(hall: Hall) -> None:
    run = hall.press(hall.start(), "end", 60)
    hall.start(seen=run.record.pk, seconds=70)
    with pytest.raises(NoSuchPress):
        hall.press(run, "go_on", 90)


def test_a_clock_that_was_pressed_too_often_still_ends(hall: Hall) -> None:
    run = hall.start()
    PlanRun.objects.update(
        presses=presses_json([press("more", 1, 1)] * MOST_PRESSES), version=MOST_PRESSES
    )
    run = running.run_of(hall.ada, run.record.pk, at(5))
    with pytest.raises(NoSuchPress):
        hall.press(run, "next", 6)
    assert hall.press(run, "end", 7).clock.state is State.ENDED


def test_the_report_tells_planned_from_actual(hall: Hall) -> None:
    run = hall.press(hall.start(), "next", 290)
    run = hall.press(run, "more", 300, 1)
    run = hall.press(run, "pause", 400)
    run = hall.press(run, "go_on", 460)
    run = hall.press(run, "end", 1460)
    told = run.report()
    assert [(each.planned, each.more, each.used, each.apart) for each in told.lines] == [
        (300, 0, 290, -10),
        (600, 60, 1110, 510),
        (300, 0, 0, -300),
    ]
    assert (told.interrupted, told.planned, told.used, told.apart) == (60, 1200, 1460, 260)
    assert told.missed == (), "nobody misses the buffer"
    assert told.longest is not None
    assert told.longest.row.id == "z2"
    assert [each.begun for each in told.lines] == [0, 290, None]


def test_a_row_nobody_came_to_is_missed(hall: Hall) -> None:
    told = hall.press(hall.start(), "end", 60).report()
    assert [each.row.id for each in told.missed] == ["z2"]


def test_a_run_can_be_removed(hall: Hall) -> None:
    run = hall.start()
    assert running.remove(hall.ada, run.record.pk) == hall.plan
    assert not PlanRun.objects.exists()


def test_a_clock_is_its_owners_alone(hall: Hall) -> None:
    run = hall.start()
    number = run.record.pk
    for other in (hall.ben, hall.tom, replace(hall.ada, person_id=None)):
        with pytest.raises(NotFound):
            running.standing(other, hall.plan.pk, at(0))
        with pytest.raises(NotFound):
            running.run_of(other, number, at(0))
        with pytest.raises(NotFound):
            running.start(other, hall.plan.pk, 0, at(0))
        with pytest.raises(NotFound):
            running.press(other, number, 0, press("next", 1), at(1))
        with pytest.raises(NotFound):
            running.remove(other, number)
    assert PlanRun.objects.get().presses == "[]"


def test_who_looks_as_somebody_else_sees_no_clock_and_presses_nothing(hall: Hall) -> None:
    looking = replace(hall.ada, masquerading=True)
    number = hall.start().record.pk
    with pytest.raises(NotFound):
        running.standing(looking, hall.plan.pk, at(0))
    with pytest.raises(Masquerading):
        running.press(looking, number, 0, press("next", 1), at(1))
    with pytest.raises(Masquerading):
        running.start(looking, hall.plan.pk, 0, at(0))
    with pytest.raises(Masquerading):
        running.remove(looking, number)


def test_a_removed_plan_has_no_clock(hall: Hall) -> None:
    number = hall.start().record.pk
    hall.plan.removed_at = at(1)
    hall.plan.save()
    with pytest.raises(NotFound):
        hall.standing()
    with pytest.raises(NotFound):
        running.run_of(hall.ada, number, at(2))


def test_what_is_not_there_is_not_found(hall: Hall) -> None:
    with pytest.raises(NotFound):
        running.run_of(hall.ada, 99999, at(0))
    with pytest.raises(NotFound):
        running.press(hall.ada, 99999, 0, press("next", 1), at(0))
    with pytest.raises(NotFound):
        running.remove(hall.ada, 99999)


@pytest.mark.django_db(transaction=True)
def test_two_devices_that_start_and_press_at_once(tmp_path: Path, plain_desk: None) -> None:
    hall = Hall()
    with own_connections(tmp_path):
        begun = at_once([lambda: running.start(hall.ada, hall.plan.pk, 0, at(0))] * 4)
        assert {type(each) for each in begun} == {Standing}, begun
        runs = {each.latest.record.pk for each in begun if isinstance(each, Standing)}
        assert len(runs) == 1
        run = next(iter(runs))
        done = at_once(
            [
                lambda each=each: running.press(hall.ada, run, 0, each, at(60))
                for each in [press("next", 60) for _device in range(4)]
            ]
        )
        (found,) = at_once([lambda: running.run_of(hall.ada, run, at(60))])
    assert sorted(type(each).__name__ for each in done) == ["OtherPress"] * 3 + ["Run"], done
    assert isinstance(found, Run)
    assert len(found.presses) == 1
