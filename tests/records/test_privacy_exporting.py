"""One's own data: everything that is theirs, nothing of anybody else, for nobody else."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.records.privacy_cases import Human, World
from tests.records.privacy_traces import traces
from tests.records.privacy_world import world_in
from xblocks.core.people import SignedIn
from xblocks.files.records import StoredFile
from xblocks.files.storing import storage
from xblocks.grading.records import Work
from xblocks.host import identity
from xblocks.privacy import subjects
from xblocks.privacy.exporting import export
from xblocks.privacy.registry import holdings

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def here(settings: Any, tmp_path: Path) -> World:
    return world_in(tmp_path, settings)


def archive(who: Human, here: World) -> dict[str, bytes]:
    """The files of somebody's archive by path, as unpacked."""
    return unpacked(b"".join(export(subjects.of_account(who.user.pk), here.now, "en")))


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as found:
        assert found.testzip() is None
        return {name: found.read(name) for name in found.namelist()}


def data(found: dict[str, bytes], ident: str) -> dict[str, Any]:
    return json.loads(found[f"{ident}/data.json"])


def test_a_trainee_gets_everything_that_is_theirs(here: World) -> None:
    found = archive(here.xenia, here)
    person = data(found, "roster")["people"][0]
    assert (person["name"], person["email"]) == ("Xenia Quellbach", here.xenia.user.email)
    assert person["company"] == "Works"
    assert [each["company__name"] for each in person["earlier_companies"]] == ["Before"]
    (talk,) = data(found, "exercises")["exercises"]
    assert talk["exercise"] == "Das Gespräch"
    assert talk["state"]["talks"][0]["turns"]
    assert "seed" not in talk["state"]["talks"][0]
    works = data(found, "grading")["works"]
    assert sorted((each["title"], each["version"]) for each in works) == [
        ("Alone", 1),
        *[("M1 · Outline", 1)] * 3,
        ("M1 · Outline", 2),
    ]
    assert [each["handed_in_by_you"] for each in works].count(False) == 1
    (second,) = (each for each in works if each["version"] == 2)
    assert second["reviews"][0]["summary"].startswith("Xenia Quellbach wrote most")
    (points,) = data(found, "grading")["points"]
    assert (points["points"], points["deviation_reason"]) == ("70.000", "Xenia Quellbach did more")
    project = data(found, "transfer_project")
    assert {each["verb"] for each in project["activities"]} >= {"wrote", "added_file", "handed_in"}
    assert any(
        each["field"] == "aim" and "Xenia Quellbach" in each["value"] for each in project["fields"]
    )
    assert [each["sentence"] for each in data(found, "notices")["notices"]]
    assert data(found, "notices")["reminders"]
    assert data(found, "files")["uploads"]
    assert data(found, "preview")["account"][0]["username"] == here.xenia.user.username
    files = {name: content for name, content in found.items() if "/files/" in name}
    assert set(files) == {
        "transfer_project/files/Plan-Xenia-Quellbach.pdf",
        "transfer_project/files/Plan-Xenia-Quellbach-2.pdf",
        "coaching/files/Xenia-Quellbach.pdf",
        "coaching/files/Xenia-Quellbach-2.pdf",
        "needs_analysis/files/matrix.csv",
    }
    assert b"Xenia kept" in b"".join(files.values())
    assert b"xenia asks" in b"".join(files.values())


def test_a_grader_gets_what_they_wrote(here: World) -> None:
    found = data(archive(here.tilda, here), "grading")
    assert found["works"] == []
    assert len([each for each in found["reviews_given"] if each["kind"] == "final"]) == 2
    assert found["notes"]
    assert len(found["saved_comments"]) == 2
    assert [each["is_chair"] for each in found["juries"]] == [True]
    assert len(found["held_works"]) == 1
    assert found["downloads"]
    assert found["review_drafts"]


