"""From an account to the person who acts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.records.roster_people import COURSE, OTHER, account, acting, fill, signed_in, stored
from xblocks.core.errors import NotOnRoster
from xblocks.core.people import Role, SignedIn
from xblocks.roster.records import Company, District
from xblocks.roster.service import actor_for

pytestmark = pytest.mark.django_db


def ids(model: type, *keys: str) -> frozenset[int]:
    found = model.objects.filter(course_key=str(COURSE), key__in=keys)
    return frozenset(found.values_list("id", flat=True))


def test_a_trainee_has_the_company_and_its_district():
    fill()
    actor = acting("mira@example.org")
    assert (actor.name, actor.roles) == ("Mira Muster", {Role.TRAINEE})
    assert actor.person_id == stored("mira@example.org").pk
    assert {actor.company} == ids(Company, "werk-gmbh")
    assert actor.districts == ids(District, "nord")
    assert actor.topics == frozenset()
    assert actor.course_key == str(COURSE)


def test_an_expert_has_topics_and_all_districts_named():
    fill()
    actor = acting("eda@example.org")
    assert actor.roles == {Role.EXPERT, Role.TRAINER}
    assert actor.topics == {"law", "talk"}
    assert actor.districts == ids(District, "nord", "sud", "sued")
    assert actor.company is None


def test_a_trainer_who_also_learns_reviews_only_the_districts_of_the_trainer():
    fill(
        lines="email;name;roles;company;district;districts\n"
        "x@example.org;X;trainee|trainer;Werk;Nord;Mitte\n"
    )
    assert acting("x@example.org").districts == ids(District, "mitte")


@pytest.mark.parametrize("email", ["mira@example.org", "eda@example.org", "kim@example.org"])
def test_knowing_a_person_costs_one_statement(email: str, django_assert_num_queries):
    fill()
    person = signed_in(account(email))
    with django_assert_num_queries(1):
        actor_for(person, COURSE)


def test_a_stranger_costs_two_statements_and_is_refused(django_assert_num_queries):
    fill()
    stranger = signed_in(account("stranger@example.org"))
    with django_assert_num_queries(3), pytest.raises(NotOnRoster):
        actor_for(stranger, COURSE)


def test_the_list_of_one_course_says_nothing_about_another():
    fill()
    person = signed_in(account("mira@example.org"))
    with pytest.raises(NotOnRoster):
        actor_for(person, OTHER)


def test_staff_of_the_platform_act_as_coordinator_and_trainer_of_all_districts():
    fill()
    actor = actor_for(signed_in(account("boss@example.org"), course_staff=True), COURSE)
    assert actor.roles == {Role.COORDINATOR, Role.TRAINER}
    assert actor.districts == ids(District, "nord", "sued")
    assert (actor.person_id, actor.name) == (None, "boss@example.org")


def test_an_author_of_the_platform_acts_as_author():
    actor = actor_for(SignedIn(user_id=4, username="ada", course_author=True), COURSE)
    assert actor.roles == {Role.AUTHOR}


def test_rights_of_the_platform_come_on_top_of_the_list():
    fill()
    actor = actor_for(signed_in(account("mira@example.org"), course_staff=True), COURSE)
    assert actor.roles == {Role.TRAINEE, Role.COORDINATOR, Role.TRAINER}
    assert actor.company is not None
    assert actor.districts == ids(District, "nord", "sued")


def test_looking_as_somebody_else_is_passed_on():
    fill()
    person = replace(signed_in(account("mira@example.org")), masquerading=True)
    assert actor_for(person, COURSE).masquerading


def test_who_has_left_is_refused():
    fill()
    user = account("mira@example.org")
    person = stored("mira@example.org")
    person.left_at = person.created_at
    person.save()
    with pytest.raises(NotOnRoster):
        actor_for(signed_in(user), COURSE)
