"""People, companies and districts in forms: corrected, added, parted."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.records.roster_page_cases import rows, sign_in, text, url
from tests.records.roster_people import (
    account,
    fill,
    stored,
)
from xblocks.roster.records import Company, District

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.one_database,
    pytest.mark.usefixtures("plain_desk"),
]


def form_of(response) -> dict:
    """Return what a browser would send for the form as it stands."""
    context = response.context
    draft, person = context["draft"], context["person"]
    return {
        "email": draft.email,
        "name": draft.name,
        "roles": list(draft.roles),
        "company": draft.company,
        "district": draft.company_district,
        "districts": list(draft.districts),
        "topics": list(draft.topics),
        "version": person.version if person else "",
    }


@pytest.mark.parametrize("email", ["mira@example.org", "eda@example.org", "kim@example.org"])
def test_a_form_saved_as_it_is_changes_nothing(kim: Client, email: str):
    address = url("roster_person", stored(email).pk)
    response = kim.post(address, form_of(kim.get(address)))
    assert response.status_code == 302
    assert stored(email).version == 1


def test_a_person_is_corrected_on_the_page(kim: Client):
    address = url("roster_person", stored("mira@example.org").pk)
    data = form_of(kim.get(address))
    response = kim.post(address, {**data, "name": "Mira M.", "company": "Amt AG"})
    assert response.status_code == 302
    assert "Saved." in text(kim.get(response.url))
    assert "Werk GmbH" in text(kim.get(address))
    assert stored("mira@example.org").company.name == "Amt AG"


def test_mistakes_are_shown_at_the_field_with_what_was_typed(kim: Client):
    address = url("roster_person", stored("mira@example.org").pk)
    data = form_of(kim.get(address))
    response = kim.post(address, {**data, "email": "no address", "name": "Kept Name"})
    assert response.status_code == 422
    assert 'href="#field-email"' in text(response)
    assert 'value="Kept Name"' in text(response)


def test_both_versions_are_shown_when_somebody_else_was_faster(kim: Client):
    address = url("roster_person", stored("mira@example.org").pk)
    mine = {**form_of(kim.get(address)), "name": "Mira Mine"}
    kim.post(address, {**mine, "name": "Mira Theirs"})
    response = kim.post(address, mine)
    assert response.status_code == 409
    assert 'value="Mira Mine"' in text(response)
    assert "Mira Theirs" in text(response)
    again = kim.post(address, {**mine, "version": response.context["person"].version})
    assert again.status_code == 302
    assert stored("mira@example.org").name == "Mira Mine"


def test_a_person_is_added_and_refused_twice(kim: Client):
    data = {**form_of(kim.get(url("roster_add"))), "email": "neu@example.org", "name": "Neu"}
    data["company"] = "Amt AG"
    assert kim.post(url("roster_add"), data).status_code == 302
    assert stored("neu@example.org").company.name == "Amt AG"
    assert kim.post(url("roster_add"), data).status_code == 422


def test_leaving_and_coming_back_on_the_page(kim: Client):
    person = stored("mira@example.org")
    response = kim.post(url("roster_step", person.pk, "left"), {"version": person.version})
    assert response.status_code == 302
    assert rows(kim.get(f"{url('roster')}?state=left")) == ["Mira Muster"]
    stale = kim.post(url("roster_step", person.pk, "left"), {"version": person.version})
    assert stale.status_code == 409
    kim.post(url("roster_step", person.pk, "returned"), {"version": person.version + 1})
    assert stored("mira@example.org").left_at is None
    assert kim.post(url("roster_step", person.pk, "promoted")).status_code == 404


def test_a_person_is_parted_from_somebody_elses_account_on_the_page(kim: Client):
    wrong = account("mira@example.org")
    address = url("roster_person", stored("mira@example.org").pk)
    assert "Part from this account" not in text(kim.get(address))
    kim.post(address, {**form_of(kim.get(address)), "email": "mira.right@example.org"})
    person = stored("mira.right@example.org")
    assert person.user == wrong
    assert "Part from this account" in text(kim.get(address))
    kim.post(url("roster_step", person.pk, "released"), {"version": person.version})
    assert stored("mira.right@example.org").user is None


@pytest.mark.parametrize("data", [{"districts": ["elsewhere"], "roles": ["trainer"]}])
def test_a_forged_form_is_not_found(kim: Client, data: dict):
    address = url("roster_person", stored("mira@example.org").pk)
    assert kim.post(address, {**form_of(kim.get(address)), **data}).status_code == 404


def test_companies_and_districts_are_corrected_on_their_pages(kim: Client):
    werk, nord = Company.objects.get(key="werk-gmbh"), District.objects.get(key="nord")
    assert "Werk GmbH" in text(kim.get(url("roster_places")))
    company = url("roster_company", werk.pk)
    assert kim.get(company).status_code == 200
    taken = kim.post(company, {"name": "Amt AG", "district": "nord", "before": "Werk GmbH"})
    assert taken.status_code == 422
    stale = kim.post(company, {"name": "Werk SE", "district": "nord", "before": "Old"})
    assert stale.status_code == 409
    kim.post(company, {"name": "Werk SE", "district": "sued", "before": "Werk GmbH"})
    district = url("roster_district", nord.pk)
    assert kim.get(district).status_code == 200
    kim.post(district, {"name": "Küste", "states": ["HH", "SH"], "before": "Nord"})
    page = text(kim.get(url("roster_places")))
    assert "Werk SE" in page
    assert "Küste" in page
    assert "Schleswig-Holstein" in page


def test_forms_need_the_token_of_the_page():
    fill()
    careful = sign_in(Client(enforce_csrf_checks=True), "kim@example.org")
    person = stored("mira@example.org")
    response = careful.post(url("roster_step", person.pk, "left"), {"version": person.version})
    assert response.status_code == 403
    assert stored("mira@example.org").left_at is None
