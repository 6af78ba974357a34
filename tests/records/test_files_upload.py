"""Uploads in parts: any order, taken up again, small files at once."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests import file_samples
from tests.records.upload_cases import TEXT
from tests.records.uploads import (
    ALEX,
    ANYTHING,
    KIM,
    NOW,
    PLACE,
    begin,
    content_of,
    kept_names,
    known_names,
    objects_in,
    part_of,
    put,
)
from xblocks.core.errors import TooLarge
from xblocks.files import service
from xblocks.files.limits import Limits
from xblocks.files.records import Upload, UploadPart
from xblocks.files.refusals import (
    PartChanged,
    PartsMissing,
    ProgramFile,
    UploadFinished,
    UploadGone,
    WrongPart,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("folder")]


@st.composite
def journeys(draw: st.DrawFn) -> tuple[bytes, list[int]]:
    """Return a content and the numbers of its parts as they arrive, each at least once."""
    content = draw(st.text("abc ä\n", min_size=1, max_size=90)).encode()
    count = -(-len(content) // 10)
    order = draw(st.permutations(range(1, count + 1)))
    again = draw(st.lists(st.sampled_from(order), max_size=5))
    return content, draw(st.permutations([*order, *again]))


@hypothesis_settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(journey=journeys())
def test_parts_make_the_file_in_any_order_however_often_they_come(
    journey: tuple[bytes, list[int]], small_parts, folder: Path
):
    content, order = journey
    upload = begin(content)
    still = set(range(1, upload.part_count + 1))
    for number in order:
        if still:
            with pytest.raises(PartsMissing):
                service.finish(KIM, upload.id, PLACE)
        still.discard(number)
        assert put(upload, content, number).missing == tuple(sorted(still))
        assert service.status(KIM, upload.id).missing == tuple(sorted(still))
        assert objects_in(folder) == known_names()
    stored, name = service.finish(KIM, upload.id, PLACE)
    assert name == "plan.txt"
    assert content_of(stored) == content
    assert (stored.sha256, stored.size) == (hashlib.sha256(content).hexdigest(), len(content))
    assert stored.content_type == "text/plain"
    assert objects_in(folder) == kept_names()
    assert not UploadPart.objects.exists()


def test_an_upload_is_taken_up_again_where_it_stopped(small_parts):
    upload = begin(TEXT)
    put(upload, TEXT, 2)
    begin(TEXT, scope="elsewhere")
    begin(TEXT, user_id=ALEX)
    (found,) = service.open_uploads(KIM, PLACE)
    assert (found.id, found.name, found.size) == (upload.id, "plan.txt", len(TEXT))
    assert found.missing == tuple(n for n in range(1, upload.part_count + 1) if n != 2)
    for number in found.missing:
        put(found, TEXT, number)
    assert content_of(service.finish(KIM, found.id, PLACE).stored) == TEXT
    assert service.open_uploads(KIM, PLACE) == []
    assert service.status(KIM, upload.id).finished


def test_parts_are_small_enough_for_every_server():
    upload = begin(b"x" * 4_000_001)
    assert [len(part_of(upload, b"x" * 4_000_001, n)) for n in upload.missing] == [
        2_000_000,
        2_000_000,
        1,
    ]


def test_a_part_with_other_bytes_is_refused_and_changes_nothing(small_parts, folder: Path):
    upload = begin(TEXT)
    put(upload, TEXT, 1)
    with pytest.raises(PartChanged):
        service.put_part(KIM, upload.id, 1, b"0123456789")
    for number in upload.missing:
        put(upload, TEXT, number)
    assert content_of(service.finish(KIM, upload.id, PLACE).stored) == TEXT


@pytest.mark.parametrize(
    ("number", "length"),
    [(0, 10), (-1, 10), (12, 10), (10**9, 10), (1, 9), (1, 11), (1, 0), (11, 10)],
)
def test_a_part_that_does_not_fit_is_refused(small_parts, folder: Path, number: int, length: int):
    upload = begin(b"x" * 101)
    with pytest.raises(WrongPart):
        service.put_part(KIM, upload.id, number, b"x" * length)
    assert objects_in(folder) == set()


@pytest.mark.parametrize(
    "ask",
    [
        lambda token: service.status(ALEX, token),
        lambda token: service.put_part(ALEX, token, 1, TEXT),
        lambda token: service.finish(ALEX, token, PLACE),
        lambda token: service.cancel(ALEX, token),
        lambda token: service.finish(KIM, token, "another place"),
        lambda token: service.status(KIM, token[:-1]),
        lambda _token: service.status(KIM, ""),
        lambda _token: service.status(KIM, "x" * 5_000),
        lambda _token: service.status(KIM, "../../etc/passwd"),
    ],
)
def test_an_upload_is_found_by_its_person_for_its_place_alone(ask):
    upload = begin(TEXT)
    put(upload, TEXT, 1)
    with pytest.raises(UploadGone):
        ask(upload.id)
    assert service.status(KIM, upload.id).missing == ()


def test_finishing_again_returns_the_same_and_takes_nothing_more(folder: Path):
    upload = begin(TEXT)
    put(upload, TEXT, 1)
    first = service.finish(KIM, upload.id, PLACE)
    assert service.finish(KIM, upload.id, PLACE) == first
    for late in (lambda: put(upload, TEXT, 1), lambda: service.cancel(KIM, upload.id)):
        with pytest.raises(UploadFinished):
            late()
    assert objects_in(folder) == kept_names() == {first.stored.storage_name}


def test_giving_up_leaves_nothing_behind(small_parts, folder: Path):
    upload = begin(TEXT)
    put(upload, TEXT, 3)
    service.cancel(KIM, upload.id)
    assert objects_in(folder) == set()
    assert not Upload.objects.exists()
    with pytest.raises(UploadGone):
        put(upload, TEXT, 1)


def test_choosing_the_same_large_file_again_goes_on_where_it_stopped(small_parts):
    upload = begin(TEXT, "Größe.txt")
    put(upload, TEXT, 1)

    def chosen(name: str = "Größe.txt", size: int = len(TEXT), scope: str = PLACE) -> str:
        return service.resume_or_begin(KIM, scope, name, size, ANYTHING, NOW).id

    assert chosen() == chosen("Gro\u0308ße.txt") == upload.id
    others = [chosen("other.txt"), chosen(size=len(TEXT) + 1), chosen(scope="elsewhere")]
    assert len({upload.id, *others}) == 4
    service.cancel(KIM, upload.id)
    assert chosen() != upload.id


def test_a_file_of_one_part_is_never_taken_for_the_one_before_it_was_edited():
    before, after = b"size;3", b"size;5"
    put(begin(before), before, 1)
    upload = service.resume_or_begin(KIM, PLACE, "plan.txt", len(after), ANYTHING, NOW)
    put(upload, after, 1)
    assert content_of(service.finish(KIM, upload.id, PLACE).stored) == after


def test_nobody_can_fill_the_storage_with_uploads_that_are_never_finished(folder: Path):
    begun = []
    for number in range(service.MAX_OPEN + 2):
        upload = service.begin_upload(
            KIM, PLACE, "a.txt", 5, ANYTHING, NOW + timedelta(seconds=number)
        )
        service.put_part(KIM, upload.id, 1, b"%05d" % number)
        begun.append(upload.id)
    others = begin(TEXT, user_id=ALEX)
    assert [found.id for found in service.open_uploads(KIM, PLACE)] == begun[:1:-1]
    assert len(objects_in(folder)) == service.MAX_OPEN
    assert service.status(ALEX, others.id)


def test_a_small_file_arrives_in_one_request(folder: Path):
    limits = Limits(("txt",), 10_000_000)
    status = service.small_upload(KIM, PLACE, "../a.txt", TEXT, limits, NOW)
    assert (status.missing, status.name) == ((), "a.txt")
    assert content_of(service.finish(KIM, status.id, PLACE).stored) == TEXT
    with pytest.raises(TooLarge, match="2 MB"):
        service.small_upload(KIM, PLACE, "a.txt", b"x" * 2_000_001, limits, NOW)
    with pytest.raises(ProgramFile):
        service.small_upload(KIM, PLACE, "b.txt", file_samples.ELF, limits, NOW)
    assert objects_in(folder) == kept_names()
    assert Upload.objects.count() == 1


def test_a_small_file_is_not_taken_inside_a_transaction(folder: Path):
    with transaction.atomic(), pytest.raises(RuntimeError):
        service.small_upload(KIM, PLACE, "a.txt", TEXT, ANYTHING, NOW)
    assert objects_in(folder) == set()


def test_a_scope_too_long_for_its_column_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="scope"):
        begin(TEXT, scope="x" * 501)


def statements(ask) -> int:
    with CaptureQueriesContext(connection) as captured:
        ask()
    return len([query for query in captured if not query["sql"].startswith(("BEGIN", "COMMIT"))])


def test_a_part_costs_the_same_few_statements_whatever_has_arrived(small_parts):
    upload = begin(TEXT)
    costs = {
        statements(lambda number=number: put(upload, TEXT, number)) for number in upload.missing
    }
    assert costs == {4}
    assert statements(lambda: service.finish(KIM, upload.id, PLACE)) <= 11
    assert statements(lambda: begin(TEXT)) <= 2
