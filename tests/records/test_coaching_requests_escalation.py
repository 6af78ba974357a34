"""What waits too long, and what nobody can answer, comes up by itself."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import call_command

from tests.records.coaching_cases import DAY, NOW, Scene, fresh, scene, token, told
from xblocks.coaching import service
from xblocks.coaching.domain.values import State
from xblocks.coaching.records import Request, RequestStep
from xblocks.coaching.service import Escalated, escalate
from xblocks.core.people import Role
from xblocks.notices.records import Notice
from xblocks.roster.records import District, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Scene:
    return scene()


def leave(actor: object) -> None:
    Person.objects.filter(pk=actor.person_id).update(left_at=NOW)


def test_at_four_fifths_expert_and_coordinator_are_told_and_at_the_end_again(here: Scene) -> None:
    request = here.taken()
    assert escalate(request.warn_at - DAY / 1440) == Escalated()
    assert escalate(request.warn_at) == Escalated(warned=1)
    assert told(here.lena)[-1] == "request_warning"
    assert told(here.kim) == ["request_warning"]
    assert escalate(request.warn_at + DAY / 24) == Escalated()
    assert escalate(request.due_at) == Escalated(overdue=1)
    assert told(here.lena)[-1] == "request_overdue"
    assert told(here.kim) == ["request_warning", "request_overdue"]
    assert escalate(request.due_at + DAY) == Escalated()
    assert told(here.ada) == []
    verbs = RequestStep.objects.filter(request=request).values_list("verb", flat=True)
    assert list(verbs.order_by("id"))[-2:] == ["warned", "overdue"]


def test_what_was_not_looked_at_for_long_is_overdue_at_once(here: Scene) -> None:
    request = here.taken()
    assert escalate(request.due_at + 9 * DAY) == Escalated(overdue=1)
    assert told(here.kim) == ["request_overdue"]


def test_of_a_free_request_everybody_who_may_take_it_is_warned(here: Scene) -> None:
    request = here.send()
    escalate(request.warn_at)
    assert told(here.lena)[-1] == told(here.ola)[-1] == "request_warning"
    assert told(here.leo) == []


def test_what_rests_or_is_done_never_comes_up(here: Scene) -> None:
    asked = here.taken()
    here.ask_back(asked, here.lena)
    here.answered()
    back = here.send()
    service.withdraw(here.ada, back.pk, back.version, NOW)
    here.draft(here.ada)
    assert escalate(NOW + 90 * DAY) == Escalated()


def test_a_longer_target_after_a_question_is_warned_of_anew(here: Scene) -> None:
    request = here.taken()
    escalate(request.warn_at)
    here.ask_back(request, here.lena, request.warn_at)
    service.write_back(here.ada, request.pk, "Since May.", token(), request.warn_at)
    again = fresh(request)
    assert again.escalated == 0
    assert escalate(again.warn_at) == Escalated(warned=1)


def test_after_reopening_everything_is_told_anew(here: Scene) -> None:
    request = here.taken()
    escalate(request.due_at)
    here.reply(request, here.lena, request.due_at)
    service.reopen(here.ada, request.pk, "No.", token(), request.due_at)
    again = fresh(request)
    assert again.escalated == 0
    assert escalate(again.due_at) == Escalated(overdue=1)


def test_what_nobody_can_answer_is_told_once_as_it_lies(here: Scene) -> None:
    request = here.send(topic="funding")
    assert escalate(NOW + DAY) == Escalated()
    assert told(here.kim) == ["request_unanswerable"]
    service.reassign(here.kim, request.pk, here.tom.person_id, "You know it", request.version, NOW)
    version = fresh(request).version
    service.hand_over(here.tom, request.pk, None, "I do not", version, NOW + DAY)
    found = Notice.objects.filter(person=here.kim.person_id, kind="request_unanswerable")
    assert found.count() == 2


def test_a_request_whose_expert_leaves_is_free_again(here: Scene) -> None:
    request = here.taken()
    leave(here.lena)
    assert escalate(NOW + DAY) == Escalated(released=1)
    after = fresh(request)
    assert (after.state, after.expert, after.due_at) == (State.NEW, None, request.due_at)
    assert told(here.ola)[-1] == "request_new"
    assert escalate(NOW + DAY) == Escalated()


def test_when_the_last_expert_of_a_topic_leaves_the_coordinators_are_told(here: Scene) -> None:
    request = here.send(topic="talk")
    leave(here.tom)
    assert escalate(NOW + DAY) == Escalated(unanswerable=1)
    assert told(here.kim) == ["request_unanswerable"]
    assert service.without_expert([request], NOW) == {request.pk}


def test_what_waits_for_the_trainee_goes_to_all_once_its_expert_has_left(here: Scene) -> None:
    request = here.taken()
    here.ask_back(request, here.lena)
    leave(here.lena)
    assert escalate(NOW + DAY) == Escalated()
    service.write_back(here.ada, request.pk, "Since May.", token(), NOW + DAY)
    after = fresh(request)
    assert (after.state, after.expert) == (State.NEW, None)
    assert after.clock_since == NOW + DAY
    assert told(here.ola)[-1] == "request_new"


def test_reopened_after_its_expert_has_left_it_goes_to_all(here: Scene) -> None:
    request = here.answered()
    leave(here.lena)
    service.reopen(here.ada, request.pk, "No.", token(), NOW)
    assert (fresh(request).state, fresh(request).expert) == (State.NEW, None)


def test_a_request_to_somebody_away_goes_to_the_substitute(here: Scene) -> None:
    away = (date(2027, 3, 1), date(2027, 3, 5))
    service.be_away(here.tom, *away, here.leo.person_id, NOW)
    request = here.send(topic="talk")
    assert told(here.leo) == ["request_new"]
    assert (told(here.tom), told(here.kim)) == ([], [])
    service.claim(here.leo, request.pk, NOW)
    assert fresh(request).expert_id == here.leo.person_id
    assert service.open_request(here.leo, request.pk, NOW + 30 * DAY).answers


def test_of_what_somebody_has_who_is_away_the_substitute_is_told(here: Scene) -> None:
    request = here.taken()
    away = (date(2027, 3, 1), date(2027, 3, 5))
    service.be_away(here.lena, *away, here.leo.person_id, NOW)
    service.write_back(here.ada, request.pk, "One more thing.", token(), NOW)
    assert told(here.leo) == ["request_written"]
    assert "request_written" not in told(here.lena)
    here.reply(request, here.leo)
    assert fresh(request).expert_id == here.lena.person_id


def test_absence_without_a_substitute_comes_up_with_the_coordinators(here: Scene) -> None:
    here.taken()
    service.be_away(here.lena, date(2027, 3, 1), date(2027, 3, 5), None, NOW)
    assert escalate(NOW) == Escalated(unanswerable=1)
    assert told(here.kim) == ["request_unanswerable"]


def test_coordinators_of_another_district_are_not_told(here: Scene) -> None:
    south = here.where.person("Kai", [Role.COORDINATOR], None, [here.where.south])
    request = here.taken()
    escalate(request.due_at)
    assert told(south) == []


def test_holidays_of_the_district_count_there_alone(here: Scene) -> None:
    District.objects.filter(pk=here.where.north.pk).update(states="BE")  # 8 March
    urgent = {"urgency": "urgent", "urgency_reason": "The meeting is near."}
    friday = NOW + 4 * DAY
    north = here.send(here.ada, friday, **urgent)
    south = here.send(here.cem, friday, **urgent)
    assert north.due_at - south.due_at == DAY


def test_one_run_looks_at_all_courses_and_a_second_finds_nothing(here: Scene) -> None:
    other = scene()
    here.taken()
    other.taken()
    assert escalate(NOW + 30 * DAY) == Escalated(overdue=2)
    assert escalate(NOW + 30 * DAY) == Escalated()


def test_the_command_that_reminds_escalates(here: Scene, capsys: pytest.CaptureFixture) -> None:
    request = here.taken()
    Request.objects.filter(pk=request.pk).update(due_at=NOW.replace(year=2020))
    call_command("wbm_remind")
    assert "1 wait too long" in capsys.readouterr().out
