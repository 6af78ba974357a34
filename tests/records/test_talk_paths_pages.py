"""Pages on which trainers look at the ways of their groups."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from tests.records.talk_paths_hall import Hall

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_desk")]


@pytest.fixture
def hall() -> Hall:
    return Hall()


@pytest.fixture
def tom(hall: Hall, client: Client) -> Client:
    client.force_login(User.objects.get(pk=hall.tom.user_id))
    return client


def paths_url(hall: Hall) -> str:
    return reverse("wbm:practice_paths", args=[hall.where.key, hall.talk.usage_key])


def test_the_picture_and_the_tables_say_the_same_and_name_nobody(hall: Hall, tom: Client) -> None:
    people = hall.crowd(7, ("a", "a")) + hall.crowd(3, ("b", "a"))
    html = tom.get(paths_url(hall)).content.decode()
    assert "one · «phase one». a: number not shown. b: number not shown. c: 0 people" in html
    cells = re.findall(r"<b>(\w)</b> «text (\w+) \w».*?<td[^>]*>(.*?)</td>", html)
    assert cells == [
        ("a", "one", "–"),
        ("b", "one", "–"),
        ("c", "one", "0"),
        ("a", "two", "10"),
        ("b", "two", "0"),
    ]
    assert "10 people finished this talk." in html
    assert not [each.name for each in people if each.name in html]


def test_attempts_can_be_chosen(hall: Hall, tom: Client) -> None:
    hall.crowd(6, ("b", "b"), ("a", "a"))
    best = tom.get(paths_url(hall), {"attempts": "best"}).content.decode()
    assert re.search(r'attempts=best" aria-current="page"', best)
    assert "a: 6 people chose it" in best
    assert tom.get(paths_url(hall), {"attempts": "worst"}).status_code == 404


def test_of_a_few_the_page_says_that_more_are_needed(hall: Hall, tom: Client) -> None:
    hall.crowd(4, ("a", "a"))
    html = tom.get(paths_url(hall)).content.decode()
    assert "Fewer than 5 people" in html
    assert "wbm-map" not in html
    assert "«text" not in html


def test_the_overview_leads_to_each_dialogue(hall: Hall, tom: Client) -> None:
    hall.talked(hall.where.trainee("Ada", hall.works), ("a", "a"))
    html = tom.get(reverse("wbm:practice", args=[hall.where.key])).content.decode()
    assert paths_url(hall) in html
    assert "One of 1 trainees has practised." in html
    assert re.search(r"<td[^>]*>Works</td>\s*<th[^>]*>Ada</th>\s*<td[^>]*>1</td>", html)


def test_trainees_do_not_come_in(hall: Hall, client: Client) -> None:
    ada = hall.where.trainee("Ada", hall.works)
    client.force_login(User.objects.get(pk=ada.user_id))
    assert client.get(paths_url(hall)).status_code == 403
    assert client.get(reverse("wbm:practice", args=[hall.where.key])).status_code == 403
