"""Who was there: one sheet for a district and a day, noted by those who look after it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from xblocks.core.errors import BadRequest, NotFound
from xblocks.core.people import Actor, Role
from xblocks.core.permissions import Action, require, require_own_hand
from xblocks.dossier.domain import DAYS
from xblocks.dossier.records import AttendanceNote
from xblocks.dossier.refusals import NotOnSheet, SheetChanged
from xblocks.grading.reach import names_of, seen_districts
from xblocks.host.tables import BEGINNING, csv_line
from xblocks.roster.domain import key_of
from xblocks.roster.records import District, Person

MOST_NAMED = 5
"""How many names a refusal tells."""


@dataclass(frozen=True)
class Noted:
    """A note about one person and day; `by` is empty when the one who noted is gone."""

    there: bool
    by: str
    at: datetime


@dataclass(frozen=True)
class Row:
    """A trainee on the sheet. `notes` are those of the day, the newest first."""

    person_id: int
    name: str
    company: str
    notes: tuple[Noted, ...]

    @property
    def there(self) -> bool | None:
        """Whether the person was there; None as long as nobody noted it."""
        return self.notes[0].there if self.notes else None


@dataclass(frozen=True)
class DayCount:
    """How many of a district were there on a day, and of how many it is noted."""

    day: int
    there: int
    noted: int


@dataclass(frozen=True)
class Sheet:
    """A district on one day."""

    district: District
    day: int
    rows: tuple[Row, ...]
    counts: tuple[DayCount, ...]


def districts(actor: Actor) -> list[District]:
    """Return the districts whose days the person notes: coordinators all, trainers their own."""
    require(actor, Action.NOTE_ATTENDANCE)
    found = District.objects.filter(pk__in=seen_districts(actor), course_key=actor.course_key)
    return list(found.order_by("key"))


def sheet(actor: Actor, district: District, day: int) -> Sheet:
    """Return a day of a district of `districts`. Nobody stands on the sheet they note on."""
    require(actor, Action.NOTE_ATTENDANCE)
    people = _people(actor, district)
    notes = _notes(person.pk for person in people)
    todays = {person.pk: notes.get((person.pk, day), []) for person in people}
    names = names_of(
        actor.course_key, [note.noted_by_id for found in todays.values() for note in found]
    )
    return Sheet(
        district=district,
        day=day,
        rows=tuple(
            Row(
                person.pk,
                person.name,
                person.company.name,
                tuple(
                    Noted(note.there, names.get(note.noted_by_id, ""), note.noted_at)
                    for note in reversed(todays[person.pk])
                ),
            )
            for person in people
        ),
        counts=tuple(_count(people, notes, each) for each in range(1, DAYS + 1)),
    )


@transaction.atomic
def save(
    actor: Actor,
    district: District,
    day: int,
    there: Collection[int],
    seen: Mapping[int, int],
    now: datetime,
) -> int:
    """Note a day for everybody the page showed, and return how many notes are new.

    `there` are the ids of those who were there, `seen` how many notes there were about each when
    the page was made. What has not changed is not noted again. Raises `NotFound` for a day or a
    person that does not stand on the sheet, `SheetChanged` when somebody else was faster.
    """
    require_own_hand(actor, Action.NOTE_ATTENDANCE)
    if not 1 <= day <= DAYS:
        raise NotFound
    people = {person.pk for person in _people(actor, district)}
    if not set(seen) <= people:
        raise NotFound
    notes = _notes(people)
    fresh = []
    for person_id, count in seen.items():
        known = notes.get((person_id, day), [])
        if len(known) != count:
            raise SheetChanged
        is_there = person_id in there
        if not known or known[-1].there is not is_there:
            fresh.append(
                AttendanceNote(
                    person_id=person_id,
                    day=day,
                    number=count + 1,
                    there=is_there,
                    noted_by_id=actor.user_id,
                    noted_at=now,
                )
            )
    try:
        with transaction.atomic():
            AttendanceNote.objects.bulk_create(fresh)
    except IntegrityError:
        raise SheetChanged from None
    return len(fresh)


def found_in(actor: Actor, district: District, text: str) -> frozenset[int]:
    """Return the ids of those a pasted list names: a name or an address a line.

    Whatever stands after the first semicolon, tab or comma of a line is left out. Raises
    `NotOnSheet` when a line is nobody's, or could be several people's.
    """
    require(actor, Action.NOTE_ATTENDANCE)
    known: dict[str, list[int]] = {}
    for person in _people(actor, district):
        for word in {key_of(person.name), person.email.lower()}:
            known.setdefault(word, []).append(person.pk)
    found: set[int] = set()
    unknown: list[str] = []
    for line in text.splitlines():
        word = line.replace("\t", ";").replace(",", ";").partition(";")[0].strip().strip('"')
        ids = known.get(word.lower()) or known.get(key_of(word)) or []
        if word and len(ids) != 1:
            unknown.append(word[:80])
        found.update(ids)
    if unknown:
        rest = ["…"] if len(unknown) > MOST_NAMED else []
        raise NotOnSheet(names=", ".join([*unknown[:MOST_NAMED], *rest]))
    return frozenset(found)


def table(actor: Actor, district: District, headings: Sequence[str], words: Sequence[str]) -> str:
    """Return all days of a district as CSV.

    `headings` are those of name, company and a day (with ``%s``); `words` tell that somebody was
    there, was not, or that nothing is noted.
    """
    require(actor, Action.NOTE_ATTENDANCE)
    if len(headings) != 3 or len(words) != 3:
        raise BadRequest
    people = _people(actor, district)
    notes = _notes(person.pk for person in people)
    name, company, day = headings
    lines = [csv_line([name, company, *(day % number for number in range(1, DAYS + 1))])]
    for person in people:
        cells = [_word(notes.get((person.pk, number), []), words) for number in range(1, DAYS + 1)]
        lines.append(csv_line([person.name, person.company.name, *cells]))
    return BEGINNING + "".join(lines)


def _word(notes: Sequence[AttendanceNote], words: Sequence[str]) -> str:
    yes, no, nothing = words
    if not notes:
        return nothing
    return yes if notes[-1].there else no


def _people(actor: Actor, district: District) -> list[Person]:
    """Return the trainees of a district who take part, without the one who asks."""
    found = Person.objects.filter(
        course_key=actor.course_key,
        company__district=district,
        roles__role=Role.TRAINEE,
        left_at=None,
    )
    return list(
        found.exclude(pk=actor.person_id).select_related("company").order_by("search_text", "pk")
    )


def _notes(people: Iterable[int]) -> dict[tuple[int, int], list[AttendanceNote]]:
    """Return all notes about people by person and day, the oldest first."""
    found: dict[tuple[int, int], list[AttendanceNote]] = {}
    rows = AttendanceNote.objects.filter(person__in=list(people)).order_by("number")
    for note in rows:
        found.setdefault((note.person_id, note.day), []).append(note)
    return found


def _count(
    people: Sequence[Person], notes: Mapping[tuple[int, int], Sequence[AttendanceNote]], day: int
) -> DayCount:
    last = [found[-1] for person in people if (found := notes.get((person.pk, day)))]
    return DayCount(day, sum(note.there for note in last), len(last))
