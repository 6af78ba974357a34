"""When somebody has gone, the others go on, and no page, mail or log brings the name back."""

from __future__ import annotations

import io
import logging
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from tests.records import grading_cases, transfer_cases
from tests.records.privacy_cases import Human, World
from tests.records.privacy_traces import traces, traces_in
from tests.records.privacy_world import world_in
from xblocks.grading import service as grading
from xblocks.grading.exporting import zip_of_works
from xblocks.grading.records import Work
from xblocks.host.erasing import former_member
from xblocks.notices import service as notices
from xblocks.notices.records import Notice
from xblocks.privacy.receivers import account_retired
from xblocks.roster.records import Person

pytestmark = pytest.mark.django_db(transaction=True)
GOERS = ["xenia", "tilda"]


@pytest.fixture
def here(settings: Any, tmp_path: Path) -> World:
    return world_in(tmp_path, settings)


def human(here: World, name: str) -> Human:
    return getattr(here, name)


@pytest.mark.parametrize("name", GOERS)
def test_pages_mails_and_logs_go_on_without_the_name(
    here: World, tmp_path: Path, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="xblocks")
    who = human(here, name)
    account_retired(who.user)
    trainer = next(each for each in (here.tilda, here.uwe) if each is not who)
    _go_on(here, trainer)
    archive = _downloaded(here, trainer)
    assert not [marker for marker in who.markers[1:] if marker in archive]
    readers = [each for each in (here.bea, here.tilda, here.uwe) if each is not who]
    for reader in readers:
        for address in _addresses(here, reader):
            answer = reader.client().get(address)
            assert answer.status_code in {200, 302}, address
            text = b"".join(answer) if answer.streaming else answer.content
            for marker in who.markers[1:]:  # the first name may be part of a file's own text
                assert marker.encode() not in text.lower(), address
    assert traces(who) == []
    assert traces_in(tmp_path / "mails", who) == []
    told = caplog.text.lower()
    assert not [marker for marker in who.markers if marker in told]


def test_an_erased_row_is_not_on_the_list_and_cannot_come_back(here: World) -> None:
    coordinator = here.tilda.client()
    left = reverse("wbm:roster", args=[here.where.key]) + "?left=1"
    person = reverse("wbm:roster_person", args=[here.where.key, here.xenia.actor.person_id])
    assert coordinator.get(person).status_code == 200
    account_retired(here.xenia.user)
    assert former_member(here.where.key) not in coordinator.get(left).content.decode()
    assert coordinator.get(person).status_code == 404
    back = reverse("wbm:roster_step", args=[here.where.key, here.xenia.actor.person_id, "returned"])
    version = Person.objects.get(pk=here.xenia.actor.person_id).version
    assert coordinator.post(back, {"version": version}).status_code == 404


def _go_on(here: World, trainer: Human) -> None:
    """Write, hand in, review and tell once more."""
    if Notice.objects.filter(person=here.bea.actor.person_id).exists():
        notices.remind(here.now)
    held = grading.latest(here.m3.usage_key, company=here.bea.actor.company)
    later = here.now + timedelta(hours=9)
    if held.claimed_by_id not in (None, trainer.user.pk):
        grading.take_over(trainer.actor, held.pk, held.claimed_by_id, later)
    grading.claim(trainer.actor, held.pk, later)
    saved = grading.save_draft(
        trainer.actor, held.pk, 0, grading_cases.rating({"aim": 1, "way": 1}), later
    )
    grading.decide(trainer.actor, held.pk, saved.version, later)
    version = transfer_cases.kept(here.bea.actor, here.m3).version
    transfer_cases.write(
        here.bea.actor, here.m3, "aim", "We begin again, smaller.", version, now=later
    )
    transfer_cases.hand_in(here.bea.actor, here.m3, later)
    notices.send_waiting(later + timedelta(minutes=1))


def _addresses(here: World, reader: Human) -> list[str]:
    key = here.where.key
    pages = [("wbm:inbox", [key]), ("wbm:privacy", [key])]
    if reader is here.bea:
        for exercise in here.exercises:
            pages += [
                ("wbm:project_milestone", [key, exercise.usage_key]),
                ("wbm:project_version", [key, exercise.usage_key, 1]),
            ]
        pages.append(("wbm:project", [key]))
    else:
        pages += [("wbm:grading", [key]), ("wbm:grading_grades", [key])]
        pages += [
            ("wbm:grading_work", [key, pk])
            for pk in Work.objects.exclude(company=None).values_list("pk", flat=True)
        ]
    if reader is here.tilda:
        pages.append(("wbm:roster", [key]))
    return [reverse(name, args=args) for name, args in pages]


def _downloaded(here: World, trainer: Human) -> str:
    """Return all that an archive of works says, names of files included."""
    pieces = zip_of_works(trainer.actor, here.m1.usage_key, here.now)
    with zipfile.ZipFile(io.BytesIO(b"".join(pieces))) as archive:
        texts = [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
        return "\n".join([*archive.namelist(), *texts]).lower()
