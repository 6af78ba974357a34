"""What people and programs send that cannot be: refused with a sentence, and nothing is lost.

Over the pages as a browser reaches them; the rules behind them have tests of their own.
"""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from opaque_keys.edx.keys import CourseKey

from tests.file_samples import ELF, docx, pdf
from tests.records.desk_cases import form
from tests.records.transfer_cases import (
    Team,
    exercise,
    fill,
    hand_in,
    kept,
    post,
    review,
    revision,
    team,
    url,
    write,
)
from tests.unit.milestone_samples import WEAK, data
from xblocks.exercises.records import Exercise
from xblocks.files import office
from xblocks.files.records import Upload
from xblocks.grading import service as grading
from xblocks.grading.presenters import presenter_of
from xblocks.grading.records import Review, Work, WorkMember
from xblocks.roster import service as roster
from xblocks.roster.records import Company, Person
from xblocks.transfer_project import service
from xblocks.transfer_project.records import Draft, Extension, FieldFile

pytestmark = pytest.mark.django_db(transaction=True)
BOMB = docx({"word/big": bytes(office.ALWAYS_FINE + 1)})
FILES = {"id": "map", "kind": "files", "label": "Map", "types": ["pdf", "docx"], "required": False}


@pytest.fixture
def here(settings: Any, tmp_path: Path) -> Team:
    settings.MEDIA_ROOT = str(tmp_path)
    settings.WBM_DESK_BASE_TEMPLATE = "wbm/desk/base.html"
    settings.LANGUAGES = [("en", "English")]
    settings.LANGUAGE_CODE = "en"
    fields = [each for each in data()["fields"] if each["kind"] != "files"]
    return team(fields=[*fields, FILES])


def browser(here: Team, who: str) -> Client:
    client = Client()
    client.force_login(here.user(getattr(here, who)))
    return client


def assert_refused(answer: HttpResponse, status: int, code: str, sentence: str) -> None:
    """The status, the name of the refusal, and words somebody can act on."""
    assert (answer.status_code, answer["X-WBM-Refusal"]) == (status, code)
    plain = " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())
    assert sentence in plain


def send_in(here: Team, who: str = "ada", **more: Any) -> HttpResponse:
    now = timezone.now()
    seen = revision(getattr(here, who), here.m1, now)
    return post(browser(here, who), here, "project_hand_in", revision=seen, **more)


def close(here: Team, **changes: Any) -> None:
    """Let the deadline be yesterday."""
    made = exercise(here.where, due=timezone.now() - timedelta(days=1), **changes)
    here.m1 = Exercise.objects.get(pk=made.pk)


def test_after_the_deadline_nothing_is_handed_in_where_the_milestone_says_so(here: Team) -> None:
    close(here, late="refuse")
    fill(here.ada, here.m1, timezone.now())
    answer = send_in(here)
    assert_refused(answer, 409, "deadline_passed", "Please ask your trainer for more time.")
    assert not Work.objects.exists()
    assert kept(here.ada, here.m1).value
    page = browser(here, "bea").get(url(here, "project_milestone")).content.decode()
    assert "Your text is kept." in page


def test_after_the_deadline_what_is_handed_in_is_marked_elsewhere(here: Team) -> None:
    close(here)
    fill(here.ada, here.m1, timezone.now())
    assert "late" in send_in(here).content.decode()
    assert Work.objects.get().late


@pytest.mark.parametrize("empty", ["", "   \n\t "])
def test_an_empty_field_is_named(here: Team, empty: str) -> None:
    fill(here.ada, here.m1, timezone.now())
    write(here.ada, here.m1, text=empty, version=1)
    answer = send_in(here)
    assert_refused(answer, 422, "not_ready", "One thing is still missing")
    assert "?field=aim" in answer.content.decode()
    assert not Work.objects.exists()


def test_a_text_of_ten_megabytes_is_refused_and_the_old_one_stays(here: Team) -> None:
    write(here.ada, here.m1, text="Ours")
    client = browser(here, "ada")
    answer = post(client, here, "project_save", "aim", value="x" * 60_000, version=1)
    assert_refused(answer, 422, "entry_too_long", "at most 50000 characters in one field")
    # Whoever serves the pages takes no form that large; wbm.js says so beside the field.
    answer = post(client, here, "project_save", "aim", value="x" * 10_000_000, version=1)
    assert answer.status_code in {400, 413}
    assert kept(here.ada, here.m1).value == "Ours"


