"""What an import has silently lost is told, and keeps the live course safe."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from course_export.checks.run import check_files
from course_export.olx.reader import read_archive
from course_export.olx.tree import build_tree
from course_export.publish.comparing import differences
from course_export.publish.image import of_archive
from tests.export.miniature import FOREIGN, Miniature, broken
from tests.export.miniatures.table import MINIATURES
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
    stage.publish(staging=None)
    stage.build(15)

    def spoil(course: Course) -> None:
        course.blocks["html/p0"].text = "<p>Neu</p>"

    stage.rig.platform.spoil = spoil
    assert stage.publish(staging=None).status == 1
    assert stage.remembered()["published"] is None  # what it holds is no state we know
    stage.rig.platform.spoil = lambda course: None

    assert stage.publish(staging=None, agreed=False).status == 1
    assert stage.publish(staging=None).status == 0
    assert len(stage.rig.platform.tasks) == 3


def test_many_losses_are_told_in_part_and_counted(stage: Stage) -> None:
    def spoil(course: Course) -> None:
        for block in course.blocks.values():
            block.fields["display_name"] = "?"

    stage.rig.platform.spoil = spoil
    stage.build(50)

    outcome = stage.publish(staging=None)

    assert "… and " in outcome.out
    assert len(outcome.out.splitlines()) == 53


@pytest.mark.parametrize("path", ["course_index", "course_details", "olx-export", "file_assets"])
def test_an_answer_in_an_unknown_form_is_said_and_no_crash(stage: Stage, path: str) -> None:
    stage.rig.platform.strange = path

    outcome = stage.publish(staging=None)

    assert outcome.status == 1
    assert "answers in a form that this version does not know" in outcome.err


def test_a_course_that_is_not_in_the_lms_yet_is_said(stage: Stage) -> None:
    stage.rig.platform.hidden = "/api/cohorts/"

    outcome = stage.publish(roster=stage.people())

    assert outcome.status == 1
    assert f"{stage.rig.lms} has no /api/cohorts/v1/settings/{LIVE}" in outcome.err
    assert "Start the same command again" in outcome.err


@pytest.mark.parametrize("miniature", MINIATURES, ids=lambda each: f"{each.code}-{each.says[:20]}")
def test_what_the_checks_let_pass_can_be_compared(miniature: Miniature, tmp_path: Path) -> None:
    files = read_archive(broken(miniature, tmp_path / "course.tar.gz"))
    if check_files(files, "course").clean:
        image = of_archive(files, build_tree(files))
        assert differences(image, image) == []


def test_a_foreign_course_is_like_itself() -> None:
    files = read_archive(FOREIGN)
    image = of_archive(files, build_tree(files))

    assert len(image.units) > 5
    assert image.drafts
    assert differences(image, image) == []
    name, place = next((n, p) for n, p in image.places.items() if n.startswith("sequential/"))
    there = replace(place, children=(*place.children, *image.drafts))
    found = replace(image, places={**image.places, name: there})
    assert differences(image, found) == []  # the outline shows drafts to authors
    assert differences(replace(image, drafts=frozenset()), found) != []
