"""Appointments in a real browser: published, chosen, taken, moved, cancelled, in the calendar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from icalendar import Calendar
from playwright.sync_api import Page, expect

from course_export.preview.course import Course
from course_export.preview.people import ensure_accounts
from tests.browser.conftest import PHONE, WALKS, Visit
from xblocks.coaching.appointments import booking, slots
from xblocks.coaching.domain.slots import Offer
from xblocks.coaching.records import Booking, Slot
from xblocks.core.people import Actor, SignedIn
from xblocks.host.dates import course_zone
from xblocks.roster.records import Person
from xblocks.roster.service import actor_for

BIRTE = 1
"""Her place among the trainees, whom names sort; Aylin, of another team, is the first."""


@dataclass
class Desk:
    """The small course with its people."""

    course: Course

    @property
    def base(self) -> str:
        return f"/wbm/{self.course.key}/coaching/"

    def actor(self, name: str) -> Actor:
        person = Person.objects.select_related("user").get(name=name)
        assert person.user
        return actor_for(SignedIn(person.user.pk, name, person.email), self.course.key)

    def offer(self, later: int, hour: int, **options: object) -> list[Slot]:
        wanted = Offer(day(later), time(hour), **({"guard": 0, "place": "Room 4"} | options))  # type: ignore[arg-type]
        helene = self.actor("Helene Brockmoor")
        return slots.offer(helene, wanted, f"{later}-{hour}", timezone.now())

    def book(self, slot: Slot, name: str = "Aylin Demirbas", occasion: str = "m2") -> Booking:
        return booking.book(self.actor(name), slot.pk, occasion, None, timezone.now())


def day(later: int) -> date:
    """A day to come, in the time of the course."""
    return timezone.localdate(timezone.now(), course_zone()) + timedelta(days=later)


@pytest.fixture
def desk(course: Course) -> Desk:
    ensure_accounts(course.key)
    return Desk(course)


@pytest.mark.parametrize(("language", "width"), WALKS)
def test_every_page_is_for_everybody_to_use(
    visit: Visit,
    desk: Desk,
    shot: Callable[[Page, str], None],
    assert_accessible: Callable[[Page], None],
    width: int,
    language: str,
) -> None:
    def look(page: Page, name: str) -> None:
        assert_accessible(page)
        shot(page, f"coaching-slots-{name}-{language}-{width}")

    helene = visit(desk.base + "slots/", "expert", width=width, language=language)
    look(helene, "none")
    helene.locator("#place").fill("Room 4")
    helene.locator("#place").press("Enter")
    expect(helene.get_by_role("alert")).to_be_visible()
    expect(helene.locator("#place")).to_have_value("Room 4")
    look(helene, "refused")
    aylin = visit(desk.base + "times/", width=width, language=language)
    look(aylin, "nothing-free")
    single, _group = desk.offer(7, 14, times=3)[0], desk.offer(8, 17, seats=8)
    booked = desk.book(single)
    birte = visit(desk.base + "times/", nth=BIRTE, width=width, language=language)
    look(birte, "choose")
    aylin.reload()
    look(aylin, "booked")
    for path, name in ((f"times/{booked.pk}/", "appointment"), ("times/calendar/", "calendar")):
        aylin.goto(desk.base + path)
        look(aylin, name)
    aylin.locator("main form button").first.click()
    expect(aylin.locator("#address")).to_be_visible()
    look(aylin, "address")
    aylin.goto(f"{desk.base}times/{booked.pk}/move/")
    look(aylin, "move")
    for path, name in (("slots/", "own"), (f"slots/{single.pk}/", "one")):
        helene.goto(desk.base + path)
        look(helene, name)
    aylin.goto(f"{desk.base}times/{booked.pk}/")
    aylin.locator("main details summary").last.click()
    aylin.locator("main details button").click()
    expect(aylin.get_by_role("status")).to_be_visible()
    look(aylin, "cancelled")


def test_from_publishing_to_cancelling_with_the_keyboard_alone(visit: Visit, desk: Desk) -> None:
    helene = visit(desk.base + "slots/", "expert", language="en")
    helene.locator("#day").fill(day(7).isoformat())
    helene.locator("#at").fill("14:00")
    helene.locator("#times").focus()
    helene.keyboard.type("3")
    helene.locator("#times").fill("3")
    helene.locator("#place").fill("Room 4")
    helene.get_by_role("button", name="Publish", exact=True).press("Enter")
    expect(helene.get_by_role("status")).to_contain_text("Your times are published.")
    expect(helene.get_by_role("row")).to_have_count(4)

    aylin = visit(desk.base + "times/", language="en")
    free = aylin.get_by_role("radio", name="14:00 to 14:45")
    expect(free).to_have_count(3)
    free.first.press("Space")
    aylin.get_by_role("radio", name="on demand").press("Space")
    aylin.get_by_role("button", name="Book this appointment").press("Enter")
    expect(aylin.get_by_role("status")).to_have_text("Booked. The expert is told.")
    expect(aylin.get_by_text("Room 4")).to_be_visible()
    with aylin.expect_download() as coming:
        aylin.get_by_role("link", name="Put it into your calendar").press("Enter")
    found = Calendar.from_ical(Path(coming.value.path()).read_bytes())
    (event,) = found.walk("VEVENT")
    assert event.start.astimezone(course_zone()).date() == day(7)

    helene.reload()
    row = helene.get_by_role("row", name="Aylin Demirbas")
    expect(row).to_contain_text("Lindgraben Antriebe GmbH")
    row.get_by_role("link").first.press("Enter")
    helene.locator("#at").fill("16:30")
    helene.get_by_role("button", name="Move the appointment").press("Enter")
    expect(helene.get_by_role("status")).to_contain_text("Moved.")

    aylin.reload()
    expect(aylin.get_by_role("heading", name="16:30 to 17:15")).to_be_visible()
    aylin.get_by_role("link", name="Move it").press("Enter")
    aylin.get_by_role("radio", name="14:00 to 14:45").first.press("Space")
    aylin.get_by_role("button", name="Move it there").press("Enter")
    expect(aylin.get_by_role("status")).to_have_text("Moved. The expert is told.")
    expect(aylin.get_by_role("heading", name="14:00 to 14:45")).to_be_visible()
    aylin.get_by_text("Cancel this appointment").press("Enter")
    aylin.get_by_role("button", name="Yes, cancel it").press("Enter")
    expect(aylin.get_by_role("status")).to_have_text("Cancelled. The expert is told.")
    assert Booking.objects.get().sequence == 3


def test_who_comes_second_gets_the_next_free_one_with_one_key(visit: Visit, desk: Desk) -> None:
    first, second, _third = desk.offer(7, 14, times=3)
    birte = visit(desk.base + "times/", nth=BIRTE, language="en")
    birte.locator(f"[name=slot][value='{first.pk}']").press("Space")
    desk.book(first)
    birte.get_by_role("button", name="Book this appointment").press("Enter")
    expect(birte.get_by_role("alert")).to_contain_text("This appointment has just been taken.")
    expect(birte.get_by_role("alert")).to_contain_text("Helene Brockmoor")
    expect(birte.locator(f"[name=slot][value='{second.pk}']")).to_be_checked()
    birte.get_by_role("button", name="Book this appointment").press("Enter")
    expect(birte.get_by_role("status")).to_have_text("Booked. The expert is told.")
    assert Booking.objects.get(person__name="Birte Hansdotter").slot_id == second.pk


def test_an_expert_cancels_the_rest_of_a_series(visit: Visit, desk: Desk) -> None:
    first, *_rest = desk.offer(7, 14, times=4)
    desk.book(first)
    page = visit(f"{desk.base}slots/{first.pk}/", "expert", width=PHONE, language="en")
    page.get_by_role("checkbox", name="The 3 that follow in this series, too").press("Space")
    page.get_by_role("button", name="Cancel the appointment").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Cancelled.")
    expect(page.get_by_text("You have not published any times yet.")).to_be_visible()
    aylin = visit(f"/wbm/{desk.course.key}/inbox/", width=PHONE, language="en")
    expect(aylin.get_by_role("link", name="Cancelled: appointment on")).to_be_visible()


def test_a_secret_address_is_renewed_and_ended(visit: Visit, desk: Desk) -> None:
    desk.offer(7, 14)
    page = visit(desk.base + "slots/calendar/", "expert", language="en")
    page.get_by_role("button", name="Make an address").press("Enter")
    addresses = [page.locator("#address").input_value()]
    page.get_by_role("button", name="Renew the address").press("Enter")
    expect(page.locator("#address")).not_to_have_value(addresses[0])
    addresses.append(page.locator("#address").input_value())

    def answers() -> list[int]:
        paths = ["/" + each.partition("//")[2].partition("/")[2] for each in addresses]
        return [page.request.get(path).status for path in paths]

    assert answers() == [404, 200]
    page.get_by_role("button", name="Switch the address off").press("Enter")
    expect(page.get_by_role("status")).to_have_text("The address no longer works.")
    assert answers() == [404, 404]
