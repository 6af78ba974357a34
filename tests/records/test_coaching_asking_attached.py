"""What goes with a request: files without names, and passages of the milestone by consent."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.file_samples import ELF, pdf, png
from tests.records import slot_cases, transfer_cases
from tests.records.coaching_cases import GOOD, Scene, fresh, scene
from xblocks.coaching import attachments, context, service
from xblocks.coaching.appointments import booking
from xblocks.coaching.records import HandedContext, Request, RequestFile
from xblocks.coaching.refusals import AttachmentsClosed, NothingChosen, PassagesChanged
from xblocks.core.errors import NotFound
from xblocks.core.people import Actor
from xblocks.exercises.team import dates_of
from xblocks.files.refusals import ProgramFile, TooManyFiles, TypeNotAllowed

pytestmark = pytest.mark.django_db(transaction=True)

PART = "application/octet-stream"


@pytest.fixture(autouse=True)
def storage(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    settings.WBM_DESK_BASE_TEMPLATE = "wbm/desk/base.html"


@pytest.fixture
def here() -> Scene:
    return scene()


@pytest.fixture
def now() -> datetime:
    return timezone.now()


def enter(client: Client, actor: Actor) -> Client:
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def url(request: Request, name: str, *args: Any) -> str:
    return reverse(f"wbm:coaching_{name}", args=[request.course_key, request.pk, *args])


def post(client: Client, address: str, **form: Any) -> HttpResponse:
    return client.post(address, form, headers={"HX-Request": "true"})


def add(here: Scene, request: Request, now: datetime, name: str = "plan.pdf") -> RequestFile:
    attachments.add_small(here.ada, request.pk, name, pdf(), now)
    return RequestFile.objects.latest("pk")


def test_a_file_arrives_in_parts_and_must_be_confirmed_before_sending(
    here: Scene, client: Client, now: datetime
) -> None:
    draft = here.draft(here.ada, now)
    enter(client, here.ada)
    begun = post(client, url(draft, "upload"), name="plan.pdf", size=len(pdf())).json()
    assert begun["missing"] == [1]
    sent = client.post(f"{begun['put']}1/", pdf(), content_type=PART)
    assert sent.json() == {"missing": []}
    shown = client.post(begun["finish"], headers={"HX-Request": "true"}).content.decode()
    assert "plan.pdf" in shown
    assert 'name="pseudonymised"' in shown
    form = GOOD | {"version": str(draft.version)}
    refused = post(client, url(draft, "send"), **form)
    assert refused["X-WBM-Refusal"] == "request_not_ready"
    assert "-pseudonymised" in refused.content.decode()
    sent = post(client, url(draft, "send"), **form, pseudonymised="1")
    assert sent.status_code == 200
    assert fresh(draft).pseudonymised


def test_a_file_without_scripts(here: Scene, client: Client, now: datetime) -> None:
    draft = here.draft(here.ada, now)
    enter(client, here.ada)
    answer = client.post(url(draft, "upload"), {"file": SimpleUploadedFile("plan.pdf", pdf())})
    assert answer.status_code == 302
    assert RequestFile.objects.get().name == "plan.pdf"


def test_whoever_reads_the_request_reads_its_files_and_nobody_else(
    here: Scene, client: Client, now: datetime
) -> None:
    draft = here.draft(here.ada, now, pseudonymised="1")
    file = add(here, draft, now)
    address = url(draft, "file", file.pk)
    assert enter(client, here.lena).get(address).status_code == 404, "not sent yet"
    sent = service.send(here.ada, draft.pk, draft.version, now)
    for actor, status in ((here.ada, 200), (here.lena, 200), (here.bea, 404), (here.leo, 404)):
        answer = enter(client, actor).get(address)
        assert answer.status_code == status, actor.name
        if status == 200:
            assert b"".join(answer.streaming_content) == pdf()
            assert answer["Content-Disposition"].startswith("attachment")
    for actor in (here.kim, here.tina):
        assert enter(client, actor).get(address).status_code == 403
    service.claim(here.lena, sent.pk, now)
    assert enter(client, here.ola).get(address).status_code == 404, "taken by somebody else"


def test_what_is_no_such_file_is_refused(here: Scene, now: datetime) -> None:
    draft = here.draft(here.ada, now)
    with pytest.raises(TypeNotAllowed):
        attachments.add_small(here.ada, draft.pk, "plan.exe", ELF, now)
    with pytest.raises(ProgramFile):
        attachments.add_small(here.ada, draft.pk, "plan.pdf", ELF, now)
    for name in ("one.pdf", "two.pdf"):
        add(here, draft, now, name)
    with pytest.raises(TooManyFiles):
        attachments.begin(here.ada, draft.pk, "map.png", len(png()), now)
    for actor in (here.bea, here.cem):
        with pytest.raises(NotFound):
            attachments.begin(actor, draft.pk, "map.png", 10, now)


def test_an_answered_request_takes_no_files_but_gives_them_back(here: Scene, now: datetime) -> None:
    draft = here.draft(here.ada, now, pseudonymised="1")
    file = add(here, draft, now)
    sent = service.send(here.ada, draft.pk, draft.version, now)
    service.claim(here.lena, sent.pk, now)
    here.reply(sent, here.lena, now)
    with pytest.raises(AttachmentsClosed):
        attachments.begin(here.ada, sent.pk, "map.png", len(png()), now)
    with pytest.raises(NotFound):
        attachments.remove(here.bea, sent.pk, file.pk, now)
    attachments.remove(here.ada, sent.pk, file.pk, now)
    assert not RequestFile.objects.exists()


def milestone(here: Scene) -> Any:
    """Return Ada's team's M1 with a word in it."""
    found = transfer_cases.exercise(here.where)
    transfer_cases.write(here.ada, found, text="Line 3, and Frau Obermüller helps.")
    return found


def test_passages_are_shown_chosen_and_handed_over_as_they_were_shown(
    here: Scene, client: Client, now: datetime
) -> None:
    written = milestone(here)
    draft = here.draft(here.ada, now, phase="m1")
    enter(client, here.ada)
    shown = client.get(url(draft, "context"), headers={"HX-Request": "true"}).content.decode()
    assert "Line 3, and Frau Obermüller helps." in shown
    assert "looks like a name" in shown or "Namen" in shown
    found = context.preview(here.ada, "m1")
    assert found is not None
    mark = found.passages[0].mark
    answer = post(client, url(draft, "context"), phase="m1", passage=[mark])
    assert answer.status_code == 200
    transfer_cases.write(here.bea, written, text="Something new entirely.", version=1)
    held = HandedContext.objects.get(request=draft)
    assert held.passages == [{"label": "Aim", "text": "Line 3, and Frau Obermüller helps."}]
    assert (held.title, held.agreed_by_id) == ("M1 · Outline", here.ada.person_id)
    sent = service.send(here.ada, draft.pk, fresh(draft).version, now)
    opened = service.open_request(here.lena, sent.pk, now)
    assert opened.context == held
    assert "Line 3" in client.get(url(draft, "own")).content.decode()
    post(client, url(draft, "context_gone"))
    assert service.open_request(here.lena, sent.pk, now).context is None


def test_nothing_is_handed_over_unseen(here: Scene, client: Client, now: datetime) -> None:
    written = milestone(here)
    draft = here.draft(here.ada, now, phase="m1")
    found = context.preview(here.ada, "m1")
    assert found is not None
    with pytest.raises(NothingChosen):
        context.agree(here.ada, draft.pk, "m1", set(), now)
    transfer_cases.write(here.bea, written, text="Something new entirely.", version=1)
    with pytest.raises(PassagesChanged):
        context.agree(here.ada, draft.pk, "m1", {found.passages[0].mark}, now)
    enter(client, here.ada)
    form = {"phase": "m1", "passage": [found.passages[0].mark]}
    refused = post(client, url(draft, "context"), **form)
    assert (refused.status_code, refused["X-WBM-Refusal"]) == (409, "passages_changed")
    assert "Something new entirely." in refused.content.decode()
    assert not HandedContext.objects.exists()


def test_nobody_hands_over_the_work_of_another_team(here: Scene, now: datetime) -> None:
    milestone(here)
    assert context.preview(here.cem, "m1") is None
    draft = here.draft(here.ada, now, phase="m1")
    for actor in (here.bea, here.cem):
        with pytest.raises(NotFound):
            context.agree(actor, draft.pk, "m1", {"0" * 16}, now)
        with pytest.raises(NotFound):
            context.take_back(actor, draft.pk, now)


def test_who_changes_the_company_takes_no_work_of_the_old_team_along(
    here: Scene, now: datetime
) -> None:
    milestone(here)
    moved = replace(here.ada, company=here.cem.company)
    found = context.preview(here.ada, "m1")
    assert found is not None
    chosen = {found.passages[0].mark}
    draft = here.draft(here.ada, now, phase="m1", for_team="on")
    context.agree(here.ada, draft.pk, "m1", chosen, now)
    sent = service.send(moved, draft.pk, fresh(draft).version, now)
    assert service.open_request(here.cem, sent.pk, now).context is None
    with pytest.raises(PassagesChanged):
        context.agree(here.ada, sent.pk, "m1", chosen, now)
    assert not HandedContext.objects.exists()


def test_the_timeline_shows_requests_of_the_team_and_never_those_of_one_person(
    here: Scene, now: datetime
) -> None:
    assert here.ada.company is not None
    here.send(here.ada, now)
    assert dates_of(here.where.key, here.ada.company) == []
    shared = here.send(here.ada, now, for_team="on")
    (date,) = dates_of(here.where.key, here.ada.company)
    assert (date.mark, date.at) == ("C", fresh(shared).due_at)
    assert date.link.endswith(f"/own/{shared.pk}/")
    service.claim(here.lena, shared.pk, now)
    here.reply(shared, here.lena, now)
    assert dates_of(here.where.key, here.ada.company) == []


def test_the_timeline_shows_appointments_of_the_team_until_they_are_cancelled(
    here: Scene,
) -> None:
    assert here.ada.company is not None
    row = slot_cases.slot(here.ola)
    booked = booking.book(here.ada, row.pk, "m2", None, slot_cases.NOW)
    (date,) = dates_of(here.where.key, here.ada.company)
    assert (date.mark, date.at) == ("C", row.starts_at)
    assert date.link.endswith(f"/{booked.pk}/")
    assert here.cem.company is not None
    assert dates_of(here.where.key, here.cem.company) == []
    booking.cancel(here.ada, booked.pk, slot_cases.NOW)
    assert dates_of(here.where.key, here.ada.company) == []
    alone = here.send(here.ada, slot_cases.NOW)
    booking.book(
        here.ada, slot_cases.slot(here.ola, at=time(16)).pk, "m2", alone.pk, slot_cases.NOW
    )
    assert dates_of(here.where.key, here.ada.company) == []
