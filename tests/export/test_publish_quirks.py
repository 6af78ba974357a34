"""Every quirk of `platform-facts 5` and what publishing makes of it, over real sockets."""

from __future__ import annotations

import pytest

from tests.export.studio_server.fixtures import stage
from tests.export.studio_server.olx import Course
from tests.export.studio_server.stage import LIVE, STAGING, Stage

__all__ = ["stage"]

IMPORT = r"/api/courses/v0/import/"


def test_staging_and_live_are_made_imported_and_compared(stage: Stage) -> None:
    outcome = stage.publish()

    assert outcome.status == 0, outcome
    assert set(stage.rig.platform.courses) == {LIVE, STAGING}
    assert f"{STAGING}: imported. Every unit is as in the archive (2)." in outcome.out
    assert f"{LIVE}: imported. Every unit is as in the archive (2)." in outcome.out
    assert outcome.out.endswith("Done.\n")
    assert outcome.err == ""
    assert stage.rig.count("GET", "/api/olx-export/") == 4


def test_the_staging_course_comes_first_and_a_failure_there_leaves_live_alone(stage: Stage) -> None:
    stage.rig.platform.import_error = "Something is wrong with the tabs."

    outcome = stage.publish()

    assert outcome.status == 1
    assert "Something is wrong with the tabs" in outcome.err
    assert STAGING in outcome.err
    assert LIVE not in stage.rig.platform.courses


def test_without_staging_the_risk_is_said(stage: Stage) -> None:
    outcome = stage.publish(staging=None)

    assert outcome.status == 0
    assert set(stage.rig.platform.courses) == {LIVE}
    assert "No staging course is named" in outcome.out


def test_a_token_is_asked_for_once_and_sent_as_jwt(stage: Stage) -> None:
    assert stage.publish().status == 0
    assert stage.rig.count("POST", "/oauth2/access_token") == 1


def test_a_token_that_ends_mid_way_is_renewed_and_the_request_repeated(stage: Stage) -> None:
    stage.rig.platform.token_uses = 3

    outcome = stage.publish(roster=stage.people(), staging=None)

    assert "Every unit is as in the archive" in outcome.out
    assert stage.rig.count("POST", "/oauth2/access_token") > 5
    assert stage.rig.count("POST", IMPORT) <= 2  # one may have met the closed door


def test_a_token_near_its_end_is_renewed_before_it_is_refused(stage: Stage) -> None:
    stage.rig.platform.token_life = 1  # our polling alone takes longer
    stage.rig.platform.steps = ("Updating",) * 20

    assert stage.publish(staging=None).status == 0
    assert 1 < stage.rig.count("POST", "/oauth2/access_token") < 30
    assert ("POST", "/oauth2/access_token") in stage.rig.asked[5:]


def test_wrong_credentials_are_refused_with_the_names_of_the_variables(stage: Stage) -> None:
    stage.rig.platform.client = ("client", "another")

    outcome = stage.publish()

    assert outcome.status == 1
    assert "WBM_CLIENT_ID and WBM_CLIENT_SECRET" in outcome.err


def test_a_studio_that_does_not_accept_the_lms_tokens_is_named(stage: Stage) -> None:
    stage.rig.platform.token_uses = 0

    outcome = stage.publish()

    assert outcome.status == 1
    assert stage.rig.studio in outcome.err
    assert "does not accept the credentials" in outcome.err


def test_a_course_differing_in_capitals_answers_500_and_is_explained(stage: Stage) -> None:
    stage.rig.platform.courses[LIVE.lower()] = Course(LIVE.lower())

    outcome = stage.publish(staging=None)

    assert outcome.status == 1
    assert f"Studio could not create {LIVE}" in outcome.err
    assert "capitals" in outcome.err


def test_a_creation_without_the_right_is_explained(stage: Stage) -> None:
    stage.rig.platform.may_create = False

    outcome = stage.publish(staging=None)

    assert outcome.status == 1
    assert "needs the right “staff”" in outcome.err


def test_an_archive_of_any_name_is_sent_as_tar_gz(stage: Stage) -> None:
    archive = stage.build().rename(stage.folder / "course.tgz")

    assert stage.publish(archive=archive).status == 0
    assert all(task.filename.endswith(".tar.gz") for task in stage.rig.platform.tasks)


def test_each_import_has_a_file_name_of_its_own(stage: Stage) -> None:
    stage.publish()
    stage.build(15)
    stage.publish()

    names = [task.filename for task in stage.rig.platform.tasks]
    assert len(set(names)) == len(names) == 4


def test_a_success_that_turns_to_failure_is_a_failure(stage: Stage) -> None:
    stage.rig.platform.import_error = "Unsafe tar file. Aborting import."

    outcome = stage.publish(staging=None)

    assert outcome.status == 1
    assert "Unsafe tar file. Aborting import. The course may be half overwritten" in outcome.err


def test_an_unknown_error_lists_the_known_causes(stage: Stage) -> None:
    stage.rig.platform.import_error = "Unknown error while importing"

    outcome = stage.publish(staging=None)

    assert outcome.status == 1
    assert "gives no reason" in outcome.err
    assert "tabs, groups or dates" in outcome.err


def test_the_token_never_goes_where_a_task_list_points(stage: Stage) -> None:
    """The stand-in names another host for its artifacts; the reason is read all the same."""
    stage.rig.platform.import_error = "A reason."

    assert "A reason" in stage.publish().err
    assert stage.rig.count("GET", "/api/tasks/v0/artifacts/") == 1


