"""Questions are answered the moment one sees them, also while scripts are still on the way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from course_export.preview import start
from tests import sample_course
from tests.browser.conftest import Visit

# The calculator of the problem block calls what its own parser calls outdated.
pytestmark = pytest.mark.filterwarnings("ignore:.*deprecated - use:DeprecationWarning:calc")

NUMBER = """<problem display_name="Wie sicher?">
<numericalresponse answer="7">
<label>Ab welcher Zahl ist eine Vereinbarung sicher genug?</label>
<responseparam type="tolerance" default="0"/>
<formulaequationinput/>
</numericalresponse>
</problem>"""

FORMULA = """<problem display_name="Mit Skript">
<stringresponse answer="ja" type="ci">
<label>Ist das Skript da?</label>
<textline math="1" preprocessorClassName="Nothing" preprocessorSrc="/static/wbm/slow.js"/>
</stringresponse>
</problem>"""


@pytest.fixture
def problem(course: object, tmp_path: Path) -> Callable[[str], None]:
    """Play the small course with another question in its place."""

    def play(xml: str) -> None:
        files = sample_course.files() | {"problem/question.xml": xml}
        start.open_course(sample_course.write(tmp_path / "other", files))

    return play


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_number_is_right_or_wrong_straight_after_the_page_has_come(
    visit: Visit, problem: Callable[[str], None], language: str
) -> None:
    problem(NUMBER)
    right, wrong, submit = {
        "de": ("richtig", "nicht richtig", "Antwort prüfen"),
        "en": ("correct", "incorrect", "Submit"),
    }[language]
    page = visit("/", language=language)
    missing: list[str] = []
    page.on("response", lambda answer: answer.status >= 400 and missing.append(answer.url))
    for number, verdict in (("6", wrong), ("7", right)):
        page.goto("/unit/u-question/", wait_until="commit")
        page.get_by_label("Ab welcher Zahl").fill(number)
        page.get_by_role("button", name=submit).click()
        expect(page.locator(".problem .status")).to_have_text(verdict)
    assert missing == []


def test_buttons_wait_for_the_scripts_of_a_question(
    visit: Visit, problem: Callable[[str], None]
) -> None:
    problem(FORMULA)
    page = visit("/", language="en")
    held: list[Route] = []
    page.route("**/slow.js", lambda route: held.append(route))  # noqa: PLW0108 - playwright marks it
    page.goto("/unit/u-question/", wait_until="commit")
    button = page.locator("button.submit")
    expect(button).to_be_attached()
    page.wait_for_function("() => document.querySelector('.problems-wrapper').inert")
    assert _is_out_of_reach(page)
    held[0].fulfill(content_type="text/javascript", body="window.Nothing = function () {};")
    page.get_by_label("Ist das Skript da?").fill("ja")
    button.click()
    expect(page.locator(".problem .status")).to_have_text("correct")


def _is_out_of_reach(page: Page) -> bool:
    """Whether a click on the button would go past it, and Tab too."""
    return page.locator("button.submit").evaluate(
        "button => { const box = button.getBoundingClientRect();"
        " const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);"
        " button.focus(); return !button.contains(hit) && document.activeElement !== button; }"
    )
