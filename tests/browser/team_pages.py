"""Who is in one team of the demo, and what is where on a team's page of the first milestone."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

from course_export.preview.course import Course
from tests import personas

UNIT = "/unit/unit-m1/"


def mates(course: Course) -> tuple[int, int]:
    """Return which two trainees are in one company."""
    notes: dict[str, int] = {}
    for nth in range(20):
        note = personas.find(course, "trainee", nth).note
        if note in notes:
            return notes[note], nth
        notes[note] = nth
    raise AssertionError("the demo has no team of two")


def trainer_for(course: Course, district: int) -> int:
    """Return which of the trainers grades a district."""
    for nth in range(20):
        if district in personas.actor(course, "trainer", nth).districts:
            return nth
    raise AssertionError("nobody grades there")


def poll(page: Page) -> None:
    """Ask now for what team mates wrote, instead of waiting a quarter of a minute."""
    ask = "it => htmx.ajax('GET', it.getAttribute('hx-get'), {source: it, swap: 'none'})"
    page.locator("[data-wbm-poll]").evaluate(ask)


def field(page: Page, name: str) -> Locator:
    """One field with its form."""
    return page.locator(f"#wbm-m1-{name}")


def box(page: Page, name: str) -> Locator:
    """Where one types into a field."""
    return field(page, name).locator("textarea, input[name=value]").first


def state(page: Page, name: str) -> Locator:
    """What a field says about being saved."""
    return field(page, name).locator("[data-wbm-words]")
