"""Rules about time (`3.8 R03 R04 R08 R09 R11 R12 R13`). All reckoning is in whole minutes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xblocks.core.text import Message, gettext_noop
from xblocks.moderation.domain.catalogue import CATALOGUE
from xblocks.moderation.domain.finding import Finding, charged_once, found
from xblocks.moderation.domain.meeting import Meeting
from xblocks.moderation.domain.timeline import parts_of, stretches, told
from xblocks.moderation.planned import Row

WORK_PERCENT: Final = 30
CLOSING_PERCENT: Final = 5
BUFFER_PERCENT: Final = (5, 15)
BREAK_MINUTES: Final = 10
BREAK_FROM: Final = 120
LONGEST_STRETCH: Final = 90


def at_least(percent: int, minutes: int) -> int:
    """Return the fewest whole minutes that are so many percent."""
    return -(-percent * minutes // 100)


def minutes_make_up_the_time(meeting: Meeting) -> Iterator[Finding]:
    """R03: the minutes of all rows are those of the meeting."""
    planned = sum(meeting.taken.values())
    rest = meeting.total - planned
    if rest:
        if rest > 0:
            way = gettext_noop("Spread %(rest)s min more over the rows, or keep them as a buffer.")
        else:
            way = gettext_noop("Take away %(rest)s min, but do not give up the closing.")
        what = gettext_noop("The rows take %(planned)s min, the meeting lasts %(total)s min.")
        yield found(
            "R03",
            Message(what, {"planned": planned, "total": meeting.total}),
            Message(way, {"rest": abs(rest)}),
            field="minutes",
        )


def opening_begins_closing_ends(meeting: Meeting) -> Iterator[Finding]:
    """R04: P1 begins at 0, P6 ends where the buffer begins; R01 and R11 tell their absence."""
    yield from charged_once(_ends(meeting))


def _ends(meeting: Meeting) -> Iterator[Finding]:
    begins = meeting.scenario.begins
    opening, closing = meeting.of_phase("P1"), meeting.of_phase("P6")
    if opening and (start := meeting.clock[opening[0].id].start) > 0:
        text = gettext_noop("The opening begins at %(start)s, the meeting at %(begins)s.")
        yield found(
            "R04",
            Message(text, {"start": told(begins, start), "begins": begins}),
            Message(gettext_noop("Move the opening to the top of the plan.")),
            row=opening[0].id,
            field="phase",
        )
    if closing:
        end = meeting.clock[closing[-1].id].end
        due = meeting.total - meeting.taken.get("buffer", 0)
        if end != due:
            text = gettext_noop(
                "The closing ends at %(end)s. Without the buffer the meeting ends at %(due)s."
            )
            way = gettext_noop(
                "Let the closing be the last phase, only the buffer after it, and make the minutes "
                "add up."
            )
            params = {"end": told(begins, end), "due": told(begins, due)}
            yield found(
                "R04", Message(text, params), Message(way), row=closing[-1].id, field="minutes"
            )


def method_gets_its_minutes(meeting: Meeting) -> Iterator[Finding]:
    """R08: minutes lie within the span of the method; the parts of a split one count together."""
    for parts in parts_of(meeting.rows):
        code = parts[0].method
        if code is None:
            continue
        least, most = CATALOGUE[code].span(meeting.participants)
        minutes = sum(row.minutes for row in parts)
        if least <= minutes <= most:
            continue
        what = gettext_noop("“%(method)s” has %(minutes)s min; usual are %(least)s to %(most)s.")
        params = {
            "method": CATALOGUE[code].name,
            "minutes": minutes,
            "least": least,
            "most": most,
        }
        if minutes < least:
            way = gettext_noop("Give it %(more)s min more, or choose a shorter method.")
            rest = {"more": least - minutes}
        else:
            way = gettext_noop("Take %(less)s min away, or split the work over several methods.")
            rest = {"less": minutes - most}
        yield found(
            "R08", Message(what, params), Message(way, rest), row=parts[0].id, field="minutes"
        )


def work_takes_most(meeting: Meeting) -> Iterator[Finding]:
    """R09: P4 takes at least as much as any other phase, and 30 percent of the net time."""
    rows = meeting.of_phase("P4")
    if not rows:
        return
    minutes = meeting.taken["P4"]
    most = max(meeting.taken[row.phase] for row in meeting.phased)
    needed = max(at_least(WORK_PERCENT, meeting.net), most)
    if minutes < needed:
        what = gettext_noop(
            "Working on the topic gets %(minutes)s of %(net)s min net. "
            "It should be the longest phase and get 30 percent."
        )
        way = gettext_noop("Give it at least %(needed)s min; shorten the other phases.")
        yield found(
            "R09",
            Message(what, {"minutes": minutes, "net": meeting.net}),
            Message(way, {"needed": needed}),
            row=rows[0].id,
            field="minutes",
        )


def closing_has_its_own(meeting: Meeting) -> Iterator[Finding]:
    """R11: there is a closing, of 5 percent of the net time, with a method for closings."""
    yield from charged_once(_closing(meeting))


def _closing(meeting: Meeting) -> Iterator[Finding]:
    rows = meeting.of_phase("P6")
    needed = at_least(CLOSING_PERCENT, meeting.net)
    if not rows:
        yield found(
            "R11",
            Message(gettext_noop("The meeting just stops: there is no closing.")),
            Message(
                gettext_noop(
                    "Plan at least %(needed)s min at the end for result, satisfaction and outlook."
                ),
                {"needed": needed},
            ),
        )
        return
    if meeting.taken["P6"] < needed:
        yield found(
            "R11",
            Message(
                gettext_noop("The closing gets %(minutes)s min; %(needed)s are needed."),
                {"minutes": meeting.taken["P6"], "needed": needed},
            ),
            Message(gettext_noop("Shorten another phase rather than the closing.")),
            row=rows[0].id,
            field="minutes",
        )
    if not any(row.method and "P6" in CATALOGUE[row.method].phases for row in rows):
        names = tuple(each.name for each in CATALOGUE.values() if "P6" in each.phases)
        yield found(
            "R11",
            Message(gettext_noop("The closing has no method for closings.")),
            Message(gettext_noop("Choose one of these: %(methods)s."), {"methods": names}),
            row=rows[0].id,
            field="method",
        )


def buffer_is_there(meeting: Meeting) -> Iterator[Finding]:
    """R12: the buffer takes 5 to 15 percent of the whole time."""
    minutes = meeting.taken.get("buffer", 0)
    least = at_least(BUFFER_PERCENT[0], meeting.total)
    most = BUFFER_PERCENT[1] * meeting.total // 100
    if not least <= minutes <= most:
        row = next((row for row in meeting.rows if row.phase == "buffer"), None)
        what = gettext_noop("The buffer has %(minutes)s min.") if row else NO_BUFFER
        way = gettext_noop("Keep %(least)s to %(most)s min as a buffer at the end.")
        yield found(
            "R12",
            Message(what, {"minutes": minutes}),
            Message(way, {"least": least, "most": most}),
            row=row.id if row else None,
            field="minutes",
        )


NO_BUFFER: Final = gettext_noop("There is no buffer, so any delay costs the closing.")


def breaks_are_there(meeting: Meeting) -> Iterator[Finding]:
    """R13: from 120 min on there is a break of 10 min, and 90 min are the most without one."""
    yield from charged_once(_breaks(meeting))


def _breaks(meeting: Meeting) -> Iterator[Finding]:
    runs = stretches(meeting.rows, BREAK_MINUTES)
    if meeting.total >= BREAK_FROM and len(runs) == 1:
        yield found(
            "R13",
            Message(
                gettext_noop("There is no break of %(least)s min in %(total)s min."),
                {"least": BREAK_MINUTES, "total": meeting.total},
            ),
            Message(
                gettext_noop("Add a break, best after 45 to %(most)s min."),
                {"most": LONGEST_STRETCH},
            ),
            row=_passing(meeting, runs[0]) if runs[0] else None,
        )
        return
    for run in runs:
        minutes = sum(row.minutes for row in run)
        if minutes > LONGEST_STRETCH:
            yield found(
                "R13",
                Message(
                    gettext_noop("%(minutes)s min pass without a break of %(least)s min."),
                    {"minutes": minutes, "least": BREAK_MINUTES},
                ),
                Message(gettext_noop("Put a break before this row, or split it around the break.")),
                row=_passing(meeting, run),
            )


def _passing(meeting: Meeting, run: list[Row]) -> str:
    """Return the row in which the longest time without a break is over, else the last."""
    begin = meeting.clock[run[0].id].start
    late = (row.id for row in run if meeting.clock[row.id].end - begin > LONGEST_STRETCH)
    return next(late, run[-1].id)
