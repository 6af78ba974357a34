"""The inbox in a browser: read in place, the bell follows, also by keyboard and on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from course_export.preview.course import Course
from tests import sample_course
from tests.browser.conftest import WALKS, Visit
from tests.personas import find
from xblocks.host.links import exercise_path
from xblocks.notices import service
from xblocks.notices.mailing import send_waiting


@pytest.fixture
def address(course: Course, settings: Any, tmp_path: Any) -> str:
    """The inbox of the first trainee, who was told three things."""
    settings.EMAIL_BACKEND = "course_export.preview.mails.MailFolder"
    settings.WBM_MAIL_FOLDER = str(tmp_path / "mails")
    talk = exercise_path(str(course.key), sample_course.usage("wbm_role_play", "talk"))
    now = timezone.now()
    for kind, link in (
        (service.WORK_HANDED_IN, "/"),
        (service.WORK_RETURNED, talk),
        (service.WORK_DECIDED, talk),
    ):
        service.tell(
            str(course.key),
            [int(find(course, "trainee").ident)],
            kind,
            link=link,
            params={"title": "M3: Gesprächspartner*innen im Betrieb gewinnen", "due": now},
            now=now,
        )
    send_waiting(now)
    return f"/wbm/{course.key}/inbox/"


@pytest.mark.parametrize(("language", "width"), WALKS)
def test_everybody_can_read_inbox_and_mails(
    visit: Visit,
    address: str,
    width: int,
    language: str,
    shot: Callable[[Page, str], None],
    assert_accessible: Callable[[Page], None],
) -> None:
    for name, path in (
        ("inbox", address),
        ("mails", "/mails/"),
        ("rhythm", f"{address}mails/"),
    ):
        page = visit(path, width=width, language=language)
        assert_accessible(page)
        shot(page, f"{name}-{language}-{width}")


def test_reading_in_place_moves_bell_and_focus(visit: Visit, address: str) -> None:
    page = visit(address, language="en")
    bell = page.locator(".pv-head .wbm-bell")
    expect(bell).to_have_accessible_name("Inbox: 3 unread notices")
    page.locator(".wbm-inbox button").first.press("Enter")
    expect(bell).to_have_accessible_name("Inbox: 2 unread notices")
    expect(page.locator("#inbox [data-wbm-focus]")).to_be_focused()
    expect(page.locator("[data-wbm-live]").first).to_have_text("2 unread notices")
    page.get_by_role("button", name="Mark everything as read").press("Enter")
    expect(bell).to_have_accessible_name("Inbox: nothing unread")
    expect(page.locator(".wbm-inbox button")).to_have_count(0)


def test_a_notice_leads_to_its_exercise_and_is_read_then(visit: Visit, address: str) -> None:
    page = visit(address, language="en")
    page.locator(".wbm-inbox a").first.click()
    expect(page).to_have_url(re.compile("/unit/u-talk/"))
    page.locator(".wbm-bell").click()
    expect(page.locator(".wbm-inbox button")).to_have_count(2)


def test_a_mail_is_shown_as_a_mail_program_does(visit: Visit, address: str) -> None:
    page = visit("/mails/", "nobody", language="en")
    expect(page.locator(".pv-mails summary")).to_have_count(3)
    letter = page.frame_locator("details[open] iframe")
    expect(letter.get_by_role("heading")).to_contain_text("M3: Gesprächspartner*innen")
    expect(letter.get_by_role("link").first).to_be_visible()


def test_who_wants_mails_together_chooses_it_by_keyboard(visit: Visit, address: str) -> None:
    page = visit(address, language="en")
    page.get_by_role("link", name="Choose how often mails come").press("Enter")
    at_once = page.get_by_label("At once")
    expect(at_once).to_be_checked()
    at_once.press("ArrowDown")
    expect(page.get_by_label("Once a day")).to_be_checked()
    page.get_by_role("button", name="Save").press("Enter")
    expect(page.get_by_role("status")).to_have_text("Saved.")
    expect(page.get_by_label("Once a day")).to_be_checked()
