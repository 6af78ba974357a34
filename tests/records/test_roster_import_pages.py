"""A file of people on its pages: checked, shown, confirmed, taken home again."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.records.roster_page_cases import many, sign_in, text, url
from tests.records.roster_people import (
    HEADINGS,
    LINES,
    fill,
    stored,
)
from xblocks.roster.records import PendingImport, Person

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.one_database,
    pytest.mark.usefixtures("plain_desk"),
]


NEW = HEADINGS + "neu@example.org;Neu Neumann;trainee;Neubau KG;Nord;;;\n"


def check(client: Client, lines: str):
    """Send a file and return the page that shows what it would change."""
    file = SimpleUploadedFile("people.csv", lines.encode())
    return client.post(url("roster_import"), {"file": file}, follow=True)


def confirm(client: Client, page, **data):
    return client.post(
        url("roster_confirm"), {"expected": page.context["plan"].fingerprint, **data}
    )


def test_a_file_is_checked_then_confirmed(kim: Client):
    page = check(kim, NEW)
    assert page.status_code == 200
    assert "Neu Neumann" in text(page)
    assert "New company: Neubau KG (Nord)" in text(page)
    assert not Person.objects.filter(email="neu@example.org").exists()
    response = confirm(kim, page)
    assert response.status_code == 302
    assert stored("neu@example.org").company.name == "Neubau KG"
    assert "The file is on the list." in text(kim.get(response.url))
    assert not PendingImport.objects.exists()
    assert Person.objects.filter(left_at=None).count() == 7


def test_who_is_not_in_the_file_leaves_only_when_ticked(kim: Client):
    page = check(kim, NEW)
    assert "Mira Muster" in text(page)
    confirm(kim, page, missing_leave="yes")
    staying = Person.objects.filter(left_at=None).values_list("email", flat=True)
    assert set(staying) == {"neu@example.org", "kim@example.org"}


def test_pasted_lines_are_checked_like_a_file(kim: Client):
    pasted = "email\tname\troles\nneu@example.org\tNeu Neumann\tauthor\n"
    page = kim.post(url("roster_import"), {"text": pasted}, follow=True)
    assert "Neu Neumann" in text(page)
    confirm(kim, page)
    assert stored("neu@example.org").name == "Neu Neumann"


def test_faulty_lines_are_shown_and_cannot_be_confirmed(kim: Client):
    page = check(kim, NEW + "a@example.org;A;boss;;;;;\nb@example.org;;author;;;;;\n")
    assert "2 lines are not right. Nothing has been changed." in text(page)
    assert "“boss” is not known" in text(page)
    response = confirm(kim, page)
    assert response.status_code == 409
    assert Person.objects.count() == 6


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Choose a file"),
        ({"text": "shoes;ships"}, "The first line must hold the headings"),
        ({"file": SimpleUploadedFile("x.csv", "é".encode("latin-1"))}, "CSV UTF-8"),
    ],
)
def test_what_cannot_be_read_is_refused_on_the_spot(kim: Client, data: dict, words: str):
    response = kim.post(url("roster_import"), data)
    assert response.status_code == 422
    assert words in text(response)
    assert not PendingImport.objects.exists()


def test_a_file_too_large_is_refused_before_it_is_read(kim: Client):
    file = SimpleUploadedFile("x.csv", b"x" * 2_000_001)
    response = kim.post(url("roster_import"), {"file": file})
    assert response.status_code == 413
    assert "2 MB" in text(response)


def test_a_list_that_changed_since_the_check_is_shown_again(kim: Client):
    page = check(kim, LINES.replace("Tara Trainer", "Tara T."))
    fill(lines=LINES.replace("Tara Trainer", "Tara Other"))
    response = confirm(kim, page)
    assert response.status_code == 409
    assert "The list has changed since the file was checked" in text(response)
    assert "Tara Other → Tara T." in text(response)
    assert confirm(kim, response).status_code == 302
    assert stored("tara@example.org").name == "Tara T."


def test_a_checked_file_is_for_the_one_who_sent_it_and_for_a_day(kim: Client, client: Client):
    fill(lines=LINES + "kai@example.org;Kai;coordinator;;;;;\n")
    page = check(kim, NEW)
    other = sign_in(Client(), "kai@example.org")
    assert other.get(url("roster_check")).status_code == 404
    assert confirm(other, page).status_code == 404
    PendingImport.objects.update(checked_at=timezone.now() - timezone.timedelta(hours=25))
    response = kim.get(url("roster_check"))
    assert response.status_code == 404
    assert "choose the file again" in text(response)
    assert confirm(kim, page).status_code == 404
    assert not Person.objects.filter(email="neu@example.org").exists()


def test_changes_of_companies_and_districts_are_said_in_words(kim: Client):
    moved = LINES.replace("Amt AG;Süd", "Amt AG;Nord").replace("Nord;;;HH", "Nord;;;HH|SH")
    page = text(check(kim, moved + "neu@example.org;Neu;trainee;Neubau;Ost;;;\n"))
    assert "District Nord: federal states HH, SH" in page
    assert "Amt AG moves to the district Nord" in page
    assert "New district: Ost" in page
    assert "New company: Neubau (Ost)" in page


def test_of_a_long_list_the_beginning_is_shown_and_the_rest_counted(kim: Client):
    page = text(check(kim, many(503)))
    assert "Person 499" in page
    assert "Person 500" not in page
    assert "and 3 more people" in page


def test_what_is_in_a_file_is_never_run_as_markup(kim: Client):
    page = check(kim, HEADINGS + "neu@example.org;<script>x</script>;trainee;<b>Bau</b>;Nord;;;\n")
    assert "<script>x" not in text(page)
    assert "<b>Bau" not in text(page)


def test_the_download_can_be_sent_back(kim: Client):
    response = kim.get(url("roster_export"))
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    file = SimpleUploadedFile("list.csv", response.content)
    page = kim.post(url("roster_import"), {"file": file}, follow=True)
    assert "Everything in the file is on the list already." in text(page)
    template = kim.get(url("roster_template")).content.decode("utf-8-sig")
    assert template.splitlines()[0] + "\n" == HEADINGS
