"""Uploads that end without a file, and files that are kept once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage
from django.db import transaction

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
    objects_in,
    put,
    send,
)
from xblocks.files import service
from xblocks.files.records import StoredFile, Upload, UploadPart
from xblocks.files.refusals import (
    FileTooLarge,
    LostOnTheWay,
    MacrosInside,
    ProgramFile,
    TypeNotAllowed,
    UploadGone,
)
from xblocks.files.storing import storage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("folder")]


MACROS = file_samples.docx({"word/vbaProject.bin": b"x"})


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
