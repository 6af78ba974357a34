"""Files of a milestone: who may add, who may read, what is refused, what stays."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.file_samples import ELF, pdf, png
from tests.records.transfer_cases import NOW, Team, fill, hand_in, post, team, url
from xblocks.core.errors import NotAllowed, NotFound, TooLarge
from xblocks.core.people import Role
from xblocks.files.records import Upload
from xblocks.files.refusals import DamagedFile, ProgramFile, TooManyFiles, TypeNotAllowed
from xblocks.grading.presenters import presenter_of
from xblocks.transfer_project import service
from xblocks.transfer_project.reach import BLOCK_TYPE
from xblocks.transfer_project.records import Activity, FieldFile
from xblocks.transfer_project.refusals import NotWritable

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def storage(settings: object, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def here() -> Team:
    return team()


def add(here: Team, name: str = "map.pdf", data: bytes | None = None) -> FieldFile:
    service.add_small(here.ada, here.m1, "map", name, pdf() if data is None else data, NOW)
    return FieldFile.objects.latest("pk")


def test_a_file_arrives_in_parts_through_the_pages(here: Team, client: Client) -> None:
    client.force_login(here.user(here.ada))
    content = png(Random(1).randbytes(2_500_000))
    begun = post(client, here, "project_upload", "map", name="map.png", size=len(content)).json()
    again = post(client, here, "project_upload", "map", name="map.png", size=len(content)).json()
    assert again["put"] == begun["put"]
    assert begun["missing"] == [1, 2]
    for number in begun["missing"]:
        start = (number - 1) * begun["part_size"]
        part = content[start : start + begun["part_size"]]
        sent = client.post(
            f"{begun['put']}{number}/", part, content_type="application/octet-stream"
        )
        assert sent.status_code == 200
    shown = client.post(begun["finish"], headers={"HX-Request": "true"}).content.decode()
    assert "map.png" in shown
    file = FieldFile.objects.get()
    answer = client.get(url(here, "project_file", file.pk))
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert b"".join(answer.streaming_content) == content


def test_a_small_file_arrives_without_scripts(here: Team, client: Client) -> None:
    client.force_login(here.user(here.ada))
    file = SimpleUploadedFile("map.pdf", pdf())
    answer = client.post(url(here, "project_upload", "map"), {"file": file})
    assert answer.status_code == 302
    assert FieldFile.objects.get().name == "map.pdf"
    too_large = SimpleUploadedFile("map.pdf", pdf(b"x" * 2_100_000))
    answer = client.post(url(here, "project_upload", "map"), {"file": too_large})
    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("name", "data", "refusal"),
    [
        ("map.exe", ELF, TypeNotAllowed),
        ("map.pdf", ELF, ProgramFile),
        ("map.docx", b"x", TypeNotAllowed),
    ],
)
def test_programs_and_other_types_are_refused(
    here: Team, name: str, data: bytes, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        add(here, name, data)
    assert not FieldFile.objects.exists()


def test_a_refused_file_leaves_no_upload_to_go_on_with(here: Team) -> None:
    with pytest.raises(DamagedFile):
        add(here, "map.pdf", pdf()[:-8])
    assert not Upload.objects.exists()
    add(here)


def test_a_name_with_a_path_is_only_a_name(here: Team) -> None:
    assert add(here, "../../etc/map.pdf").name == "map.pdf"


def test_number_and_size_have_limits(here: Team) -> None:
    add(here)
    add(here)
    with pytest.raises(TooManyFiles):
        add(here)
    with pytest.raises(TooManyFiles):
        service.begin(here.ada, here.m1, "map", "third.pdf", 10, NOW)
    service.remove(here.ada, here.m1, FieldFile.objects.earliest("pk").pk, NOW)
    with pytest.raises(TooLarge):
        service.begin(here.ada, here.m1, "map", "big.pdf", 3_000_001, NOW)
    add(here, "third.pdf")


def test_an_upload_that_arrives_after_the_hand_in_is_not_added(here: Team) -> None:
    fill(here.ada, here.m1)
    hand_in(here.bea, here.m1)
    with pytest.raises(NotWritable):
        add(here)
    assert not FieldFile.objects.exists()


def test_the_team_reads_its_files_and_foreign_teams_do_not_find_them(here: Team) -> None:
    file = add(here)
    for actor in (here.ada, here.bea):
        assert service.readable(actor, here.m1, file.pk)[1] == "map.pdf"
    for stranger in (here.cem, here.tom, here.far):
        with pytest.raises(NotFound):
            service.readable(stranger, here.m1, file.pk)
    with pytest.raises(NotAllowed):
        service.readable(replace(here.ada, roles=frozenset({Role.AUTHOR})), here.m1, file.pk)
    with pytest.raises(NotFound):
        service.remove(here.cem, here.m1, file.pk, NOW)


def test_graders_read_what_was_handed_in_also_when_it_was_removed_later(here: Team) -> None:
    kept, taken_out = add(here, "kept.pdf"), add(here, "out.pdf")
    service.remove(here.ada, here.m1, taken_out.pk, NOW)
    fill(here.ada, here.m1)
    work = hand_in(here.ada, here.m1)
    service.withdraw(here.ada, here.m1, NOW)
    service.remove(here.ada, here.m1, kept.pk, NOW)
    assert service.readable(here.tom, here.m1, kept.pk)[1] == "kept.pdf"
    with pytest.raises(NotFound):
        service.readable(here.tom, here.m1, taken_out.pk)
    with pytest.raises(NotFound):
        service.readable(here.far, here.m1, kept.pk)
    assert [file.name for file in presenter_of(BLOCK_TYPE).files(work)] == ["kept.pdf"]
    verbs = list(Activity.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs.count("added_file") == 2
    assert verbs.count("removed_file") == 2
