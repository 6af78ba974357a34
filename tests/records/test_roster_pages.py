"""The coordinator's pages: found, refused, counted."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.records.roster_people import (
    COURSE,
    HEADINGS,
    LINES,
    OTHER,
    account,
    fill,
    stored,
)
from xblocks.roster.records import Company, District, PendingImport, Person

pytestmark = pytest.mark.django_db
NEW = HEADINGS + "neu@example.org;Neu Neumann;trainee;Neubau KG;Nord;;;\n"


@pytest.fixture(autouse=True)
def plain_desk(settings) -> None:
    """Let the pages stand alone, outside the preview's head."""
    settings.WBM_DESK_BASE_TEMPLATE = "wbm/desk/base.html"
    settings.LANGUAGES = [("en", "English")]
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def kim(client: Client) -> Client:
    """A coordinator's browser."""
    fill()
    return sign_in(client, "kim@example.org")


def sign_in(client: Client, email: str) -> Client:
    user = User.objects.filter(email=email).first() or account(email)
    client.force_login(user)
    return client


def url(name: str, *args, course=COURSE) -> str:
    return reverse(f"wbm:{name}", args=[str(course), *args])


def text(response) -> str:
    return response.content.decode()


def rows(response) -> list[str]:
    """Return the names on the page in their order."""
    return [person.name for person in response.context["page"].people]


def check(client: Client, lines: str):
    """Send a file and return the page that shows what it would change."""
    file = SimpleUploadedFile("people.csv", lines.encode())
    return client.post(url("roster_import"), {"file": file}, follow=True)


def confirm(client: Client, page, **data):
    return client.post(
        url("roster_confirm"), {"expected": page.context["plan"].fingerprint, **data}
    )


def every_page() -> list[tuple[str, str]]:
    """Return method and address of all pages of the roster."""
    person = stored("timo@example.org")
    company, district = Company.objects.first(), District.objects.first()
    seen = [
        ("get", url(name))
        for name in (
            "roster",
            "roster_export",
            "roster_template",
            "roster_import",
            "roster_check",
            "roster_add",
            "roster_places",
        )
    ]
    seen += [
        ("get", url("roster_person", person.pk)),
        ("get", url("roster_company", company.pk)),
        ("get", url("roster_district", district.pk)),
    ]
    done = [
        ("post", address)
        for address in (
            url("roster_import"),
            url("roster_confirm"),
            url("roster_add"),
            url("roster_person", person.pk),
            url("roster_step", person.pk, "left"),
            url("roster_step", person.pk, "returned"),
            url("roster_step", person.pk, "released"),
            url("roster_company", company.pk),
            url("roster_district", district.pk),
        )
    ]
    return seen + done


@pytest.mark.parametrize("who", ["mira", "tara", "eda", "ada", "stranger", None])
def test_the_pages_are_for_coordinators_alone(client: Client, who: str | None):
    fill()
    before = list(Person.objects.order_by("pk").values())
    if who:
        sign_in(client, f"{who}@example.org")
    codes = {"stranger": "not_on_roster", None: "not_signed_in"}
    for method, address in every_page():
        response = getattr(client, method)(address)
        assert response.status_code == 403, address
        assert response["X-WBM-Refusal"] == codes.get(who, "not_allowed"), address
        assert "Timo" not in text(response)
    after = list(Person.objects.order_by("pk").values())
    assert [{**row, "user_id": None} for row in before] == [
        {**row, "user_id": None} for row in after
    ]


def test_coordinators_of_another_course_are_strangers_here(client: Client):
    fill(OTHER, LINES.replace("kim@", "kai@"))
    fill()
    sign_in(client, "kai@example.org")
    assert client.get(url("roster", course=OTHER)).status_code == 200
    assert client.get(url("roster")).status_code == 403


def test_people_of_another_course_are_not_found(kim: Client):
    fill(OTHER)
    foreign = stored("mira@example.org", OTHER)
    assert kim.get(url("roster_person", foreign.pk)).status_code == 404
    assert kim.post(url("roster_step", foreign.pk, "left"), {"version": 1}).status_code == 404
    assert kim.get(url("roster_company", foreign.company.pk)).status_code == 404
    assert kim.get(url("roster_district", foreign.company.district.pk)).status_code == 404


