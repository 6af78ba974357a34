"""What an import has silently lost is told, and keeps the live course safe."""

from __future__ import annotations

from tests.export.studio_server.fixtures import stage
from tests.export.studio_server.olx import Course
from tests.export.studio_server.stage import LIVE, STAGING, Stage

__all__ = ["stage"]


def test_a_loss_in_staging_keeps_the_live_course_as_it_was(stage: Stage) -> None:
    def spoil(course: Course) -> None:
        if course.key == STAGING:
            del course.blocks["wbm_role_play/x2"]

    stage.rig.platform.spoil = spoil

    outcome = stage.publish()

    assert outcome.status == 1
    assert "“Einheit 0” (vertical/u0): the block wbm_role_play/x2 is missing." in outcome.out
    assert f"{STAGING} is not as in the archive, see above." in outcome.err
    assert "Check that the suite is installed" in outcome.err
    assert LIVE not in stage.rig.platform.courses


def test_a_loss_in_the_live_course_is_told_and_the_next_call_imports_again(stage: Stage) -> None:
    def spoil(course: Course) -> None:
        course.blocks["html/p0"].text = "<p>Neu</p>"

    stage.rig.platform.spoil = spoil
    assert stage.publish(staging=None).status == 1
    assert stage.remembered()["published"] is None
    stage.rig.platform.spoil = lambda course: None

    assert stage.publish(staging=None).status == 0
    assert len(stage.rig.platform.tasks) == 2


def test_many_losses_are_told_in_part_and_counted(stage: Stage) -> None:
    def spoil(course: Course) -> None:
        for block in course.blocks.values():
            block.fields["display_name"] = "?"

    stage.rig.platform.spoil = spoil
    stage.build(50)

    outcome = stage.publish(staging=None)

    assert "… and " in outcome.out
    assert len(outcome.out.splitlines()) == 53
