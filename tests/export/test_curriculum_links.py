"""Links and pictures must lead somewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.export.content import Content, copy_of_miniature


@pytest.fixture
def content(tmp_path: Path) -> Content:
    return copy_of_miniature(tmp_path)


def test_link_to_a_missing_unit_names_the_line(content: Content) -> None:
    line = content.replace("pages/sub/hello.de.md", "unit:unit-talk", "unit:nowhere")
    assert content.defects() == [
        f"pages/sub/hello.de.md:{line}: There is no unit with the id 'nowhere'."
    ]


def test_broken_link_in_the_other_language_is_found_too(content: Content) -> None:
    line = content.replace("pages/sub/hello.en.md", "unit:unit-talk", "unit:nowhere")
    assert content.defects("de") == [
        f"pages/sub/hello.en.md:{line}: There is no unit with the id 'nowhere'."
    ]


@pytest.mark.parametrize("target", ["one", "day-1", "day-1-overview", "ex", "q-multi", "film"])
def test_every_id_can_be_linked_to(content: Content, target: str) -> None:
    content.replace("pages/sub/hello.de.md", "unit:unit-talk", f"unit:{target}")
    assert content.defects() == []


def test_missing_picture_names_the_line(content: Content) -> None:
    line = content.replace("pages/sub/hello.de.md", "asset:map.png", "asset:none.png")
    assert content.defects() == [
        f"pages/sub/hello.de.md:{line}: There is no file 'assets/none.png'."
    ]


def test_missing_course_image_and_captions_are_found(content: Content) -> None:
    image = content.replace("course.yaml", "image: map.png", "image: none.png")
    content.replace("parts/one.yaml", "captions: captions.srt", "captions: none.srt")
    found = content.defects()
    assert f"course.yaml:{image}: image: there is no file 'assets/none.png'" in found
    assert any("there is no file 'assets/none.srt'" in defect for defect in found)


@pytest.mark.parametrize("name", ["Map 1.png", "käse.png", "a+b.png", "noending"])
def test_asset_with_a_name_the_platform_changes_is_a_defect(content: Content, name: str) -> None:
    content.write(f"assets/{name}", "x")
    assert content.defects()[0].startswith(f"assets/{name}:1: ")
