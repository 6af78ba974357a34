"""Files on their way: parts in any order, taken up again, finished or given up."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests import file_samples
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
    send,
)
from xblocks.core.errors import TooLarge
from xblocks.files import service
from xblocks.files.limits import Limits
from xblocks.files.records import StoredFile, Upload, UploadPart
from xblocks.files.refusals import (
    FileTooLarge,
    LostOnTheWay,
    MacrosInside,
    PartChanged,
    PartsMissing,
    ProgramFile,
    TypeNotAllowed,
    UploadFinished,
    UploadGone,
    WrongPart,
)
from xblocks.files.storing import storage

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = b"In Teilen geschickt und wieder ganz. " * 3
MACROS = file_samples.docx({"word/vbaProject.bin": b"x"})


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


@pytest.fixture
def small_parts(monkeypatch):
    monkeypatch.setattr(service, "PART_SIZE", 10)


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


@pytest.mark.parametrize(
    ("name", "size", "refusal"),
    [("a.exe", 5, TypeNotAllowed), ("a.svg", 5, TypeNotAllowed), ("a.pdf", 10**9, FileTooLarge)],
)
def test_what_is_refused_by_name_or_size_leaves_no_row(name: str, size: int, refusal: type):
    with pytest.raises(refusal):
        service.begin_upload(KIM, PLACE, name, size, ANYTHING, NOW)
    assert not Upload.objects.exists()


def test_a_program_is_refused_with_its_first_part_and_leaves_nothing(folder: Path, small_parts):
    content = file_samples.ELF
    upload = begin(content, "plan.pdf")
    put(upload, content, 2)
    with pytest.raises(ProgramFile):
        put(upload, content, 1)
    assert objects_in(folder) == set()
    assert not Upload.objects.exists()


def test_what_only_the_whole_file_shows_is_refused_at_the_end_and_leaves_nothing(folder: Path):
    upload = begin(MACROS, "plan.docx")
    put(upload, MACROS, 1)
    with pytest.raises(MacrosInside):
        service.finish(KIM, upload.id, PLACE)
    assert objects_in(folder) == set()
    assert not StoredFile.objects.exists()
    with pytest.raises(UploadGone):
        service.status(KIM, upload.id)


def truncate(name: str) -> None:
    with storage().open(name, "wb"):
        pass


@pytest.mark.parametrize("loss", [lambda name: storage().delete(name), truncate])
def test_a_part_the_storage_has_lost_ends_the_upload_with_a_sentence(
    small_parts, folder: Path, loss: Callable[[str], None]
):
    upload = begin(TEXT)
    for number in upload.missing:
        put(upload, TEXT, number)
    loss(UploadPart.objects.get(number=2).storage_name)
    with pytest.raises(LostOnTheWay):
        service.finish(KIM, upload.id, PLACE)
    assert objects_in(folder) == set()
    assert not StoredFile.objects.exists()
    assert not Upload.objects.exists()


@transaction.atomic
def add_and_fail(upload_id: str) -> float:
    """Stand for a use case that goes wrong after the file has arrived."""
    return 1 / (service.finish(KIM, upload_id, PLACE).stored.size - len(TEXT))


def test_a_rolled_back_use_case_leaves_the_upload_as_open_as_before(folder: Path):
    upload = begin(TEXT)
    put(upload, TEXT, 1)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            add_and_fail(upload.id)
        assert not StoredFile.objects.exists()
        assert service.status(KIM, upload.id).missing == ()
    stored, _name = service.finish(KIM, upload.id, PLACE)
    assert content_of(stored) == TEXT
    assert objects_in(folder) == kept_names() == {stored.storage_name}


def test_an_unwanted_file_ends_its_upload_though_the_use_case_is_rolled_back(folder: Path):
    upload = begin(MACROS, "plan.docx")
    put(upload, MACROS, 1)
    with pytest.raises(MacrosInside), service.closing_unwanted(KIM, upload.id):
        service.finish(KIM, upload.id, PLACE)
    with pytest.raises(UploadGone):
        service.status(KIM, upload.id)
    assert objects_in(folder) == set()


def test_other_refusals_of_a_use_case_leave_the_upload_open():
    upload = begin(TEXT)
    put(upload, TEXT, 1)
    with pytest.raises(ZeroDivisionError), service.closing_unwanted(KIM, upload.id):
        add_and_fail(upload.id)
    assert service.finish(KIM, upload.id, PLACE).name == "plan.txt"


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


def test_the_same_content_is_kept_once_whoever_sends_it_under_whatever_name(folder: Path):
    first = send(TEXT, "plan.txt", KIM)
    second = send(TEXT, "Größe.csv", ALEX)
    assert first.stored == second.stored
    assert (first.name, second.name) == ("plan.txt", "Größe.csv")
    assert objects_in(folder) == {first.stored.storage_name}
    send(TEXT + b".")
    assert len(objects_in(folder)) == StoredFile.objects.count() == 2


def test_a_known_content_under_a_wrong_name_is_refused_all_the_same():
    content = file_samples.FINE["png"]
    send(content, "a.png")
    upload = begin(content, "a.txt")
    with pytest.raises(service.UnwantedFile):
        put(upload, content, 1)


def test_a_file_the_storage_has_lost_comes_back_when_it_is_sent_again(folder: Path):
    lost = send(TEXT).stored
    storage().delete(lost.storage_name)
    again = send(TEXT, user_id=ALEX).stored
    assert again == lost
    assert content_of(again) == TEXT
    assert objects_in(folder) == kept_names()


def test_names_in_the_storage_cannot_be_guessed_from_what_people_see(folder: Path):
    upload = begin(TEXT, "geheim.txt")
    put(upload, TEXT, 1)
    names = objects_in(folder)
    stored = service.finish(KIM, upload.id, PLACE).stored
    for name in names | objects_in(folder):
        for seen in (upload.id, stored.sha256, "geheim", "txt"):
            assert seen not in name


def test_a_storage_of_its_own_is_used_when_the_operator_names_one(settings, folder: Path):
    backend = "django.core.files.storage.FileSystemStorage"
    own = {"BACKEND": backend, "OPTIONS": {"location": str(folder / "own")}}
    settings.STORAGES = settings.STORAGES | {"wbm": own}
    send(TEXT)
    assert len(objects_in(folder / "own")) == len(objects_in(folder)) == 1
    assert isinstance(storage(), FileSystemStorage)


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
