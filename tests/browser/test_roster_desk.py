"""A coordinator keeps the list: sees, searches, imports, corrects."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import WALKS, Visit
from tests.sample_course import KEY
from xblocks.roster.records import Person

LIST = f"/wbm/{KEY}/roster/"
HEADINGS = "email;name;roles;company;district;topics;districts;states\n"
GOOD = HEADINGS + "nia@example.org;Nia Neumann;trainee;Neubau KG;Mitte;;;\n"
BAD = HEADINGS + "nia(at)example.org;Nia;boss;;;;;\n"


def send(page: Page, content: str) -> None:
    """Choose a file on the import page and have it checked."""
    page.set_input_files(
        "#file", {"name": "people.csv", "mimeType": "text/csv", "buffer": content.encode()}
    )
    page.get_by_role("button", name="Check the file").click()


@pytest.mark.parametrize(("language", "width"), WALKS)
def test_every_page_is_for_everybody_to_use(
    visit: Visit,
    shot: Callable[[Page, str], None],
    assert_accessible: Callable[[Page], None],
    width: int,
    language: str,
):
    page = visit(LIST, "coordinator", width=width, language=language)
    person = Person.objects.get(email="rosa.zimmerwald@example.org")
    company = Person.objects.get(email="aylin.demirbas@example.org").company
    for name, path in (
        ("list", ""),
        ("import", "import/"),
        ("add", "people/new/"),
        ("person", f"people/{person.pk}/"),
        ("places", "places/"),
        ("company", f"companies/{company.pk}/"),
        ("district", f"districts/{company.district_id}/"),
    ):
        page.goto(LIST + path)
        assert_accessible(page)
        shot(page, f"roster-{name}-{language}-{width}")
    for name, content in (("faulty", BAD), ("changes", GOOD)):
        page.goto(LIST + "import/")
        page.set_input_files(
            "#file", {"name": "people.csv", "mimeType": "text/csv", "buffer": content.encode()}
        )
        page.locator("main form button[type=submit]").click()
        assert_accessible(page)
        shot(page, f"roster-{name}-{language}-{width}")


def test_a_file_is_corrected_looked_at_and_confirmed(visit: Visit):
    page = visit(LIST, "coordinator", language="en")
    page.get_by_role("link", name="Import a list").click()
    send(page, BAD)
    expect(page.get_by_role("alert")).to_have_text("1 line is not right. Nothing has been changed.")
    expect(page.get_by_role("row", name="“boss” is not known")).to_contain_text("Roles")
    page.get_by_role("link", name="Choose the corrected file").click()
    send(page, GOOD)
    expect(page.get_by_role("row", name="Nia Neumann")).to_contain_text("Neubau KG")
    page.get_by_role("button", name="Confirm the changes").click()
    expect(page.get_by_role("status")).to_have_text("The file is on the list.")
    row = page.get_by_role("row", name="Nia Neumann")
    expect(row).to_contain_text("No account yet")
    expect(page.locator("#found caption")).to_have_text("18 people found")


def test_lines_pasted_from_a_spreadsheet_are_taken(visit: Visit):
    page = visit(LIST + "import/", "coordinator", language="en")
    page.get_by_text("Or paste lines from your spreadsheet").click()
    page.get_by_label("Lines with the headings on top").fill(GOOD.replace(";", "\t"))
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_role("row", name="Nia Neumann")).to_be_visible()


def test_people_are_found_while_one_types_and_it_is_said_aloud(visit: Visit):
    page = visit(LIST, "coordinator", language="en")
    page.keyboard.press("Tab")
    page.get_by_label("Name, e-mail or company").focus()
    page.keyboard.type("kusten")
    expect(page.locator("#found caption")).to_have_text("1 person found")
    expect(page.locator("[data-wbm-live]")).to_have_text("1 person found")
    expect(page.get_by_label("Name, e-mail or company")).to_be_focused()
    page.get_by_text("Filter by role, district or company").click()
    page.get_by_label("Role", exact=True).select_option("trainer")
    expect(page.get_by_text("Nobody matches what you are looking for.")).to_be_visible()
    page.go_back()
    expect(page.locator("#found caption")).to_have_text("1 person found")


def test_without_scripts_people_are_found_too(visit: Visit, server: str):
    page = visit(LIST, "coordinator", language="en")
    quiet = page.context.browser.new_context(java_script_enabled=False, base_url=server)
    quiet.add_cookies(page.context.cookies())
    still = quiet.new_page()
    still.goto(LIST)
    still.get_by_label("Name, e-mail or company").fill("kusten")
    still.get_by_role("button", name="Find").click()
    expect(still.locator("#found caption")).to_have_text("1 person found")
    quiet.close()


def test_the_form_shows_what_the_roles_need_and_is_used_with_keys_alone(visit: Visit):
    page = visit(LIST + "people/new/", "coordinator", language="en")
    topics = page.get_by_role("group", name="Answers questions about")
    expect(topics).to_be_hidden()
    expect(page.get_by_label("Company", exact=True)).to_be_visible()
    page.get_by_label("Name", exact=True).focus()
    page.keyboard.type("Nia Neumann")
    page.keyboard.press("Tab")
    page.keyboard.type("nia@example.org")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_label("Company", exact=True)).to_be_hidden()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(topics).to_be_visible()
    page.get_by_role("button", name="Put on the list").press("Enter")
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("An expert needs at least one topic.")
    summary.get_by_role("link", name="at least one district").press("Enter")
    expect(page.get_by_role("group", name="Works in these districts")).to_be_in_viewport()
    page.get_by_label("Küste").press("Space")
    page.get_by_label("Funding").press("Space")
    page.get_by_role("button", name="Put on the list").press("Enter")
    expect(page.get_by_role("status")).to_have_text("The person is on the list.")
    expect(page.get_by_role("row", name="Nia Neumann")).to_contain_text("Funding")


def test_two_coordinators_at_one_person_lose_nothing(visit: Visit):
    page = visit(LIST, "coordinator", language="en")
    page.get_by_role("link", name="Aylin Demirbas").click()
    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_label("Name", exact=True).fill("Aylin Demirbas-Wolf")
    other.get_by_role("button", name="Save").click()
    expect(other.get_by_role("status")).to_have_text("Saved.")
    page.get_by_label("Name", exact=True).fill("Aylin D.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Aylin Demirbas-Wolf")
    expect(page.get_by_label("Name", exact=True)).to_have_value("Aylin D.")


def test_leaving_is_noted_and_taken_back(visit: Visit):
    page = visit(LIST, "coordinator", language="en")
    page.get_by_role("link", name="Aylin Demirbas").click()
    page.get_by_role("button", name="Mark as having left").click()
    expect(page.get_by_role("status")).to_contain_text("Nothing was deleted.")
    page.get_by_role("link", name="1 Have left").click()
    page.get_by_role("link", name="Aylin Demirbas").click()
    page.get_by_role("button", name="Let this person take part again").click()
    expect(page.get_by_role("row", name="Aylin Demirbas")).to_contain_text("Signed up")


@pytest.mark.parametrize("who", ["trainee", "trainer", "stranger"])
def test_others_read_that_the_list_is_not_for_them(visit: Visit, who: str):
    page = visit(LIST, who, language="en")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_role("table")).to_have_count(0)
