"""Calendar files and the secret feed, read by two calendars that are not ours."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil import tz
from django.test import Client
from django.urls import reverse
from icalendar import Calendar, Event

from tests.records.slot_cases import (
    DAY,
    NOW,
    Course,
    course,
    expert,
    mark,
    offer,
    request_of,
    slot,
    team,
)
from xblocks.coaching.appointments import booking, calendars, feeds, slots
from xblocks.coaching.records import FeedAddress
from xblocks.core.errors import Masquerading, NotAllowed, NotFound
from xblocks.core.people import Actor
from xblocks.roster.records import Person

pytestmark = pytest.mark.one_database

BERLIN = ZoneInfo("Europe/Berlin")
HOUR = timedelta(hours=1)
SECRETS = ("Eva", "Ada", "Adler", "Room 4", "How do I begin?", "role", "coaching/", "course-v1")
"""What nobody may read who only has the address."""


@pytest.fixture
def made(db: None) -> Course:
    return course()


@pytest.fixture
def eva(made: Course) -> Actor:
    return expert(made, "Eva", topics=("role",))


@pytest.fixture
def ada(made: Course) -> Actor:
    return made.trainee("Ada", team(made))


def feed_of(actor: Actor, now: datetime = NOW) -> Calendar:
    return read(feeds.feed(feeds.renew(actor, now), now))


def read(content: bytes) -> Calendar:
    """Parse a file strictly: nothing in it may be wrong, and lines are folded as they must be."""
    found = Calendar.from_ical(content)
    assert isinstance(found, Calendar)
    assert not found.errors
    assert all(not event.errors for event in found.walk("VEVENT"))
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    return found


def events(calendar: Calendar) -> list[Event]:
    return list(calendar.walk("VEVENT"))


def word(event: Event, name: str) -> str:
    return str(event[name])


def file_of(actor: Actor, client: Client, name: str, number: int) -> Calendar:
    client.force_login(Person.objects.get(pk=actor.person_id).user)
    response = client.get(reverse(f"wbm:{name}", args=[actor.course_key, number]))
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"].startswith("attachment")
    return read(response.content)


def test_a_feed_is_in_local_time_on_both_sides_of_a_change_of_the_clock(eva: Actor) -> None:
    offer(eva, date(2027, 3, 24), times=2)
    slot(eva, date(2027, 11, 3))
    text = feeds.feed(feeds.renew(eva, NOW), NOW).decode()
    assert "DTSTART;TZID=Europe/Berlin:20270324T140000" in text
    assert "DTSTART;TZID=Europe/Berlin:20270331T140000" in text
    starts = [event.start.astimezone(UTC).isoformat() for event in events(read(text.encode()))]
    assert starts == [
        "2027-03-24T13:00:00+00:00",
        "2027-03-31T12:00:00+00:00",
        "2027-11-03T13:00:00+00:00",
    ]


def hours_beside_changes() -> Iterable[datetime]:
    """Every quarter of an hour beside the changes of 2027 and 2028, and each day between."""
    for change in ("2027-03-28", "2027-10-31", "2028-03-26", "2028-10-29"):
        first = datetime.fromisoformat(change).replace(tzinfo=UTC) - 6 * HOUR
        yield from (first + number * HOUR / 4 for number in range(48))
    yield from (datetime(2027, 1, 1, 12, tzinfo=UTC) + number * 24 * HOUR for number in range(730))


@pytest.mark.parametrize("reader", ["icalendar", "dateutil"])
def test_the_time_zone_in_the_file_tells_the_same_as_berlin(eva: Actor, reader: str) -> None:
    slot(eva)
    content = feeds.feed(feeds.renew(eva, NOW), NOW)
    known: Any
    if reader == "icalendar":
        (zone,) = Calendar.from_ical(content).walk("VTIMEZONE")
        known = zone.to_tz(lookup_tzid=False)
    else:
        known = tz.tzical(StringIO(content.decode())).get("Europe/Berlin")
    for moment in hours_beside_changes():
        shown = moment.astimezone(BERLIN)
        if shown.fold or (moment + HOUR).astimezone(BERLIN).fold:
            continue  # an hour the clock shows twice: local time alone does not tell which
        local = shown.replace(tzinfo=known)
        assert local.utcoffset() == shown.utcoffset(), moment
        assert local.tzname() == shown.tzname(), moment


def test_each_change_in_the_file_begins_at_the_second_berlin_changes(eva: Actor) -> None:
    """By UTC too: readers of local time alone do not notice an onset that is an hour off."""
    slot(eva)
    (zone,) = feed_of(eva).walk("VTIMEZONE")
    found = [
        each for each in zone.subcomponents if each["TZOFFSETFROM"].td != each["TZOFFSETTO"].td
    ]
    assert len(found) == 2 * 3  # the year of the appointment, one before, one after
    for each in found:
        onset = (each["DTSTART"].dt - each["TZOFFSETFROM"].td).replace(tzinfo=UTC)
        assert onset.astimezone(BERLIN).utcoffset() == each["TZOFFSETTO"].td
        before = (onset - timedelta(seconds=1)).astimezone(BERLIN)
        assert before.utcoffset() == each["TZOFFSETFROM"].td


def test_a_feed_tells_times_and_nothing_else(eva: Actor, ada: Actor, client: Client) -> None:
    row = slot(eva, place="Room 4")
    slot(eva, at=time(18), place="Room 4")
    booking.book(ada, row.pk, "demand", request_of(ada, eva).pk, NOW)
    for actor in (eva, ada):
        address = reverse("wbm:coaching_feed", args=[feeds.renew(actor, NOW)])
        client.logout()
        text = client.get(address).content.decode().replace("\r\n ", "")
        assert "BEGIN:VEVENT" in text
        assert [secret for secret in SECRETS if secret in text] == []
        for event in events(Calendar.from_ical(text)):
            assert not {"LOCATION", "DESCRIPTION", "URL", "ATTENDEE"} & set(event)
            assert "@example.org" in word(event, "ORGANIZER")  # the platform's own


def test_the_organizer_is_an_address_also_where_the_platform_signs_with_a_name(
    eva: Actor, settings: Any
) -> None:
    settings.DEFAULT_FROM_EMAIL = "Learning together <platform@example.org>"
    slot(eva)
    (event,) = events(feed_of(eva))
    assert word(event, "ORGANIZER") == "mailto:platform@example.org"


def test_an_expert_sees_what_is_booked_and_what_is_free(eva: Actor, ada: Actor) -> None:
    booked, free = slot(eva), slot(eva, at=time(18))
    booking.book(ada, booked.pk, "m2", None, NOW)
    found = {word(event, "UID"): event for event in events(feed_of(eva))}
    assert word(found[booked.uid], "STATUS") == "CONFIRMED"
    assert word(found[booked.uid], "TRANSP") == "OPAQUE"
    assert word(found[free.uid], "STATUS") == "TENTATIVE"
    assert word(found[free.uid], "TRANSP") == "TRANSPARENT"


def test_a_group_is_one_entry_of_its_expert(made: Course, eva: Actor) -> None:
    row = slot(eva, seats=3)
    for number in range(3):
        booking.book(made.trainee(f"T{number}", team(made)), row.pk, "", None, NOW)
    assert [word(event, "UID") for event in events(feed_of(eva))] == [row.uid]


def entry(calendar: Calendar) -> tuple[str, int, str, datetime]:
    """UID, SEQUENCE, STATUS and beginning of the only entry there is."""
    (event,) = events(calendar)
    return word(event, "UID"), event["SEQUENCE"], word(event, "STATUS"), event.start


def test_an_appointment_that_is_moved_stays_one_entry(eva: Actor, ada: Actor) -> None:
    old, new = slot(eva), slot(eva, at=time(18))
    made = booking.book(ada, old.pk, "m2", None, NOW)
    assert entry(feed_of(ada))[:3] == (made.uid, 0, "CONFIRMED")
    booking.move(ada, made.pk, new.pk, NOW + HOUR)
    uid, sequence, status, start = entry(feed_of(ada))
    assert (uid, sequence, status, start) == (made.uid, 1, "CONFIRMED", new.starts_at)
    slots.move(eva, new.pk, DAY, time(20), mark(eva, new), NOW + 2 * HOUR)
    uid, sequence, status, start = entry(feed_of(ada))
    assert (uid, sequence, status) == (made.uid, 2, "CONFIRMED")
    assert start == new.starts_at + 2 * HOUR
    found = {word(event, "UID"): event["SEQUENCE"] for event in events(feed_of(eva))}
    assert found == {old.uid: 0, new.uid: 1}


def test_what_is_cancelled_stays_as_cancelled_for_a_while(eva: Actor, ada: Actor) -> None:
    row = slot(eva)
    made = booking.book(ada, row.pk, "m2", None, NOW)
    slots.cancel(eva, row.pk, mark(eva, row), NOW)
    assert entry(feed_of(ada))[:3] == (made.uid, 1, "CANCELLED")
    assert entry(feed_of(eva))[:3] == (row.uid, 1, "CANCELLED")
    later = row.ends_at + feeds.PAST
    assert events(feed_of(ada, later)) == []
    assert events(feed_of(eva, later)) == []


def test_booking_again_after_cancelling_is_another_entry(eva: Actor, ada: Actor) -> None:
    row = slot(eva)
    first = booking.book(ada, row.pk, "m2", None, NOW)
    booking.cancel(ada, first.pk, NOW)
    second = booking.book(ada, row.pk, "m2", None, NOW)
    found = {word(event, "UID"): word(event, "STATUS") for event in events(feed_of(ada))}
    assert found == {first.uid: "CANCELLED", second.uid: "CONFIRMED"}


def test_a_change_is_told_by_a_newer_stamp(eva: Actor, ada: Actor) -> None:
    row = slot(eva)
    booking.book(ada, row.pk, "m2", None, NOW + HOUR)
    (event,) = events(feed_of(eva))
    assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt == NOW + HOUR


def test_team_mates_see_the_teams_appointments_and_no_private_ones(
    made: Course, eva: Actor
) -> None:
    adler = team(made)
    ada, mia = made.trainee("Ada", adler), made.trainee("Mia", adler)
    rows = offer(eva, times=2)
    shared = booking.book(ada, rows[0].pk, "m2", None, NOW)
    booking.book(ada, rows[1].pk, "demand", request_of(ada, eva).pk, NOW)
    assert [word(event, "UID") for event in events(feed_of(mia))] == [shared.uid]


def test_renewing_ends_the_address_before(eva: Actor, client: Client) -> None:
    first = feeds.renew(eva, NOW)
    second = feeds.renew(eva, NOW)
    answers = [client.get(reverse("wbm:coaching_feed", args=[token])) for token in (first, second)]
    assert [answer.status_code for answer in answers] == [404, 200]
    assert answers[0]["X-WBM-Refusal"] == "not_found"
    stored = FeedAddress.objects.get()
    assert second not in stored.digest
    assert FeedAddress.objects.count() == 1
    for answer in answers:
        assert "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "no-referrer"
    feeds.end(eva)
    assert client.get(reverse("wbm:coaching_feed", args=[second])).status_code == 404


def test_who_has_left_has_no_feed(eva: Actor) -> None:
    token = feeds.renew(eva, NOW)
    Person.objects.filter(pk=eva.person_id).update(left_at=NOW)
    with pytest.raises(NotFound):
        feeds.feed(token, NOW)


def test_an_address_is_made_by_those_who_have_appointments(made: Course, ada: Actor) -> None:
    with pytest.raises(NotAllowed):
        feeds.renew(made.trainer("Tom"), NOW)
    with pytest.raises(Masquerading):
        feeds.renew(replace(ada, masquerading=True), NOW)


def test_an_empty_feed_is_a_calendar_too(eva: Actor) -> None:
    found = feed_of(eva)
    assert events(found) == []
    assert (str(found["METHOD"]), str(found["VERSION"])) == ("PUBLISH", "2.0")


def test_the_file_of_an_appointment_tells_who_and_where(
    eva: Actor, ada: Actor, client: Client
) -> None:
    row = slot(eva, place="Room 4, left; first floor")
    made = booking.book(ada, row.pk, "m2", None, NOW)
    found = file_of(ada, client, "coaching_appointment_file", made.pk)
    (event,) = events(found)
    assert str(found["METHOD"]) == "PUBLISH"
    assert "Eva" in word(event, "SUMMARY")
    assert word(event, "LOCATION") == "Room 4, left; first floor"
    assert word(event, "UID") == made.uid
    assert word(event, "URL").endswith(f"/coaching/times/{made.pk}/")
    theirs = file_of(eva, client, "coaching_slot_file", row.pk)
    (event,) = events(theirs)
    assert "Ada" in word(event, "SUMMARY")
    assert word(event, "UID") == row.uid


def test_the_file_of_a_cancelled_one_takes_it_out_again(
    eva: Actor, ada: Actor, client: Client
) -> None:
    row = slot(eva)
    made = booking.book(ada, row.pk, "m2", None, NOW)
    booking.cancel(ada, made.pk, NOW)
    found = file_of(ada, client, "coaching_appointment_file", made.pk)
    assert str(found["METHOD"]) == "CANCEL"
    assert entry(found)[:3] == (made.uid, 1, "CANCELLED")


def test_what_people_write_cannot_add_lines_to_a_file() -> None:
    moment = datetime(2027, 3, 10, 13, 0, tzinfo=UTC)
    plain = calendars.Entry("a@wbm", 0, moment, moment + HOUR, moment)
    nasty = "Eva\r\nATTENDEE:mailto:x@y.example\nEND:VEVENT;,\\" + "ä" * 90
    (event,) = events(read(calendars.single(calendars.detailed(plain, nasty, nasty, ""))))
    assert "ATTENDEE" not in event
    assert word(event, "SUMMARY").splitlines() == nasty.splitlines()
