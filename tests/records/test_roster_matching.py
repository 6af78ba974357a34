"""People wait under their address until its owner has confirmed an account."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from tests.records.roster_people import COURSE, OTHER, account, fill, signed_in, stored
from xblocks.core.errors import NotOnRoster
from xblocks.core.people import SignedIn
from xblocks.roster.records import Person
from xblocks.roster.service import actor_for

pytestmark = pytest.mark.django_db
MIRA = "mira@example.org"


def test_a_new_account_finds_its_people_in_every_course():
    fill()
    fill(OTHER)
    user = account("Mira@Example.org")
    assert stored(MIRA).user == user
    assert stored(MIRA, OTHER).user == user
    assert stored("timo@example.org").user is None


def test_an_unconfirmed_account_finds_nobody_until_it_is_confirmed():
    fill()
    user = account(MIRA, active=False)
    assert stored(MIRA).user is None
    with pytest.raises(NotOnRoster):
        actor_for(signed_in(user), COURSE)
    user.is_active = True
    user.save(update_fields=["is_active"])
    assert stored(MIRA).user == user


def test_an_account_is_found_by_the_import_that_comes_later():
    user = account("MIRA@example.org")
    account("timo@example.org", active=False)
    fill()
    assert stored(MIRA).user == user
    assert stored("timo@example.org").user is None


def test_an_account_nobody_told_us_of_is_found_on_its_first_visit():
    fill()
    User.objects.bulk_create([User(username="m", email=MIRA)])
    user = User.objects.get(username="m")
    assert actor_for(signed_in(user), COURSE).name == "Mira Muster"
    assert stored(MIRA).user == user


def test_an_address_that_was_never_confirmed_does_not_count_on_a_visit():
    fill()
    visitor = SignedIn(user_id=account("x@example.org").pk, username="x", email=MIRA)
    with pytest.raises(NotOnRoster):
        actor_for(visitor, COURSE)


def test_a_second_account_with_the_same_address_does_not_take_the_person_over():
    fill()
    first = account(MIRA)
    second = User.objects.create(username="second", email=MIRA)
    assert stored(MIRA).user == first
    with pytest.raises(NotOnRoster):
        actor_for(signed_in(second), COURSE)


def test_an_account_is_one_person_in_a_course_only():
    fill()
    user = account(MIRA)
    user.email = "timo@example.org"
    user.save()
    assert stored(MIRA).user == user
    assert stored("timo@example.org").user is None
    fill()
    assert stored("timo@example.org").user is None


@pytest.mark.parametrize("email", ["mîra@example.org", "\u212aim@example.org"])
def test_an_address_that_only_looks_alike_is_not_the_same(email: str):
    fill()
    user = account(email)
    with pytest.raises(NotOnRoster):
        actor_for(signed_in(user), COURSE)
    fill()
    assert not Person.objects.exclude(user=None).exists()


def test_who_has_signed_in_costs_the_account_no_statement(django_assert_num_queries):
    fill()
    user = account(MIRA)
    user.last_login = timezone.now()
    with django_assert_num_queries(1):
        user.save(update_fields=["last_login"])


def test_a_removed_account_lets_its_person_wait_again():
    fill()
    account(MIRA).delete()
    assert stored(MIRA).user is None
    assert Person.objects.filter(course_key=str(COURSE)).count() == 6
    again = account(MIRA)
    assert stored(MIRA).user == again
