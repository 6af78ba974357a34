"""What the desk refuses, with a sentence that says what to do, and nothing lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from tests.at_once import at_once, own_connections
from tests.records.coaching_cases import (
    DAY,
    GOOD,
    HOUR,
    NOW,
    Scene,
    desk_exercise,
    fresh,
    scene,
    token,
)
from xblocks.coaching import refusals, service
from xblocks.coaching.domain.values import MESSAGE_LENGTH, State
from xblocks.coaching.records import Message, Request
from xblocks.coaching.thread import MESSAGES_AN_HOUR
from xblocks.core.errors import BadRequest, NotFound, NotOnRoster, Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Scene:
    return scene()


def test_every_refusal_says_what_to_do() -> None:
    kinds = [
        kind
        for kind in vars(refusals).values()
        if isinstance(kind, type) and issubclass(kind, Refusal)
        if kind.__module__ == refusals.__name__
    ]
    asks = re.compile(
        r"[Pp]lease|Choose|Look at|Read it|Read them|See below|Wait for|Take the|Hand it|Ask them"
    )
    assert [kind.code for kind in kinds if not asks.search(kind.sentence)] == []
    assert len({kind.code for kind in kinds}) == len(kinds)
    assert {kind.status for kind in kinds} == {409, 422}


def test_what_is_missing_is_told_field_by_field_and_the_draft_stays(here: Scene) -> None:
    draft = here.draft(here.ada, question="", urgency="urgent", situation="x" * 601)
    with pytest.raises(refusals.NotReady) as refused:
        service.send(here.ada, draft.pk, draft.version, NOW)
    assert {each.field: str(each.message) for each in refused.value.problems} == {
        "situation": "1 characters too many: at most 600 are allowed.",
        "question": "Write your question.",
        "urgency_reason": "Say in a sentence why it is urgent.",
    }
    assert fresh(draft).situation == "x" * 601


@pytest.mark.parametrize(
    "values",
    [{"topic": "gossip"}, {"outcome": "<script>"}, {"urgency": "now"}, {"phase": "m9"}],
)
def test_choices_there_are_not_are_refused(here: Scene, values: dict[str, str]) -> None:
    draft = here.draft(here.ada)
    with pytest.raises(refusals.NoSuchChoice):
        service.save_draft(here.ada, draft.pk, values, draft.version, NOW)


def test_a_topic_the_desk_does_not_take_is_not_sent(here: Scene) -> None:
    draft = here.draft(here.ada, topic="conflict")
    with pytest.raises(refusals.NotReady):
        service.send(here.ada, draft.pk, draft.version, NOW)


def test_a_book_in_a_field_is_refused(here: Scene) -> None:
    draft = here.draft(here.ada)
    with pytest.raises(refusals.TextTooLong):
        service.save_draft(here.ada, draft.pk, {"tried": "x" * 20_001}, draft.version, NOW)
    assert fresh(draft).tried == GOOD["tried"]


def test_script_and_html_are_kept_as_text(here: Scene) -> None:
    text = "<script>alert(1)</script>\n<b>Bcc: all@example.org</b>"
    draft = here.draft(here.ada, situation=text)
    assert fresh(draft).situation == text


def test_who_saves_over_another_tab_is_told(here: Scene) -> None:
    draft = here.draft(here.ada)
    service.save_draft(here.ada, draft.pk, {"tried": "Tab one"}, draft.version, NOW)
    for step in (
        lambda: service.save_draft(here.ada, draft.pk, {"tried": "Two"}, draft.version, NOW),
        lambda: service.send(here.ada, draft.pk, draft.version, NOW),
    ):
        with pytest.raises(refusals.RequestChanged) as refused:
            step()
        assert refused.value.version == draft.version + 1
    assert fresh(draft).tried == "Tab one"


def test_a_closed_desk_takes_nothing_new_and_answers_what_is_open(here: Scene) -> None:
    request = here.taken()
    desk = desk_exercise(here.where, closes=date(2027, 3, 1))
    made = service.draft(here.ada, desk.usage_key, NOW)
    draft = service.save_draft(here.ada, made.pk, GOOD, made.version, NOW)
    with translation.override("en"), pytest.raises(refusals.DeskClosed) as refused:
        service.send(here.ada, draft.pk, draft.version, NOW + DAY)
    assert "since Mon, 1 March 2027" in str(refused.value)
    here.reply(request, here.lena, NOW + DAY)
    assert service.send(here.ada, draft.pk, draft.version, NOW).state == State.NEW


def test_of_five_hundred_requests_in_a_minute_five_are_open_and_none_is_lost(here: Scene) -> None:
    for _each in range(service.OPEN_AT_ONCE):
        here.send()
    draft = here.draft(here.ada, question="Question 499?")
    for _each in range(495):
        with pytest.raises(refusals.TooManyOpen):
            service.send(here.ada, draft.pk, draft.version, NOW)
    own = Request.objects.filter(asker=here.ada.person_id)
    assert own.exclude(state=State.DRAFT).count() == service.OPEN_AT_ONCE
    assert own.get(state=State.DRAFT).question == "Question 499?"
    assert here.send(here.bea).state == State.NEW


def test_ten_requests_a_day_are_enough(here: Scene) -> None:
    evening = NOW + 13 * HOUR  # 23 o'clock in Berlin
    for _each in range(service.SENT_A_DAY):
        request = here.send(now=evening)
        service.withdraw(here.ada, request.pk, request.version, evening)
    with pytest.raises(refusals.TooManyToday):
        here.send(now=evening)
    assert here.send(now=evening + 2 * HOUR).state == State.NEW


def test_messages_are_held_back_when_somebody_floods_a_thread(here: Scene) -> None:
    request = here.taken()
    for _each in range(MESSAGES_AN_HOUR):
        service.write_back(here.ada, request.pk, "Again.", token(), NOW)
    with pytest.raises(refusals.TooManyMessages):
        service.write_back(here.ada, request.pk, "Again.", token(), NOW)
    service.write_back(here.ada, request.pk, "Again.", token(), NOW + 2 * HOUR)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", refusals.TextMissing),
        (" \n\x00 ", refusals.TextMissing),
        ("x" * (MESSAGE_LENGTH + 1), refusals.TextTooLong),
    ],
)
def test_messages_must_say_something_and_not_too_much(
    here: Scene, text: str, error: type[Refusal]
) -> None:
    request = here.answered()
    version = request.version
    for step in (
        lambda: service.reply(here.lena, request.pk, text, token(), version, NOW),
        lambda: service.note(here.lena, request.pk, text, token(), NOW),
        lambda: service.reopen(here.ada, request.pk, text, token(), NOW),
    ):
        with pytest.raises(error):
            step()
    assert Message.objects.filter(request=request).count() == 1


@pytest.mark.parametrize("name", ["", "x" * 33])
def test_a_sending_without_a_name_is_no_sending(here: Scene, name: str) -> None:
    request = here.taken()
    steps: list[Callable[[], Any]] = [
        lambda: service.reply(here.lena, request.pk, "Yes.", name, request.version, NOW),
        lambda: service.note(here.lena, request.pk, "Hm.", name, NOW),
        lambda: service.write_back(here.ada, request.pk, "And?", name, NOW),
    ]
    for step in steps:
        with pytest.raises(BadRequest):
            step()


def test_another_text_under_the_same_name_is_refused_and_comes_back(here: Scene) -> None:
    request, again = here.taken(), token()
    service.write_back(here.ada, request.pk, "And this.", again, NOW)
    service.note(here.lena, request.pk, "Hm.", again, NOW)
    version = fresh(request).version
    steps: list[Callable[[str], Any]] = [
        lambda text: service.write_back(here.ada, request.pk, text, again, NOW),
        lambda text: service.reopen(here.ada, request.pk, text, again, NOW),
        lambda text: service.note(here.lena, request.pk, text, again, NOW),
        lambda text: service.reply(here.lena, request.pk, text, again, version, NOW),
        lambda text: service.ask_back(here.lena, request.pk, text, again, version, NOW),
    ]
    for step in steps:
        with pytest.raises(refusals.RequestChanged) as refused:
            step("Something else.")
        assert refused.value.mine == "Something else."
    with pytest.raises(refusals.RequestChanged):  # word for word what the trainee wrote
        service.reply(here.lena, request.pk, "And this.", again, version, NOW)
    service.write_back(here.ada, request.pk, " And this.\r\n", again, NOW)
    assert [each.text for each in request.messages.all()] == ["And this."]
    assert [each.text for each in request.notes.all()] == ["Hm."]


def test_an_answer_to_what_has_changed_comes_back_with_its_text(here: Scene) -> None:
    request = here.taken()
    service.write_back(here.ada, request.pk, "It was another machine.", token(), NOW)
    with pytest.raises(refusals.RequestChanged) as refused:
        service.reply(here.lena, request.pk, "My long answer.", token(), request.version, NOW)
    assert refused.value.mine == "My long answer."
    assert refused.value.version == fresh(request).version
    assert fresh(request).state == State.ASSIGNED


def test_an_answer_after_handing_over_is_refused_with_the_name_of_who_answers(
    here: Scene,
) -> None:
    request = here.taken()
    service.hand_over(here.lena, request.pk, here.ola.person_id, "Away", request.version, NOW)
    with pytest.raises(refusals.HasOther) as refused:
        here.reply(request, here.lena)
    assert str(refused.value).startswith("Ola answers this request now.")


def test_what_was_taken_back_meanwhile_is_neither_taken_nor_answered(here: Scene) -> None:
    request = here.send()
    service.withdraw(here.ada, request.pk, request.version, NOW)
    for step in (
        lambda: service.claim(here.lena, request.pk, NOW),
        lambda: here.reply(request, here.lena),
    ):
        with pytest.raises(refusals.NotNow) as refused:
            step()
        assert type(refused.value) is refusals.NotNow


def test_who_is_on_the_list_in_no_way_cannot_ask(here: Scene) -> None:
    with pytest.raises(NotOnRoster):
        service.draft(replace(here.ada, person_id=None), here.desk.usage_key, NOW)


@pytest.mark.parametrize("request_id", [0, -1, 2**63 - 1])
def test_forged_numbers_lead_nowhere(here: Scene, request_id: int) -> None:
    for step in (
        lambda: service.open_request(here.ada, request_id, NOW),
        lambda: service.claim(here.lena, request_id, NOW),
        lambda: service.reassign(here.kim, request_id, 1, "Ill", 1, NOW),
    ):
        with pytest.raises(NotFound):
            step()


def test_a_request_goes_to_other_experts_of_the_course_alone(here: Scene) -> None:
    request = here.taken()
    other = scene()
    wrong = [here.lena, here.ada, here.bea, here.kim, here.tina, other.ola]
    for person_id in [0, 2**63 - 1, *(actor.person_id for actor in wrong)]:
        with pytest.raises(refusals.NotAnExpert):
            service.hand_over(here.lena, request.pk, person_id, "Away", request.version, NOW)
    assert fresh(request).expert_id == here.lena.person_id


@pytest.mark.parametrize(
    ("reason", "error"),
    [
        ("", refusals.ReasonMissing),
        (" \n", refusals.ReasonMissing),
        ("x" * 301, refusals.TextTooLong),
    ],
)
def test_passing_on_needs_a_reason(here: Scene, reason: str, error: type[Refusal]) -> None:
    request, to = here.taken(), here.ola.person_id
    for step in (
        lambda: service.hand_over(here.lena, request.pk, to, reason, request.version, NOW),
        lambda: service.reassign(here.kim, request.pk, to, reason, request.version, NOW),
    ):
        with pytest.raises(error):
            step()


def test_what_waits_for_the_trainee_is_not_given_back_to_all(here: Scene) -> None:
    request = here.taken()
    here.ask_back(request, here.lena)
    with pytest.raises(refusals.WaitsForTrainee):
        service.hand_over(here.lena, request.pk, None, "Away", fresh(request).version, NOW)


def test_after_thirty_days_a_new_request_is_needed(here: Scene) -> None:
    request = here.answered()
    service.close(here.ada, request.pk, True, "", "", request.version, NOW)
    with pytest.raises(refusals.TooLateToReopen):
        service.reopen(here.ada, request.pk, "Again.", token(), NOW + 31 * DAY)


def test_what_was_taken_back_is_not_opened_again(here: Scene) -> None:
    request = here.send()
    service.withdraw(here.ada, request.pk, request.version, NOW)
    with pytest.raises(refusals.TooLateToReopen):
        service.reopen(here.ada, request.pk, "After all.", token(), NOW)


def test_a_record_that_is_too_long_closes_nothing(here: Scene) -> None:
    request = here.answered()
    for record, thanks in (("x" * 1001, ""), ("", "x" * 301)):
        with pytest.raises(refusals.TextTooLong):
            service.close(here.ada, request.pk, True, record, thanks, request.version, NOW)
    assert fresh(request).state == State.ANSWERED


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (date(2027, 3, 5), date(2027, 3, 4)),
        (date(2027, 2, 1), date(2027, 2, 28)),
        (date(2027, 3, 5), date(2028, 3, 8)),
    ],
)
def test_absences_have_days_that_make_sense(here: Scene, since: date, until: date) -> None:
    with pytest.raises(refusals.WrongDays):
        service.be_away(here.lena, since, until, None, NOW)


def test_one_is_away_once_and_the_substitute_is_there(here: Scene) -> None:
    days = (date(2027, 3, 5), date(2027, 3, 12))
    first = service.be_away(here.lena, *days, here.ola.person_id, NOW)
    assert service.be_away(here.lena, *days, here.ola.person_id, NOW) == first
    with pytest.raises(refusals.AwayAlready):
        service.be_away(here.lena, date(2027, 3, 12), date(2027, 3, 12), None, NOW)
    with pytest.raises(refusals.SubstituteAway):
        service.be_away(here.ola, date(2027, 3, 1), days[0], here.lena.person_id, NOW)
    wrong = [here.lena, here.ada, here.kim, scene().ola]
    for nobody in (0, 2**63 - 1, *(actor.person_id for actor in wrong)):
        with pytest.raises(refusals.NotAnExpert):
            service.be_away(here.lena, date(2027, 4, 1), date(2027, 4, 1), nobody, NOW)
    assert [each.substitute_id for each in service.absences(here.lena)] == [here.ola.person_id]
    with pytest.raises(NotFound):
        service.come_back(here.ola, first.pk)
    service.come_back(here.lena, first.pk)
    assert service.absences(here.lena) == []


@pytest.mark.django_db(transaction=True)
def test_of_two_experts_who_take_a_request_at_once_one_gets_it(tmp_path: Path) -> None:
    here = scene()
    request = here.send()
    with own_connections(tmp_path):
        found = at_once(
            [
                lambda: service.claim(here.lena, request.pk, NOW).expert_id,
                lambda: service.claim(here.ola, request.pk, NOW).expert_id,
            ]
        )
    won = [each for each in found if not isinstance(each, Exception)]
    lost = [each for each in found if isinstance(each, Exception)]
    assert len(won) == 1
    assert [type(each) for each in lost] == [refusals.HasOther]


@pytest.mark.django_db(transaction=True)
def test_two_tabs_at_once_begin_one_draft(tmp_path: Path) -> None:
    here = scene()
    with own_connections(tmp_path):
        found = at_once([lambda: service.draft(here.ada, here.desk.usage_key, NOW).pk] * 4)
    assert len(set(found)) == 1
