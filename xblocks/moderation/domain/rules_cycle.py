"""Rules about the cycle: its phases, their order, what each needs (`3.8 R01 R02 R05 R06 R14`).

What is missing altogether is told by R01 alone: no other rule here speaks of a phase that is not
there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from xblocks.core.text import Message, gettext_noop
from xblocks.moderation.domain.catalogue import CATALOGUE, PHASES, Phase, for_phase
from xblocks.moderation.domain.finding import Finding, charged_once, found
from xblocks.moderation.domain.meeting import Meeting
from xblocks.moderation.domain.naming import named
from xblocks.moderation.planned import Row

FRAME: Final = {
    "goal": (
        gettext_noop("goal"),
        r"ziel(?!scheibe|gruppe)|\bgoals?\b|\baims?\b|\bobjectives?\b|\bpurpose\b",
    ),
    "procedure": (
        gettext_noop("procedure"),
        r"ablauf|tagesordnung|programm|agenda|\bprocedure\b|\bschedule\b|\bprogramme?\b|\bsteps\b",
    ),
    "time": (gettext_noop("time"), r"\bzeit|\bdauer\b|endzeit|\btimes?\b|\btiming\b|\bduration\b"),
    "rules": (gettext_noop("rules"), r"regeln\b|\brules?\b|\bground rules\b"),
}
"""What an opening names, and by which words it is recognised in German and English."""

ENOUGH_OF_THE_FRAME: Final = 3
_RECOGNISED: Final = {name: re.compile(words, re.IGNORECASE) for name, (_, words) in FRAME.items()}
_VISIBLE: Final[tuple[Phase, ...]] = ("P2", "P3", "P5")
_LOOP_FROM: Final = ("P3", "P4")
_LOOP_TO: Final = ("P2", "P3")


def all_phases_are_there(meeting: Meeting) -> Iterator[Finding]:
    """R01: each of the six phases stands in the plan at least once."""
    for phase in PHASES:
        if phase not in meeting.taken:
            yield found(
                "R01",
                Message(gettext_noop("The phase %(phase)s is missing."), {"phase": named(phase)}),
                Message(
                    gettext_noop("Add a row for it. Methods that fit: %(methods)s."),
                    {"methods": _fitting(phase, meeting)},
                ),
                field="phase",
            )


def phases_in_order(meeting: Meeting) -> Iterator[Finding]:
    """R02: the phases follow each other; from P3 and P4 a plan may go back to what was there."""
    yield from charged_once(_out_of_order(meeting))


def _out_of_order(meeting: Meeting) -> Iterator[Finding]:
    met: set[str] = set()
    for before, row in pairwise(meeting.phased):
        met.add(before.phase)
        loops = before.phase in _LOOP_FROM and row.phase in _LOOP_TO and row.phase in met
        if row.phase < before.phase and not loops:
            yield found(
                "R02",
                Message(
                    gettext_noop("%(phase)s stands after %(before)s."),
                    {"phase": named(row.phase), "before": named(before.phase)},
                ),
                Message(
                    gettext_noop(
                        "Move this row up. Only collecting, choosing and working on topics "
                        "may be gone through again."
                    )
                ),
                row=row.id,
                field="phase",
            )


def opening_frames(meeting: Meeting) -> Iterator[Finding]:
    """R05: the words of the opening name three of goal, procedure, time and rules."""
    rows = meeting.of_phase("P1")
    words = " ".join(f"{row.content} {row.goal} {row.material}" for row in rows)
    missing = [name for name, pattern in _RECOGNISED.items() if not pattern.search(words)]
    if rows and len(FRAME) - len(missing) < ENOUGH_OF_THE_FRAME:
        yield found(
            "R05",
            Message(
                gettext_noop("The opening does not say: %(missing)s."),
                {"missing": tuple(Message(FRAME[name][0]) for name in missing)},
            ),
            Message(
                gettext_noop(
                    "Write into the content of this row what you say about goal, procedure, "
                    "time and rules."
                )
            ),
            row=rows[0].id,
            field="content",
        )


def method_fits_phase(meeting: Meeting) -> Iterator[Finding]:
    """R06: each row of a phase has a method, and one of that phase."""
    for row in meeting.phased:
        if row.method is None:
            what = Message(gettext_noop("This row has no method."))
        elif row.phase not in CATALOGUE[row.method].phases:
            what = _belongs_elsewhere(row)
        else:
            continue
        yield found("R06", what, _choose(row, meeting), row=row.id, field="method")


def phases_are_visible(meeting: Meeting) -> Iterator[Finding]:
    """R14: topics, the choice among them and measures are made visible in at least one row."""
    for phase in _VISIBLE:
        rows = meeting.of_phase(phase)
        if rows and not any(row.visual for row in rows):
            yield found(
                "R14",
                Message(
                    gettext_noop("Nothing is made visible in the phase %(phase)s."),
                    {"phase": named(phase)},
                ),
                Message(
                    gettext_noop(
                        "Plan a pinboard or a flipchart for it and tick “It is made visible”. "
                        "What is not seen gets lost."
                    )
                ),
                row=rows[0].id,
                field="visual",
            )


def _belongs_elsewhere(row: Row) -> Message:
    method = CATALOGUE[row.method] if row.method else None
    text = gettext_noop("“%(method)s” belongs to: %(phases)s, not to %(phase)s.")
    return Message(
        text,
        {
            "method": method.name if method else "",
            "phases": tuple(named(each) for each in (method.phases if method else ())),
            "phase": named(row.phase),
        },
    )


def _choose(row: Row, meeting: Meeting) -> Message:
    phase = next(each for each in PHASES if each == row.phase)
    text = gettext_noop("Choose a method that fits: %(methods)s.")
    return Message(text, {"methods": _fitting(phase, meeting)})


def _fitting(phase: Phase, meeting: Meeting) -> tuple[Message, ...]:
    methods = for_phase(phase, meeting.participants)
    return tuple(each.name for each in methods) or (Message(gettext_noop("none for this group")),)
