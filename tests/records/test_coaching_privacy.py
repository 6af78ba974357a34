"""What coaching lets go of when somebody goes, hands out to its owner, and forgets in the end."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.file_samples import pdf
from tests.records import coaching_rows, uploads
from tests.records.privacy_cases import Human, World
from tests.records.privacy_world import world_in
from tests.records.test_privacy_exporting import archive, data
from xblocks.coaching.appointments.booked import appointments
from xblocks.coaching.domain.values import State
from xblocks.coaching.leaving import WRITTEN
from xblocks.coaching.log import Verb
from xblocks.coaching.records import (
    Absence,
    Booking,
    Entry,
    FeedAddress,
    HandedContext,
    Message,
    Request,
    RequestFile,
    RequestNote,
    Slot,
    TextBlock,
)
from xblocks.coaching.service import write_back
from xblocks.files.records import StoredFile
from xblocks.host.erasing import former_member
from xblocks.notices.records import Notice
from xblocks.privacy.receivers import account_retired
from xblocks.privacy.retaining import retain

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def here(settings: Any, tmp_path: Path) -> World:
    return world_in(tmp_path, settings)


def sent_by(who: Human, **columns: Any) -> Request:
    """The one request of somebody that was sent, of the team or not."""
    asked = Request.objects.filter(asker=who.actor.person_id).exclude(state=State.DRAFT)
    return asked.get(**columns)


def gone(here: World, days: float, *, dry_run: bool = False) -> dict[str, int]:
    """What a round so many days from now forgets of coaching, by term."""
    done = retain(here.now + timedelta(days=days), dry_run=dry_run)
    return {each.term: each.count for each in done if each.holding == "coaching" and each.count}


def test_own_requests_lose_their_words_files_and_context_and_keep_their_figures(
    here: World, tmp_path: Path
) -> None:
    own = sent_by(here.xenia, for_team=False)
    content = f"xenia asks in {own.pk}".encode()
    assert any(content in path.read_bytes() for path in _files(tmp_path))
    account_retired(here.xenia.user)
    after = Request.objects.get(pk=own.pk)
    assert [getattr(after, name) for name in WRITTEN] == [""] * len(WRITTEN)
    assert (after.asker, after.company, after.phase) == (None, None, "")
    assert (after.state, after.due_at, after.warn_at) == (State.CLOSED, None, None)
    assert (after.topic, after.district, after.urgency) == ("law", here.where.north, "soon")
    assert after.answered_at == own.answered_at
    for model in (Message, RequestNote, RequestFile, HandedContext):
        assert not model._base_manager.filter(request=own.pk).exists(), model
    assert not any(content in path.read_bytes() for path in _files(tmp_path))
    assert not Request.objects.filter(asker=here.xenia.actor.person_id).exists()


def _files(folder: Path) -> list[Path]:
    return [path for path in (folder / "media").rglob("*") if path.is_file()]


def test_a_request_for_the_team_goes_on_without_the_name(here: World) -> None:
    team = sent_by(here.xenia, for_team=True)
    account_retired(here.xenia.user)
    after = Request.objects.get(pk=team.pk)
    name = former_member(here.where.key)
    assert (after.asker, after.company_id) == (None, here.bea.actor.company)
    assert (after.state, after.expert_id) == (State.ASSIGNED, here.uwe.actor.person_id)
    assert after.question == f"What may {name} do?"
    said = dict(Message.objects.filter(request=team).values_list("text", "author"))
    assert said == {
        f"{name} writes to Ulrich Ostwaldt": None,
        f"Ulrich Ostwaldt answers {name}": here.uwe.actor.person_id,
        "Beata Wiesengrund adds a word": here.bea.actor.person_id,
    }
    assert RequestFile.objects.get(request=team).name == f"{name}.pdf"
    context = HandedContext.objects.get(request=team)
    assert (context.agreed_by, context.passages[0]["text"]) == (None, f"{name} wants more")


def test_when_the_last_of_a_team_goes_its_requests_lose_their_words_too(here: World) -> None:
    account_retired(here.xenia.user)
    account_retired(here.bea.user)
    assert not Request.objects.exclude(situation="").exists()
    assert not Message.objects.exists()
    assert not RequestFile.objects.exists()
    assert not Booking.objects.exclude(company=None).exists()


def test_an_experts_messages_stay_without_the_name_and_what_is_theirs_alone_goes(
    here: World,
) -> None:
    person = here.uwe.actor.person_id
    team = sent_by(here.xenia, for_team=True)
    account_retired(here.uwe.user)
    name = former_member(here.where.key)
    reply = Message.objects.get(request=team, kind="reply")
    assert (reply.author, reply.text) == (None, f"{name} answers Xenia Quellbach")
    note = RequestNote.objects.get(request=team)
    assert (note.author, note.text) == (None, f"{name} doubts Xenia Quellbach")
    assert not TextBlock.objects.filter(owner=person).exists()
    assert not Absence.objects.filter(person=person).exists()
    assert not FeedAddress.objects.filter(person=person).exists()
    assert Absence.objects.get().substitute is None


def test_what_an_expert_worked_on_waits_for_the_others_of_the_topic(here: World) -> None:
    worked_on = sent_by(here.xenia, for_team=True)
    rests = coaching_rows.request(here, here.bea, here.uwe, state=State.WAITING_TRAINEE)
    account_retired(here.uwe.user)
    after = Request.objects.get(pk=worked_on.pk)
    assert (after.state, after.expert) == (State.NEW, None)
    assert after.version > worked_on.version
    assert after.due_at == worked_on.due_at
    assert after.steps.filter(verb=Verb.RELEASED, other=None).exists()
    resting = Request.objects.get(pk=rests.pk)
    assert (resting.state, resting.expert) == (State.WAITING_TRAINEE, None)
    write_back(here.bea.actor, rests.pk, "Since March.", "t" * 32, here.now)
    assert Request.objects.get(pk=rests.pk).state == State.NEW


def test_appointments_to_come_are_given_back_and_those_of_an_expert_cancelled(
    here: World,
) -> None:
    coming = Slot.objects.filter(starts_at__gt=here.now, bookings__isnull=False).distinct()
    account_retired(here.xenia.user)
    cancelled = Notice.objects.filter(kind="appointment_cancelled")
    experts = {each.actor.person_id for each in (here.tilda, here.uwe)}
    assert set(cancelled.values_list("person", flat=True)) == experts
    for slot in coming:
        assert sorted(slot.bookings.values_list("seat", flat=True), key=str) == [2, None]
    account_retired(here.uwe.user)
    assert cancelled.filter(person=here.bea.actor.person_id).count() == 1
    own = Slot.objects.filter(expert=here.uwe.actor.person_id).order_by("starts_at")
    assert [slot.cancelled_at is None for slot in own] == [True, False]
    assert not Booking.objects.filter(slot=own[1]).exclude(seat=None).exists()
    assert {slot.place for slot in own} == {""}
    assert Slot.objects.filter(expert=here.tilda.actor.person_id, cancelled_at=None).count() == 3


def test_what_one_person_met_an_expert_for_stays_unknown_to_the_team(here: World) -> None:
    met = Booking.objects.filter(person=here.xenia.actor.person_id, slot__ends_at__lt=here.now)
    private, other = met.order_by("pk")
    Booking.objects.filter(pk=private.pk).update(request=sent_by(here.xenia, for_team=False))
    account_retired(here.xenia.user)
    found = appointments(here.bea.actor, here.now)
    known = {each.booking.pk for each in (*found.coming, *found.before)}
    assert other.pk in known
    assert private.pk not in known


def test_published_knowledge_stays_and_what_is_not_yet_goes_with_its_asker(here: World) -> None:
    account_retired(here.xenia.user)
    left = list(Entry.objects.order_by("pk"))
    assert [entry.state for entry in left] == ["published", "draft", "published"]
    assert left[0].agreed_by is None
    account_retired(here.uwe.user)
    left[0].refresh_from_db()
    name = former_member(here.where.key)
    assert (left[0].signed_name, left[0].title) == (name, f"What {name} says")
    assert left[0].signed_at is not None


def test_an_asker_gets_their_requests_with_files_and_never_a_note(here: World) -> None:
    found = archive(here.xenia, here)
    coaching = data(found, "coaching")
    draft, own, team = coaching["requests"]
    assert draft["state"] == "draft"
    assert own["question"] == "What may Xenia Quellbach do?"
    assert [(each["by_you"], each["kind"]) for each in own["messages"]] == [
        (True, "answer"),
        (False, "reply"),
    ]
    assert own["handed_over"][0]["passages"][0]["label"] == "Aim"
    assert team["for_the_team"] is True
    assert [each["text"] for each in coaching["messages_elsewhere"]] == [
        "Xenia Quellbach adds a word"
    ]
    assert len(coaching["bookings"]) == 4
    assert len(coaching["knowledge"]) == 1
    files = [name for name in found if name.startswith("coaching/files/")]
    assert len(files) == 2
    text = json.dumps(coaching)
    assert "doubts" not in text
    assert "has no time" not in text
    for other in (here.bea, here.tilda, here.uwe):
        assert other.actor.name not in text


def test_an_expert_gets_what_they_wrote_and_nothing_trainees_did(here: World) -> None:
    coaching = data(archive(here.tilda, here), "coaching")
    assert coaching["requests"] == []
    assert len(coaching["requests_answered"]) == 2
    assert {each["text"] for each in coaching["notes"]} == {
        "Tilda Marksprung doubts Xenia Quellbach",
        "Tilda Marksprung doubts Beata Wiesengrund",
    }
    assert (len(coaching["absences"]), len(coaching["text_blocks"])) == (1, 1)
    assert len(coaching["times_offered"]) == 3
    assert "has a question" not in json.dumps(coaching)


def test_requests_nobody_works_on_lose_their_words_after_a_year(here: World) -> None:
    assert "coaching_requests" not in gone(here, 364)
    counted = gone(here, 366, dry_run=True)["coaching_requests"]
    assert counted == 4
    assert Message.objects.count() == 10
    assert gone(here, 366)["coaching_requests"] == counted
    assert not Request.objects.filter(state=State.DRAFT).exists()
    ended = Request.objects.filter(state=State.CLOSED)
    assert list(ended.values_list("asker", "expert", "question")) == [(None, None, "")] * 2
    assert Request.objects.filter(state=State.ASSIGNED).exclude(question="").count() == 2
    assert "coaching_requests" not in gone(here, 367)


def test_times_go_half_a_year_after_they_are_over(here: World) -> None:
    assert gone(here, 176, dry_run=True) == {}
    assert gone(here, 179) == {"coaching_times": 6}  # past: two times with two places each
    assert Slot.objects.count() == 4
    assert gone(here, 186)["coaching_times"] == 4 + 4 + 2
    assert not Absence.objects.exists()
    assert not Slot.objects.exists()


def test_the_operator_chooses_other_terms(here: World, settings: Any) -> None:
    settings.WBM_RETENTION = {"coaching_requests": 30, "coaching_times": None}
    assert gone(here, 31, dry_run=True) == {"coaching_requests": 4}
    assert "coaching_times" not in gone(here, 400)


def test_a_file_that_also_lies_elsewhere_stays_in_the_storage(here: World) -> None:
    own = sent_by(here.xenia, for_team=False)
    shared = RequestFile.objects.get(request=own).stored
    RequestFile.objects.filter(request__for_team=True).update(stored=shared)
    account_retired(here.xenia.user)
    assert StoredFile.objects.filter(pk=shared.pk).exists()
    assert uploads.content_of(shared) == pdf(f"xenia asks in {own.pk}".encode())
