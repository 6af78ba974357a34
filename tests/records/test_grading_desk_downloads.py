"""Works and points as files: complete, safe, new ones alone, streamed."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from tests.records.desk_cases import Desk
from tests.records.grading_cases import PRESENTER, Deviation, course, decide, hand_in, rating
from xblocks.core.people import Role
from xblocks.files.records import StoredFile
from xblocks.files.storing import storage
from xblocks.files.zipping import unique
from xblocks.grading import service
from xblocks.grading.exporting import grades_csv, zip_of_works
from xblocks.grading.presenters import WorkFile
from xblocks.grading.records import DownloadMark, Work

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def plain_desk(settings, tmp_path) -> None:
    """Let the pages stand alone, in English, with a storage of their own."""
    settings.WBM_DESK_BASE_TEMPLATE = "wbm/desk/base.html"
    settings.LANGUAGES = [("en", "English")]
    settings.LANGUAGE_CODE = "en"
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def desk() -> Desk:
    return Desk(course())


def stored(content: bytes) -> StoredFile:
    name = storage().save("wbm/files/x", ContentFile(content))
    return StoredFile.objects.create(
        sha256=f"{StoredFile.objects.count():064}",
        size=len(content),
        content_type="application/pdf",
        storage_name=name,
    )


@pytest.fixture
def files(monkeypatch) -> list[WorkFile]:
    """The files every work holds."""
    held: list[WorkFile] = []
    monkeypatch.setattr(PRESENTER, "files", lambda _work: held)
    return held


def archive(response) -> zipfile.ZipFile:
    assert response.streaming
    return zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))


def table(content: bytes) -> list[dict[str, str]]:
    text = content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def manifest(found: zipfile.ZipFile) -> list[dict[str, str]]:
    return table(found.read("manifest.csv"))


def take(desk: Desk, work: Work, who=None, **data: Any):
    sent = {"exercise": work.usage_key, **data}
    return desk.browser(who or desk.tom).post(desk.url("grading_works"), sent)


def old(desk: Desk, exercise, who, **options) -> Work:
    return hand_in(who, exercise, now=timezone.now() - timedelta(hours=1), **options)


def test_each_work_has_a_folder_with_its_text_and_files(desk: Desk, files: list[WorkFile]):
    files += [
        WorkFile(stored(b"plan"), "Plan für alle.pdf"),
        WorkFile(stored(b"other"), "plan für alle.pdf"),
        WorkFile(stored(b"odd"), "../../etc/passwd"),
    ]
    exercise = desk.course.exercise("Sketch: für alle")
    work = hand_in(desk.ada, exercise, desk.ben, text="=1+1", late=True)
    response = take(desk, work)
    assert response["Content-Disposition"] == 'attachment; filename="Sketch-fur-alle.zip"'
    found = archive(response)
    assert found.testzip() is None
    assert found.namelist() == [
        "Adler-v1/work.html",
        "Adler-v1/work.txt",
        "Adler-v1/Plan-fur-alle.pdf",
        "Adler-v1/plan-fur-alle-2.pdf",
        "Adler-v1/passwd",
        "manifest.csv",
    ]
    assert found.read("Adler-v1/plan-fur-alle-2.pdf") == b"other"
    assert b"Ada, Ben" in found.read("Adler-v1/work.html")
    assert b"=1+1" in found.read("Adler-v1/work.txt")
    (line,) = manifest(found)
    assert line["Folder"] == "Adler-v1"
    assert line["Members"] == "Ada, Ben"
    assert line["Late"] == "1"
    assert line["State"] == "Waiting for review"
    assert line["Files"] == "Plan-fur-alle.pdf, plan-fur-alle-2.pdf, passwd"


def test_versions_and_teams_of_the_same_name_do_not_collide(desk: Desk):
    exercise = desk.course.exercise()
    desk.course.company("ädler ")
    twin = desk.course.trainee("Uta", desk.course.company("ÄDLER!", desk.course.north))
    first = hand_in(desk.ada, exercise)
    decide(desk.tom, first, rating({"aim": 0, "way": 0}), now=timezone.now())
    hand_in(desk.ada, exercise)
    hand_in(twin, exercise)
    folders = [line["Folder"] for line in manifest(archive(take(desk, first)))]
    assert folders == ["Adler-v1", "Adler-v2", "ADLER-v1-2"]


def test_a_file_the_storage_has_lost_is_named_and_the_rest_arrives(
    desk: Desk, files: list[WorkFile]
):
    gone, there = stored(b"gone"), stored(b"there")
    storage().delete(gone.storage_name)
    files += [WorkFile(gone, "gone.pdf"), WorkFile(there, "there.pdf")]
    found = archive(take(desk, desk.work()))
    (line,) = manifest(found)
    assert line["Files"] == "there.pdf"
    assert line["Files that could not be read"] == "gone.pdf"
    assert found.read("Adler-v1/there.pdf") == b"there"


def test_only_new_works_after_a_whole_download(desk: Desk):
    exercise = desk.course.exercise()
    first = old(desk, exercise, desk.ada)
    page = desk.browser(desk.tom).get(desk.url("grading_downloads"))
    assert "last downloaded" not in page.content.decode()
    assert len(manifest(archive(take(desk, first, new="1")))) == 1
    assert manifest(archive(take(desk, first, new="1"))) == []
    page = desk.browser(desk.tom).get(desk.url("grading_downloads"))
    assert "last downloaded" in page.content.decode()
    old(desk, exercise, desk.cem)
    assert [line["Team"] for line in manifest(archive(take(desk, first, new="1")))] == ["Birke"]
    assert len(manifest(archive(take(desk, first)))) == 2
    assert len(manifest(archive(take(desk, first, who=desk.tina, new="1")))) == 2


def test_a_download_that_breaks_off_or_is_of_one_district_marks_nothing(desk: Desk):
    work = old(desk, desk.course.exercise(), desk.ada)
    response = take(desk, work)
    next(iter(response.streaming_content))
    response._iterator.close()  # as the client does, which keeps the test's connection open
    archive(take(desk, work, district=desk.course.north.pk))
    assert not DownloadMark.objects.exists()


def test_works_of_other_districts_are_not_in_it(desk: Desk):
    exercise = desk.course.exercise()
    work = hand_in(desk.ada, exercise)
    hand_in(desk.dora, exercise)
    for who, teams in ((desk.tom, ["Adler"]), (desk.sven, ["Clausen"])):
        assert [line["Team"] for line in manifest(archive(take(desk, work, who=who)))] == teams
    assert take(desk, work, district=desk.course.south.pk).status_code == 404
    foreign = Desk(course())
    assert manifest(archive(take(foreign, work))) == []


def test_both_cases_of_a_name_are_one() -> None:
    used: set[str] = set()
    names = ["a.pdf", "A.PDF", "a-2.pdf", "b", "B"]
    assert [unique(name, used) for name in names] == ["a.pdf", "A-2.PDF", "a-2-2.pdf", "b", "B-2"]


def points(desk: Desk, who=None, **query: str) -> list[dict[str, str]]:
    response = desk.browser(who or desk.tom).get(desk.url("grading_grades"), query)
    assert response["Content-Disposition"] == 'attachment; filename="grades.csv"'
    return table(b"".join(response.streaming_content))


def test_points_come_as_a_table_that_runs_no_formula(desk: Desk):
    evil = desk.course.trainee('=HYPERLINK("x")', desk.adler)
    work = hand_in(evil, desk.course.exercise("+Sketch"), desk.ben)
    own = {desk.ben.person_id: Deviation(Decimal("55.5"), "@home")}
    decide(desk.tom, work, rating(deviations=own), now=timezone.now())
    first, second = sorted(points(desk), key=lambda line: line["Name"])
    assert first["Name"] == '\'=HYPERLINK("x")'
    assert first["Exercise"] == "'+Sketch"
    assert (first["Points"], second["Points"]) == ("80", "55.5")
    assert second["Reason for other points"] == "'@home"
    assert second["State"] == "Passed"
    assert second["Team"] == "Adler"


def test_points_are_written_as_the_reader_writes_numbers(desk: Desk, settings):
    settings.LANGUAGES = [("de", "Deutsch"), ("en", "English")]
    work = desk.work()
    decide(desk.tom, work, rating({"aim": 2, "way": 2}), now=timezone.now())
    with override("de"):
        lines = grades_csv(desk.tom)
    assert "66,667" in b"".join(lines).decode()


def test_points_are_filtered_and_reach_no_further_than_the_reader(desk: Desk):
    one, two = desk.course.exercise("One"), desk.course.exercise("Two")
    for who, exercise, grader in (
        (desk.ada, one, desk.tom),
        (desk.cem, two, desk.tom),
        (desk.dora, one, desk.sven),
    ):
        decide(grader, hand_in(who, exercise), now=timezone.now())
    cora = desk.course.person("Cora", [Role.COORDINATOR])

    def teams(who=None, **query: Any) -> list[str]:
        return sorted(line["Team"] for line in points(desk, who, **query))

    assert teams() == ["Adler", "Birke"]
    assert teams(cora) == ["Adler", "Birke", "Clausen"]
    assert teams(exercise=one.usage_key) == ["Adler"]
    assert teams(cora, district=desk.course.south.pk) == ["Clausen"]
    far = desk.browser(desk.tom).get(desk.url("grading_grades"), {"district": desk.course.south.pk})
    assert far.status_code == 404


def test_the_page_offers_a_coordinator_points_and_no_works(desk: Desk):
    cora = desk.course.person("Cora", [Role.COORDINATOR])
    empty = desk.browser(cora).get(desk.url("grading_downloads")).content.decode()
    assert "Nothing has been handed in yet." in empty
    work = desk.work()
    page = desk.browser(cora).get(desk.url("grading_downloads")).content.decode()
    assert "Download the points (CSV)" in page
    assert "Download the works (ZIP)" not in page
    assert take(desk, work, who=cora).status_code == 403


def test_an_archive_is_written_piece_by_piece(desk: Desk, files: list[WorkFile]):
    files.append(WorkFile(stored(b"x" * 3_000_000), "large.pdf"))
    work = desk.work()
    pieces = zip_of_works(desk.tom, work.usage_key, timezone.now())
    assert isinstance(pieces, Iterator)
    assert max(len(piece) for piece in pieces) < 600_000


def test_statements_grow_by_pages_of_works_and_not_by_members(desk: Desk):
    exercise = desk.course.exercise()
    for number in range(6):
        company = desk.course.company(f"T{number}")
        hand_in(desk.course.trainee(f"P{number}", company), exercise)
    with CaptureQueriesContext(connection) as asked:
        list(zip_of_works(desk.tom, exercise.usage_key, timezone.now()))
    assert len(asked) <= 6
    assert service.grade_list(desk.tom) is not None
