"""Changes made in Studio are told before, leftovers after; nothing is overwritten unasked."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from course_export.publish.drift import drift
from tests.export.studio_server.fixtures import stage
from tests.export.studio_server.olx import Course, Stored
from tests.export.studio_server.stage import LIVE, STAGING, Files, Stage

__all__ = ["stage"]

EDITS: list[tuple[Callable[[Course], None], str]] = [
    (
        lambda course: course.blocks["html/p0"].fields.update(display_name="Neu"),
        "Changed in Studio: “Einheit 0” (vertical/u0)",
    ),
    (
        lambda course: setattr(course.blocks["html/p0"], "text", "<p>Neu</p>"),
        "Changed in Studio: “Einheit 0” (vertical/u0)",
    ),
    (
        lambda course: course.blocks["wbm_role_play/x2"].fields.update(weight="2.0"),
        "Changed in Studio: “Einheit 0” (vertical/u0)",
    ),
    (
        lambda course: course.blocks["sequential/s0"].fields.update(due="2027-03-01T00:00:00Z"),
        "Changed in Studio: “Abschnitt 0” (sequential/s0)",
    ),
    (
        lambda course: course.blocks["sequential/s0"].children.remove("vertical/u5"),
        "Removed in Studio: vertical/u5",
    ),
    (
        lambda course: (
            course.blocks.update({"vertical/new": Stored("vertical", "new", {})}),
            course.blocks["sequential/s0"].children.append("vertical/new"),
        )[0],
        "Added in Studio: “vertical” (vertical/new)",
    ),
    (
        lambda course: course.settings.update(end="2028-01-01T00:00:00Z"),
        "Changed in Studio: course",
    ),
    (lambda course: course.about.update(overview="<p>Neu</p>"), "Changed in Studio: course"),
]


@pytest.mark.parametrize(("edit", "says"), EDITS)
def test_changes_made_in_studio_are_told_and_not_overwritten_without_consent(
    stage: Stage, edit: Callable[[Course], None], says: str
) -> None:
    stage.publish()
    edit(stage.live())
    state = stage.rig.platform.end_state()

    outcome = stage.publish(agreed=False)

    assert outcome.status == 1
    assert says in outcome.out
    assert f"{LIVE} was changed in Studio since the last publishing." in outcome.out
    assert "repeat the command with --yes" in outcome.err
    assert stage.rig.platform.end_state() == state


def test_with_consent_they_are_overwritten(stage: Stage) -> None:
    stage.publish()
    stage.block("html/p0").text = "<p>Neu</p>"

    outcome = stage.publish()

    assert outcome.status == 0
    assert "Changed in Studio" in outcome.out
    assert stage.block("html/p0").text.startswith("<p>Erst verstehen")


def test_a_change_made_while_staging_was_tried_is_told_too(stage: Stage) -> None:
    stage.publish()
    stage.build(15)

    def edit(course: Course) -> None:
        if course.key == STAGING:
            stage.block("html/p0").text = "<p>Neu</p>"

    stage.rig.platform.spoil = edit
    outcome = stage.publish(agreed=False)

    assert outcome.status == 1
    assert f"{STAGING}: imported." in outcome.out
    assert "Changed in Studio: “Einheit 0” (vertical/u0)" in outcome.out
    assert f"{LIVE} was changed in Studio in the last few minutes." in outcome.out
    assert stage.block("html/p0").text == "<p>Neu</p>"


def test_without_changes_a_new_archive_needs_no_consent(stage: Stage) -> None:
    stage.publish()
    stage.build(15)

    assert stage.publish(agreed=False).status == 0


def test_a_course_with_unknown_content_needs_consent(stage: Stage) -> None:
    stage.publish(memory=stage.folder / "elsewhere")

    outcome = stage.publish(agreed=False)

    assert outcome.status == 1
    assert f"{LIVE} has content, and from here nothing complete was published" in outcome.out
    assert stage.publish(agreed=True).status == 0


def test_an_empty_course_needs_none(stage: Stage) -> None:
    stage.rig.platform.courses[LIVE] = Course(LIVE, {"start": "2030-01-01T00:00:00Z"})

    assert stage.publish(agreed=False).status == 0


def test_what_the_archive_no_longer_has_is_told_and_not_deleted(stage: Stage) -> None:
    def more(files: Files) -> None:
        files["tabs/rules.html"] = b"<p>Regeln</p>"
        files["static/old.png"] = b"\x89PNG"
        name = "policies/2027-de/policy.json"
        tab = b'{"name": "Regeln", "type": "static_tab", "url_slug": "rules"}'
        files[name] = files[name].replace(b'"tabs": [', b'"tabs": [', 1)
        files[name] = re.sub(rb"(\"type\": \"wiki\"\s*\})", rb"\1, " + tab, files[name])
        link = b'<p><img src="/static/old.png" alt="Alt"/></p>'
        files["html/p0.html"] += link
        files["about/duration.html"] = b"zwei Tage"

    stage.build(15, change=more)
    assert stage.publish().status == 0
    stage.build(10)

    outcome = stage.publish()

    assert outcome.status == 0, outcome
    assert (
        "Still in Studio, though the archive no longer has it (nothing is deleted):" in outcome.out
    )
    assert "Units without a section: vertical/u10" in outcome.out
    assert "Files: old.png" in outcome.out
    assert "Pages: rules" in outcome.out
    assert "Texts about the course: duration" in outcome.out
    assert stage.live().assets["old.png"] == 4


def test_leftovers_are_told_again_until_they_are_gone(stage: Stage) -> None:
    stage.build(15)
    stage.publish()
    stage.build(10)
    stage.publish()

    assert "Units without a section: vertical/u10" in stage.publish().out
    del stage.live().blocks["vertical/u10"]
    assert "Units without a section" not in stage.publish().out
    assert "vertical/u10" not in stage.remembered()["seen"]


def test_leftovers_of_others_are_told_too(stage: Stage) -> None:
    stage.build(15)
    stage.publish(memory=stage.folder / "elsewhere")
    stage.build(10)

    assert "Units without a section: vertical/u10" in stage.publish().out


def test_nothing_left_behind_is_not_mentioned(stage: Stage) -> None:
    assert "Still in Studio" not in stage.publish().out


def test_a_studio_with_its_old_pages_is_published_to_all_the_same(stage: Stage) -> None:
    stage.rig.platform.tells_pages = False

    assert stage.publish().status == 0


def test_drift_tells_changed_added_and_removed() -> None:
    found = drift({"a": "1", "b": "1", "c": "1"}, {"a": "1", "b": "2", "d": "1"})

    assert (found.changed, found.added, found.removed) == (("b",), ("d",), ("c",))
    assert found
    assert not drift({"a": "1"}, {"a": "1"})
