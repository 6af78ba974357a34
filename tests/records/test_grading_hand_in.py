"""Handing in, handing in again, taking back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.records.grading_cases import (
    NOW,
    WEAK,
    Course,
    course,
    decide,
    definition,
    hand_in,
    rating,
)
from xblocks.core.definitions import canonical, fingerprint
from xblocks.core.errors import Masquerading, NotAllowed, NotFound, TooLarge
from xblocks.core.people import Actor, Role
from xblocks.exercises.records import Exercise
from xblocks.exercises.service import replace_course, version_of
from xblocks.grading import service
from xblocks.grading.domain import Status
from xblocks.grading.records import Pile, Work, WorkMember
from xblocks.grading.refusals import (
    DefinitionChanged,
    InReview,
    NotAMember,
    NotWaiting,
    TextUnreadable,
    WorkClosed,
    WorkWaits,
)
from xblocks.grading.shelving import recount
from xblocks.roster.records import Person


@pytest.fixture
def made(db: None) -> Course:
    return course()


@pytest.fixture
def exercise(made: Course) -> Exercise:
    return made.exercise()


@pytest.fixture
def team(made: Course) -> tuple[Actor, Actor]:
    company = made.company("Adler")
    return made.trainee("Ada", company), made.trainee("Ben", company)


def status(work: Work) -> str:
    return Work.objects.get(id=work.pk).status


def send(actor: Actor, exercise: Exercise, **changes: Any) -> Work:
    values = {
        "company": actor.company,
        "members": [actor.person_id],
        "content": {"text": "x"},
        "definition_hash": exercise.definition_hash,
        "due": None,
        "late": False,
        "now": NOW,
    }
    return service.hand_in(actor, exercise, **{**values, **changes})


def test_one_hands_in_for_all_of_the_team(team: tuple[Actor, Actor], exercise: Exercise) -> None:
    ada, ben = team
    work = hand_in(ada, exercise, ben, due=NOW + timedelta(days=1))
    stored = Work.objects.get(id=work.pk)
    assert (stored.number, stored.status, stored.handed_in_by_id) == (1, "waiting", ada.person_id)
    assert stored.content == canonical({"text": "We begin small."})
    members = WorkMember.objects.filter(work=work).values_list("person_id", flat=True)
    assert set(members) == {ada.person_id, ben.person_id}
    for each in team:
        assert [result.work_id for result in service.results_for_team(each)] == [work.pk]


def test_a_second_hand_in_has_to_wait_for_the_first(
    team: tuple[Actor, Actor], exercise: Exercise
) -> None:
    ada, ben = team
    hand_in(ada, exercise, ben)
    with pytest.raises(WorkWaits):
        hand_in(ben, exercise, ada)
    assert Work.objects.filter(usage_key=exercise.usage_key).count() == 1


def test_the_database_itself_keeps_a_team_from_handing_in_twice(
    team: tuple[Actor, Actor], exercise: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when both look before either has written."""
    ada, ben = team
    hand_in(ada, exercise, ben)
    monkeypatch.setattr("xblocks.grading.handing_in.standing_work", lambda *_a, **_k: None)
    monkeypatch.setattr("xblocks.grading.handing_in._last_number", lambda *_a: 1)
    with pytest.raises(WorkWaits):
        hand_in(ben, exercise, ada)
    monkeypatch.setattr("xblocks.grading.handing_in._last_number", lambda *_a: 0)
    with pytest.raises(WorkWaits):
        hand_in(ben, exercise, ada)


def test_what_came_back_is_handed_in_as_the_next_version(
    made: Course, team: tuple[Actor, Actor], exercise: Exercise
) -> None:
    ada, ben = team
    first = hand_in(ada, exercise, ben)
    review = decide(made.trainer("Tom"), first, rating(WEAK))
    assert (review.decision, review.revise_by) == ("returned", NOW + timedelta(days=14))
    second = hand_in(ben, exercise, ada, text="Better.")
    assert (second.number, second.returns) == (2, 1)
    assert (status(first), status(second)) == ("superseded", "waiting")
    assert decide(made.trainer("Tom"), second, rating(WEAK)).decision == "failed"


