"""Publishing that is cut off, at whatever point, comes to the same end when it is begun again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.export.studio_server.fixtures import stage
from tests.export.studio_server.killing import Ended, published
from tests.export.studio_server.stage import LIVE, STAGING, Stage

__all__ = ["stage"]

IMPORT = "/api/courses/v0/import/"
CREATE = r"^/api/v1/course_runs/$"


@pytest.mark.parametrize("kind", ["lost", "unheard"])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", CREATE),
        ("POST", IMPORT),
        ("POST", r"/cohorts/$"),
        ("POST", r"/users/$"),
        ("POST", r"/enrollment$"),
        ("POST", r"/modify_access$"),
        ("POST", r"/list_course_role_members$"),
        ("POST", r"/oauth2/access_token$"),
        ("PUT", r"/settings/"),
        ("GET", r"/olx-export/"),
    ],
)
def test_a_lost_answer_changes_nothing_in_the_end(
    stage: Stage, method: str, path: str, kind: str
) -> None:
    stage.rig.platform.honours_groups = True
    stage.fail(method, path, kind)

    outcome = stage.publish(roster=stage.people())

    assert outcome.status == 0, outcome
    platform = stage.rig.platform
    assert sorted(each.name for each in platform.cohorts[LIVE]) == ["Mitte", "Nord"]
    assert platform.enrolled[LIVE] == set(platform.accounts)
    assert len(platform.tasks) == 2
    assert set(platform.courses) == {LIVE, STAGING}


def test_a_lost_creation_that_took_effect_is_not_sent_again(stage: Stage) -> None:
    stage.fail("POST", CREATE, "unheard")

    assert stage.publish(staging=None).status == 0
    assert stage.rig.count("POST", "/api/v1/course_runs/") == 1


def test_a_lost_import_that_took_effect_is_found_by_its_name(stage: Stage) -> None:
    stage.fail("POST", IMPORT, "unheard")

    assert stage.publish(staging=None).status == 0
    assert stage.rig.count("POST", IMPORT) == 1
    assert stage.rig.count("GET", IMPORT) == 0  # without an answer there is no id to ask for


def test_the_name_of_an_import_is_on_the_disk_before_it_is_sent(stage: Stage) -> None:
    noted: list[dict[str, str | None]] = []

    def look(_number: int) -> bool:
        if stage.rig.asked[-1] == ("POST", f"{IMPORT}{LIVE}/"):
            noted.append(stage.remembered()["under_way"])
        return False

    stage.rig.before = look
    assert stage.publish(staging=None).status == 0

    (before,) = noted
    assert before["filename"] == stage.rig.platform.tasks[0].filename
    assert before["task"] is None


def test_an_import_that_never_arrives_is_sent_five_times_and_then_given_up(stage: Stage) -> None:
    stage.fail("POST", IMPORT, "lost", times=5)

    outcome = stage.publish(staging=None)

    assert outcome.status == 1
    assert "does not answer" in outcome.err
    assert "start the same command again" in outcome.err
    assert stage.rig.count("GET", "/api/tasks/v0/tasks/") >= 5


def test_an_import_under_way_is_gone_on_with_by_the_next_call(stage: Stage) -> None:
    stage.fail("GET", "/api/contentstore/v1/course_index/", 503, times=5)
    assert stage.publish(staging=None).status == 1
    assert stage.remembered()["under_way"]["filename"] == stage.rig.platform.tasks[0].filename

    outcome = stage.publish(staging=None)

    assert outcome.status == 0
    assert "going on with the import begun before" in outcome.out
    assert len(stage.rig.platform.tasks) == 1
    assert stage.remembered()["under_way"] is None


def test_what_was_agreed_to_is_not_asked_again_when_an_import_is_gone_on_with(
    stage: Stage,
) -> None:
    stage.publish(staging=None)
    stage.build(15)
    stage.rig.platform.steps = ("Updating",) * 1000
    assert stage.publish(staging=None).status == 1
    stage.block("html/p0").text = "half overwritten"
    stage.rig.platform.tasks[-1].left.clear()

    assert stage.publish(staging=None, agreed=False).status == 0
    assert len(stage.rig.platform.tasks) == 2


def test_a_failed_import_is_sent_anew_by_the_next_call(stage: Stage) -> None:
    stage.rig.platform.import_error = "Unknown error while importing"
    assert stage.publish(staging=None).status == 1
    stage.rig.platform.import_error = ""

    assert stage.publish(staging=None).status == 0
    assert [task.state for task in stage.rig.platform.tasks] == ["Failed", "Succeeded"]


def test_publishing_again_imports_nothing_and_finds_everybody_in_place(stage: Stage) -> None:
    stage.rig.platform.honours_groups = True
    assert stage.publish(roster=stage.people()).status == 0
    state = stage.rig.platform.end_state()
    posts = stage.rig.count("POST", "")

    outcome = stage.publish(roster=stage.people())

    assert outcome.status == 0
    assert f"{LIVE} holds this archive already." in outcome.out
    assert stage.rig.platform.end_state() == state
    # A token, and the list of the course team; nothing that could change anything.
    assert stage.rig.count("POST", "") == posts + 2
    assert stage.rig.asked.count(("POST", "/oauth2/access_token")) == 2


def test_a_new_archive_goes_through_staging_again(stage: Stage) -> None:
    stage.publish()
    stage.build(15)

    outcome = stage.publish()

    assert outcome.status == 0
    assert f"{STAGING}: imported. Every unit is as in the archive (3)." in outcome.out
    assert f"{LIVE}: imported. Every unit is as in the archive (3)." in outcome.out


def test_staging_that_holds_the_archive_is_not_imported_twice(stage: Stage) -> None:
    stage.fail("POST", rf"{IMPORT}{LIVE.replace('+', '[+]')}/$", 413)
    assert stage.publish().status == 1

    outcome = stage.publish()

    assert outcome.status == 0
    assert f"{STAGING}: this archive was found complete there before." in outcome.out
    assert [task.course for task in stage.rig.platform.tasks] == [STAGING, LIVE]


def test_another_archive_after_a_cut_needs_consent(stage: Stage) -> None:
    stage.fail("GET", "/api/contentstore/v1/course_index/", 503, times=5)
    assert stage.publish(staging=None).status == 1
    stage.build(15)

    outcome = stage.publish(staging=None, agreed=False)

    assert outcome.status == 1
    assert f"An import into {LIVE} was cut off" in outcome.out
    assert stage.publish(staging=None).status == 0


def test_after_a_cut_the_older_archive_is_imported_again_and_not_taken_for_there(
    stage: Stage,
) -> None:
    stage.publish(staging=None)
    stage.build(15)
    stage.fail("POST", IMPORT, "lost", times=5)
    assert stage.publish(staging=None).status == 1
    stage.build(10)

    outcome = stage.publish(staging=None)

    assert outcome.status == 0
    assert "imported" in outcome.out  # what was sent may arrive yet
    assert len(stage.rig.platform.tasks) == 2


def test_a_damaged_memory_is_refused_with_its_path(stage: Stage) -> None:
    stage.publish()
    for path in (stage.folder / ".wbm-publish").iterdir():
        path.write_text("{}")

    outcome = stage.publish()

    assert outcome.status == 2
    assert "is damaged. Delete it to begin anew" in outcome.err


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Ended:
    """How it ends when nobody is killed."""
    ended = published(tmp_path_factory.mktemp("undisturbed"))
    assert ended.status == 0
    return ended


@pytest.mark.parametrize("heeded", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("part", [0.15, 0.4, 0.65, 0.9])
def test_a_killed_process_is_begun_again_and_ends_the_same(
    undisturbed: Ended, tmp_path: Path, part: float, heeded: bool
) -> None:
    ended = published(tmp_path / "killed", round(undisturbed.requests * part), heeded=heeded)

    assert ended.status == 0
    assert ended.platform == undisturbed.platform
    assert ended.remembered == undisturbed.remembered


@pytest.mark.parametrize("heeded", [False, True], ids=["before", "after"])
def test_the_same_holds_when_an_earlier_archive_is_overwritten(
    tmp_path: Path, heeded: bool
) -> None:
    undisturbed = published(tmp_path / "undisturbed", earlier=True)
    assert undisturbed.status == 0

    kill_at = undisturbed.requests // 2
    ended = published(tmp_path / "killed", kill_at, heeded=heeded, earlier=True)

    assert ended.status == 0
    assert ended.platform == undisturbed.platform
    assert ended.remembered == undisturbed.remembered
