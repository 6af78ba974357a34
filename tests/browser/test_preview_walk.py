"""A trainee finds the way through the preview, with mouse, keyboard and phone."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Visit


def test_outline_leads_to_a_unit(visit: Visit) -> None:
    page = visit("/")
    page.get_by_role("link", name="Worum es geht").click()
    expect(page.get_by_role("heading", name="Worum es geht")).to_be_visible()
    assert page.locator("figure img").evaluate("img => img.naturalWidth") > 0
