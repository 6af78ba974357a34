"""Corrections by hand: people, companies, districts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from tests.records.roster_people import COURSE, HEADINGS, OTHER, account, acting, fill, stored
from xblocks.core.errors import Conflict, Invalid, NotAllowed, NotFound
from xblocks.core.people import Actor, Role
from xblocks.core.topics import Topic
from xblocks.roster import editing, places
from xblocks.roster.editing import Draft, NotAcceptable, PersonChanged
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
MIRA = "mira@example.org"
DRAFT = Draft(MIRA, "Mira Muster", frozenset({Role.TRAINEE}), "Werk GmbH")


@pytest.fixture
def kim() -> Actor:
    fill()
    return acting("kim@example.org")


def correct(kim: Actor, draft: Draft, email: str = MIRA) -> Person:
    person = stored(email)
    return editing.correct_person(kim, person.pk, draft, person.version)


def columns(refused: pytest.ExceptionInfo[NotAcceptable]) -> list[str]:
    return [problem.column for problem in refused.value.problems]


def test_a_name_and_an_address_are_corrected_and_the_account_stays(kim: Actor):
    user = account(MIRA)
    correct(kim, replace(DRAFT, email=" Mira.M@Example.org ", name=" Mira  M. "))
    person = stored("mira.m@example.org")
    assert (person.name, person.user, person.version) == ("Mira M.", user, 2)
    assert person.search_text == "mira m. mira.m@example.org"


def test_a_corrected_address_finds_the_account_that_waited_for_it(kim: Actor):
    user = account("mira.right@example.org")
    correct(kim, replace(DRAFT, email="mira.right@example.org"))
    assert stored("mira.right@example.org").user == user


def test_saving_what_is_there_already_changes_nothing(kim: Actor):
    correct(kim, DRAFT)
    assert stored(MIRA).version == 1


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(kim: Actor):
    opened = stored(MIRA)
    correct(kim, replace(DRAFT, name="Mira Eins"))
    with pytest.raises(PersonChanged):
        editing.correct_person(kim, opened.pk, replace(DRAFT, name="Zwei"), opened.version)
    assert stored(MIRA).name == "Mira Eins"


def test_a_new_company_comes_with_its_district_and_the_old_team_is_remembered(kim: Actor):
    correct(kim, replace(DRAFT, company="Neubau KG", company_district="sued"))
    person = stored(MIRA)
    assert (person.company.name, person.company.district.name) == ("Neubau KG", "Süd")
    assert PastMembership.objects.get().company.name == "Werk GmbH"


def test_a_company_of_the_list_is_found_in_any_spelling_and_keeps_its_district(kim: Actor):
    correct(kim, replace(DRAFT, company="  amt ag", company_district="nord"))
    assert stored(MIRA).company.name == "Amt AG"
    assert stored(MIRA).company.district.name == "Süd"


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"email": "nobody"}, "email"),
        ({"email": "tara@example.org"}, "email"),
        ({"name": " "}, "name"),
        ({"roles": frozenset()}, "roles"),
        ({"company": ""}, "company"),
        ({"company": "Neubau"}, "district"),
        ({"company": "Neu|bau", "company_district": "nord"}, "company"),
        ({"districts": frozenset({"nord"})}, "districts"),
        ({"topics": frozenset({Topic.LAW})}, "topics"),
    ],
)
def test_what_is_not_right_is_said_at_its_field_and_nothing_is_saved(
    kim: Actor, change: dict, column: str
):
    with pytest.raises(NotAcceptable) as refused:
        correct(kim, replace(DRAFT, **change))
    assert columns(refused) == [column]
    assert stored(MIRA).version == 1
    assert Company.objects.count() == 2


def test_a_person_is_added_with_everything(kim: Actor):
    user = account("neu@example.org")
    draft = Draft(
        "Neu@example.org",
        "Neu",
        frozenset({Role.EXPERT}),
        districts=frozenset({"nord"}),
        topics=frozenset({Topic.LAW}),
    )
    editing.add_person(kim, draft)
    person = stored("neu@example.org")
    assert (person.user, person.version, person.company) == (user, 1, None)
    assert acting("neu@example.org").topics == {"law"}
    with pytest.raises(NotAcceptable) as refused:
        editing.add_person(kim, draft)
    assert columns(refused) == ["email"]


def test_leaving_ends_the_team_and_deletes_nothing(kim: Actor):
    person = stored(MIRA)
    editing.mark_left(kim, person.pk, person.version)
    assert stored(MIRA).left_at is not None
    assert stored(MIRA).company.name == "Werk GmbH"
    assert [held.role for held in stored(MIRA).roles.all()] == ["trainee"]
    assert PastMembership.objects.get().person_id == person.pk


def test_leaving_twice_or_by_an_old_page_does_nothing_more(kim: Actor):
    person = stored(MIRA)
    left = editing.mark_left(kim, person.pk, person.version)
    with pytest.raises(Conflict):
        editing.mark_left(kim, person.pk, person.version)
    editing.mark_left(kim, person.pk, left.version)
    assert PastMembership.objects.count() == 1


def test_who_comes_back_is_in_the_team_from_then_on(kim: Actor):
    person = stored(MIRA)
    left = editing.mark_left(kim, person.pk, person.version)
    editing.take_back(kim, person.pk, left.version)
    back = stored(MIRA)
    assert back.left_at is None
    assert back.company_since >= PastMembership.objects.get().until


def test_coordinators_cannot_take_the_list_out_of_their_own_hands(kim: Actor):
    me = stored("kim@example.org")
    with pytest.raises(NotAcceptable):
        editing.mark_left(kim, me.pk, me.version)
    draft = Draft(me.email, me.name, frozenset({Role.AUTHOR}))
    with pytest.raises(NotAcceptable) as refused:
        correct(kim, draft, me.email)
    assert columns(refused) == ["roles"]


def test_a_person_is_parted_from_an_account_that_is_not_theirs(kim: Actor):
    wrong = account(MIRA)
    person = correct(kim, replace(DRAFT, email="mira.right@example.org"))
    right = account("mira.right@example.org")
    released = editing.release_account(kim, person.pk, person.version)
    assert wrong != released.user == right


def test_an_account_with_the_very_address_is_not_parted(kim: Actor):
    account(MIRA)
    person = stored(MIRA)
    with pytest.raises(Invalid):
        editing.release_account(kim, person.pk, person.version)


def test_people_of_another_course_cannot_be_seen_or_touched(kim: Actor):
    fill(OTHER)
    foreign = stored(MIRA, OTHER)
    for use_case in (editing.mark_left, editing.take_back, editing.release_account):
        with pytest.raises(NotFound):
            use_case(kim, foreign.pk, foreign.version)
    with pytest.raises(NotFound):
        editing.person(kim, foreign.pk)
    with pytest.raises(NotFound):
        editing.correct_person(kim, foreign.pk, DRAFT, foreign.version)
    with pytest.raises(NotFound):
        correct(kim, replace(DRAFT, districts=frozenset({"elsewhere"})))


@pytest.mark.parametrize("who", ["mira", "tara", "eda", "ada"])
def test_others_neither_see_nor_correct_anybody(who: str):
    fill()
    actor, person = acting(f"{who}@example.org"), stored("timo@example.org")
    attempts = (
        lambda: editing.person(actor, person.pk),
        lambda: editing.add_person(actor, DRAFT),
        lambda: editing.correct_person(actor, person.pk, DRAFT, 1),
        lambda: editing.mark_left(actor, person.pk, 1),
        lambda: editing.take_back(actor, person.pk, 1),
        lambda: editing.release_account(actor, person.pk, 1),
        lambda: places.companies(actor),
        lambda: places.districts(actor),
        lambda: places.company(actor, 1),
        lambda: places.district(actor, 1),
        lambda: places.rename_company(actor, 1, "X", "nord", before="Y"),
        lambda: places.rename_district(actor, 1, "X", [], before="Y"),
    )
    for attempt in attempts:
        with pytest.raises(NotAllowed):
            attempt()


def test_a_renamed_company_stays_the_same_team_also_for_the_next_file(kim: Actor):
    company = Company.objects.get(key="werk-gmbh")
    places.rename_company(kim, company.pk, "Werk SE", "sued", before="Werk GmbH")
    assert stored(MIRA).company == company
    assert stored(MIRA).company.district.name == "Süd"
    fill(lines=HEADINGS + "mira@example.org;Mira Muster;trainee;werk se;;;;\n")
    assert stored(MIRA).version == 1


def test_a_renamed_district_keeps_everything_in_it(kim: Actor):
    district = District.objects.get(key="nord")
    places.rename_district(kim, district.pk, "Küste", ["SH", "HH"], before="Nord")
    renamed = stored(MIRA).company.district
    assert (renamed.pk, renamed.name, renamed.key) == (district.pk, "Küste", "kueste")
    assert renamed.states == "HH|SH"


@pytest.mark.parametrize("name", ["", "Amt AG", "amt  ag", "a|b", "x" * 201])
def test_a_company_gets_no_name_that_is_taken_or_none(kim: Actor, name: str):
    company = Company.objects.get(key="werk-gmbh")
    with pytest.raises(NotAcceptable):
        places.rename_company(kim, company.pk, name, "nord", before="Werk GmbH")


def test_a_name_somebody_changed_meanwhile_is_not_overwritten(kim: Actor):
    company, district = Company.objects.get(key="werk-gmbh"), District.objects.get(key="nord")
    with pytest.raises(Conflict):
        places.rename_company(kim, company.pk, "X", "nord", before="Something older")
    with pytest.raises(Conflict):
        places.rename_district(kim, district.pk, "X", [], before="Something older")


def test_districts_and_states_nobody_knows_are_not_found(kim: Actor):
    company, district = Company.objects.get(key="werk-gmbh"), District.objects.get(key="nord")
    with pytest.raises(NotFound):
        places.rename_company(kim, company.pk, "X", "elsewhere", before="Werk GmbH")
    with pytest.raises(NotFound):
        places.rename_district(kim, district.pk, "X", ["XX"], before="Nord")


def test_companies_and_districts_are_counted_without_those_who_left(kim: Actor):
    person = stored(MIRA)
    editing.mark_left(kim, person.pk, person.version)
    assert [(found.name, found.member_count) for found in places.companies(kim)] == [
        ("Werk GmbH", 0),
        ("Amt AG", 1),
    ]
    assert [(found.name, found.team_count) for found in places.districts(kim)] == [
        ("Nord", 1),
        ("Süd", 1),
    ]


def test_the_database_itself_allows_nothing_twice(kim: Actor):
    user, mira, timo = account(MIRA), stored(MIRA), stored("timo@example.org")
    course = str(COURSE)
    doubles = [
        Person(course_key=course, email=MIRA, name="X"),
        Person(course_key=course, email="x@example.org", name="X", user=user),
        Company(course_key=course, key="werk-gmbh", name="X", district=timo.company.district),
        District(course_key=course, key="nord", name="X"),
        PersonRole(person=mira, role="trainee"),
        PersonTopic(person=stored("eda@example.org"), topic="law"),
        PersonDistrict(
            person=stored("tara@example.org"), district=District.objects.get(key="nord")
        ),
    ]
    for double in doubles:
        assert type(double).objects.exists()
        with pytest.raises(IntegrityError), transaction.atomic():
            double.save()
