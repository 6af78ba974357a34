"""A small course with a triad, and what is done on its phones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests import sample_course

UNIT = "/unit/u-triad/"
SECRETS = ("Angst vor der Prüfung", "Schichtplan passt nicht", "Streit mit dem Meister")
"""What the colleague hides, one for each case."""

LEVELS = ["gar nicht", "ein wenig", "deutlich", "sehr sicher"]


def case(number: int) -> dict[str, Any]:
    """Return one of three cases with its cards."""
    return {
        "id": f"r{number + 1}",
        "title": f"Fall {number + 1}",
        "setting": "Pausenraum, zehn Minuten vor Schichtbeginn.",
        "task": "Du hast um ein Gespräch gebeten.",
        "name": "Kim",
        "role": "Montage, 41",
        "playing": "Du bist müde und freundlich.",
        "opening": "Du wolltest mich sprechen?",
        "hidden": [{"text": SECRETS[number], "when": "Erst, wenn jemand zuhört."}],
        "watch": "Achte auf Pausen.",
        "aim": "Ein kleiner Schritt ist verabredet.",
    }


def triad(**changes: Any) -> dict[str, Any]:
    """Return the definition of a triad of three rounds."""
    found = {
        "kind": "triad",
        "title": "Triaden",
        "intro": "Spielt zu dritt.",
        "cases": [case(number) for number in range(3)],
        "criteria": [
            {"id": "b1", "label": "Kontakt und Rahmen", "levels": LEVELS},
            {"id": "b4", "label": "Zuhören", "levels": LEVELS},
            {"id": "b5", "label": "Fragen", "levels": LEVELS},
        ],
    }
    return found | changes


def write(folder: Path, language: str = "de", **changes: Any) -> Path:
    """Write the sample course with a triad in it."""
    files = sample_course.files(language)
    block = sample_course.exercise("wbm_role_play", "triad", triad(**changes))
    files["vertical/u-triad.xml"] = f'<vertical display_name="Zu dritt">{block}</vertical>'
    files["sequential/s-more.xml"] = files["sequential/s-more.xml"].replace(
        '<vertical url_name="u-film"/>', '<vertical url_name="u-triad"/>'
    )
    return sample_course.write(folder, files)


def is_next(page: Page) -> Locator:
    """What the page says is next, or the step it stands at."""
    return page.locator("[data-board-next]").first


def gathered(pages: list[Page]) -> None:
    """Let the first open a triad and the others join with its code."""
    pages[0].locator("form[action$='/open/'] button").click()
    code = pages[0].locator(".wbm-triad-code strong").text_content() or ""
    for page in pages[1:]:
        page.locator("input[name=code]").fill(f" {code[:3].lower()} {code[3:].lower()}")
        page.locator("form[action$='/join/'] button").click()
        expect(page.locator(".wbm-triad-code")).to_be_visible()
    expect(pages[0].locator(".wbm-triad-people li")).to_have_count(len(pages))


def onward(page: Page, others: list[Page], words: str) -> None:
    """Press on for all, say yes if asked, and wait until every phone stands there."""
    page.locator(".wbm-triad-press .wbm-button").first.click()
    sure = page.locator("[data-board-sure][open] [data-board-yes]")
    if sure.count():
        sure.click()
    for each in [page, *others]:
        expect(is_next(each)).to_have_text(words)


def give(page: Page, stage: str, text: str = "") -> None:
    """Say one's part in feedback when it is one's turn."""
    form = page.locator(f"form[id$='-{stage}']")
    if text:
        form.locator("textarea").fill(text)
    form.locator("button").click()


def level(page: Page, criterion: str, number: int) -> None:
    """Tap a level on the sheet."""
    line = page.locator(f"[data-triad-criterion={criterion}]")
    line.locator(f"[data-triad-level='{number}']").click()
