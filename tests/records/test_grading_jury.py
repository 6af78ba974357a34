"""A jury rates blind, sees how far it agrees, and its chair decides."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.records.grading_cases import (
    GOOD,
    NOW,
    WEAK,
    course,
    decide,
    hand_in,
    rating,
)
from tests.records.jury_cases import OTHER, Table
from xblocks.core.errors import NotAllowed, NotFound
from xblocks.core.people import Role
from xblocks.grading import service
from xblocks.grading.records import Seat
from xblocks.grading.refusals import (
    DraftConflict,
    ForAJury,
    ForTheChair,
    JuryFull,
    JuryOpen,
    NoJury,
    NoSeat,
    NotAGuest,
    NotForAnExpert,
    NotWaiting,
    OwnWork,
    RatingIncomplete,
    ReasonMissing,
    SeatSubmitted,
)
from xblocks.roster.records import Person

SECRET = "The third slide was unreadable."


@pytest.fixture
def table(db: None) -> Table:
    return Table()


@pytest.fixture
def seated(table: Table) -> Table:
    table.sit()
    return table


def test_the_first_to_sit_down_has_the_chair_and_three_fill_the_table(seated: Table) -> None:
    jury = service.jury(seated.second, seated.work.pk)
    assert [(each.name, each.is_chair, each.is_me) for each in jury.seats] == [
        ("Clara", True, False),
        ("Sven", False, True),
        ("Gerd", False, False),
    ]
    assert jury.free == 0
    service.take_seat(seated.second, seated.work.pk, NOW)
    with pytest.raises(JuryFull):
        service.take_seat(seated.course.trainer("Late"), seated.work.pk, NOW)
    assert Seat.objects.filter(work=seated.work).count() == 3


def test_nobody_learns_a_level_before_all_have_rated(seated: Table) -> None:
    seated.rate(seated.chair, GOOD, summary=SECRET, note=SECRET)
    service.add_note(seated.chair, seated.work.pk, SECRET + "!", NOW)
    seated.rate(seated.second, OTHER)
    district = seated.course.trainer("Doris")
    for other in (seated.second, seated.guest, district):
        assert service.jury(other, seated.work.pk).agreement is None
        opened = service.open_work(other, seated.work.pk, NOW)
        assert SECRET not in repr(opened)
        assert all(review.grader == other.name for review in opened.reviews)
    own = service.open_work(seated.chair, seated.work.pk, NOW)
    assert SECRET in repr(own.notes)
    assert [review.grader for review in own.reviews] == ["Clara"]
    history = service.history(district, seated.work.usage_key, seated.work.company_id)
    assert history.reviews == ()


def test_when_all_have_rated_they_see_how_far_they_agree(seated: Table) -> None:
    seated.rate_all()
    agreement = service.jury(seated.guest, seated.work.pk).agreement
    assert agreement is not None
    assert [(row.criterion, row.levels, row.spread, row.same) for row in agreement.criteria] == [
        ("aim", (3, 2, 1), 2, 0),
        ("way", (2, 3, 1), 2, 0),
    ]
    assert [row.proposal for row in agreement.criteria] == [2, 2]
    assert len(service.open_work(seated.guest, seated.work.pk, NOW).reviews) == 3


def test_the_chair_decides_after_all_have_rated(seated: Table) -> None:
    seated.rate(seated.chair, GOOD)
    with pytest.raises(JuryOpen):
        service.save_draft(seated.chair, seated.work.pk, 1, rating(OTHER), NOW)
    with pytest.raises(JuryOpen):
        service.decide(seated.chair, seated.work.pk, 1, NOW)
    seated.rate(seated.second, OTHER)
    seated.rate(seated.guest, WEAK)
    with pytest.raises(ForTheChair):
        service.decide(seated.second, seated.work.pk, 1, NOW)
    with pytest.raises(NotAllowed):
        service.decide(seated.guest, seated.work.pk, 1, NOW)
    saved = service.save_draft(seated.chair, seated.work.pk, 1, rating(OTHER), NOW)
    review = service.decide(seated.chair, seated.work.pk, saved.version, NOW)
    assert (review.decision, review.kind, review.number) == ("passed", "final", 1)
    (result,) = service.results_for_team(seated.ada)
    assert len(result.feedback) == 1, "jurors' ratings are for the jury"
    assert result.own_points == review.points


def test_a_submitted_rating_is_final(seated: Table) -> None:
    first = seated.rate(seated.second, OTHER)
    with pytest.raises(SeatSubmitted):
        service.save_draft(seated.second, seated.work.pk, 1, rating(WEAK), NOW)
    assert service.submit_seat(seated.second, seated.work.pk, 1, NOW) == first
    with pytest.raises(SeatSubmitted):
        service.submit_seat(seated.second, seated.work.pk, 2, NOW)
    with pytest.raises(SeatSubmitted):
        service.leave_seat(seated.second, seated.work.pk, seated.second.user_id)


def test_only_a_whole_rating_is_submitted_and_only_as_shown(seated: Table) -> None:
    service.save_draft(seated.second, seated.work.pk, 0, rating({"aim": 1}), NOW)
    with pytest.raises(RatingIncomplete):
        service.submit_seat(seated.second, seated.work.pk, 1, NOW)
    with pytest.raises(DraftConflict):
        service.submit_seat(seated.second, seated.work.pk, 2, NOW)


def test_who_has_no_seat_rates_nothing(seated: Table) -> None:
    other = seated.course.trainer("Doris")
    for attempt in (
        lambda: service.save_draft(other, seated.work.pk, 0, rating(), NOW),
        lambda: service.submit_seat(other, seated.work.pk, 1, NOW),
        lambda: service.give_chair(other, seated.work.pk, seated.second.user_id, NOW),
        lambda: service.leave_seat(other, seated.work.pk, seated.second.user_id),
        lambda: service.close_jury(other, seated.work.pk, "x", NOW),
    ):
        with pytest.raises(NoSeat):
            attempt()
    with pytest.raises(ForTheChair):
        service.leave_seat(seated.second, seated.work.pk, seated.guest.user_id)
    with pytest.raises(ForTheChair):
        service.close_jury(seated.second, seated.work.pk, "x", NOW)


def test_a_guest_sees_this_work_and_no_other(seated: Table) -> None:
    bert = seated.course.trainee("Bert", seated.course.company("Bergwerk"))
    elsewhere = hand_in(bert, seated.course.exercise())
    opened = service.open_work(seated.guest, seated.work.pk, NOW)
    assert opened.jury is not None
    assert [row.work_id for row in service.my_works(seated.guest, NOW)] == [seated.work.pk]
    with pytest.raises(NotFound):
        service.open_work(seated.guest, elsewhere.pk, NOW)
    with pytest.raises(NotAllowed):
        service.queue(seated.guest, service.Filters(), NOW)
    uninvited = seated.course.person("Uwe", [Role.EXPERT], districts=[seated.course.north])
    for attempt in (
        lambda: service.open_work(uninvited, seated.work.pk, NOW),
        lambda: service.jury(uninvited, seated.work.pk),
        lambda: service.draft(uninvited, seated.work.pk),
    ):
        with pytest.raises(NotFound):
            attempt()


def test_who_cannot_be_a_guest(table: Table) -> None:
    service.take_seat(table.chair, table.work.pk, NOW)
    made = table.course
    foreign = course().person("Fred", [Role.EXPERT])
    mate = made.person("Mia", [Role.TRAINEE, Role.EXPERT])
    Person.objects.filter(id=mate.person_id).update(company=table.work.company)
    for person in (
        made.person("Cora", [Role.COORDINATOR]).person_id,
        made.person("Nora", [Role.EXPERT], account=False).person_id,
        table.ada.person_id,
        mate.person_id,
        foreign.person_id,
        999_999,
    ):
        with pytest.raises(NotAGuest):
            service.seat_guest(table.chair, table.work.pk, person, NOW)


def test_the_chair_passes_on_when_its_holder_leaves(seated: Table) -> None:
    service.leave_seat(seated.chair, seated.work.pk, seated.chair.user_id)
    jury = service.jury(seated.second, seated.work.pk)
    assert [(each.name, each.is_chair) for each in jury.seats] == [("Sven", True), ("Gerd", False)]


def test_a_trainer_in_the_jury_can_name_another_chair(seated: Table) -> None:
    service.give_chair(seated.second, seated.work.pk, seated.second.user_id, NOW)
    service.give_chair(seated.second, seated.work.pk, seated.second.user_id, NOW)
    seated.rate_all()
    with pytest.raises(ForTheChair):
        service.decide(seated.chair, seated.work.pk, 1, NOW)
    (note,) = service.notes(seated.chair, seated.work.pk)
    assert "Sven" in note.text
    with pytest.raises(NotAllowed):
        service.give_chair(seated.guest, seated.work.pk, seated.guest.user_id, NOW)


def test_the_chair_is_for_trainers_alone(seated: Table) -> None:
    with pytest.raises(NotForAnExpert):
        service.give_chair(seated.chair, seated.work.pk, seated.guest.user_id, NOW)
    shown = service.jury(seated.chair, seated.work.pk).seats
    assert [(each.name, each.may_chair) for each in shown] == [
        ("Clara", True),
        ("Sven", True),
        ("Gerd", False),
    ]
    service.leave_seat(seated.chair, seated.work.pk, seated.chair.user_id)
    service.leave_seat(seated.second, seated.work.pk, seated.second.user_id)
    assert not Seat.objects.get(work=seated.work).is_chair
    service.take_seat(seated.second, seated.work.pk, NOW)
    assert Seat.objects.get(work=seated.work, is_chair=True).juror_id == seated.second.user_id


def test_a_guest_who_is_the_first_to_sit_has_no_chair_unless_a_trainer(table: Table) -> None:
    assert table.guest.person_id is not None
    service.seat_guest(table.chair, table.work.pk, table.guest.person_id, NOW)
    assert not Seat.objects.filter(is_chair=True).exists()
    away = table.course.trainer("Sue", table.course.south)
    assert away.person_id is not None
    service.seat_guest(table.chair, table.work.pk, away.person_id, NOW)
    assert Seat.objects.get(is_chair=True).juror_id == away.user_id


def test_staff_of_the_platform_on_no_list_can_have_the_chair(seated: Table) -> None:
    service.leave_seat(seated.second, seated.work.pk, seated.second.user_id)
    staff = seated.course.trainer("Staff")
    Person.objects.get(pk=staff.person_id).delete()
    service.take_seat(staff, seated.work.pk, NOW)
    service.give_chair(seated.chair, seated.work.pk, staff.user_id, NOW)
    assert Seat.objects.get(is_chair=True).juror_id == staff.user_id


def test_the_chair_goes_on_without_a_guest_who_does_not_rate(seated: Table) -> None:
    with pytest.raises(JuryOpen):
        service.close_jury(seated.chair, seated.work.pk, "Gerd is ill.", NOW)
    seated.rate(seated.chair, GOOD)
    with pytest.raises(JuryOpen):
        service.close_jury(seated.chair, seated.work.pk, "Gerd is ill.", NOW)
    seated.rate(seated.second, OTHER)
    with pytest.raises(ReasonMissing):
        service.close_jury(seated.chair, seated.work.pk, " ", NOW)
    service.close_jury(seated.chair, seated.work.pk, "Gerd is ill.", NOW)
    jury = service.jury(seated.chair, seated.work.pk)
    assert (jury.size, jury.free) == (2, 0)
    assert jury.agreement is not None
    saved = service.save_draft(seated.chair, seated.work.pk, 1, rating(OTHER), NOW)
    service.decide(seated.chair, seated.work.pk, saved.version, NOW)
    assert "Gerd is ill." in repr(service.notes(seated.second, seated.work.pk))


def test_a_jury_work_is_not_claimed_and_others_have_no_seats(table: Table) -> None:
    for attempt in (
        lambda: service.claim(table.chair, table.work.pk, NOW),
        lambda: service.prolong(table.chair, table.work.pk, NOW),
        lambda: service.take_over(table.chair, table.work.pk, 1, NOW + timedelta(days=9)),
    ):
        with pytest.raises(ForAJury):
            attempt()
    plain = hand_in(table.ada, table.course.exercise())
    with pytest.raises(NoJury):
        service.take_seat(table.chair, plain.pk, NOW)
    with pytest.raises(NoJury):
        service.jury(table.chair, plain.pk)


def test_a_decided_work_has_no_seats_to_take(seated: Table) -> None:
    seated.rate_all()
    service.decide(seated.chair, seated.work.pk, 1, NOW)
    with pytest.raises(NotWaiting):
        service.leave_seat(seated.chair, seated.work.pk, seated.chair.user_id)
    again = rating(WEAK, reason="Counted wrongly.", decision=service.Decision.FAILED)
    later = NOW + timedelta(days=1)
    saved = service.save_draft(seated.second, seated.work.pk, 1, again, later)
    review = service.regrade(seated.second, seated.work.pk, saved.version, 1, later)
    assert (review.kind, review.number, review.decision) == ("final", 2, "failed")
    with pytest.raises(NotAllowed):
        service.save_draft(seated.guest, seated.work.pk, 1, again, later)


def test_nobody_judges_their_own_team(table: Table) -> None:
    mate = table.course.person(
        "Mia", [Role.TRAINEE, Role.TRAINER], table.work.company, [table.course.north]
    )
    with pytest.raises(OwnWork):
        service.take_seat(mate, table.work.pk, NOW)


def test_single_decisions_need_no_jury(table: Table) -> None:
    work = hand_in(table.ada, table.course.exercise())
    assert decide(table.chair, work).decision == "passed"
