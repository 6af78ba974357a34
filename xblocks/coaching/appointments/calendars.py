"""Appointments as calendar files (RFC 5545, RFC 5546): one at a time, and as a secret feed.

An entry keeps its UID for ever, and its SEQUENCE grows when it is moved or cancelled: a calendar
that knows it changes its entry and makes no second one. Moments are told in the time of the course
with a VTIMEZONE of their own. The feed tells times alone; who meets whom, and where, stands only in
the file of one appointment, which somebody signed in downloads.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.utils.translation import gettext
from icalendar import (
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vCalAddress,
)

from xblocks.coaching.domain.zones import Change, changes
from xblocks.coaching.records import Booking, Slot
from xblocks.host.dates import course_zone

PRODUCT = "-//WBM//Coaching//DE"
MEDIA_TYPE = "text/calendar; charset=utf-8"
REFRESH = timedelta(hours=1)


@dataclass(frozen=True)
class Entry:
    """An appointment in a calendar. `firm`: somebody has booked it."""

    uid: str
    sequence: int
    start: datetime
    end: datetime
    changed: datetime
    firm: bool = True
    cancelled: bool = False
    title: str = ""
    place: str = ""
    link: str = ""


def entry_of_slot(slot: Slot, *, booked: bool) -> Entry:
    """Return the expert's entry of a slot, without names and place."""
    return Entry(
        uid=slot.uid,
        sequence=slot.sequence,
        start=slot.starts_at,
        end=slot.ends_at,
        changed=slot.changed_at,
        firm=booked,
        cancelled=slot.cancelled_at is not None,
    )


def entry_of_booking(booking: Booking) -> Entry:
    """Return the entry of who booked, without names and place."""
    return Entry(
        uid=booking.uid,
        sequence=booking.sequence,
        start=booking.slot.starts_at,
        end=booking.slot.ends_at,
        changed=booking.changed_at,
        cancelled=booking.cancelled_at is not None,
    )


def detailed(entry: Entry, title: str, place: str, link: str) -> Entry:
    """Return an entry with what only the file of one appointment tells."""
    return replace(entry, title=title, place=place, link=link)


def feed(entries: Iterable[Entry]) -> bytes:
    """Return a calendar to subscribe to: times, and the word for what they are."""
    calendar = _calendar("PUBLISH")
    calendar.add("X-WR-CALNAME", gettext("Coaching appointments"))
    calendar.add("REFRESH-INTERVAL", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", REFRESH)
    found = list(entries)
    if found:
        calendar.add_component(_zone(found))
    for entry in found:
        word = gettext("Coaching appointment") if entry.firm else gettext("Coaching: free slot")
        calendar.add_component(_event(entry, word))
    return bytes(calendar.to_ical())


def single(entry: Entry) -> bytes:
    """Return the file of one appointment; of a cancelled one it takes the entry out again."""
    calendar = _calendar("CANCEL" if entry.cancelled else "PUBLISH")
    calendar.add_component(_zone([entry]))
    event = _event(entry, entry.title)
    if entry.place:
        event.add("location", entry.place)
    if entry.link:
        event.add("url", entry.link)
        event.add("description", gettext("Everything about it: %(link)s") % {"link": entry.link})
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    return calendar


def _event(entry: Entry, summary: str) -> Event:
    zone = course_zone()
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed.astimezone(UTC).replace(microsecond=0))
    event.add("last-modified", entry.changed.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", entry.start.astimezone(zone))
    event.add("dtend", entry.end.astimezone(zone))
    event.add("summary", summary)
    event.add("status", _status(entry))
    event.add("transp", "OPAQUE" if entry.firm and not entry.cancelled else "TRANSPARENT")
    # The platform's own address: METHOD asks for an organizer, and no person's belongs in here.
    _name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    event.add("organizer", vCalAddress(f"mailto:{address}"))
    return event


def _status(entry: Entry) -> str:
    if entry.cancelled:
        return "CANCELLED"
    return "CONFIRMED" if entry.firm else "TENTATIVE"


def _zone(entries: Iterable[Entry]) -> Timezone:
    """Return the VTIMEZONE of the course, for the years of the entries and those beside them.

    Not made by the library: icalendar 7.3 names the onset of summer time by the time after the
    change, which RFC 5545 (3.6.5) wants by the time before, an hour off.
    """
    zone = course_zone()
    moments = [moment for entry in entries for moment in (entry.start, entry.end)]
    found = Timezone()
    found.add("tzid", zone.key)
    first, last = min(moments).year - 1, max(moments).year + 1
    for change in changes(zone, first, last):
        found.add_component(_observance(change))
    return found


def _observance(change: Change) -> TimezoneStandard | TimezoneDaylight:
    found = TimezoneDaylight() if change.summer else TimezoneStandard()
    found.add("dtstart", change.onset)
    found.add("tzoffsetfrom", change.before)
    found.add("tzoffsetto", change.after)
    found.add("tzname", change.name)
    return found
