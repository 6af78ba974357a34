"""Several people, or one person's tabs, at the same moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.at_once import at_once, elsewhere, own_connections
from tests.records.uploads import (
    KIM,
    NOW,
    PLACE,
    begin,
    content_of,
    kept_names,
    known_names,
    objects_in,
    put,
)
from xblocks.files import service
from xblocks.files.records import StoredFile, Upload, UploadPart
from xblocks.files.refusals import UploadFinished, UploadGone
from xblocks.files.service import Arrived, UploadStatus
from xblocks.files.sweeping import KEPT_FOR, sweep

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 6
ROUNDS = 8


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path, monkeypatch) -> Iterator[Path]:
    media = tmp_path / "media"
    settings.MEDIA_ROOT = str(media)
    monkeypatch.setattr(service, "PART_SIZE", 100)
    with own_connections(tmp_path):
        yield media


def complete(content: bytes, user_id: int = KIM) -> UploadStatus:
    """Send all parts of a file and do not finish."""
    upload = begin(content, user_id=user_id)
    for number in upload.missing:
        put(upload, content, number, user_id)
    return upload


def finishing(upload: UploadStatus, user_id: int = KIM) -> Callable[[], Arrived]:
    return partial(service.finish, user_id, upload.id, PLACE)


def kinds(results: list[Any]) -> set[type]:
    return {type(result) for result in results}


def test_equal_files_of_several_people_are_kept_once(folder: Path):
    for number in range(ROUNDS):
        content = b"Round %d. " % number * 40
        uploads = [elsewhere(partial(complete, content, user)) for user in range(PEOPLE)]
        results = at_once([finishing(upload, user) for user, upload in enumerate(uploads)])
        assert kinds(results) == {Arrived}, results
        assert len({arrived.stored.pk for arrived in results}) == 1
        assert elsewhere(partial(content_of, results[0].stored)) == content
    assert elsewhere(StoredFile.objects.count) == ROUNDS
    assert objects_in(folder) == elsewhere(kept_names)


def test_one_upload_finished_in_several_tabs_is_one_file(folder: Path):
    for number in range(ROUNDS):
        upload = elsewhere(partial(complete, b"Round %d. " % number * 40))
        results = at_once([finishing(upload)] * PEOPLE)
        assert kinds(results) == {Arrived}, results
    assert elsewhere(StoredFile.objects.count) == ROUNDS
    assert objects_in(folder) == elsewhere(kept_names)


def test_the_same_part_sent_several_times_at_once_is_one(folder: Path):
    content = b"0123456789" * 30
    for _ in range(ROUNDS):
        upload = elsewhere(partial(begin, content))
        sending = [partial(put, upload, content, 1 + number % 3) for number in range(PEOPLE)]
        results = at_once(sending)
        assert kinds(results) == {UploadStatus}, results
        assert elsewhere(partial(service.status, KIM, upload.id)).missing == ()
        assert elsewhere(UploadPart.objects.count) == 3
        assert objects_in(folder) - elsewhere(kept_names) == elsewhere(known_names) - elsewhere(
            kept_names
        )
        assert elsewhere(partial(content_of, elsewhere(finishing(upload)).stored)) == content


def test_finishing_and_giving_up_at_once_end_in_one_of_the_two(folder: Path):
    for number in range(ROUNDS):
        upload = elsewhere(partial(complete, b"Round %d. " % number * 40))
        finished, cancelled = at_once([finishing(upload), partial(service.cancel, KIM, upload.id)])
        if isinstance(finished, Arrived):
            assert isinstance(cancelled, UploadFinished)
        else:
            assert (type(finished), cancelled) == (UploadGone, None)
        assert objects_in(folder) == elsewhere(kept_names)
        assert not elsewhere(UploadPart.objects.exists)


def test_the_sweep_never_takes_away_what_is_being_finished(folder: Path):
    for number in range(ROUNDS):
        upload = elsewhere(partial(complete, b"Round %d. " % number * 40))
        finished, swept = at_once([finishing(upload), partial(sweep, NOW + KEPT_FOR + KEPT_FOR)])
        assert isinstance(finished, Arrived | UploadGone), finished
        assert swept.failed == 0
        elsewhere(partial(sweep, NOW + KEPT_FOR + KEPT_FOR))
        assert objects_in(folder) == elsewhere(kept_names)
        assert not elsewhere(Upload.objects.exists)