def test_forged_members_are_not_graded(here: Team) -> None:
    fill(here.ada, here.m1, timezone.now())
    forged = {"members": [here.cem.person_id], "company": here.cem.company, "person": 999_999}
    assert send_in(here, **forged).status_code == 200
    members = set(WorkMember.objects.values_list("person", flat=True))
    assert members == {here.ada.person_id, here.bea.person_id}
    assert Work.objects.get().company_id == here.ada.company


@pytest.mark.parametrize("key", ["block-v1:no+such+thing", "%00", "x" * 300, "../../etc"])
@pytest.mark.parametrize("name", ["project_milestone", "project_summary", "project_teams"])
def test_forged_milestones_are_not_found(here: Team, key: str, name: str) -> None:
    address = reverse(f"wbm:{name}", args=[here.where.key, here.m1.usage_key])
    client = browser(here, "tom" if name == "project_teams" else "ada")
    answer = client.get(address.replace(here.m1.usage_key, key))
    assert answer.status_code == 404


def test_a_milestone_of_another_course_is_not_found(here: Team) -> None:
    other = team()
    answer = browser(here, "ada").get(
        url(here, "project_milestone").replace(here.m1.usage_key, other.m1.usage_key)
    )
    assert_refused(answer, 404, "not_found", "We cannot find this.")
    answer = browser(here, "ada").get(url(other, "project_milestone"))
    assert_refused(answer, 403, "not_on_roster", "ask your coordinator")


def test_files_of_a_foreign_team_are_not_found_and_stay(here: Team) -> None:
    service.add_small(here.ada, here.m1, "map", "map.pdf", pdf(), timezone.now())
    file = FieldFile.objects.get()
    for who in ("cem", "tom", "far"):
        answer = browser(here, who).get(url(here, "project_file", file.pk))
        assert_refused(answer, 404, "not_found", "We cannot find this.")
    answer = post(browser(here, "cem"), here, "project_remove", file.pk)
    assert_refused(answer, 404, "not_found", "We cannot find this.")
    file.refresh_from_db()
    assert file.removed_at is None


@pytest.mark.parametrize(
    ("name", "content", "status", "code", "sentence"),
    [
        ("report.pdf", ELF, 422, "program_file", "program"),
        ("report.exe", ELF, 422, "file_type_not_allowed", ".pdf, .docx"),
        ("report.pdf", b"<html><script>alert(1)</script>", 422, "web_page_file", "web page"),
        ("report.docx", BOMB, 413, "unpacks_too_large", "far too large"),
        ("report.pdf", b"", 422, "empty_file", "empty"),
        ("report.pdf", pdf()[:-8], 422, "damaged_file", "damaged"),
    ],
    ids=["program", "ending", "web page", "bomb", "empty", "cut off"],
)
def test_files_that_are_not_what_they_seem_are_refused_and_leave_nothing(
    here: Team, name: str, content: bytes, status: int, code: str, sentence: str
) -> None:
    file = SimpleUploadedFile(name, content)
    answer = browser(here, "ada").post(url(here, "project_upload", "map"), {"file": file})
    assert_refused(answer, status, code, sentence)
    assert not FieldFile.objects.exists()
    assert not Upload.objects.exists()


@pytest.mark.parametrize("name", ["../../etc/map.pdf", "C:\\Users\\x\\map.pdf", "/map.pdf"])
def test_a_path_in_a_name_is_left_out(here: Team, name: str) -> None:
    client = browser(here, "ada")
    begun = post(client, here, "project_upload", "map", name=name, size=len(pdf())).json()
    client.post(f"{begun['put']}1/", pdf(), content_type="application/octet-stream")
    client.post(begun["finish"])
    assert FieldFile.objects.get().name == "map.pdf"
    work = _handed_in(here)
    assert [each.name for each in presenter_of(work.block_type).files(work)] == ["map.pdf"]


def _handed_in(here: Team) -> Work:
    fill(here.ada, here.m1, timezone.now())
    return hand_in(here.ada, here.m1, timezone.now())


