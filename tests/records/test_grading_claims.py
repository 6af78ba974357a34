"""Claims: one grader at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.records import claim_rounds
from tests.records.grading_cases import NOW, Course, course, decide, hand_in, rating
from xblocks.core.errors import Masquerading, NotAllowed, NotFound
from xblocks.core.people import Actor, Role
from xblocks.grading import service
from xblocks.grading.records import Work
from xblocks.grading.refusals import (
    ClaimHeld,
    ClaimLost,
    ClaimStale,
    NotWaiting,
    OwnWork,
)
from xblocks.notices.records import Notice

HOURS_8 = timedelta(hours=8)
LATER = NOW + HOURS_8


@pytest.fixture
def made(db: None) -> Course:
    return course()


@pytest.fixture
def work(made: Course) -> Work:
    return hand_in(made.trainee("Ada", made.company("Adler")), made.exercise())


def holder(work: Work) -> int | None:
    return Work.objects.get(id=work.pk).claimed_by_id


def test_a_free_work_is_held_for_eight_hours(made: Course, work: Work) -> None:
    trainer = made.trainer("Tom")
    assert service.claim(trainer, work.pk, NOW) == NOW + HOURS_8
    assert holder(work) == trainer.user_id


def test_a_second_trainer_is_told_who_holds_it(made: Course, work: Work) -> None:
    first, second = made.trainer("Tom"), made.trainer("Tina")
    service.claim(first, work.pk, NOW)
    with pytest.raises(ClaimHeld) as caught:
        service.claim(second, work.pk, NOW + HOURS_8 - timedelta(seconds=1))
    assert "Tom" in str(caught.value)
    assert holder(work) == first.user_id


def test_a_stale_claim_is_not_broken_by_claiming(made: Course, work: Work) -> None:
    first, second = made.trainer("Tom"), made.trainer("Tina")
    service.claim(first, work.pk, NOW)
    with pytest.raises(ClaimStale) as caught:
        service.claim(second, work.pk, LATER)
    assert caught.value.holder_id == first.user_id
    assert holder(work) == first.user_id


def test_a_stale_claim_is_taken_over_from_the_one_who_was_named(made: Course, work: Work) -> None:
    first, second = made.trainer("Tom"), made.trainer("Tina")
    service.claim(first, work.pk, NOW)
    assert service.take_over(second, work.pk, first.user_id, LATER) == LATER + HOURS_8
    assert holder(work) == second.user_id


def test_who_was_relieved_is_told_and_nobody_else(made: Course, work: Work) -> None:
    first, second = made.trainer("Tom"), made.trainer("Tina")
    service.claim(first, work.pk, NOW)
    with pytest.raises(ClaimHeld):
        service.take_over(second, work.pk, first.user_id, NOW)
    assert not Notice.objects.exists()
    service.take_over(second, work.pk, first.user_id, LATER)
    service.take_over(second, work.pk, second.user_id, LATER + HOURS_8)
    (notice,) = Notice.objects.all()
    assert (notice.person_id, notice.kind) == (first.person_id, "claim_taken_over")
    assert notice.link.endswith(f"/grading/{work.pk}/")


def test_nobody_takes_over_from_another_than_was_named(made: Course, work: Work) -> None:
    first, second, third = (made.trainer(name) for name in ("Tom", "Tina", "Theo"))
    service.claim(first, work.pk, NOW)
    service.take_over(second, work.pk, first.user_id, LATER)
    with pytest.raises(ClaimHeld):
        service.take_over(third, work.pk, first.user_id, LATER)
    with pytest.raises(ClaimStale) as caught:
        service.take_over(third, work.pk, first.user_id, LATER + HOURS_8)
    assert caught.value.holder_id == second.user_id


def test_a_running_claim_cannot_be_taken_over(made: Course, work: Work) -> None:
    first, second = made.trainer("Tom"), made.trainer("Tina")
    service.claim(first, work.pk, NOW)
    with pytest.raises(ClaimHeld):
        service.take_over(second, work.pk, first.user_id, LATER - timedelta(seconds=1))


def test_saving_a_draft_prolongs_the_claim_even_a_stale_one(made: Course, work: Work) -> None:
    trainer = made.trainer("Tom")
    service.claim(trainer, work.pk, NOW)
    service.save_draft(trainer, work.pk, 0, rating(), LATER + timedelta(hours=1))
    stored = Work.objects.get(id=work.pk)
    assert stored.claimed_until == LATER + timedelta(hours=9)
    assert service.prolong(trainer, work.pk, LATER + timedelta(days=2)) > stored.claimed_until


def test_who_was_relieved_can_neither_prolong_nor_save_nor_decide(made: Course, work: Work) -> None:
    first, second = made.trainer("Tom"), made.trainer("Tina")
    service.claim(first, work.pk, NOW)
    saved = service.save_draft(first, work.pk, 0, rating(), NOW)
    service.take_over(second, work.pk, first.user_id, LATER)
    for attempt in (
        lambda: service.prolong(first, work.pk, LATER),
        lambda: service.save_draft(first, work.pk, saved.version, rating({"aim": 1}), LATER),
        lambda: service.decide(first, work.pk, saved.version, LATER),
    ):
        with pytest.raises(ClaimHeld):
            attempt()
    assert service.draft(first, work.pk).rating == rating(), "the text typed before is kept"


def test_a_claim_given_back_is_free_for_everybody(made: Course, work: Work) -> None:
    first, second = made.trainer("Tom"), made.trainer("Tina")
    service.claim(first, work.pk, NOW)
    service.release(second, work.pk)
    assert holder(work) == first.user_id, "nobody gives back for somebody else"
    service.release(first, work.pk)
    service.release(first, work.pk)
    with pytest.raises(ClaimLost):
        service.prolong(first, work.pk, NOW)
    service.claim(second, work.pk, NOW)
    assert holder(work) == second.user_id


def test_a_decided_work_cannot_be_claimed(made: Course, work: Work) -> None:
    decide(made.trainer("Tom"), work)
    with pytest.raises(NotWaiting):
        service.claim(made.trainer("Tina"), work.pk, NOW)


def outsiders(made: Course, work: Work) -> dict[str, tuple[Actor, type[Exception]]]:
    elsewhere = course()
    mate = made.person("Mia", [Role.TRAINEE, Role.TRAINER], work.company, [made.north])
    moved = replace(made.trainer("Max"), person_id=work.handed_in_by_id)
    return {
        "trainer of another district": (made.trainer("Sue", made.south), NotFound),
        "trainer of another course": (elsewhere.trainer("Eve"), NotFound),
        "trainer of two courses": (
            replace(elsewhere.trainer("Eli"), districts=frozenset({made.north.pk})),
            NotFound,
        ),
        "trainee": (made.trainee("Ben", made.company("Bergwerk")), NotAllowed),
        "expert": (made.person("Xenia", [Role.EXPERT]), NotAllowed),
        "coordinator": (made.person("Cora", [Role.COORDINATOR]), NotAllowed),
        "trainer of the same company": (mate, OwnWork),
        "trainer who is graded with it": (moved, OwnWork),
        "staff looking through other eyes": (
            replace(made.trainer("Tim"), masquerading=True),
            Masquerading,
        ),
    }


def test_nobody_else_claims(made: Course, work: Work) -> None:
    for who, (actor, refusal) in outsiders(made, work).items():
        with pytest.raises(refusal):
            service.claim(actor, work.pk, NOW)
        assert holder(work) is None, who


def test_a_work_that_does_not_exist_is_not_found(made: Course) -> None:
    with pytest.raises(NotFound):
        service.claim(made.trainer("Tom"), 999_999, NOW)


def test_of_two_processes_exactly_one_wins_every_time() -> None:
    outcome = claim_rounds.prove(25)
    assert (outcome.rounds, outcome.one_winner) == (25, 25)
    assert (outcome.disagreements, outcome.errors) == (0, 0)