def test_nothing_follows_a_pass_or_a_fail(
    made: Course, team: tuple[Actor, Actor], exercise: Exercise
) -> None:
    ada, _ben = team
    decide(made.trainer("Tom"), hand_in(ada, exercise))
    with pytest.raises(WorkClosed):
        hand_in(ada, exercise)


def test_a_version_taken_back_leaves_the_returned_one_to_revise(
    made: Course, team: tuple[Actor, Actor], exercise: Exercise
) -> None:
    ada, ben = team
    first = hand_in(ada, exercise, ben)
    decide(made.trainer("Tom"), first, rating(WEAK))
    second = hand_in(ada, exercise, ben)
    service.withdraw(ben, second.pk, NOW)
    assert (status(first), status(second)) == ("returned", "withdrawn")
    third = hand_in(ada, exercise, ben)
    assert (third.number, third.returns) == (3, 1), "taking back costs no revision"
    standing = service.standing(exercise.usage_key, company=ada.company, now=NOW)
    assert (standing.work_id, standing.status) == (third.pk, Status.WAITING)
    assert [each.number for each in service.works_of(exercise.usage_key, company=ada.company)] == [
        3,
        2,
        1,
    ]


def test_nothing_is_taken_back_once_somebody_reviews_it(
    made: Course, team: tuple[Actor, Actor], exercise: Exercise
) -> None:
    ada, ben = team
    work = hand_in(ada, exercise, ben)
    trainer = made.trainer("Tom")
    service.claim(trainer, work.pk, NOW)
    with pytest.raises(InReview):
        service.withdraw(ada, work.pk, NOW + timedelta(hours=7))
    service.withdraw(ada, work.pk, NOW + timedelta(hours=8))
    with pytest.raises(NotWaiting):
        service.save_draft(trainer, work.pk, 0, rating(), NOW + timedelta(hours=9))
    with pytest.raises(NotWaiting):
        service.withdraw(ada, work.pk, NOW)


def test_nothing_is_taken_back_from_a_jury(made: Course, team: tuple[Actor, Actor]) -> None:
    ada, ben = team
    work = hand_in(ada, made.exercise(jury=3), ben)
    service.take_seat(made.trainer("Tom"), work.pk, NOW)
    with pytest.raises(InReview):
        service.withdraw(ada, work.pk, NOW + timedelta(days=9))


def test_forged_companies_members_and_courses_are_refused(
    made: Course, team: tuple[Actor, Actor], exercise: Exercise
) -> None:
    ada, ben = team
    other = made.trainee("Cem", made.company("Bergwerk"))
    foreign = course()
    stranger = foreign.trainee("Sam", foreign.company("Fern"))
    assert made.company("Leer").pk != ada.company
    for refusal, attempt in (
        (NotFound, lambda: send(ada, exercise, company=other.company)),
        (NotFound, lambda: send(ada, foreign.exercise())),
        (NotAMember, lambda: send(ada, exercise, members=[ada.person_id, other.person_id])),
        (NotAMember, lambda: send(ada, exercise, members=[ada.person_id, stranger.person_id])),
        (NotAMember, lambda: send(ada, exercise, members=[ben.person_id])),
        (NotAMember, lambda: send(ada, exercise, members=[])),
        (NotAMember, lambda: send(ada, exercise, members=[ada.person_id, 999_999])),
    ):
        with pytest.raises(refusal):
            attempt()
    assert not Work.objects.exists()


def test_who_has_left_the_team_is_not_graded_with_it(
    team: tuple[Actor, Actor], exercise: Exercise
) -> None:
    ada, ben = team
    Person.objects.filter(id=ben.person_id).update(left_at=timezone.now())
    with pytest.raises(NotAMember):
        hand_in(ada, exercise, ben)
    hand_in(ada, exercise)


