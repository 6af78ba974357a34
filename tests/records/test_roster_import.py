"""Files brought onto the list of a course."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.records.roster_people import (
    COURSE,
    HEADINGS,
    LINES,
    OTHER,
    account,
    acting,
    fill,
    stored,
)
from xblocks.core.errors import Conflict, NotAllowed
from xblocks.core.people import Role
from xblocks.roster import domain, service
from xblocks.roster.records import (
    Company,
    District,
    PastMembership,
    Person,
    PersonDistrict,
    PersonRole,
    PersonTopic,
)

pytestmark = pytest.mark.django_db
DEMO = Path(__file__).parents[2] / "course_export" / "preview" / "demo_roster.csv"
TABLES = (Person, Company, District, PersonRole, PersonTopic, PersonDistrict, PastMembership)


def bring(lines: str, **options) -> service.ImportResult:
    return service.import_roster(None, COURSE, lines.encode(), **options)


def everything() -> list:
    """Return all rows of all tables of the roster."""
    return [list(table.objects.order_by("pk").values()) for table in TABLES]


def many(count: int, companies: int = 40) -> str:
    """Return a list of so many trainees in two districts."""
    return HEADINGS + "".join(
        f"p{number}@example.org;Person {number};trainee;Company {number % companies};"
        f"{'North' if number % companies % 2 else 'South'};;;\n"
        for number in range(count)
    )


def statements(lines: str) -> int:
    """Bring a list in and return how many statements that took."""
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert bring(lines).applied
    return len(captured)


def test_the_demo_list_has_every_role_and_comes_in_without_a_problem():
    result = service.import_roster(None, COURSE, DEMO.read_bytes())
    assert result.applied, result.problems
    roles = set(PersonRole.objects.values_list("role", flat=True))
    assert roles == set(Role)
    assert (Company.objects.count(), District.objects.count()) == (5, 3)
    assert all(District.objects.values_list("states", flat=True))


@pytest.mark.parametrize("lines", [LINES, DEMO.read_text("utf-8")])
def test_the_same_file_twice_changes_nothing_the_second_time(lines: str):
    assert bring(lines).applied
    before = everything()
    again = bring(lines)
    assert again.plan.is_empty
    assert again.plan.missing == ()
    assert everything() == before


def test_a_dry_run_tells_everything_and_writes_nothing():
    fill()
    before = everything()
    lines = LINES.replace("Timo Ünal", "Timo Yilmaz") + "neu@example.org;Neu;author;;;;;\n"
    result = bring(lines, dry_run=True)
    assert not result.applied
    assert result.plan.counts["create"] == 1
    assert result.plan.counts["update"] == 1
    assert everything() == before


def test_one_faulty_line_and_nothing_is_written():
    result = bring(LINES + "neu@example.org;Neu;boss;;;;;\n")
    assert not result.applied
    assert [(problem.line, problem.column) for problem in result.problems] == [(8, "roles")]
    assert everything() == [[]] * len(TABLES)


def test_a_move_to_another_company_keeps_the_earlier_team():
    fill()
    before = stored("mira@example.org")
    bring(LINES.replace("Mira Muster;trainee;Werk GmbH;Nord", "Mira Muster;trainee;Amt AG;Süd"))
    person = stored("mira@example.org")
    assert person.company.name == "Amt AG"
    assert person.version == before.version + 1
    past = PastMembership.objects.get()
    assert (past.person_id, past.company.name) == (person.pk, "Werk GmbH")
    assert past.since == before.company_since
    assert past.until == person.company_since


def test_changed_roles_topics_and_districts_replace_the_old_ones():
    fill()
    bring(LINES.replace("expert|trainer;;;law|talk;*", "expert;;;funding;Nord"))
    person = stored("eda@example.org")
    assert [held.role for held in person.roles.all()] == ["expert"]
    assert [held.topic for held in person.topics.all()] == ["funding"]
    assert [held.district.name for held in person.districts.all()] == ["Nord"]


def test_nobody_but_those_who_changed_gets_a_new_version():
    fill()
    bring(LINES.replace("Tara Trainer", "Tara T."))
    versions = dict(Person.objects.values_list("email", "version"))
    assert versions.pop("tara@example.org") == 2
    assert set(versions.values()) == {1}


def test_who_is_not_in_the_file_stays_unless_told_otherwise():
    fill()
    short = "".join(LINES.splitlines(keepends=True)[:3])
    assert len(bring(short).plan.missing) == 4
    assert Person.objects.filter(left_at=None).count() == 6
    bring(short, missing_leave=True)
    assert Person.objects.filter(left_at=None).count() == 2
    assert Person.objects.count() == 6


def test_leaving_and_coming_back_is_kept_as_two_times_in_the_team():
    fill()
    without_mira = LINES.replace("mira@example.org;Mira Muster;trainee;Werk GmbH;Nord;;;HH\n", "")
    bring(without_mira, missing_leave=True)
    past = PastMembership.objects.get()
    assert past.company.name == "Werk GmbH"
    result = bring(LINES)
    assert result.plan.counts["return"] == 1
    person = stored("mira@example.org")
    assert person.left_at is None
    assert person.company.name == "Werk GmbH"
    assert person.company_since >= past.until
    bring(without_mira, missing_leave=True)
    assert PastMembership.objects.count() == 2


def test_a_company_moves_to_another_district_with_its_people():
    fill()
    bring(LINES.replace("Amt AG;Süd", "Amt AG;Nord"))
    assert stored("timo@example.org").company.district.name == "Nord"
    assert PastMembership.objects.count() == 0


def test_a_company_on_the_list_needs_no_district_in_the_file():
    fill()
    bring(HEADINGS + "neu@example.org;Neu;trainee;werk gmbh;;;;\n")
    assert stored("neu@example.org").company.name == "Werk GmbH"


def test_federal_states_stay_when_the_file_says_nothing_about_them():
    fill()
    bring(HEADINGS + "neu@example.org;Neu;trainee;Neubau;Nord;;;\n")
    assert District.objects.get(key="nord").states == "HH"
    bring(HEADINGS + "neu@example.org;Neu;trainee;Neubau;Nord;;;SH|HH\n")
    assert District.objects.get(key="nord").states == "HH|SH"


def test_an_account_stays_with_its_person_when_the_address_changes_in_both():
    fill()
    user = account("mira@example.org")
    user.email = "mira.neu@example.org"
    user.save()
    bring(LINES.replace("mira@example.org", "mira.neu@example.org"))
    assert stored("mira.neu@example.org").user == user
    assert Person.objects.count() == 6


def test_what_is_downloaded_is_the_same_list():
    fill()
    kim = acting("kim@example.org")
    before = everything()
    for german in (True, False):
        result = service.import_roster(None, COURSE, service.export_csv(kim, german=german))
        assert result.plan.is_empty
        assert result.plan.missing == ()
    assert everything() == before


def test_the_list_of_another_course_is_neither_read_nor_written():
    fill(OTHER, LINES.replace("Mira Muster", "Mira Anders"))
    before = list(Person.objects.filter(course_key=str(OTHER)).order_by("pk").values())
    result = bring(LINES, missing_leave=True)
    assert result.plan.counts["create"] == 6
    assert list(Person.objects.filter(course_key=str(OTHER)).order_by("pk").values()) == before
    assert {person.name for person in service.people(COURSE)} >= {"Mira Muster"}
    assert "Mira Anders" not in {person.name for person in service.people(COURSE)}


@pytest.mark.parametrize("who", ["mira", "tara", "eda", "ada"])
def test_only_coordinators_import(who: str):
    fill()
    with pytest.raises(NotAllowed):
        service.import_roster(acting(f"{who}@example.org"), COURSE, LINES.encode())


def test_coordinators_cannot_take_the_list_out_of_their_own_hands():
    fill()
    kim = acting("kim@example.org")
    result = service.import_roster(
        kim, COURSE, LINES.replace("Kim Koordinator;coordinator", "Kim Koordinator;author").encode()
    )
    assert [problem.line for problem in result.problems] == [6]
    gone = service.import_roster(kim, COURSE, HEADINGS.encode(), missing_leave=True)
    assert gone.applied
    assert [person.email for person in service.people(COURSE)] == ["kim@example.org"]


def test_what_was_agreed_to_is_done_or_nothing():
    fill()
    lines = LINES.replace("Tara Trainer", "Tara T.")
    shown = bring(lines, dry_run=True).plan.fingerprint
    bring(LINES.replace("Tara Trainer", "Tara Other"))
    with pytest.raises(service.PlanChanged):
        bring(lines, expected=shown)
    assert stored("tara@example.org").name == "Tara Other"
    assert bring(lines, expected=bring(lines, dry_run=True).plan.fingerprint).applied


def test_somebody_who_writes_at_the_same_moment_is_a_conflict():
    fill()
    plan = domain.plan(
        domain.read_people((HEADINGS + "neu@example.org;Neu;author;;;;;\n").encode()),
        domain.State(),
    )
    bring(HEADINGS + "neu@example.org;Neu;author;;;;;\n")
    before = everything()
    with pytest.raises(Conflict):
        service.carry_out(str(COURSE), plan)
    assert everything() == before


def test_two_hundred_people_take_hardly_more_statements_than_two():
    few = statements(many(2, companies=1))
    Person.objects.all().delete()
    assert statements(many(200)) <= few + 6
    assert statements(many(200).replace("Person", "Somebody")) <= 40
    assert Person.objects.filter(name__startswith="Somebody").count() == 200
