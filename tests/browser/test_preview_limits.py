"""What is not open yet leads to what comes first; what is for others carries a mark for staff."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from course_export.preview import start
from course_export.preview.course import Course
from tests import sample_course
from tests.browser.conftest import WALKS, Visit

OPEN_PARTS = "document.querySelectorAll('details.pv-part').forEach(part => { part.open = true; })"
Check = Callable[[Page], None]
Shot = Callable[[Page, str], None]


@pytest.fixture
def limited(course: Course, tmp_path: Path) -> Course:
    """The small course: one section waits, one unit is for the coast, one comes in a far future."""
    files = sample_course.files()
    for path, attributes in {
        "sequential/s-read.xml": 'is_prerequisite="true"',
        "sequential/s-talk.xml": 'required_prereq="s-read" min_score="0" min_completion="100"',
        "vertical/u-film.xml": 'group_access="{&quot;100&quot;: [104]}"',
        "vertical/u-foreign.xml": 'start="2999-03-08T08:00:00Z"',
    }.items():
        tag = path.partition("/")[0]
        files[path] = files[path].replace(f"<{tag}", f"<{tag} {attributes}", 1)
    policy = json.loads(files["policies/2027/policy.json"])
    policy["course/2027"] |= {
        "enable_subsection_gating": True,
        "user_partitions": [
            {"id": 100, "scheme": "cohort", "groups": [{"id": 104, "name": "Küste"}]}
        ],
    }
    files["policies/2027/policy.json"] = json.dumps(policy)
    return start.open_course(sample_course.write(tmp_path / "limited", files))


@pytest.mark.parametrize(("language", "width"), WALKS)
def test_pages_with_limits_are_accessible(
    visit: Visit, limited: Course, assert_accessible: Check, shot: Shot, language: str, width: int
) -> None:
    for who in ("trainee", "coordinator"):
        page = visit("/", who, language=language, width=width)
        for name, address in {"outline": "/", "waits": "/unit/u-talk/"}.items():
            page.goto(address)
            page.evaluate(
                "document.querySelectorAll('details.pv-part').forEach(d => d.open = true)"
            )
            assert_accessible(page)
            shot(page, f"preview-limits-{name}-{who}-{language}-{width}")


def test_a_locked_step_leads_to_what_comes_first_and_opens_then(
    visit: Visit, limited: Course
) -> None:
    page = visit("/", language="en")
    assert page.get_by_role("link", name="Ein Film").count() == 0
    page.get_by_role("link", name="not open yet: Üben").click()
    expect(page.get_by_role("heading", name="Not open yet")).to_be_visible()
    page.get_by_role("link", name="Go there").click()
    expect(page.get_by_role("heading", name="Worum es geht")).to_be_visible()
    page.locator("a[rel=next]").click()
    page.get_by_label("Zuhören").check()
    page.get_by_role("button", name="Submit").click()
    expect(page.locator(".notification-submit")).to_contain_text("Correct")
    page.locator("a[rel=next]").click()
    expect(page.get_by_role("heading", name="Ein Gespräch führen")).to_be_visible()
    expect(
        page.locator(".xblock-wbm_role_play, .xblock-student_view-wbm_role_play")
    ).to_be_visible()