@pytest.mark.parametrize(
    ("changes", "code", "sentence"),
    [
        ({"level_aim": "4"}, "unknown_level", "level"),
        ({"level_aim": "-1"}, "unknown_level", "level"),
        ({"level_no": "1"}, "unknown_criterion", "criterion"),
        ({"points": "101"}, "points_out_of_range", "highest possible"),
    ],
)
def test_levels_and_points_that_do_not_exist_are_not_given(
    here: Team, changes: dict[str, str], code: str, sentence: str
) -> None:
    work = _handed_in(here)
    grading.claim(here.tom, work.pk, timezone.now())
    client = browser(here, "tom")
    page = client.get(reverse("wbm:grading_work", args=[here.where.key, work.pk]))
    sent = form(page, **{"level_aim": "3", "level_way": "3", **changes})
    if "points" in sent:
        sent[f"points-{here.bea.person_id}"] = sent.pop("points")
    answer = client.post(reverse("wbm:grading_decide", args=[here.where.key, work.pk]), sent)
    assert_refused(answer, 422, code, sentence)
    assert not Review.objects.exists()


def test_a_trainer_of_another_district_reaches_nothing(here: Team) -> None:
    work = _handed_in(here)
    far = browser(here, "far")
    for answer in (
        far.get(reverse("wbm:grading_work", args=[here.where.key, work.pk])),
        far.get(reverse("wbm:project_dossier", args=[here.where.key, here.ada.company])),
        far.post(reverse("wbm:grading_hold", args=[here.where.key, work.pk, "claim"])),
        far.post(
            url(here, "project_teams"),
            {"company": here.ada.company, "until": "2099-01-01", "reason": "because"},
        ),
    ):
        assert answer.status_code == 404
    assert not Extension.objects.exists()
    work.refresh_from_db()
    assert work.claimed_by_id is None


def test_who_has_left_is_told_so_and_what_they_wrote_stays_with_the_team(here: Team) -> None:
    write(here.bea, here.m1, text="Beas words")
    Person.objects.filter(pk=here.bea.person_id).update(left_at=timezone.now())
    for answer in (
        browser(here, "bea").get(url(here, "project_milestone")),
        post(browser(here, "bea"), here, "project_save", "aim", value="x", version=1),
        post(browser(here, "bea"), here, "project_hand_in", revision=1),
    ):
        assert_refused(answer, 403, "not_on_roster", "ask your coordinator")
    assert kept(here.ada, here.m1).value == "Beas words"
    fill(here.ada, here.m1, timezone.now())
    assert send_in(here).status_code == 200
    assert list(WorkMember.objects.values_list("person", flat=True)) == [here.ada.person_id]


def test_who_has_moved_writes_for_the_new_team_alone(here: Team) -> None:
    write(here.bea, here.m1, text="Ours")
    other = Company.objects.get(pk=here.cem.company)
    Person.objects.filter(pk=here.bea.person_id).update(company=other)
    client = browser(here, "bea")
    assert "Ours" not in client.get(url(here, "project_milestone")).content.decode()
    answer = post(client, here, "project_save", "aim", value="Theirs", version=0)
    assert answer.status_code == 200
    assert {draft.value for draft in Draft.objects.all()} == {'"Ours"', '"Theirs"'}


def test_a_team_of_one_goes_the_whole_way_alone(here: Team) -> None:
    fill(here.cem, here.m1, timezone.now())
    client = browser(here, "cem")
    assert "You hand in for yourself" in client.get(url(here, "project_summary")).content.decode()
    assert send_in(here, "cem").status_code == 200
    review(here.tom, Work.objects.get(), timezone.now(), levels=WEAK)
    assert "You work alone:" in client.get(url(here, "project_milestone")).content.decode()


@pytest.mark.parametrize(
    "lines",
    [
        "p@example.org;P;trainee;Adler|Birke;North\n",
        "p@example.org;P;trainee;Adler;North\np@example.org;P;trainee;Birke;North\n",
    ],
)
def test_nobody_is_in_two_companies(here: Team, lines: str) -> None:
    people = f"email;name;roles;company;district\n{lines}".encode()
    before = Person.objects.count()
    result = roster.import_roster(None, CourseKey.from_string(here.where.key), people)
    assert not result.applied
    told = " ".join(str(each.message) for each in result.problems)
    assert "one company" in told.lower()
    assert Person.objects.count() == before
