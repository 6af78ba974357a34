"""The process ends at any call to the storage, before, amid or after it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from tests.records.uploads import (
    ALEX,
    KIM,
    NOW,
    PLACE,
    BreakingStorage,
    PowerCut,
    begin,
    content_of,
    kept_names,
    objects_in,
    put,
    send,
)
from xblocks.files import service
from xblocks.files.records import StoredFile, Upload, UploadPart
from xblocks.files.refusals import UploadGone
from xblocks.files.service import UploadStatus
from xblocks.files.storing import storage
from xblocks.files.sweeping import KEPT_FOR, Swept, sweep

pytestmark = pytest.mark.django_db(transaction=True)
SOON = NOW + timedelta(hours=1)
LATE = NOW + KEPT_FOR + timedelta(seconds=1)
MOMENTS = ("before", "amid", "after")


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path, monkeypatch, caplog) -> Path:
    backend = f"{BreakingStorage.__module__}.{BreakingStorage.__qualname__}"
    own = {"BACKEND": backend, "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = settings.STORAGES | {"wbm": own}
    monkeypatch.setattr(service, "PART_SIZE", 40)
    caplog.set_level(logging.CRITICAL)  # what fails after a commit is logged, here on purpose
    return tmp_path


def until_it_works(step: Callable[[], object]) -> object:
    """Do what people do when a page breaks: try again."""
    while True:
        try:
            return step()
        except PowerCut:
            continue


def content_for(call: int, when: str) -> bytes:
    return f"Call {call} breaks {when} it has an effect. ".encode() * 3


def whole_way(content: bytes) -> StoredFile:
    """Send a file in parts, trying each step again that breaks off."""
    upload = begin(content)
    for number in upload.missing:
        until_it_works(lambda number=number: put(upload, content, number))
    return until_it_works(lambda: service.finish(KIM, upload.id, PLACE)).stored


def calls_of(way: Callable[[bytes], object]) -> int:
    """Return how many calls to the storage an undisturbed way takes."""
    storage().break_at()
    way(content_for(0, "never"))
    return storage().calls


def every_break(way: Callable[[bytes], object]) -> list[tuple[int, str]]:
    calls = calls_of(way)
    assert calls > 5
    return [(call, when) for call in range(1, calls + 1) for when in MOMENTS]


def test_wherever_it_breaks_the_file_arrives_once_and_nothing_else_stays(folder: Path):
    breaks = every_break(whole_way)
    for call, when in breaks:
        content = content_for(call, when)
        # Three calls further it is the same step again when a part is sent once more.
        storage().break_at(call, call + 3, call + 6, when=when)
        assert content_of(whole_way(content)) == content
        storage().break_at()
        assert sweep(SOON).failed == 0
        assert objects_in(folder) == kept_names()
        assert not UploadPart.objects.exists()
    assert StoredFile.objects.count() == len(breaks) + 1


def test_wherever_it_breaks_a_known_file_stays_one(folder: Path):
    known = send(content_for(0, "never")).stored
    for call, when in every_break(whole_way):
        storage().break_at(call, when=when)
        assert whole_way(content_for(0, "never")) == known
        storage().break_at()
        assert sweep(SOON).failed == 0
        assert objects_in(folder) == {known.storage_name}


def one_attempt(content: bytes) -> UploadStatus:
    """Send a file and never come back when something breaks."""
    upload = begin(content)
    for number in upload.missing:
        put(upload, content, number)
    service.finish(KIM, upload.id, PLACE)
    return upload


def test_wherever_somebody_leaves_for_ever_the_sweep_leaves_only_whole_files(folder: Path):
    for call, when in every_break(one_attempt):
        content = content_for(call, when)
        storage().break_at(call, when=when)
        with suppress(PowerCut):
            one_attempt(content)
        storage().break_at()
        assert sweep(LATE).failed == 0
        assert objects_in(folder) == kept_names()
        assert not Upload.objects.exists()
    for stored in StoredFile.objects.all():
        assert len(content_of(stored)) == stored.size


def given_up(content: bytes) -> None:
    upload = begin(content)
    for number in upload.missing[1:]:
        put(upload, content, number)
    service.cancel(KIM, upload.id)


def test_wherever_giving_up_breaks_the_sweep_removes_the_rest(folder: Path):
    for call, when in every_break(given_up):
        storage().break_at(call, when=when)
        try:
            given_up(content_for(call, when))
        except PowerCut:
            sweep(LATE)
        storage().break_at()
        assert sweep(SOON).failed == 0
        assert objects_in(folder) == set()
        assert not Upload.objects.exists()


def test_a_part_whose_writing_broke_off_counts_as_missing(folder: Path):
    content = content_for(1, "amid")
    upload = begin(content)
    storage().break_at(3, when="amid")
    with pytest.raises(PowerCut):
        put(upload, content, 1)
    assert objects_in(folder)
    assert 1 in service.status(KIM, upload.id).missing
    assert 1 not in put(upload, content, 1).missing


def test_the_sweep_leaves_alone_what_can_still_be_taken_up_again(folder: Path):
    content = content_for(0, "x")
    upload = begin(content)
    put(upload, content, 1)
    assert sweep(NOW + KEPT_FOR) == Swept(cleared=0, failed=0)
    assert service.status(KIM, upload.id).missing == upload.missing[1:]
    assert sweep(LATE) == Swept(cleared=1, failed=0)
    with pytest.raises(UploadGone):
        put(upload, content, 2)
    assert objects_in(folder) == set()


def test_the_sweep_forgets_finished_uploads_but_never_their_files(folder: Path):
    content = content_for(0, "x")
    stored = send(content, user_id=ALEX).stored
    assert sweep(NOW + KEPT_FOR) == Swept(0, 0)
    assert Upload.objects.exists()
    assert sweep(LATE) == Swept(0, 0)
    assert not Upload.objects.exists()
    assert content_of(stored) == content


def test_one_object_that_cannot_be_deleted_does_not_keep_the_others(folder: Path):
    for number in range(3):
        content = content_for(number, "x")
        put(begin(content), content, 1)
    storage().break_at(2)
    assert sweep(LATE) == Swept(cleared=2, failed=1)
    assert len(objects_in(folder)) == 1
    assert sweep(LATE) == Swept(cleared=1, failed=0)
    assert objects_in(folder) == set()


def test_the_command_sweeps_and_fails_when_something_stays(folder: Path):
    content = content_for(0, "x")
    upload = begin(content)
    put(upload, content, 1)
    Upload.objects.update(created_at=timezone.now() - KEPT_FOR)
    storage().break_at(1)
    with pytest.raises(CommandError, match="1 uploads"):
        call_command("wbm_sweep_files", stdout=StringIO())
    said = StringIO()
    call_command("wbm_sweep_files", stdout=said)
    assert said.getvalue() == "Cleaned up 1 uploads.\n"
    assert objects_in(folder) == set()
