"""Handing files out, and how much memory a large one takes."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import file_samples
from tests.records.uploads import ANYTHING, KIM, NOW, PLACE, send
from xblocks.files import service
from xblocks.files.refusals import FileMissing
from xblocks.files.serving import serve
from xblocks.files.storing import open_stored, storage
from xblocks.files.types import KINDS

pytestmark = pytest.mark.django_db(transaction=True)
MEGABYTE = 1_000_000


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


@pytest.mark.parametrize("ending", KINDS)
def test_every_file_is_handed_out_to_be_saved_and_never_shown(ending: str):
    content = file_samples.FINE[ending]
    arrived = send(content, f"plan.{ending}")
    response = serve(arrived.stored, arrived.name)
    assert response.streaming
    assert response.getvalue() == content
    response.close()
    assert dict(response.headers) == {
        "Content-Type": KINDS[ending],
        "Content-Disposition": f'attachment; filename="plan.{ending}"',
        "Content-Length": str(len(content)),
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-store",
    }


@pytest.mark.parametrize(
    ("name", "disposition"),
    [
        ("Größe.txt", "attachment; filename*=utf-8''Gr%C3%B6%C3%9Fe.txt"),
        ('a"b\r\nX: y.txt', 'attachment; filename="a-b X- y.txt"'),
        ("../../x.txt", 'attachment; filename="x.txt"'),
        ("", 'attachment; filename="file"'),
    ],
)
def test_the_name_of_a_download_is_shown_whole_and_cannot_break_the_header(
    name: str, disposition: str
):
    response = serve(send(b"text").stored, name)
    assert response["Content-Disposition"] == disposition
    response.close()


def test_a_file_the_storage_has_lost_is_a_refusal_and_no_broken_page():
    stored = send(b"text").stored
    storage().delete(stored.storage_name)
    with pytest.raises(FileMissing) as refused:
        serve(stored, "plan.txt")
    assert refused.value.status == 404


def test_a_download_that_nobody_reads_to_its_end_is_closed():
    response = serve(send(b"text" * 50_000).stored, "plan.txt")
    assert len(next(iter(response))) == 65_536
    source = response.file_to_stream
    response.close()
    assert source.closed


def text_part(number: int, length: int) -> bytes:
    return (b"Teil %05d\n" % number * (length // 11 + 1))[:length]


def large_document() -> bytes:
    """Return a Word document of 40 MB."""
    return file_samples.packed(
        file_samples.office_parts(
            file_samples.WORD, more={f"word/media/{n}": bytes(MEGABYTE) for n in range(40)}
        ),
        method=0,
    )


def peak_of(step: Callable[[], object]) -> int:
    """Return how many bytes more than before a step took at its worst."""
    tracemalloc.start()
    try:
        step()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_large_file_passes_through_without_filling_the_memory():
    size = 40 * MEGABYTE
    upload = service.begin_upload(KIM, PLACE, "all.txt", size, ANYTHING, NOW)

    def send_parts() -> None:
        for number in upload.missing:
            service.put_part(KIM, upload.id, number, text_part(number, upload.part_size))

    def read() -> None:
        with open_stored(service.finish(KIM, upload.id, PLACE).stored) as source:
            assert sum(len(chunk) for chunk in source.chunks()) == size

    def hand_out() -> None:
        response = serve(service.finish(KIM, upload.id, PLACE).stored, "all.txt")
        assert sum(len(chunk) for chunk in response) == size
        response.close()

    assert peak_of(send_parts) < 10 * MEGABYTE
    assert peak_of(read) < 3 * MEGABYTE
    assert peak_of(hand_out) < MEGABYTE


def test_a_large_document_is_unpacked_without_filling_the_memory():
    content = large_document()
    upload = service.begin_upload(KIM, PLACE, "all.docx", len(content), ANYTHING, NOW)
    for number in upload.missing:
        start = (number - 1) * upload.part_size
        service.put_part(KIM, upload.id, number, content[start : start + upload.part_size])
    assert peak_of(lambda: service.finish(KIM, upload.id, PLACE)) < 3 * MEGABYTE