def test_a_course_deleted_under_way_is_a_failure_without_reason(stage: Stage) -> None:
    stage.publish()
    stage.build(15)

    def delete(_number: int) -> bool:
        if stage.rig.asked[-1] == ("POST", f"{IMPORT}{LIVE}/"):
            del stage.rig.platform.courses[LIVE]
        return False

    stage.rig.before = delete
    outcome = stage.publish()

    assert outcome.status == 1
    assert "the course was deleted meanwhile" in outcome.err


def test_polling_answered_with_500_falls_back_to_the_list_of_tasks(stage: Stage) -> None:
    stage.fail("GET", IMPORT, 500, times=1000)

    assert stage.publish().status == 0


def test_another_import_of_the_course_is_waited_for(stage: Stage) -> None:
    stage.rig.platform.foreign_import(LIVE, steps=8)

    outcome = stage.publish(staging=None)

    assert outcome.status == 0, outcome
    assert [task.state for task in stage.rig.platform.tasks] == ["Succeeded", "Succeeded"]


def test_another_import_that_does_not_end_is_a_refusal_and_nothing_is_sent(stage: Stage) -> None:
    stage.rig.platform.foreign_import(LIVE, steps=10_000)

    outcome = stage.publish(staging=None)

    assert outcome.status == 1
    assert f"Another import into {LIVE} is running since" in outcome.err
    assert stage.rig.count("POST", IMPORT) == 0
    assert stage.waits.now >= 15 * 60


def test_an_import_that_died_long_ago_is_in_nobodys_way(stage: Stage) -> None:
    dead = stage.rig.platform.foreign_import(LIVE, steps=0)
    dead.stuck, dead.modified = True, "2025-01-01T00:00:00Z"

    assert stage.publish(staging=None).status == 0


def test_our_own_import_is_waited_for_fifteen_minutes_and_then_gone_on_with(stage: Stage) -> None:
    stage.rig.platform.steps = ("Unpacking", *["Updating"] * 1000)

    outcome = stage.publish(staging=None)

    assert outcome.status == 1
    assert f"still importing into {LIVE} after 15 minutes" in outcome.err
    assert 15 * 60 <= stage.waits.now < 16 * 60
    stage.rig.platform.tasks[0].left.clear()
    assert stage.publish(staging=None).status == 0
    assert stage.rig.count("POST", IMPORT) == 1


def test_patience_can_be_set(stage: Stage) -> None:
    stage.rig.platform.steps = ("Updating",) * 1000

    outcome = stage.publish(pace=stage.waits.pace(patience=120), staging=None)

    assert "after 2 minutes" in outcome.err
    assert stage.waits.now < 180


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_reading_is_repeated_with_growing_pauses(stage: Stage, status: int) -> None:
    stage.fail("GET", "/api/contentstore/v1/course_index/", status, times=4)

    assert stage.publish(staging=None).status == 0
    assert stage.waits.pauses[-4:] == [0.5, 1.0, 2.0, 4.0]


def test_reading_that_fails_five_times_is_given_up_and_named(stage: Stage) -> None:
    stage.fail("GET", "/api/contentstore/v1/course_index/", 503, times=5)

    outcome = stage.publish(staging=None)

    assert outcome.status == 1
    assert "course_index" in outcome.err
    assert "status 503" in outcome.err


def test_a_server_that_counts_requests_is_given_the_rest_it_asks_for(stage: Stage) -> None:
    stage.fail("POST", "/api/enrollment/", 429, times=2, headers={"Retry-After": "37"})

    stage.publish(roster=stage.people())

    assert stage.waits.pauses.count(37.0) == 2
    assert stage.rig.platform.enrolled[LIVE] == set(stage.rig.platform.accounts)


def test_an_lms_that_counts_requests_for_tokens_is_left_alone_for_a_while(stage: Stage) -> None:
    stage.fail("POST", "/oauth2/access_token", 429, times=2)

    assert stage.publish(staging=None).status == 0
    assert stage.waits.pauses[:2] == [15.0, 15.0]


def test_swapped_addresses_are_recognised(stage: Stage) -> None:
    outcome = stage.publish(lms=stage.rig.studio, studio=stage.rig.lms)

    assert outcome.status == 1
    assert "--lms and --studio are not swapped" in outcome.err


def test_a_redirect_is_not_followed(stage: Stage) -> None:
    stage.fail("GET", "/api/v1/course_runs/", 302, headers={"Location": "http://elsewhere.invalid"})

    outcome = stage.publish()

    assert outcome.status == 1
    assert "is not what we look for" in outcome.err


def test_an_upload_that_is_too_large_is_explained(stage: Stage) -> None:
    stage.fail("POST", IMPORT, 413)

    outcome = stage.publish(staging=None)

    assert outcome.status == 1
    assert "refuses the upload as too large" in outcome.err


def test_a_server_that_is_not_there_is_named(stage: Stage) -> None:
    outcome = stage.publish(studio="http://127.0.0.1:9")

    assert outcome.status == 1
    assert "http://127.0.0.1:9 does not answer" in outcome.err


def test_connections_are_used_again(stage: Stage) -> None:
    stage.build(100)

    assert stage.publish(staging=None).status == 0
    assert len(stage.rig.asked) > 30
    assert stage.rig.connections <= 7
