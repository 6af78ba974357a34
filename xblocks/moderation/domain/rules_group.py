"""Rules about the people in the room and what they have at hand (`3.8 R07 R15 R16`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xblocks.core.text import Message, gettext_noop
from xblocks.moderation.domain.catalogue import CATALOGUE, PHASES, Method, for_phase
from xblocks.moderation.domain.finding import Finding, charged_once, found
from xblocks.moderation.domain.meeting import Meeting
from xblocks.moderation.planned import FORMS, Row

CARDS_EACH: Final = 3


def method_fits_group(meeting: Meeting) -> Iterator[Finding]:
    """R07: the group is neither too small nor too large; above 24 cards are written in pairs."""
    for row in meeting.phased:
        method = CATALOGUE[row.method] if row.method else None
        if method is None or method.fits_group(meeting.participants, row.form):
            continue
        what = gettext_noop(
            "“%(method)s” suits %(smallest)s to %(largest)s people; this group has %(people)s."
        )
        params = {
            "method": method.name,
            "smallest": method.smallest,
            "largest": method.largest,
            "people": meeting.participants,
        }
        form = method.form_for(meeting.participants)
        yield found(
            "R07",
            Message(what, params),
            _other_form(form) if form else _other_method(row, meeting),
            row=row.id,
            field="form" if form else "method",
        )


def _other_form(form: str) -> Message:
    text = gettext_noop("Do it %(form)s: choose that under “How the group works”.")
    return Message(text, {"form": Message(FORMS[form])})


def _other_method(row: Row, meeting: Meeting) -> Message:
    phase = next(each for each in PHASES if each == row.phase)
    others = tuple(each.name for each in for_phase(phase, meeting.participants))
    if not others:
        return Message(gettext_noop("Divide the group, for example into two rooms."))
    text = gettext_noop("For this group these fit: %(methods)s.")
    return Message(text, {"methods": others})


def nobody_stands_alone(meeting: Meeting) -> Iterator[Finding]:
    """R15: with a superior in the room or a delicate topic people can answer without standing up.

    Cards and dots do that, and whatever each does alone.
    """
    scenario = meeting.scenario
    if not (scenario.hierarchy or scenario.sensitive) or any(map(_protects, meeting.phased)):
        return
    if scenario.hierarchy:
        what = gettext_noop("A superior is in the room, and everybody has to speak openly.")
    else:
        what = gettext_noop("The topic is delicate, and everybody has to speak openly.")
    names = tuple(each.name for each in CATALOGUE.values() if each.protects)
    way = gettext_noop(
        "Use hidden cards or dots at least once: %(methods)s. Or let each work alone."
    )
    yield found("R15", Message(what), Message(way, {"methods": names}), field="method")


def _protects(row: Row) -> bool:
    return row.form == "alone" or (row.method is not None and CATALOGUE[row.method].protects)


def material_suffices(meeting: Meeting) -> Iterator[Finding]:
    """R16: three cards for each person at a card query, and all the dots they are to put.

    Both are used up: later queries need theirs as well. The parts of a split method count once.
    """
    yield from charged_once([*_cards(meeting), *_dots(meeting)])


def _cards(meeting: Meeting) -> Iterator[Finding]:
    needed = 0
    for row in meeting.phased:
        if row.method == "KAR" and not row.continues:
            needed += CARDS_EACH * meeting.participants
            if needed > meeting.scenario.cards:
                what = gettext_noop(
                    "Three cards for each person make %(needed)s cards; there are %(there)s."
                )
                way = gettext_noop(
                    "Ask for fewer cards with another method, or get %(more)s cards more."
                )
                yield _short(row, what, way, needed, meeting.scenario.cards, "method")
                return


def _dots(meeting: Meeting) -> Iterator[Finding]:
    needed = 0
    for row in meeting.phased:
        method = CATALOGUE[row.method] if row.method else None
        if method is None or row.continues:
            continue
        if method.code == "MPA" and row.dots is None:
            yield found(
                "R16",
                Message(gettext_noop("It is not said how many dots each person gets.")),
                Message(
                    gettext_noop(
                        "Enter it: half as many as there are topics, at most two on one topic."
                    )
                ),
                row=row.id,
                field="dots",
            )
        before, needed = needed, needed + _each(row, method) * meeting.participants
        if before <= meeting.scenario.dots < needed:
            what = gettext_noop("Up to here %(needed)s dots are needed; there are %(there)s.")
            way = gettext_noop("Give each person fewer dots, or get %(more)s dots more.")
            yield _short(row, what, way, needed, meeting.scenario.dots, "dots")


def _each(row: Row, method: Method) -> int:
    return max(row.dots or 0, method.dots)


def _short(row: Row, what: str, way: str, needed: int, there: int, field: str) -> Finding:
    return found(
        "R16",
        Message(what, {"needed": needed, "there": there}),
        Message(way, {"more": needed - there}),
        row=row.id,
        field=field,
    )
