"""Handing in for the team, taking back, more time, what comes back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.records.transfer_cases import (
    DUE,
    NOW,
    Course,
    course,
    exercise,
    fill,
    hand_in,
    kept,
    review,
    revision,
    write,
)
from tests.unit.milestone_samples import WEAK
from xblocks.core.errors import Masquerading, NotAllowed, NotFound
from xblocks.core.people import Actor, Role
from xblocks.exercises.records import Exercise
from xblocks.grading import service as grading
from xblocks.grading.records import MemberScore, Work, WorkMember
from xblocks.grading.refusals import InReview
from xblocks.notices.records import Notice
from xblocks.notices.reminders import remind
from xblocks.roster.records import Company, Person
from xblocks.transfer_project import service
from xblocks.transfer_project.domain import Stage
from xblocks.transfer_project.records import Activity
from xblocks.transfer_project.refusals import (
    ChangedMeanwhile,
    DeadlinePassed,
    NoDeadline,
    NoReason,
    NotLater,
    NotReady,
    NotWritable,
)
from xblocks.transfer_project.telling import open_deadlines

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def here() -> Course:
    return course()


@pytest.fixture
def m1(here: Course) -> Exercise:
    return exercise(here)


@pytest.fixture
def ada(here: Course) -> Actor:
    return here.trainee("Ada", here.company("Works"))


@pytest.fixture
def bea(here: Course, ada: Actor) -> Actor:
    return here.trainee("Bea", Company.objects.get(pk=ada.company))


@pytest.fixture
def tom(here: Course) -> Actor:
    return here.trainer("Tom")


def stage(actor: Actor, where: Exercise) -> Stage:
    return service.open_milestone(actor, where, NOW).position.stage


def test_what_is_missing_is_named_and_nothing_is_handed_in(m1: Exercise, ada: Actor) -> None:
    write(ada, m1)
    with pytest.raises(NotReady) as raised:
        hand_in(ada, m1)
    ready = raised.value.readiness
    assert [each.field for each in ready.missing] == ["proofs", "type", "council"]
    assert [anchor.id for anchor in ready.anchors] == ["council"]
    assert not Work.objects.exists()
    assert stage(ada, m1) is Stage.DRAFT


def test_one_hands_in_for_everybody_who_is_in_the_team_now(
    here: Course, m1: Exercise, ada: Actor, bea: Actor
) -> None:
    gone = here.trainee("Gone", Company.objects.get(pk=ada.company))
    Person.objects.filter(pk=gone.person_id).update(left_at=NOW)
    guest = here.person("Guest", [Role.EXPERT], Company.objects.get(pk=ada.company))
    fill(ada, m1)
    work = hand_in(bea, m1)
    members = set(WorkMember.objects.filter(work=work).values_list("person_id", flat=True))
    assert members == {ada.person_id, bea.person_id}
    assert guest.person_id not in members
    assert stage(ada, m1) is Stage.HANDED_IN
    assert list(Notice.objects.values_list("person", "kind")) == [(ada.person_id, "work_handed_in")]


def test_a_team_of_one_hands_in(m1: Exercise, ada: Actor) -> None:
    fill(ada, m1)
    assert hand_in(ada, m1).number == 1
    assert not Notice.objects.exists()


def test_nobody_hands_in_what_they_have_not_seen(m1: Exercise, ada: Actor, bea: Actor) -> None:
    fill(ada, m1)
    seen = revision(ada, m1)
    write(bea, m1, "page", "https://example.org/new", version=1)
    with pytest.raises(ChangedMeanwhile):
        service.hand_in(ada, m1, seen, NOW)
    assert hand_in(ada, m1).number == 1


def test_two_who_hand_in_at_once_hand_in_once(m1: Exercise, ada: Actor, bea: Actor) -> None:
    fill(ada, m1)
    seen = revision(ada, m1)
    service.hand_in(ada, m1, seen, NOW)
    with pytest.raises(NotWritable):
        service.hand_in(bea, m1, seen, NOW)
    assert Work.objects.count() == 1


def test_late_is_marked_or_refused_as_the_definition_says(here: Course, ada: Actor) -> None:
    accepts, refuses = exercise(here), exercise(here, late="refuse")
    fill(ada, accepts)
    fill(ada, refuses)
    late = DUE + timedelta(seconds=1)
    assert hand_in(ada, accepts, now=late).late
    with pytest.raises(DeadlinePassed):
        hand_in(ada, refuses, now=late)
    assert not hand_in(ada, refuses, now=DUE).late


def test_taking_back_opens_the_draft_again_while_nobody_reviews(
    m1: Exercise, ada: Actor, bea: Actor, tom: Actor
) -> None:
    fill(ada, m1)
    work = hand_in(ada, m1)
    service.withdraw(bea, m1, NOW)
    assert stage(ada, m1) is Stage.DRAFT
    assert kept(ada, m1).value
    work = hand_in(ada, m1)
    assert work.number == 2
    grading.claim(tom, work.pk, NOW)
    assert stage(ada, m1) is Stage.IN_REVIEW
    with pytest.raises(InReview):
        service.withdraw(ada, m1, NOW)


def test_a_returned_version_brings_words_a_new_deadline_and_the_draft_back(
    m1: Exercise, ada: Actor, bea: Actor, tom: Actor
) -> None:
    fill(ada, m1)
    first = hand_in(ada, m1)
    comments = {"aim": "Say until when."}
    review(tom, first, now=NOW + DAY, levels=WEAK, comments=comments, note="SECRET NOTE")
    page = service.open_milestone(bea, m1, NOW + DAY)
    assert page.position.stage is Stage.RETURNED
    assert page.position.deadline.due == NOW + 15 * DAY
    assert page.results[0].feedback[0].comments == comments
    write(bea, m1, text="An advice hour by the end of June.", version=1, now=NOW + DAY)
    second = hand_in(ada, m1, now=NOW + 2 * DAY)
    assert (second.number, second.late) == (2, False)
    before, definition = service.own_version(ada, m1, 1)
    assert before.pk == first.pk
    assert definition.title == m1.title
    review(tom, second, now=NOW + 3 * DAY)
    page = service.open_milestone(ada, m1, NOW + 3 * DAY)
    assert page.position.stage is Stage.PASSED
    assert {score.person_id for score in MemberScore.objects.all()} == {
        ada.person_id,
        bea.person_id,
    }
    assert {notice.kind for notice in Notice.objects.filter(person=ada.person_id)} == {
        "work_returned",
        "work_decided",
    }


def test_nothing_is_written_or_handed_in_after_the_decision(
    m1: Exercise, ada: Actor, tom: Actor
) -> None:
    fill(ada, m1)
    review(tom, hand_in(ada, m1))
    with pytest.raises(NotWritable):
        write(ada, m1, text="more", version=1)
    with pytest.raises(NotWritable):
        hand_in(ada, m1)


def test_more_time_counts_from_the_moment_it_is_given(
    here: Course, m1: Exercise, ada: Actor, tom: Actor
) -> None:
    service.extend(tom, m1, ada.company, DUE + 7 * DAY, "Short-time work", NOW)
    page = service.open_milestone(ada, m1, DUE + DAY)
    assert page.position.deadline.due == DUE + 7 * DAY
    assert page.position.deadline.extended
    assert [each.reason for each in page.extensions] == ["Short-time work"]
    assert [entry.verb for entry in page.activities] == ["extended"]
    fill(ada, m1, now=DUE + DAY)
    assert not hand_in(ada, m1, now=DUE + DAY).late
    assert Notice.objects.get().kind == "deadline_extended"


def test_more_time_opens_what_was_closed_and_prolongs_a_revision(
    here: Course, ada: Actor, tom: Actor
) -> None:
    m1 = exercise(here, late="refuse")
    fill(ada, m1)
    late = DUE + DAY
    with pytest.raises(DeadlinePassed):
        hand_in(ada, m1, now=late)
    service.extend(tom, m1, ada.company, late + DAY, "Illness in the team", late)
    work = hand_in(ada, m1, now=late)
    review(tom, work, now=late, levels=WEAK)
    given = late + 20 * DAY
    service.extend(tom, m1, ada.company, given, "Holidays", late)
    assert service.open_milestone(ada, m1, late).position.deadline.due == given


@pytest.mark.parametrize(
    ("due", "reason", "refusal"),
    [
        (DUE, "x", NotLater),
        (DUE - DAY, "x", NotLater),
        (DUE + DAY, "  ", NoReason),
        (DUE + DAY, "x" * 501, NoReason),
    ],
)
def test_an_extension_needs_a_later_day_and_a_reason(
    m1: Exercise, ada: Actor, tom: Actor, due: object, reason: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        service.extend(tom, m1, ada.company, due, reason, NOW)
    assert not Activity.objects.exists()


def test_more_time_is_given_by_those_who_may(here: Course, m1: Exercise, ada: Actor) -> None:
    far = here.trainer("Far", here.south)
    with pytest.raises(NotFound):
        service.extend(far, m1, ada.company, DUE + DAY, "x", NOW)
    with pytest.raises(NotAllowed):
        service.extend(ada, m1, ada.company, DUE + DAY, "x", NOW)
    with pytest.raises(NotFound):
        service.extend(here.trainer("Tom"), exercise(course()), ada.company, DUE + DAY, "x", NOW)
    kim = here.person("Kim", [Role.COORDINATOR])
    with pytest.raises(Masquerading):
        service.extend(replace(kim, masquerading=True), m1, ada.company, DUE + DAY, "x", NOW)
    service.extend(kim, m1, ada.company, DUE + DAY, "x", NOW)
    open_ended = exercise(here, due=None)
    with pytest.raises(NoDeadline):
        service.extend(kim, open_ended, ada.company, DUE + DAY, "x", NOW)
    fill(ada, m1)
    hand_in(ada, m1)
    with pytest.raises(NotWritable):
        service.extend(kim, m1, ada.company, DUE + 9 * DAY, "x", NOW)


def test_teams_are_reminded_of_what_they_have_not_handed_in(
    here: Course, m1: Exercise, ada: Actor, bea: Actor
) -> None:
    cem = here.trainee("Cem", here.company("Other"))
    here.person("Dora", [Role.TRAINEE])
    found = [each for each in open_deadlines(NOW, DUE) if each.course_key == here.key]
    assert sorted(sorted(each.person_ids) for each in found) == sorted(
        [sorted([ada.person_id, bea.person_id]), [cem.person_id]]
    )
    assert {each.due for each in found} == {DUE}
    fill(ada, m1)
    hand_in(ada, m1)
    found = [each for each in open_deadlines(NOW, DUE) if each.course_key == here.key]
    assert [each.person_ids for each in found] == [[cem.person_id]]
    before = Notice.objects.filter(person=cem.person_id).count()
    remind(DUE - 2 * DAY)
    assert Notice.objects.filter(person=cem.person_id).count() == before + 1


def test_somebody_who_changes_teams_takes_no_draft_along(
    here: Course, m1: Exercise, ada: Actor, bea: Actor
) -> None:
    write(ada, m1, text="secret of Works")
    moved = replace(bea, company=here.company("Other").pk)
    assert kept(moved, m1).value == ""
    with pytest.raises(NotFound):
        service.dossier(moved, ada.company)