def test_only_trainees_hand_in_and_with_their_own_hand(
    made: Course, team: tuple[Actor, Actor], exercise: Exercise
) -> None:
    ada, _ben = team
    for role in set(Role) - {Role.TRAINEE}:
        with pytest.raises(NotAllowed):
            send(replace(ada, roles=frozenset({role})), exercise)
    with pytest.raises(Masquerading):
        send(replace(ada, masquerading=True), exercise)
    work = hand_in(ada, exercise)
    with pytest.raises(Masquerading):
        service.withdraw(replace(ada, masquerading=True), work.pk, NOW)
    with pytest.raises(NotFound):
        service.withdraw(made.trainee("Cem", made.company("Bergwerk")), work.pk, NOW)
    assert status(work) == "waiting"


def test_what_was_written_under_another_definition_is_not_taken(
    team: tuple[Actor, Actor], exercise: Exercise
) -> None:
    with pytest.raises(DefinitionChanged):
        send(team[0], exercise, definition_hash="0" * 16)


def test_ten_megabytes_of_text_are_refused(team: tuple[Actor, Actor], exercise: Exercise) -> None:
    with pytest.raises(TooLarge):
        send(team[0], exercise, content={"text": "x" * 10_000_000})
    with pytest.raises(TextUnreadable):
        send(team[0], exercise, content={"text": "\ud83d"})


def test_the_definition_of_a_work_outlives_the_exercise(
    made: Course, team: tuple[Actor, Actor]
) -> None:
    exercise = made.exercise()
    work = hand_in(team[0], exercise)
    changed = definition(revisions=3)
    Exercise.objects.filter(id=exercise.pk).update(
        definition=canonical(changed), definition_hash=fingerprint(changed)
    )
    assert version_of(work.definition_hash) == definition()
    replace_course(made.key, [])
    assert version_of(work.definition_hash) == definition()
    with pytest.raises(NotFound):
        version_of("0" * 16)
    assert decide(made.trainer("Tom"), work).decision == "passed"


def test_somebody_hands_in_alone(made: Course, team: tuple[Actor, Actor]) -> None:
    ada, ben = team
    exercise = made.exercise()
    work = send(ada, exercise, company=None)
    with pytest.raises(NotAMember):
        send(ben, exercise, company=None, members=[ada.person_id, ben.person_id])
    own = send(ben, exercise, company=None)
    decide(made.trainer("Tom"), work)
    latest = service.latest(exercise.usage_key, person=ada.person_id)
    assert latest is not None
    assert (latest.pk, latest.status) == (work.pk, "passed")
    assert [each.work_id for each in service.results_for_team(ben)] == [own.pk]
    (row,) = service.queue(made.trainer("Tom"), service.Filters(), NOW).rows
    assert (row.team, row.members) == ("Ben", ("Ben",))


def test_the_district_is_that_of_the_hand_in(made: Course, exercise: Exercise) -> None:
    company = made.company("Adler")
    work = hand_in(made.trainee("Ada", company), exercise)
    company.district = made.south
    company.save()
    service.claim(made.trainer("Tom", made.north), work.pk, NOW)


def test_figures_of_the_piles_can_be_counted_anew(
    made: Course, team: tuple[Actor, Actor], exercise: Exercise
) -> None:
    hand_in(team[0], exercise, late=True)
    assert recount(made.key) == 0
    Pile.objects.update(waiting=7, done=-1)
    assert recount(made.key) == 1
    pile = Pile.objects.get(course_key=made.key)
    assert (pile.waiting, pile.late, pile.returned, pile.done) == (0, 1, 0, 0)


def test_a_pile_bears_the_present_title(made: Course, exercise: Exercise) -> None:
    hand_in(made.trainee("Ada", made.company("Adler")), exercise)
    Exercise.objects.filter(id=exercise.pk).update(title="Sketch of the project")
    exercise.refresh_from_db()
    hand_in(made.trainee("Ben", made.company("Bergwerk")), exercise)
    assert Pile.objects.get(course_key=made.key).title == "Sketch of the project"
