"""The privacy page in a browser: readable for everybody, and one's own data in one click."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from course_export.preview.course import Course
from tests.browser.conftest import WALKS, Visit


@pytest.mark.parametrize(("language", "width"), WALKS)
def test_everybody_can_read_what_is_kept(
    visit: Visit,
    course: Course,
    width: int,
    language: str,
    shot: Callable[[Page, str], None],
    assert_accessible: Callable[[Page], None],
) -> None:
    page = visit(f"/wbm/{course.key}/privacy/", "coordinator", width=width, language=language)
    expect(page.locator("main h2")).to_have_count(14)
    assert_accessible(page)
    shot(page, f"privacy-{language}-{width}")


def test_one_click_brings_the_own_data(visit: Visit, course: Course) -> None:
    page = visit(f"/wbm/{course.key}/privacy/", language="en")
    with page.expect_download() as coming:
        page.get_by_role("button", name="Download my data").press("Enter")
    assert coming.value.suggested_filename == "my-data.zip"
    with zipfile.ZipFile(io.BytesIO(Path(coming.value.path()).read_bytes())) as archive:
        assert "roster/data.json" in archive.namelist()