@pytest.mark.parametrize("path", ["no-course", "course-v1:only", "course-v1:A+B+C/x"])
def test_an_address_without_a_course_is_not_found(kim: Client, path: str):
    assert kim.get(f"/wbm/{path}/roster/").status_code == 404


@pytest.mark.parametrize("number", [10**12, 10**40])
def test_numbers_nobody_has_are_not_found(kim: Client, number: int):
    assert kim.get(f"/wbm/{COURSE}/roster/people/{number}/").status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Ada Autor", "Eda Expert", "Kim Koordinator", "Mira Muster"]),
        ("q=MUSTER", ["Mira Muster"]),
        ("q=ünal", ["Timo Ünal"]),
        ("q=UENAL", ["Timo Ünal"]),
        ("q=unal", ["Timo Ünal"]),
        ("q=ada@ex", ["Ada Autor"]),
        ("q=amt", ["Timo Ünal"]),
        ("q=%25", []),
        ("role=trainer", ["Eda Expert", "Tara Trainer"]),
        ("role=boss&district=x&company=9e9&page=zz&sort=shoe", ["Ada Autor", "Eda Expert"]),
        ("state=waiting&role=coordinator", []),
        ("state=waiting&role=author", ["Ada Autor"]),
        ("state=left", []),
        ("sort=-name", ["Timo Ünal", "Tara Trainer"]),
        ("sort=company", ["Timo Ünal", "Mira Muster", "Ada Autor"]),
        ("sort=-email&role=trainee", ["Timo Ünal", "Mira Muster"]),
        ("page=99", ["Ada Autor"]),
        (f"page={10**15 - 1}&district={10**15 - 1}", []),
    ],
)
def test_people_are_found(kim: Client, query: str, found: list[str]):
    names = rows(kim.get(f"{url('roster')}?{query}"))
    assert names[: len(found) or None] == found


def test_people_are_found_by_district_and_company(kim: Client):
    sued, werk = District.objects.get(key="sued"), Company.objects.get(key="werk-gmbh")
    assert rows(kim.get(url("roster"), {"district": sued.pk})) == ["Eda Expert", "Timo Ünal"]
    assert rows(kim.get(url("roster"), {"company": werk.pk})) == ["Mira Muster"]


def test_the_page_counts_and_says_who_reads_it(kim: Client):
    response = kim.get(url("roster"))
    counters = response.context["counters"]
    assert (counters.people, counters.companies, counters.waiting, counters.left) == (6, 2, 5, 0)
    assert counters.roles == {
        "trainee": 2,
        "trainer": 2,
        "expert": 1,
        "coordinator": 1,
        "author": 1,
    }
    assert "Coordinators alone read this page" in text(response)
    assert response["Cache-Control"] == "no-store"


def test_htmx_gets_the_part_that_changes(kim: Client):
    response = kim.get(f"{url('roster')}?q=mira", headers={"HX-Request": "true"})
    assert "<html" not in text(response)
    assert "1 person found" in text(response)
    whole = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<html" in text(kim.get(url("roster"), headers=whole))


def test_a_search_that_finds_nobody_says_how_to_go_on(kim: Client):
    response = kim.get(f"{url('roster')}?q=nobody")
    assert "Nobody matches" in text(response)
    assert "Show everybody" in text(response)


def statements(client: Client, address: str) -> int:
    """Return how many statements a page takes, without those of the transaction."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return sum("SAVEPOINT" not in query["sql"] for query in captured)


def many(count: int) -> str:
    return LINES + "".join(
        f"p{number}@example.org;Person {number};trainee;Company {number // 2};Nord;;;\n"
        for number in range(count)
    )


def test_the_list_takes_the_same_few_statements_at_any_size(client: Client):
    fill()
    sign_in(client, "kim@example.org")
    few = statements(client, url("roster"))
    fill(lines=many(1200))
    assert statements(client, url("roster")) == few <= 8
    assert statements(client, f"{url('roster')}?q=person&sort=company&page=20") <= 8
    response = client.get(f"{url('roster')}?q=person&page=2")
    page = response.context["page"]
    assert (page.found, page.pages, page.first, page.last) == (1200, 24, 51, 100)
    assert "?q=person&amp;page=3" in text(response)
    assert "?q=person&amp;page=1" in text(response)


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
