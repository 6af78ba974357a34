"""The rule about measures: what, who, by when, how it is recognised (`3.8 R10`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from xblocks.core.text import Message, gettext_noop
from xblocks.moderation.domain.finding import Finding, found
from xblocks.moderation.domain.meeting import Meeting
from xblocks.moderation.domain.written import Measure

MISSING: Final = 1
"""What a single field costs that is missing or cannot be kept to."""

_SEVERAL = re.compile(r"\w\s*(?:[;&+]|\s/\s|\b(?:und|and|oder|or|u\.|sowie)\s)\s*\w", re.IGNORECASE)
_ALL_OR_NOBODY: Final = (
    r"wir|alle|jede\w*|man|jemand|niemand|offen|(?:(?:das|unser|ganze) )*team|(?:die )?gruppe",
    r"we|all|everybody|everyone|anybody|somebody|someone|nobody|(?:(?:the|our|whole) )*team",
    r"(?:the )?group|tbd|n\.? ?n\.?|(?:wir|alle|all) .*",
)
_NOBODY = re.compile(rf"\W*(?:{'|'.join(_ALL_OR_NOBODY)})?\W*", re.IGNORECASE)


def measures_are_complete(meeting: Meeting) -> Iterator[Finding]:
    """R10: there is a measure, and each has what, one person, a date to come and a sign."""
    measures = [(at, each) for at, each in enumerate(meeting.measures) if not each.empty]
    rows = meeting.of_phase("P5")
    if not measures:
        yield found(
            "R10",
            Message(gettext_noop("No measure is agreed on.")),
            Message(
                gettext_noop(
                    "Write down at least one: what, who, by when, and how you recognise that it "
                    "is done."
                )
            ),
            row=rows[0].id if rows else None,
            field="measures",
        )
    for place, measure in measures:
        for field, what, way in _wrong(measure, meeting.today):
            yield Finding(
                "R10",
                "error",
                MISSING,
                Message(
                    gettext_noop("Measure %(number)s: %(what)s"),
                    {"number": place + 1, "what": Message(what)},
                ),
                Message(way),
                field=field,
                measure=place,
            )


def _wrong(measure: Measure, today: date) -> Iterator[tuple[str, str, str]]:
    """Yield the fields that are wrong, what is wrong with each, and the way out."""
    if not measure.what:
        yield (
            "what",
            gettext_noop("It is not said what is to be done."),
            gettext_noop("Write what somebody does, with a verb."),
        )
    if _NOBODY.fullmatch(measure.who):
        yield (
            "who",
            gettext_noop("Nobody is responsible."),
            gettext_noop("Enter one person. When all are responsible, nobody is."),
        )
    elif _SEVERAL.search(measure.who):
        yield (
            "who",
            gettext_noop("Several are responsible."),
            gettext_noop("Enter one person only; others may help."),
        )
    if measure.by is None:
        yield (
            "by",
            gettext_noop("There is no date."),
            gettext_noop("Enter the day by which it is done."),
        )
    elif measure.by <= today:
        yield (
            "by",
            gettext_noop("The date is over."),
            gettext_noop("Enter a day that is still to come."),
        )
    if not measure.sign:
        yield (
            "sign",
            gettext_noop("It is not said how you recognise that it is done."),
            gettext_noop("Write what everybody can see or count then."),
        )
