"""The coordinator's pages: what waits, nobody there, giving it to somebody else – never content."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.records.coaching_cases import DAY, NOW, Scene, fresh, scene, told
from tests.records.desk_cases import text
from xblocks.coaching import service
from xblocks.coaching.domain.values import REASON_LENGTH, State
from xblocks.coaching.overseeing import PAGE, Filters, View, overview, reassignable
from xblocks.coaching.records import Request
from xblocks.core.errors import NotAllowed, NotFound
from xblocks.core.people import Actor
from xblocks.host.dates import day_of
from xblocks.roster.records import District, Person

pytestmark = pytest.mark.django_db

MARK = "QZX-inside-QZX"
"""A word that only who may read a request may find."""


@pytest.fixture
def here(plain_desk: None) -> Scene:
    return scene()


def browser(actor: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def url(here: Scene, name: str, *args: Any) -> str:
    return reverse(f"wbm:{name}", args=[here.where.key, *args])


def seen(here: Scene, now: datetime = NOW, **wanted: Any) -> list[int]:
    found = overview(here.kim, Filters(**wanted), 1, now)
    return [row.number for row in found.rows]


def test_what_waits_in_vain_comes_before_all_else(here: Scene) -> None:
    urgent = here.send(urgency="urgent", urgency_reason="Monday.")
    vain = here.send(topic="funding")
    assert seen(here) == [vain.pk, urgent.pk]


def test_what_is_due_first_comes_first_and_what_rests_last(here: Scene) -> None:
    resting = here.taken()
    here.ask_back(resting, here.lena)
    soon = here.send()
    urgent = here.send(urgency="urgent", urgency_reason="Monday.")
    here.answered()
    assert seen(here) == [urgent.pk, soon.pk, resting.pk]


def test_counters_stand_for_their_views(here: Scene) -> None:
    here.send()
    here.send(topic="funding")
    resting = here.taken()
    here.ask_back(resting, here.lena)
    later = NOW + 6 * DAY
    counters = overview(here.kim, Filters(), 1, later).counters
    assert counters == {
        View.OPEN: 3,
        View.NOBODY: 1,
        View.OVERDUE: 0,
        View.SOON: 2,
        View.FREE: 2,
        View.TRAINEE: 1,
    }
    late = overview(here.kim, Filters(), 1, NOW + 8 * DAY).counters
    assert (late[View.SOON], late[View.OVERDUE]) == (0, 2)
    for view, count in counters.items():
        assert len(seen(here, later, view=view)) == count


def test_nobody_for_a_topic_surfaces_at_once(here: Scene) -> None:
    request = here.send(topic="funding")
    assert seen(here, view=View.NOBODY) == [request.pk]
    assert overview(here.kim, Filters(), 1, NOW).rows[0].nobody


def test_away_without_a_substitute_is_nobody_with_one_it_is_somebody(here: Scene) -> None:
    request = here.taken()
    today = day_of(NOW)
    assert seen(here, view=View.NOBODY) == []
    absence = service.be_away(here.lena, today, today, None, NOW)
    assert seen(here, view=View.NOBODY) == [request.pk]
    service.come_back(here.lena, absence.pk)
    service.be_away(here.lena, today, today, here.tom.person_id, NOW)
    assert seen(here, view=View.NOBODY) == []
    assert seen(here, NOW + DAY, view=View.NOBODY) == []


def test_free_requests_wait_in_vain_while_all_of_the_topic_are_away(here: Scene) -> None:
    request = here.send()
    today = day_of(NOW)
    service.be_away(here.lena, today, today, None, NOW)
    assert seen(here, view=View.NOBODY) == []
    service.be_away(here.ola, today, today, None, NOW)
    assert seen(here, view=View.NOBODY) == [request.pk]
    assert seen(here, NOW + DAY, view=View.NOBODY) == []


def test_it_narrows_by_topic_and_district_and_counts_both(here: Scene) -> None:
    north = here.send()
    south = here.send(here.cem)
    talk = here.send(topic="talk")
    districts = here.where
    assert seen(here, topic="talk") == [talk.pk]
    assert seen(here, district=districts.south.pk) == [south.pk]
    assert seen(here, topic="law", district=districts.north.pk) == [north.pk]
    table = overview(here.kim, Filters(), 1, NOW + 8 * DAY).table
    assert {place: each.open for place, each in table.items()} == {
        ("law", districts.north.pk): 1,
        ("law", districts.south.pk): 1,
        ("talk", districts.north.pk): 1,
    }
    assert all(each.overdue == 1 for each in table.values())


def test_who_has_how_much_and_who_is_away(here: Scene) -> None:
    here.taken()
    resting = here.taken()
    here.ask_back(resting, here.lena)
    today = day_of(NOW)
    service.be_away(here.lena, today, today + DAY, here.ola.person_id, NOW)
    service.be_away(here.tom, today + 5 * DAY, today + 6 * DAY, None, NOW)
    service.be_away(here.leo, today + 40 * DAY, today + 41 * DAY, None, NOW)
    found = overview(here.kim, Filters(), 1, NOW)
    lena = next(each for each in found.loads if each.name == "Lena")
    assert (lena.open, lena.overdue, lena.resting) == (2, 0, 1)
    assert lena.away is not None
    assert [(each.name, each.now, each.substitute, each.open) for each in found.absent] == [
        ("Lena", True, "Ola", 2),
        ("Tom", False, "", 0),
    ]


def test_drafts_and_other_courses_are_nobodys_to_see(here: Scene) -> None:
    here.draft(here.ada)
    scene().send()
    assert seen(here) == []
    other = scene()
    with pytest.raises(NotFound):
        reassignable(here.kim, other.send().pk, NOW)
    with pytest.raises(NotFound):
        reassignable(here.kim, here.draft(here.ada).pk, NOW)


def test_pages_follow_one_another_without_a_gap(here: Scene) -> None:
    made = here.send()
    Request.objects.bulk_create(
        Request(
            course_key=here.where.key,
            usage_key="desk",
            topic="law",
            district=here.where.north,
            state=State.NEW,
            created_at=NOW,
            updated_at=NOW,
            sent_at=NOW,
            due_at=NOW + DAY,
            warn_at=NOW + DAY,
        )
        for _ in range(PAGE)
    )
    first = overview(here.kim, Filters(), 1, NOW)
    second = overview(here.kim, Filters(), 2, NOW)
    assert (len(first.rows), first.more) == (PAGE, True)
    assert ([row.number for row in second.rows], second.more) == ([made.pk], False)
    page = text(browser(here.kim).get(url(here, "coaching_oversight")))
    assert 'href="?page=2"' in page


def test_it_costs_the_same_however_much_waits(here: Scene) -> None:
    costs = []
    for actor in (here.ada, here.bea):
        for _ in range(1 if actor is here.ada else 4):
            here.taken(actor)
        with CaptureQueriesContext(connection) as queries:
            overview(here.kim, Filters(), 1, NOW)
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 12


def test_a_coordinator_gives_a_request_to_somebody_who_is_told(here: Scene) -> None:
    request = here.taken()
    page = text(browser(here.kim).get(url(here, "coaching_reassign", request.pk)))
    assert "Lena took it" in page
    form = {"to": here.leo.person_id, "reason": "Lena is ill.", "version": fresh(request).version}
    done = browser(here.kim).post(url(here, "coaching_reassign", request.pk), form)
    assert done["Location"].endswith("/coaching/oversight/?passed")
    assert fresh(request).expert_id == here.leo.person_id
    assert "request_handed_over" in told(here.leo)
    assert "Lena is ill." in text(browser(here.kim).get(url(here, "coaching_reassign", request.pk)))


def test_who_fits_and_is_there_comes_first(here: Scene) -> None:
    request = here.send()
    today = day_of(NOW)
    service.be_away(here.lena, today, today, None, NOW)
    found = reassignable(here.kim, request.pk, NOW)
    assert found.fitting == {here.ola.person_id}
    assert {each.name for each in found.loads} == {"Lena", "Leo", "Ola", "Tom"}


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"to": ""}, 422),
        ({"to": "999999"}, 422),
        ({"to": "<b>"}, 422),
        ({"reason": " "}, 422),
        ({"reason": "x" * (REASON_LENGTH + 1)}, 422),
        ({"version": "0"}, 409),
        ({"version": "abc"}, 409),
    ],
)
def test_what_cannot_be_given_comes_back_as_typed(
    here: Scene, changes: dict[str, str], status: int
) -> None:
    request = here.taken()
    version = str(fresh(request).version)
    form = {"to": str(here.leo.person_id), "reason": "Why not", "version": version} | changes
    refused = browser(here.kim).post(url(here, "coaching_reassign", request.pk), form)
    assert refused.status_code == status
    assert f">{form['reason']}</textarea>" in text(refused)
    assert fresh(request).expert_id == here.lena.person_id


def test_a_trainee_is_no_expert(here: Scene) -> None:
    request = here.send()
    for actor in (here.ada, here.kim, here.tina):
        form = {"to": actor.person_id, "reason": "x", "version": fresh(request).version}
        refused = browser(here.kim).post(url(here, "coaching_reassign", request.pk), form)
        assert refused.status_code == 422
    assert fresh(request).expert_id is None


def test_no_page_of_a_coordinator_holds_what_somebody_wrote(here: Scene) -> None:
    marked = {"situation": MARK, "question": MARK, "tried": MARK}
    now = timezone.now()
    request = here.taken(None, now, **marked)
    service.note(here.lena, request.pk, MARK, "n", now)
    here.ask_back(request, here.lena, now, MARK)
    service.write_back(here.ada, request.pk, MARK, "w", now)
    here.send(here.bea, now, **marked)
    here.send(here.ada, now, **marked, urgency="urgent", urgency_reason=MARK)
    kim = browser(here.kim)
    for name, args in (
        ("coaching_oversight", ()),
        ("coaching_reassign", (request.pk,)),
        ("coaching_figures", ()),
    ):
        page = text(kim.get(url(here, name, *args)))
        assert MARK not in page
        assert "Ada" not in page
        assert "Works" not in page
    assert kim.get(url(here, "coaching_request", request.pk)).status_code == 403


@pytest.mark.parametrize("query", ["?view=x&topic=y&district=z&page=w", "?page=99999999999999"])
def test_nonsense_in_the_address_is_answered_all_the_same(here: Scene, query: str) -> None:
    assert browser(here.kim).get(url(here, "coaching_oversight") + query).status_code == 200


@pytest.mark.parametrize("number", [0, 10**15, 2**63, 10**30])
def test_forged_numbers_find_nothing(here: Scene, number: int) -> None:
    kim, address = browser(here.kim), url(here, "coaching_reassign", number)
    assert kim.get(address).status_code == 404
    assert kim.post(address, {"to": "1", "reason": "x", "version": "1"}).status_code == 404


def test_oversight_is_for_coordinators(here: Scene) -> None:
    for actor in (here.ada, here.lena, here.tina):
        with pytest.raises(NotAllowed):
            overview(actor, Filters(), 1, NOW)
        with pytest.raises(NotAllowed):
            reassignable(actor, 1, NOW)


def test_script_in_names_and_reasons_is_text(here: Scene) -> None:
    evil = "<script>alert('x')</script>"
    request = here.taken()
    form = {"to": here.leo.person_id, "reason": evil, "version": fresh(request).version}
    browser(here.kim).post(url(here, "coaching_reassign", request.pk), form)
    District.objects.filter(pk=here.where.north.pk).update(name=evil)
    Person.objects.filter(pk=here.leo.person_id).update(name=evil)
    for name, args in (("coaching_oversight", ()), ("coaching_reassign", (request.pk,))):
        page = text(browser(here.kim).get(url(here, name, *args)))
        assert "alert(" in page
        assert "<script>alert" not in page
