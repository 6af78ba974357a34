"""Who goes is gone: from every table, file, mail, event and log – and everybody else stays."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.utils.translation import gettext, override

from tests.records import grading_cases, transfer_cases
from tests.records.privacy_cases import Human, World
from tests.records.privacy_traces import traces, traces_in
from tests.records.privacy_world import world_in
from tests.records.uploads import BreakingStorage, PowerCut
from xblocks.core.holdings import Subject
from xblocks.core.people import Actor, Role
from xblocks.files.records import StoredFile, Upload
from xblocks.files.unused import unused
from xblocks.grading import service as grading
from xblocks.grading.records import MemberScore, Pile, Review, ReviewNote, ScoreChange, Seat, Work
from xblocks.grading.shelving import recount
from xblocks.host.erasing import FORMER_MEMBER, former_member
from xblocks.notices.records import Notice, Reminder
from xblocks.privacy import erasing, subjects
from xblocks.privacy.receivers import account_retired
from xblocks.privacy.registry import holdings
from xblocks.privacy.retaining import retain
from xblocks.roster.records import PastMembership, Person, PersonRole, PersonTopic
from xblocks.transfer_project import service
from xblocks.transfer_project.records import Activity, Draft, Extension, FieldFile, Folder

pytestmark = pytest.mark.django_db(transaction=True)
GOERS = ["xenia", "tilda"]


@pytest.fixture
def here(settings: Any, tmp_path: Path) -> World:
    return world_in(tmp_path, settings)


def human(here: World, name: str) -> Human:
    return getattr(here, name)


def test_the_world_fills_every_column_that_leads_to_a_person(here: World) -> None:
    people = [here.xenia, here.bea, here.tilda, here.uwe]
    wanted = {each.user.pk for each in people} | {each.actor.person_id for each in people}
    empty = []
    for holding in holdings():
        label = "wbm_preview" if holding.ident == "preview" else "wbm"
        for name, columns in holding.references.items():
            for column in columns:
                rows = apps.get_model(label, name)._base_manager.filter(**{f"{column}__in": wanted})
                if not rows.exists():
                    empty.append(f"{name}.{column}")
    assert empty == []


@pytest.mark.parametrize("name", [*GOERS, "uwe"])
def test_nothing_of_a_person_is_left_anywhere(here: World, tmp_path: Path, name: str) -> None:
    who = human(here, name)
    assert traces(who)
    assert traces_in(tmp_path / "media", who)
    assert traces_in(tmp_path / "mails", who) or who is not here.xenia
    account_retired(who.user)
    assert traces(who) == []
    assert traces_in(tmp_path / "mails", who) == []
    # What was handed in to others is theirs: the files that versions hold.
    held = {each.stored.storage_name for each in FieldFile.objects.select_related("stored")}
    given = StoredFile.objects.exclude(storage_name__in=held).values_list("storage_name", flat=True)
    assert set(traces_in(tmp_path / "media", who)) <= held | set(given)
    assert not unused().exists()
    on_disk = {path.name for path in (tmp_path / "media" / "wbm" / "files").rglob("*")}
    assert {Path(each.storage_name).name for each in StoredFile.objects.all()} <= on_disk


def test_rows_that_only_point_to_a_person_go_as_well(here: World) -> None:
    rows = (Notice, Reminder, PersonRole, PersonTopic, PastMembership, MemberScore, ScoreChange)
    for model in rows:
        assert model.objects.filter(person=here.xenia.actor.person_id).exists(), model
    account_retired(here.xenia.user)
    for model in rows:
        assert not model.objects.filter(person=here.xenia.actor.person_id).exists(), model
        assert model.objects.filter(person=here.bea.actor.person_id).exists(), model


@pytest.mark.parametrize("name", GOERS)
def test_nobody_else_loses_anything(here: World, name: str) -> None:
    others = [each for each in (here.bea, here.tilda, here.uwe) if each is not human(here, name)]
    before = [traces(each) for each in others]
    account_retired(human(here, name).user)
    for each, places in zip(others, before, strict=True):
        left = {place.partition(":")[0] for place in traces(each)}
        gone = {place.partition(":")[0] for place in places} - left
        # Lists waiting to be confirmed may name whoever goes: they are read in again.
        assert gone <= {"wbm_pending_import.content", "wbm_pending_import.file_name"} | {
            "wbm_pending_import.user_id"
        }


def test_a_file_somebody_removed_and_no_version_holds_goes_from_the_storage(
    here: World, tmp_path: Path
) -> None:
    account_retired(here.xenia.user)
    content = b"".join(
        path.read_bytes() for path in (tmp_path / "media").rglob("*") if path.is_file()
    ).lower()
    assert b"xenia removed" not in content
    assert b"xenia kept" in content
    assert b"beata removed" in content


def test_the_team_goes_on_with_a_former_member(here: World) -> None:
    gone = former_member(here.where.key)
    account_retired(here.xenia.user)
    work = Work.objects.filter(usage_key=here.m1.usage_key).latest("number")
    content = json.loads(work.content)
    assert content["aim"].startswith(f"{gone} and Beata Wiesengrund talk")
    assert Activity.objects.filter(name=gone).exists()
    assert set(work.members.values_list("person__name", flat=True)) == {
        gone,
        "Beata Wiesengrund",
    }
    assert MemberScore.objects.get(usage_key=here.m1.usage_key).points == 60
    review = Review.objects.filter(work=work, kind=Review.FINAL).get()
    assert review.summary == f"{gone} wrote most, says Tilda Marksprung."
    assert review.comments == {"aim": f"Ask {gone}."}
    recounted = recount(here.where.key)
    assert recounted == 0


def test_the_stand_in_speaks_the_language_of_the_course(here: World, settings: Any) -> None:
    for language, who in (("en", here.xenia), ("de", here.bea)):
        settings.WBM_COURSE_FACE = f"tests.records.privacy_traces.{language}_face"
        account_retired(who.user)
        with override(language):
            assert Person.objects.get(pk=who.actor.person_id).name == gettext(FORMER_MEMBER)


def test_what_a_grader_decided_stays_and_what_they_held_is_free(here: World) -> None:
    reviews = Review.objects.count()
    account_retired(here.tilda.user)
    assert Review.objects.count() == reviews
    assert not Review.objects.exclude(grader=None).filter(work__usage_key=here.m1.usage_key)
    held = Work.objects.get(usage_key=here.m3.usage_key)
    assert (held.claimed_by, held.claimed_until) == (None, None)
    grading.claim(here.uwe.actor, held.pk, here.now)
    seat = Seat.objects.get(work__usage_key=here.m7.usage_key)
    assert (seat.juror_id, seat.is_chair) == (here.uwe.user.pk, True)


def test_again_changes_nothing(here: World) -> None:
    account_retired(here.xenia.user)
    person = Person.objects.values().get(pk=here.xenia.actor.person_id)
    account_retired(here.xenia.user)
    assert Person.objects.values().get(pk=here.xenia.actor.person_id) == person
    assert not subjects.is_known(subjects.of_address(here.xenia.user.email))


def test_when_the_last_of_a_team_goes_its_work_goes_too(here: World, tmp_path: Path) -> None:
    company = here.xenia.actor.company
    account_retired(here.xenia.user)
    account_retired(here.bea.user)
    assert not Work.objects.filter(company=company).exists()
    assert not Folder.objects.filter(company=company).exists()
    assert not Draft.objects.filter(folder__company=company).exists()
    assert traces(here.bea) == []
    assert traces_in(tmp_path / "media", here.xenia) == []
    assert traces_in(tmp_path / "media", here.bea) == []
    assert {pile.waiting + pile.done for pile in Pile.objects.all()} == {0}


def test_broken_off_in_the_middle_nothing_has_happened(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = traces(here.xenia)
    roster = next(each for each in holdings() if each.ident == "roster")

    def power_cut(_who: Subject, _now: Any) -> None:
        raise PowerCut

    with monkeypatch.context() as patch:
        patch.setattr(roster, "erase", power_cut)
        with pytest.raises(PowerCut):
            account_retired(here.xenia.user)
    assert traces(here.xenia) == before
    account_retired(here.xenia.user)
    assert traces(here.xenia) == []


def test_files_that_could_not_be_deleted_at_once_go_with_the_daily_round(
    here: World, tmp_path: Path, settings: Any
) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "wbm": {
            "BACKEND": "tests.records.test_privacy_erasing.Stubborn",
            "OPTIONS": {"location": str(tmp_path / "media")},
        },
    }
    account_retired(here.xenia.user)
    assert b"xenia removed" in _everything(tmp_path / "media")
    assert Upload.objects.filter(user_id=here.xenia.user.pk).count() == 0
    settings.STORAGES = {name: each for name, each in settings.STORAGES.items() if name != "wbm"}
    retain(here.now, dry_run=False)
    assert b"xenia removed" not in _everything(tmp_path / "media")
    assert not list((tmp_path / "media" / "wbm" / "parts").glob("*xenia*"))


class Stubborn(BreakingStorage):
    """A storage that deletes nothing."""

    def delete(self, name: str) -> None:
        raise PowerCut


def test_a_waiting_row_under_the_same_address_goes_too(here: World) -> None:
    other = grading_cases.course()
    waiting = other.trainee("Xenia Quellbach", other.company("Elsewhere"), account=False)
    Person.objects.filter(pk=waiting.person_id).update(email=here.xenia.user.email)
    # The platform takes the address from the account before it tells anybody.
    User.objects.filter(pk=here.xenia.user.pk).update(email="retired__1@retired.invalid")
    account_retired(User.objects.get(pk=here.xenia.user.pk))
    assert traces(here.xenia) == []


def test_staff_on_no_list_goes_and_ordinary_words_stay(here: World) -> None:
    staff = User.objects.create(username="talk", is_staff=True)
    actor = Actor(
        staff.pk,
        here.where.key,
        staff.username,
        frozenset({Role.TRAINER, Role.COORDINATOR}),
        districts=frozenset({here.where.north.pk}),
    )
    until = here.now + timedelta(days=60)
    due_for = here.xenia.actor.company
    held = grading.latest(here.m3.usage_key, company=due_for)
    grading.add_note(actor, held.pk, "talk has the chair of the jury now.", here.now)
    m2 = transfer_cases.exercise(here.where, due=here.now + timedelta(days=1))
    service.extend(actor, m2, due_for, until, "a holiday", here.now)
    assert json.loads(held.content)["type"] == "talk"
    account_retired(staff)
    gone = former_member(here.where.key)
    held.refresh_from_db()
    assert json.loads(held.content)["type"] == "talk"
    given = Extension.objects.get(folder__usage_key=m2.usage_key)
    assert (given.given_by, given.given_by_name) == (None, gone)
    assert Activity.objects.filter(folder__usage_key=m2.usage_key).get().name == gone
    note = ReviewNote.objects.get(work=held)
    assert (note.author, note.text) == (None, f"{gone} has the chair of the jury now.")


def test_an_address_nobody_confirmed_takes_nobody_along(here: World) -> None:
    stranger = User.objects.create(
        username="thief", email=here.bea.user.email.upper(), is_active=False
    )
    before = traces(here.bea)
    account_retired(stranger)
    assert [each for each in traces(here.bea) if "auth_user" not in each] == [
        each for each in before if "auth_user" not in each
    ]


def test_somebody_without_account_is_removed_by_address(here: World) -> None:
    actor = here.where.trainee("Wanda Ohnekonto", here.where.company("New"), account=False)
    Person.objects.filter(pk=actor.person_id).update(email="wanda@ohnekonto.example")
    erasing.erase(subjects.of_address(" Wanda@OhneKonto.example "), here.now)
    person = Person.objects.get(pk=actor.person_id)
    assert (person.user, person.left_at is None) == (None, False)
    assert person.name == former_member(here.where.key)
    assert "ohnekonto" not in f"{person.email} {person.search_text}"


def _everything(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file()).lower()