def test_nothing_of_anybody_else_is_in_it(here: World) -> None:
    found = archive(here.xenia, here)
    text = b"\n".join([*found.values(), *(name.encode() for name in found)]).lower()
    for other in (here.bea, here.uwe):
        assert str(other.user.pk).encode() not in text
        assert other.actor.name.lower().encode() not in text
    assert b"another member" in text
    for word in (b"only xenia quellbach was there", b"asked tilda"):  # notes among graders
        assert word not in text
    assert b"beata alone" not in text
    assert Work.objects.filter(content__contains="beata alone").exists()


def test_an_archive_holds_a_folder_for_each_holding_and_explains_itself(here: World) -> None:
    found = archive(here.bea, here)
    assert {name.partition("/")[0] for name in found} == {
        "readme.txt",
        *(holding.ident for holding in holdings()),
    }
    readme = found["readme.txt"].decode()
    assert all(str(holding.what) in readme for holding in holdings())
    assert all(".." not in name and not name.startswith("/") for name in found)


def test_a_file_the_storage_has_lost_is_named_and_the_rest_arrives(here: World) -> None:
    kept = StoredFile.objects.filter(size__gt=0)
    for stored in kept:
        storage().delete(stored.storage_name)
    found = archive(here.xenia, here)
    lost = data(found, "transfer_project")["files_lost"]
    assert lost == ["Plan-Xenia Quellbach.pdf"] * 2


def download(here: World, client: Client) -> HttpResponse:
    return client.post(reverse("wbm:privacy_download", args=[here.where.key]))


def test_the_page_sends_the_archive_as_it_is_made(here: World) -> None:
    answer = download(here, here.xenia.client())
    assert (answer.status_code, answer.streaming) == (200, True)
    assert answer["Content-Type"] == "application/zip"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Cache-Control"] == "no-store"
    found = unpacked(b"".join(answer))
    assert data(found, "roster")["people"][0]["name"] == "Xenia Quellbach"


def test_nobody_gets_the_archive_of_another(here: World) -> None:
    address = reverse("wbm:privacy_download", args=[here.where.key])
    found = unpacked(
        b"".join(
            here.bea.client().post(f"{address}?user={here.xenia.user.pk}", {"user_id": "987654321"})
        )
    )
    assert data(found, "roster")["people"][0]["name"] == "Beata Wiesengrund"
    assert here.xenia.client().get(address).status_code == 405


def test_staff_looking_as_somebody_else_gets_nothing(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_in = SignedIn(here.xenia.user.pk, here.xenia.user.username, masquerading=True)
    monkeypatch.setattr(identity, "from_request", lambda *_args: signed_in)
    answer = download(here, here.tilda.client())
    assert answer.status_code == 403
    assert answer["X-WBM-Refusal"] == "masquerading"


def test_the_command_writes_the_archive_for_its_owner_alone(
    here: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "out.zip"
    call_command("wbm_privacy", "export", here.xenia.user.email.upper(), output=output)
    assert output.stat().st_mode & 0o777 == 0o600
    assert data(unpacked(output.read_bytes()), "roster")["people"][0]["name"] == "Xenia Quellbach"
    assert not list(tmp_path.glob("*.part"))
    told = capsys.readouterr().out.lower()
    assert not [marker for marker in here.xenia.markers if marker in told]


def test_the_command_erases_when_told_twice(
    here: World, capsys: pytest.CaptureFixture[str]
) -> None:
    address = here.xenia.user.email
    before = traces(here.xenia)
    call_command("wbm_privacy", "erase", address)
    assert traces(here.xenia) == before
    call_command("wbm_privacy", "erase", address, "--yes")
    assert traces(here.xenia) == []
    assert capsys.readouterr().out.splitlines() == [
        "Would be removed from 1 lists for ever. Add --yes to do it.",
        "Removed from 1 lists.",
    ]
    with pytest.raises(CommandError, match="Nobody has this address"):
        call_command("wbm_privacy", "erase", address, "--yes")
