"""What is kept too long is forgotten: by default, by the operator's setting, or only counted."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from course_export.preview import start
from course_export.preview.models import BlockState
from tests import sample_course
from tests.file_samples import pdf
from tests.records import grading_cases, transfer_cases, uploads
from tests.records.transfer_cases import NOW, Team, fill, hand_in, review, team
from xblocks.core.people import Actor, Role
from xblocks.files import service as files
from xblocks.files.records import StoredFile, Upload
from xblocks.grading import service as grading
from xblocks.grading.exporting import zip_of_works
from xblocks.grading.records import (
    DownloadMark,
    LibraryComment,
    MemberScore,
    Pile,
    Review,
    ReviewDraft,
    Work,
)
from xblocks.host.course import ended_courses
from xblocks.notices import service as notices
from xblocks.notices.records import Notice, Reminder
from xblocks.privacy.retaining import UNUSED_FILES, periods, retain
from xblocks.roster import pending
from xblocks.roster.records import PendingImport, Person
from xblocks.transfer_project import service
from xblocks.transfer_project.records import Activity, Draft, FieldFile, Folder

pytestmark = pytest.mark.django_db(transaction=True)
END = datetime(2027, 7, 31, 22, 0, tzinfo=UTC)


def course_end(_course_key: Any) -> datetime:
    """When every course of these tests ends; see `xblocks.host.course`."""
    return END


@pytest.fixture(autouse=True)
def ending(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.WBM_COURSE_END = "tests.records.test_privacy_retaining.course_end"


def gone(now: datetime, *, dry_run: bool = False) -> dict[tuple[str, str], int]:
    """What a round forgets, by holding and term."""
    done = retain(now, dry_run=dry_run)
    return {(each.holding, each.term): each.count for each in done if each.count}


@pytest.fixture
def here() -> Team:
    """A team with a graded work, files, drafts, notices; a trainer with shelves."""
    found = team()
    fill(found.ada, found.m1)
    for name in ("removed.pdf", "kept.pdf"):
        data = pdf(name.encode())
        service.add_small(found.ada, found.m1, "map", name, data, NOW)
        if name == "removed.pdf":
            service.remove(found.ada, found.m1, FieldFile.objects.get().pk, NOW)
    work = hand_in(found.ada, found.m1)
    review(found.tom, work, NOW + timedelta(hours=1), summary="Fine.", note="between us")
    grading.keep_comment(found.tom, "Good.")
    b"".join(zip_of_works(found.tom, found.m1.usage_key, NOW + timedelta(days=1)))
    return found


def days_after(days: float) -> datetime:
    return END + timedelta(days=days)


def test_every_term_has_its_own_days_and_the_operator_others(settings: Any) -> None:
    own = {
        "uploads": 7,
        "people": 1095,
        "pending_imports": 1,
        "notices": 365,
        "exercises": 1095,
        "works": 1095,
        "review_drafts": 90,
        "project_drafts": 180,
        "attendance": 1095,
        "share_links": 30,
    }
    assert own.items() <= periods().items()
    settings.WBM_RETENTION = {"notices": 30, "people": None}
    assert (periods()["notices"], periods()["people"], periods()["works"]) == (30, None, 1095)


@pytest.mark.parametrize(
    "wrong", [{"notice": 3}, {"notices": "3"}, {"notices": -1}, {"notices": True}]
)
def test_a_setting_that_cannot_be_meant_is_refused(settings: Any, wrong: dict[str, Any]) -> None:
    settings.WBM_RETENTION = wrong
    with pytest.raises(ImproperlyConfigured, match="WBM_RETENTION"):
        retain(NOW, dry_run=True)


def test_working_states_go_half_a_year_after_the_course(here: Team) -> None:
    assert ("transfer_project", "project_drafts") not in gone(days_after(179))
    assert gone(days_after(181))["transfer_project", "project_drafts"] > 3
    assert not Draft.objects.exists()
    assert not Activity.objects.exists()
    assert [each.name for each in FieldFile.objects.all()] == ["kept.pdf"]
    assert StoredFile.objects.count() == 1
    page = service.own_version(here.ada, here.m1, 1)
    assert page is not None


def test_works_reviews_and_files_go_three_years_after_the_course(
    here: Team, tmp_path: Path
) -> None:
    gone(days_after(1094))
    assert Work.objects.count() == 1
    done = gone(days_after(1096))
    assert done["grading", "works"] == 1
    assert done["transfer_project", "works"] == 1
    for model in (Work, Review, MemberScore, ReviewDraft, Folder, FieldFile, DownloadMark):
        assert not model._base_manager.exists(), model
    assert not LibraryComment.objects.exists()
    assert not StoredFile.objects.exists()
    assert not uploads.objects_in(tmp_path / "media")
    assert set(Pile.objects.values_list("waiting", "done")) == {(0, 0)}


def test_names_go_three_years_after_the_course(here: Team) -> None:
    found = Person.objects.filter(course_key=here.where.key)
    assert gone(days_after(1096))["roster", "people"] == found.count()
    assert not found.filter(email__contains="@").exists()
    assert not found.exclude(user=None).exists()
    assert ("roster", "people") not in gone(days_after(1097))


def test_a_course_without_end_keeps_its_people_and_works(here: Team, settings: Any) -> None:
    settings.WBM_COURSE_END = ""
    gone(days_after(10_000))
    assert Work.objects.exists()
    assert Person.objects.filter(email__contains="@").exists()


def test_a_decided_draft_is_emptied_and_its_number_goes_on(here: Team) -> None:
    assert ("grading", "review_drafts") not in gone(NOW + timedelta(days=89))
    before = ReviewDraft.objects.get()
    assert gone(NOW + timedelta(days=91))["grading", "review_drafts"] == 1
    after = ReviewDraft.objects.get()
    assert (after.summary, after.note, after.levels) == ("", "", {})
    assert after.version == before.version
    work = Work.objects.get()
    assert grading.draft(here.tom, work.pk).rating.summary == "Fine."
    again = grading_cases.rating({"aim": 1, "way": 3}, summary="Better.", reason="looked again")
    grading_cases.regrade(here.tom, work, again, now=NOW + timedelta(days=92))
    assert ("grading", "review_drafts") not in gone(NOW + timedelta(days=93))


def test_a_draft_of_a_work_that_waits_stays(here: Team) -> None:
    m2 = transfer_cases.exercise(here.where, due=None)
    fill(here.ada, m2)
    work = hand_in(here.ada, m2)
    grading.claim(here.tom, work.pk, NOW)
    grading.save_draft(here.tom, work.pk, 0, grading_cases.rating(summary="So far"), NOW)
    gone(NOW + timedelta(days=100))
    assert ReviewDraft.objects.get(work=work).summary == "So far"


def test_notices_and_reminders_go_after_a_year() -> None:
    here = team()
    due = NOW + timedelta(days=2)
    person = here.ada.person_id
    link = "/x"
    notices.tell(
        here.where.key, [person], notices.WORK_DECIDED, link=link, params={"title": "M1"}, now=NOW
    )
    Reminder.objects.create(person_id=person, subject="x", due=due, days=2, run="x")
    assert ("notices", "notices") not in gone(NOW + timedelta(days=364))
    assert gone(NOW + timedelta(days=366, hours=49))["notices", "notices"] == 2
    assert not Notice.objects.exists()
    assert not Reminder.objects.exists()


def test_unfinished_uploads_go_after_a_week(tmp_path: Path) -> None:
    begun = uploads.begin(pdf(b"x" * 10), "a.pdf")
    uploads.put(begun, pdf(b"x" * 10), 1)
    assert gone(uploads.NOW + timedelta(days=6)) == {}
    assert gone(uploads.NOW + timedelta(days=8), dry_run=True) == {("files", "uploads"): 1}
    assert gone(uploads.NOW + timedelta(days=8)) == {("files", "uploads"): 1}
    assert not Upload.objects.exists()
    assert not uploads.objects_in(tmp_path / "media")


def test_lists_nobody_confirmed_go_after_a_day() -> None:
    where = grading_cases.course()
    user = User.objects.create(username="carla")
    actor = Actor(user.pk, where.key, "Carla", frozenset({Role.COORDINATOR}))
    pending.keep(actor, "list.csv", b"email;name;role\nx@example.org;X;trainer\n")
    row = PendingImport.objects.get()
    assert gone(row.checked_at + timedelta(hours=23)) == {}
    assert gone(row.checked_at + timedelta(hours=25)) == {("roster", "pending_imports"): 1}
    assert not PendingImport.objects.exists()


def test_talks_go_three_years_after_their_course(tmp_path: Path) -> None:
    course = start.open_course(sample_course.write(tmp_path))
    talk = sample_course.usage("wbm_role_play", "talk")
    question = sample_course.usage("problem", "question")
    for block in (talk, question):
        BlockState.objects.create(owner=1, block=block, scope="user_state", field="x", value="[]")
    assert str(course.key) in sample_course.KEY
    assert ("exercises", "exercises") not in gone(days_after(1094))
    assert gone(days_after(1096), dry_run=True)["exercises", "exercises"] == 1
    assert gone(days_after(1096))["exercises", "exercises"] == 1
    assert [each.block for each in BlockState.objects.all()] == [question]


def test_the_preview_knows_when_its_course_ends(tmp_path: Path, settings: Any) -> None:
    settings.WBM_COURSE_END = "course_export.preview.kept.course_end"
    content = sample_course.files()
    path = "policies/2027/policy.json"
    policy = json.loads(content[path])
    policy["course/2027"]["end"] = END.isoformat()
    course = start.open_course(sample_course.write(tmp_path, {**content, path: json.dumps(policy)}))
    asked = [str(course.key), "course-v1:wbm+another+2027"]
    assert ended_courses(asked, END + timedelta(seconds=1)) == asked[:1]
    assert ended_courses(asked, END) == []
    start.open_course(sample_course.write(tmp_path / "open"))
    assert ended_courses(asked, END + timedelta(days=9999)) == []


def test_a_dry_run_counts_the_same_and_removes_nothing(here: Team) -> None:
    late = days_after(181)
    counted = gone(late, dry_run=True)
    assert {term for _holding, term in counted} == {
        "review_drafts",
        "project_drafts",
    }
    assert gone(late, dry_run=True) == counted
    assert Draft.objects.exists()
    done = gone(late)
    assert done.pop(("files", UNUSED_FILES)) == 1
    assert done == counted


def test_a_file_nobody_uses_goes_and_a_used_one_stays(here: Team, tmp_path: Path) -> None:
    done = files.begin_upload(1, "x", "a.pdf", len(pdf(b"lost")), uploads.ANYTHING, NOW)
    files.put_part(1, done.id, 1, pdf(b"lost"))
    stored = files.finish(1, done.id, "x").stored
    Upload.objects.filter(token=done.id).delete()
    gone(NOW)
    assert not StoredFile.objects.filter(pk=stored.pk).exists()
    kept = StoredFile.objects.get(pk=FieldFile.objects.get(name="kept.pdf").stored_id)
    assert kept.storage_name in uploads.objects_in(tmp_path / "media")


def test_the_command_says_how_much_of_what(here: Team, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("wbm_retain", "--dry-run")
    lines = capsys.readouterr().out.splitlines()
    assert "notices: notices (365 days): 0 would go" in lines
    call_command("wbm_retain")
    assert any(line.endswith("gone") for line in capsys.readouterr().out.splitlines())
