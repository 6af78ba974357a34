"""A plan as a calendar file (RFC 5545): one entry for the meeting, its rows as the agenda.

Rows as entries of their own would be slivers of five minutes in everybody's calendar, so they
stand in the description. Moments are told in UTC, which needs no zone of its own.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from django.utils.translation import gettext
from icalendar import Calendar, Event

from xblocks.core.text import gettext_noop
from xblocks.host.dates import course_zone
from xblocks.moderation.desk.plan_page import PlanPage
from xblocks.moderation.desk.plan_rows import told_rows

PRODUCT = "-//WBM//Moderation//DE"
NO_DATE = gettext_noop("Please enter a day and a time, such as 14:00.")
MEDIA_TYPE = "text/calendar; charset=utf-8"


def calendar_file(page: PlanPage, day: date, begins: str) -> bytes:
    """Return the meeting on a day, from `begins` (``HH:MM`` in the time of the course) on."""
    scenario = page.definition.scenario
    hour, minute = (int(each) for each in begins.split(":"))
    start = datetime(day.year, day.month, day.day, hour, minute, tzinfo=course_zone())
    begin = start.astimezone(UTC)
    length = max(scenario.minutes, sum(row.minutes for row in page.draft.rows))
    plan = page.plan
    event = Event()
    name = f"wbm:plan:{page.exercise.usage_key}:{plan.pk if plan else 0}:{day.isoformat()}"
    event.add("uid", str(uuid5(NAMESPACE_URL, name)))
    event.add("sequence", plan.version if plan else 0)
    event.add("dtstamp", page.now.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", begin)
    event.add("dtend", begin + timedelta(minutes=length))
    event.add("summary", f"{page.definition.title} – {page.draft.title}".strip(" –"))
    event.add("description", _agenda(page, begins))
    event.add("transp", "OPAQUE")
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _agenda(page: PlanPage, begins: str) -> str:
    lines = [page.definition.scenario.goal, ""]
    for each in told_rows(page.draft.rows, begins):
        row = each["row"]
        named = " · ".join(filter(None, (each["place"], each["name"])))
        minutes = gettext("%(minutes)s min") % {"minutes": row.minutes}
        lines.append(f"{each['start']}–{each['end']} ({minutes}) {named}")
        if row.content:
            lines.append(f"    {row.content}")
    return "\n".join(lines)
