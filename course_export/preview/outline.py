"""How far one person is in the course, and what comes next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from importlib.metadata import entry_points

from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest

from course_export.preview.access import Reader, reader_of
from course_export.preview.block_types import CONTRIB
from course_export.preview.course import Course, Entry, Part, Section, Unit
from course_export.preview.gradebook import Report, reports
from course_export.preview.loaded import current
from course_export.preview.models import Completion, Visit
from course_export.preview.rules import Gate
from xblocks.core.errors import NotAllowed, NotFound
from xblocks.core.text import gettext_noop

NOTHING_TO_DO = frozenset({"discussion"})
"""Block types the platform leaves out when it looks whether a unit is done."""

NOBODY = 0
"""Whose points are asked for when nobody is signed in; no account has this number."""


class NotOpenYet(NotAllowed):
    """The day of a block has not come, or something else must be done before."""

    code = "not_open_yet"
    sentence = gettext_noop("This is not open yet. The plan of the course says what comes first.")


@dataclass(frozen=True)
class Lock:
    """Why a section or unit is not open yet: its day has not come, or something comes first.

    `first` is what to do before, with percent of points and steps; `lead` a step to go on with.
    """

    opens: datetime | None = None
    first: Gate | None = None
    lead: Unit | None = None


@dataclass
class Standing:
    """What one person has done. `shares` maps usage keys to 0–1, `visited` names the last unit.

    `user_id` is None when nobody is signed in.
    """

    reader: Reader
    user_id: int | None
    shares: dict[str, float]
    visited: str = ""

    @property
    def course(self) -> Course:
        """The course."""
        return self.reader.course

    @cached_property
    def units(self) -> list[Unit]:
        """Every unit the person knows of, in order."""
        return list(self._shown(self.course.units.values()))

    def parts(self) -> list[Part]:
        """Return the parts the person knows of."""
        return [part for part in self.course.parts if self.reader.shows(part.entry)]

    def sections_of(self, part: Part) -> list[Section]:
        """Return the sections the person knows of."""
        return [section for section in part.sections if self.reader.shows(section.entry)]

    def units_of(self, section: Section) -> list[Unit]:
        """Return the units of a section the person knows of."""
        return list(self._shown(section.units))

    def blocks_of(self, unit: Unit) -> list[Entry]:
        """Return the blocks of a unit the person knows of."""
        return [block for block in unit.blocks if self.reader.shows(block)]

    def neighbour(self, unit: Unit, *, after: bool) -> Unit | None:
        """Return the next unit the person knows of, or the one before."""
        found = unit.after if after else unit.before
        while found and not self.reader.shows(found.entry):
            found = found.after if after else found.before
        return found

    def is_done(self, unit: Unit) -> bool:
        """Whether everything in the unit that can be done is done."""
        shares = self._shares_in(unit)
        return bool(shares) and min(shares) >= 1.0

    def done_in(self, part: Part) -> int:
        """Return how many units of the part are done."""
        return sum(self.is_done(unit) for unit in self.units if unit.section.part is part)

    def all_in(self, part: Part) -> int:
        """Return how many units of the part the person knows of."""
        return sum(unit.section.part is part for unit in self.units)

    @property
    def done(self) -> int:
        """Return how many units of the course are done."""
        return sum(self.is_done(unit) for unit in self.units)

    @cached_property
    def next_unit(self) -> Unit | None:
        """Where to go on: the last visited unit while it is to do, else the next one that is.

        One that is locked comes only when there is nothing else to do.
        """
        names = [unit.entry.name for unit in self.units]
        start = names.index(self.visited) if self.visited in names else 0
        to_do = [unit for unit in self.units[start:] + self.units[:start] if not self.is_done(unit)]
        open_now = (unit for unit in to_do if not self.lock(unit))
        return next(open_now, None) or next(iter(to_do), None)

    def lock(self, place: Unit | Section) -> Lock | None:
        """Return why the person cannot go there yet; None when it is open."""
        opens = self.reader.opens(place.entry)
        if opens:
            return Lock(opens=opens)
        section = place.section if isinstance(place, Unit) else place
        gate = self.course.gates.get(section.entry)
        if gate is None or self.reader.sees_all or self._is_passed(gate):
            return None
        ahead = self.units_of(gate.section)
        lead = next((unit for unit in ahead if not self.is_done(unit)), None)
        return Lock(first=gate, lead=lead or next(iter(ahead), None))

    def gate(self, section: Section) -> Gate | None:
        """Return what others must do before the section, for those who need not."""
        return self.course.gates.get(section.entry) if self.reader.sees_all else None

    def _is_passed(self, gate: Gate) -> bool:
        shares = [share for unit in gate.section.units for share in self._shares_in(unit)]
        done = 100 * sum(shares) / len(shares) if shares else 0.0
        return done >= gate.completion and (not gate.score or self._score(gate) >= gate.score)

    def _score(self, gate: Gate) -> float:
        """Percent of the points; a section that does not count for a grade brings none."""
        results = self.report.results
        return next((100 * each.share for each in results if each.section is gate.section), 0.0)

    @cached_property
    def report(self) -> Report:
        """The person's points."""
        user_id = self.user_id or NOBODY
        return reports(self.course, [user_id], self.reader.shows)[user_id]

    def _shares_in(self, unit: Unit) -> list[float]:
        return [
            self.shares.get(str(block.key), 0.0) for block in self.blocks_of(unit) if counts(block)
        ]

    def _shown(self, units: Iterable[Unit]) -> Iterator[Unit]:
        return (unit for unit in units if self.reader.shows(unit.entry))


def standing_of(request: HttpRequest) -> Standing:
    """Read what the person has done in the course: two statements."""
    reader = reader_of(request)
    return standing_for(reader, request.user)


def standing_for(reader: Reader, user: User | AnonymousUser) -> Standing:
    """Read what the reader, whose account is `user`, has done."""
    if not user.is_authenticated:
        return Standing(reader, None, {})
    rows = Completion.objects.filter(user=user).values_list("usage_key", "share")
    visit = Visit.objects.filter(user=user, course_key=str(reader.course.key)).values_list("unit")
    return Standing(reader, user.pk, dict(rows), next((unit for (unit,) in visit), ""))


def require_open(request: HttpRequest, entry: Entry | None) -> None:
    """Refuse a block that the person may not see, or not yet; nothing is asked about others.

    Raises `NotFound` and `NotOpenYet`.
    """
    course = current()
    if entry is None or not course.is_limited(entry):
        return
    reader = reader_of(request)
    if not reader.shows(entry):
        raise NotFound
    unit = course.unit_of.get(str(entry.key))
    if reader.opens(entry) or (unit and standing_of(request).lock(unit)):
        raise NotOpenYet


def counts(entry: Entry) -> bool:
    """Whether the block can be done at all."""
    return entry.tag not in NOTHING_TO_DO and entry.tag in playable()


@cache
def playable() -> frozenset[str]:
    """Return the tags something is installed for, without importing it."""
    return frozenset(entry_points(group="xblock.v1").names) | CONTRIB.keys()
