"""The way of a request, from the draft to the end, as its people go it."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import translation

from tests.records.coaching_cases import DAY, GOOD, HOUR, NOW, Scene, fresh, scene, token, told
from xblocks.coaching import service
from xblocks.coaching.domain.states import Deed
from xblocks.coaching.domain.values import State
from xblocks.coaching.records import Message, Request, RequestNote, RequestStep
from xblocks.coaching.service import Side, Waits
from xblocks.core.errors import NotFound

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Scene:
    return scene()


def test_everybody_has_one_draft_at_a_desk(here: Scene) -> None:
    first = service.draft(here.ada, here.desk.usage_key, NOW)
    assert service.draft(here.ada, here.desk.usage_key, NOW + DAY) == first
    assert service.draft(here.bea, here.desk.usage_key, NOW) != first
    assert service.has_draft(here.ada, here.desk.usage_key)
    assert not service.has_draft(here.cem, here.desk.usage_key)


def test_a_draft_keeps_what_the_form_holds_and_leaves_the_rest(here: Scene) -> None:
    draft = here.draft(here.ada, for_team="on")
    saved = service.save_draft(here.ada, draft.pk, {"tried": "More."}, draft.version, NOW)
    assert {name: getattr(fresh(saved), name) for name in GOOD} == {**GOOD, "tried": "More."}
    assert fresh(saved).for_team
    assert fresh(saved).version == draft.version + 1


def test_saving_the_same_again_changes_nothing(here: Scene) -> None:
    draft = here.draft(here.ada)
    again = service.save_draft(here.ada, draft.pk, GOOD, draft.version, NOW + HOUR)
    assert (again.version, again.updated_at) == (draft.version, draft.updated_at)


def test_a_draft_thrown_away_is_gone(here: Scene) -> None:
    draft = here.draft(here.ada)
    service.discard(here.ada, draft.pk)
    assert not Request.objects.filter(pk=draft.pk).exists()


def test_sending_starts_the_clock_and_tells_the_experts_of_topic_and_district(
    here: Scene,
) -> None:
    sent = here.send()
    assert sent.state == State.NEW
    assert sent.district == here.where.north
    assert (sent.clock_since, sent.sent_at) == (NOW, NOW)
    assert sent.due_at == NOW + 7 * DAY  # five working days for a first reply
    assert sent.warn_at == NOW + 4 * DAY
    for actor, kinds in {
        here.lena: ["request_new"],
        here.ola: ["request_new"],
        here.leo: [],
        here.tom: [],
        here.kim: [],
        here.ada: [],
    }.items():
        assert told(actor) == kinds, actor.name


def test_what_is_urgent_is_due_earlier_than_a_first_reply(here: Scene) -> None:
    sent = here.send(urgency="urgent", urgency_reason="The meeting is near.")
    assert sent.due_at == NOW + 3 * DAY


def test_sending_twice_is_sending_once(here: Scene) -> None:
    draft = here.draft(here.ada)
    first = service.send(here.ada, draft.pk, draft.version, NOW)
    again = service.send(here.ada, draft.pk, draft.version, NOW + HOUR)
    assert again.sent_at == first.sent_at
    assert RequestStep.objects.filter(request=first, verb="sent").count() == 1


def test_what_nobody_can_answer_is_told_to_the_coordinators_at_once(here: Scene) -> None:
    sent = here.send(topic="funding")
    assert told(here.kim) == ["request_unanswerable"]
    assert told(here.lena) == []
    (row,) = service.own_requests(here.ada, NOW)
    assert row.expected.waits is Waits.NOBODY
    assert service.without_expert([sent], NOW) == {sent.pk}


def test_from_a_question_to_a_closed_request(here: Scene) -> None:
    request = here.taken()
    assert (request.state, request.expert_id) == (State.ASSIGNED, here.lena.person_id)
    here.ask_back(request, here.lena, NOW + HOUR)
    assert fresh(request).state == State.WAITING_TRAINEE
    service.write_back(here.ada, request.pk, "Since May.", token(), NOW + 2 * HOUR)
    assert fresh(request).state == State.WAITING_EXPERT
    here.reply(request, here.lena, NOW + 3 * HOUR)
    assert fresh(request).state == State.ANSWERED
    done = service.close(
        here.ada, request.pk, True, "We ask early.", "Thank you!", fresh(request).version, NOW + DAY
    )
    assert (done.state, done.solved, done.record) == (State.CLOSED, True, "We ask early.")
    assert told(here.ada) == ["request_asked_back", "request_replied"]
    assert told(here.lena) == ["request_new", "request_written", "request_closed"]
    kinds = Message.objects.filter(request=request).order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["question", "answer", "reply"]


def test_waiting_for_the_trainee_stops_the_clock_and_then_the_whole_time_counts(
    here: Scene,
) -> None:
    request = here.taken()
    here.ask_back(request, here.lena, NOW + DAY)
    resting = fresh(request)
    assert (resting.clock_since, resting.due_at, resting.clock_used) == (None, None, 1440)
    service.write_back(here.ada, request.pk, "Since May.", token(), NOW + 3 * DAY)
    running = fresh(request)
    assert running.clock_target == 10 * 1440
    assert running.due_at == NOW + 16 * DAY  # nine working days are left


def test_a_word_added_before_the_answer_lets_the_clock_run_as_it_does(here: Scene) -> None:
    request = here.taken()
    service.write_back(here.ada, request.pk, "One thing more.", token(), NOW + HOUR)
    after = fresh(request)
    assert (after.state, after.due_at) == (State.ASSIGNED, request.due_at)
    assert told(here.lena)[-1] == "request_written"


def test_not_solved_goes_back_to_the_same_expert_and_starts_the_clock_from_0(here: Scene) -> None:
    request = here.answered()
    later = NOW + DAY
    service.reopen(here.ada, request.pk, "And in shifts?", token(), later)
    again = fresh(request)
    assert (again.state, again.expert_id) == (State.WAITING_EXPERT, here.lena.person_id)
    assert (again.clock_used, again.clock_since, again.reopened) == (0, later, 1)
    assert again.due_at == later + 7 * DAY
    assert told(here.lena)[-1] == "request_reopened"


def test_a_closed_request_opens_again_and_forgets_that_it_was_solved(here: Scene) -> None:
    request = here.answered()
    service.close(here.ada, request.pk, True, "", "", request.version, NOW + DAY)
    service.reopen(here.ada, request.pk, "It is back.", token(), NOW + 31 * DAY)
    again = fresh(request)
    assert (again.state, again.solved, again.closed_at) == (State.WAITING_EXPERT, None, None)


def test_what_was_taken_back_is_closed_and_no_longer_in_any_queue(here: Scene) -> None:
    request = here.send()
    done = service.withdraw(here.ada, request.pk, request.version, NOW + HOUR)
    assert (done.state, done.solved, done.clock_since) == (State.CLOSED, None, None)
    assert service.withdraw(here.ada, request.pk, request.version, NOW + DAY) == done
    with pytest.raises(NotFound):
        service.open_request(here.lena, request.pk, NOW)


def test_a_double_click_writes_once(here: Scene) -> None:
    request = here.taken()
    name, version = token(), request.version
    first = service.reply(here.lena, request.pk, "Yes.", name, version, NOW)
    assert service.reply(here.lena, request.pk, "Yes.", name, version, NOW) == first
    note = token()
    service.note(here.lena, request.pk, "Hm.", note, NOW)
    service.note(here.lena, request.pk, "Hm.", note, NOW)
    again = token()
    for _click in range(2):
        service.reopen(here.ada, request.pk, "No.", again, NOW)
    more = token()
    for _click in range(2):
        service.write_back(here.ada, request.pk, "And?", more, NOW)
    assert Message.objects.filter(request=request).count() == 3
    assert RequestNote.objects.filter(request=request).count() == 1
    assert fresh(request).reopened == 1


def test_handing_over_keeps_the_clock_and_tells_the_other(here: Scene) -> None:
    request = here.taken()
    service.hand_over(
        here.lena, request.pk, here.tom.person_id, "Rather a talk", request.version, NOW + DAY
    )
    after = fresh(request)
    assert (after.state, after.expert_id) == (State.ASSIGNED, here.tom.person_id)
    assert (after.due_at, after.clock_since) == (request.due_at, request.clock_since)
    assert told(here.tom) == ["request_handed_over"]
    step = RequestStep.objects.get(request=request, verb="handed_over")
    assert (step.reason, step.other_id) == ("Rather a talk", here.tom.person_id)
    assert service.open_request(here.tom, request.pk, NOW).side is Side.HOLDER
    with pytest.raises(NotFound):
        service.open_request(here.lena, request.pk, NOW)


def test_given_back_to_the_topic_it_is_free_again(here: Scene) -> None:
    request = here.taken()
    service.hand_over(here.lena, request.pk, None, "On leave", request.version, NOW + DAY)
    after = fresh(request)
    assert (after.state, after.expert_id, after.due_at) == (State.NEW, None, request.due_at)
    assert service.claim(here.ola, request.pk, NOW + DAY).expert_id == here.ola.person_id


def test_coordinators_give_a_request_to_somebody_without_reading_it(here: Scene) -> None:
    request = here.taken()
    service.reassign(here.kim, request.pk, here.tom.person_id, "Ill", request.version, NOW)
    assert fresh(request).expert_id == here.tom.person_id
    assert told(here.lena)[-1] == "request_gone"
    assert told(here.tom) == ["request_handed_over"]
    with pytest.raises(NotFound):
        service.open_request(here.kim, request.pk, NOW)


def test_a_request_handed_on_while_it_waits_for_the_trainee_goes_on_waiting(here: Scene) -> None:
    request = here.taken()
    here.ask_back(request, here.lena)
    version = fresh(request).version
    service.hand_over(here.lena, request.pk, here.ola.person_id, "Away", version, NOW)
    assert fresh(request).state == State.WAITING_TRAINEE
    service.write_back(here.ada, request.pk, "Since May.", token(), NOW + DAY)
    assert told(here.ola)[-1] == "request_written"


def test_the_asker_sees_when_an_answer_comes_and_what_is_new(here: Scene) -> None:
    request = here.taken()
    (row,) = service.own_requests(here.ada, NOW)
    assert (row.expected.waits, row.expected.day) == (Waits.ANSWER, date(2027, 3, 8))
    assert not row.unread
    (late,) = service.own_requests(here.ada, NOW + 8 * DAY)
    assert late.expected.waits is Waits.OVERDUE
    here.reply(request, here.lena, NOW + HOUR)
    (row,) = service.own_requests(here.ada, NOW + HOUR)
    assert (row.expected.waits, row.unread, row.messages) == (Waits.READING, True, 1)
    service.open_request(here.ada, request.pk, NOW + 2 * HOUR)
    (row,) = service.own_requests(here.ada, NOW + 3 * HOUR)
    assert not row.unread


def test_what_is_due_at_midnight_is_expected_the_day_before(here: Scene) -> None:
    saturday = NOW + 5 * DAY
    sent = here.send(now=saturday, urgency="urgent", urgency_reason="The meeting is near.")
    assert service.due_day(sent) == date(2027, 3, 10)
    with translation.override("en"):
        assert service.expected(sent, saturday).told() == "Answer by Wed, 10 March 2027."


@pytest.mark.parametrize(
    ("step", "days", "sentence"),
    [
        ("draft", 0, "Not sent yet."),
        ("send", 0, "Answer by Mon, 8 March 2027."),
        ("send", 8, "The answer was due by Mon, 8 March 2027. It is late"),
        ("ask", 8, "The expert has a question to you."),
        ("answered", 8, "Answered. Say whether it helped."),
        ("back", 0, "Closed."),
        ("nobody", 0, "Nobody is there who can answer at the moment."),
    ],
)
def test_the_asker_reads_honestly_when_an_answer_comes(
    here: Scene, step: str, days: int, sentence: str
) -> None:
    if step == "draft":
        here.draft(here.ada)
    elif step == "answered":
        here.answered()
    else:
        request = here.send(topic="funding" if step == "nobody" else "law")
        if step == "ask":
            service.claim(here.lena, request.pk, NOW)
            here.ask_back(request, here.lena)
        if step == "back":
            service.withdraw(here.ada, request.pk, request.version, NOW)
    (row,) = service.own_requests(here.ada, NOW + days * DAY)
    with translation.override("en"):
        assert row.expected.told().startswith(sentence)


def test_own_requests_cost_the_same_however_many(
    here: Scene, django_assert_max_num_queries
) -> None:
    def cost() -> int:
        with django_assert_max_num_queries(8) as counted:
            service.own_requests(here.ada, NOW)
        return len(counted)

    here.send()
    few = cost()
    for _each in range(3):
        here.answered()
    here.send(topic="talk")
    assert cost() == few


def test_the_asker_reads_neither_notes_nor_steps(here: Scene) -> None:
    request = here.taken(for_team="on")
    mark = f"secret {uuid4().hex}"
    service.note(here.lena, request.pk, mark, token(), NOW)
    service.hand_over(here.lena, request.pk, here.ola.person_id, mark, request.version, NOW)
    for actor in (here.ada, here.bea):
        opened = service.open_request(actor, request.pk, NOW)
        assert (opened.notes, opened.steps) == ((), ())
        assert mark not in repr(opened.__dict__)
    opened = service.open_request(here.ola, request.pk, NOW)
    assert [note.text for note in opened.notes] == [mark]
    assert [step.verb for step in opened.steps] == ["sent", "claimed", "handed_over"]


def test_what_can_be_done_is_what_the_use_cases_let_pass(here: Scene) -> None:
    request = here.send(for_team="on")

    def may(actor: object) -> set[Deed]:
        return set(service.open_request(actor, request.pk, NOW).may)

    assert may(here.ada) == {Deed.WRITE, Deed.WITHDRAW}
    assert may(here.bea) == {Deed.WRITE}
    assert may(here.lena) == {Deed.CLAIM}
    service.claim(here.lena, request.pk, NOW)
    assert may(here.lena) == {
        Deed.HAND_OVER,
        Deed.GIVE_BACK,
        Deed.REPLY,
        Deed.ASK_BACK,
        Deed.NOTE,
    }
    here.reply(request, here.lena)
    assert may(here.ada) == {Deed.CLOSE, Deed.REOPEN}
    service.close(here.ada, request.pk, True, "", "", fresh(request).version, NOW)
    assert may(here.ada) == {Deed.REOPEN}
    late = service.open_request(here.ada, request.pk, NOW + timedelta(days=31))
    assert late.may == frozenset()
    assert may(here.lena) == {Deed.NOTE}


def test_a_promise_is_made_before_sending(here: Scene) -> None:
    desk = service.desk_of(here.desk)
    assert service.promise(desk, "urgent", here.where.north, NOW) == date(2027, 3, 4)
    assert service.promise(desk, "soon", None, NOW) == date(2027, 3, 8)
