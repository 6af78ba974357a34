"""The pages of appointments, as a browser asks for them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from tests.records.slot_cases import Course, course, expert, request_of, team
from xblocks.coaching.appointments import booking, slots
from xblocks.coaching.desk.slots import booking_part
from xblocks.coaching.domain.slots import Offer
from xblocks.coaching.records import Booking, FeedAddress, Slot
from xblocks.core.people import Actor
from xblocks.host.dates import course_zone
from xblocks.roster.records import Person

pytestmark = pytest.mark.one_database

HERE = "Only by phone <script>alert(1)</script>"


@pytest.fixture
def made(db: None) -> Course:
    return course()


@pytest.fixture
def eva(made: Course) -> Actor:
    return expert(made, "Eva", topics=("role",))


@pytest.fixture
def ada(made: Course) -> Actor:
    return made.trainee("Ada", team(made))


@pytest.fixture
def ben(made: Course) -> Actor:
    return made.trainee("Ben", team(made, "Biber"))


@pytest.fixture(autouse=True)
def english(plain_desk: None) -> Iterator[None]:
    with override("en"):
        yield


def now() -> datetime:
    return timezone.now()


def day(later: int = 7) -> Any:
    """A day to come; neither a time of the clock nor its change matters to these tests."""
    return timezone.localdate(now(), course_zone()) + timedelta(days=later)


def slot(actor: Actor, later: int = 7, hour: int = 14, **options: Any) -> Slot:
    wanted = Offer(day(later), time(hour), **({"guard": 0, "place": HERE} | options))
    (made,) = slots.offer(actor, wanted, f"{later}-{hour}", now())
    return made


def ask(client: Client, actor: Actor, name: str, *args: Any, **form: Any) -> HttpResponse:
    """GET a page, or with a form POST it."""
    client.force_login(Person.objects.get(pk=actor.person_id).user)
    address = reverse(f"wbm:coaching_{name}", args=[actor.course_key, *args])
    headers = {"accept-language": "en"}
    if form:
        return client.post(address, form, headers=headers)
    return client.get(address, headers=headers)


def offer_form(**other: Any) -> dict[str, Any]:
    return {
        "token": "t",
        "day": day().isoformat(),
        "at": "14:00",
        "minutes": "45",
        "times": "1",
        "weeks": "1",
        "seats": "1",
        "guard": "1440",
        "place": "Room 4",
    } | other


def test_an_expert_publishes_a_series_in_a_form(client: Client, eva: Actor) -> None:
    form = offer_form(times="3", weeks="2", seats="4")
    answer = ask(client, eva, "slots", **form)
    assert answer.status_code == 302
    rows = Slot.objects.order_by("starts_at")
    assert [(row.seats, row.guard, row.place) for row in rows] == [(4, 1440, "Room 4")] * 3
    page = client.get(answer["Location"], headers={"accept-language": "en"}).content.decode()
    assert "Your times are published." in page
    assert ask(client, eva, "slots", **form).status_code == 302
    assert Slot.objects.count() == 3
    refused = ask(client, eva, "slots", **form | {"times": "4"})
    assert refused.status_code == 422
    assert "This form has published other times already" in refused.content.decode()
    assert 'name="token" value="t"' not in refused.content.decode()
    assert Slot.objects.count() == 3


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"day": ""}, "Choose a day and a time."),
        ({"day": "2027-02-30"}, "Choose a day and a time."),
        ({"at": "25:00"}, "Choose a day and a time."),
        ({"day": "2020-01-01"}, "still to come"),
        ({"day": "9999-12-31"}, "within the next year"),
        ({"times": "27"}, "too long"),
        ({"times": "99999999999999999999"}, "too long"),
        ({"minutes": "0"}, "lasts 15 to 240 minutes"),
        ({"seats": "-1"}, "at most 30 places"),
        ({"guard": "13"}, "Something is not right"),
        ({"weeks": "x"}, "Something is not right"),
        ({"place": "<b>" + "x" * 300}, "in one line"),
    ],
)
def test_a_refused_form_comes_back_as_it_was_typed(
    client: Client, eva: Actor, wrong: dict[str, str], said: str
) -> None:
    answer = ask(client, eva, "slots", **offer_form(**wrong))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert 'role="alert"' in page
    for name, value in offer_form(**wrong).items():
        if name in {"day", "at", "minutes", "times", "seats"}:
            assert f'name="{name}" value="{value}"' in page
    assert "<b>xxx" not in page
    assert not Slot.objects.exists()


def test_a_trainee_chooses_books_and_sees_it(client: Client, eva: Actor, ada: Actor) -> None:
    row = slot(eva)
    page = ask(client, ada, "times").content.decode()
    assert f'name="slot" value="{row.pk}"' in page
    assert "Only by phone" not in page
    answer = ask(client, ada, "book", slot=row.pk, occasion="m2")
    assert answer.status_code == 302
    shown = client.get(answer["Location"], headers={"accept-language": "en"}).content.decode()
    assert "Booked. The expert is told." in shown
    assert "Only by phone &lt;script&gt;" in shown
    assert "<script>alert" not in shown
    again = ask(client, ada, "times").content.decode()
    assert "0 of 1" in again
    assert f'name="slot" value="{row.pk}"' not in again


def test_a_taken_slot_comes_back_with_the_next_one_chosen(
    client: Client, eva: Actor, ada: Actor, ben: Actor
) -> None:
    row, free = slot(eva), slot(eva, hour=16)
    booking.book(ada, row.pk, "m2", None, now())
    answer = ask(client, ben, "book", slot=row.pk, occasion="m5")
    page = answer.content.decode()
    assert (answer.status_code, answer["X-WBM-Refusal"]) == (409, "slot_taken")
    assert "This appointment has just been taken." in page
    assert f'name="slot" value="{free.pk}" checked' in page
    assert 'name="occasion" value="m5" checked' in page
    assert Booking.objects.count() == 1


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"slot": "", "occasion": "m2"}, 422),
        ({"slot": "x", "occasion": "m2"}, 422),
        ({"slot": "999999", "occasion": "m2"}, 404),
        ({"slot": "99999999999999999999999", "occasion": "m2"}, 422),
        ({"occasion": "m2", "slot": "SLOT", "request": "999999"}, 404),
        ({"slot": "SLOT", "occasion": "<script>"}, 422),
    ],
)
def test_forged_forms_book_nothing(
    client: Client, eva: Actor, ada: Actor, form: dict[str, str], status: int
) -> None:
    row = slot(eva)
    sent = {name: str(row.pk) if value == "SLOT" else value for name, value in form.items()}
    answer = ask(client, ada, "book", **sent)
    assert answer.status_code == status
    assert "<script>" not in answer.content.decode().replace('<script src="', "")
    assert not Booking.objects.exists()


def test_a_trainee_moves_and_cancels(client: Client, eva: Actor, ada: Actor) -> None:
    row, other = slot(eva), slot(eva, hour=16)
    made = booking.book(ada, row.pk, "m2", None, now())
    page = ask(client, ada, "appointment_move", made.pk).content.decode()
    assert f'value="{other.pk}"' in page
    assert f'name="slot" value="{row.pk}"' not in page
    assert ask(client, ada, "appointment_move", made.pk, slot="").status_code == 422
    assert ask(client, ada, "appointment_move", made.pk, slot=other.pk).status_code == 302
    made.refresh_from_db()
    assert made.slot_id == other.pk
    answer = ask(client, ada, "appointment_cancel", made.pk, sure="1")
    page = client.get(answer["Location"], headers={"accept-language": "en"}).content.decode()
    assert "Cancelled. The expert is told." in page
    assert "takes it out of your calendar" in page
    assert "Only by phone" not in page


def expert_beside(eva: Actor) -> Actor:
    """Return another expert of the same course."""
    known = course()
    known.key = eva.course_key
    return expert(known, "Ole")


def test_somebody_elses_appointment_is_not_there(
    client: Client, eva: Actor, ada: Actor, ben: Actor
) -> None:
    row, free = slot(eva), slot(eva, hour=16)
    made = booking.book(ada, row.pk, "m2", None, now())
    for name in ("appointment", "appointment_move", "appointment_file"):
        assert ask(client, ben, name, made.pk).status_code == 404
    assert ask(client, ben, "appointment_move", made.pk, slot=free.pk).status_code == 404
    assert ask(client, ben, "appointment_cancel", made.pk, sure="1").status_code == 404
    other = Actor(**eva.__dict__)
    assert ask(client, other, "slot", row.pk).status_code == 200
    assert ask(client, eva, "slot", 10**18).status_code == 404
    made.refresh_from_db()
    assert made.cancelled_at is None


def test_an_expert_sees_who_comes_moves_and_cancels(client: Client, eva: Actor, ada: Actor) -> None:
    row = slot(eva)
    booking.book(ada, row.pk, "extra", None, now())
    page = ask(client, eva, "slots").content.decode()
    assert "Ada, Adler" in page
    assert "additional" in page
    mark = slots.own_slot(eva, row.pk).mark
    assert f'value="{mark}"' in ask(client, eva, "slot", row.pk).content.decode()
    stale = ask(client, eva, "slot_move", row.pk, mark="0-", day=day().isoformat(), at="18:00")
    assert (stale.status_code, stale["X-WBM-Refusal"]) == (409, "slot_changed")
    assert 'value="18:00"' in stale.content.decode()
    moved = ask(client, eva, "slot_move", row.pk, mark=mark, day=day().isoformat(), at="18:00")
    assert moved.status_code == 302
    mark = slots.own_slot(eva, row.pk).mark
    assert ask(client, eva, "slot_cancel", row.pk, mark=mark).status_code == 302
    row.refresh_from_db()
    assert (row.sequence, row.cancelled_at is None) == (2, False)
    assert "cancelled" in ask(client, eva, "slot", row.pk).content.decode()


def test_a_request_shows_its_appointment_to_both_sides_and_to_nobody_else(
    made: Course, eva: Actor, ada: Actor, ben: Actor
) -> None:
    row = slot(eva)
    about = request_of(ada, eva)
    part = booking_part(ada, about, now())
    assert f"?request={about.pk}&amp;slot={row.pk}#free" in part
    assert "<form" not in part  # the page around it has the token, this part has not
    made_ = booking.book(ada, row.pk, "demand", about.pk, now())
    assert f"/coaching/times/{made_.pk}/" in booking_part(ada, about, now())
    theirs = booking_part(eva, about, now())
    assert f"/coaching/slots/{row.pk}/" in theirs
    assert "Ada" in theirs
    assert booking_part(ben, about, now()) == ""
    assert booking_part(made.trainer("Tom"), about, now()) == ""
    mate = made.trainee("Mia", Person.objects.get(pk=ada.person_id).company)
    assert booking_part(mate, about, now()) == ""


def test_a_request_is_booked_from_its_page(client: Client, eva: Actor, ada: Actor) -> None:
    row, about = slot(eva), request_of(ada, eva)
    client.force_login(Person.objects.get(pk=ada.person_id).user)
    address = reverse("wbm:coaching_times", args=[ada.course_key])
    page = client.get(f"{address}?request={about.pk}&slot={row.pk}").content.decode()
    assert f'name="request" value="{about.pk}"' in page
    assert f'name="slot" value="{row.pk}" checked' in page
    assert 'name="occasion" value="demand" checked' in page
    answer = ask(client, ada, "book", slot=row.pk, occasion="demand", request=about.pk)
    assert answer.status_code == 302
    assert Booking.objects.get().request_id == about.pk
    closed = request_of(ada, eva, state="closed")
    refused = client.get(f"{address}?request={closed.pk}")
    assert (refused.status_code, refused["X-WBM-Refusal"]) == (409, "request_over")


def test_the_secret_address_is_shown_once(client: Client, eva: Actor, ada: Actor) -> None:
    for actor, name in ((eva, "slots_calendar"), (ada, "times_calendar")):
        assert "Make an address" in ask(client, actor, name).content.decode()
        page = ask(client, actor, name, make="1").content.decode()
        address = page.split('id="address" value="')[1].split('"')[0]
        path = "/" + address.partition("//")[2].partition("/")[2]
        client.logout()
        assert client.get(path).status_code == 200
        again = ask(client, actor, name).content.decode()
        assert address not in again
        assert "Renew the address" in again
        assert ask(client, actor, name, end="1").status_code == 302
        client.logout()
        assert client.get(path).status_code == 404
    assert not FeedAddress.objects.exists()


def test_free_slots_are_narrowed_by_expert_and_day(
    client: Client, made: Course, eva: Actor, ada: Actor
) -> None:
    ole = expert(made, "Ole")
    rows = [slot(eva), slot(ole, hour=9), slot(ole, later=14, hour=9)]
    client.force_login(Person.objects.get(pk=ada.person_id).user)
    address = reverse("wbm:coaching_times", args=[ada.course_key])

    def found(query: str) -> list[bool]:
        page = client.get(f"{address}?{query}").content.decode()
        return [f'name="slot" value="{row.pk}"' in page for row in rows]

    assert found("") == [True, True, True]
    assert found(f"expert={ole.person_id}") == [False, True, True]
    assert found(f"expert={ole.person_id}&since={day(10).isoformat()}") == [False, False, True]
    assert found("expert=x&since=yesterday") == [True, True, True]
    assert found(f"since={day(200).isoformat()}") == [False, False, False]
