"""From cells to people: every faulty line with its number, its column and what to do."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from xblocks.core.text import Message, gettext_noop
from xblocks.roster.domain.entries import (
    Company,
    District,
    Entry,
    People,
    Problem,
    entry_problems,
    key_of,
    text_problem,
    tidy,
)
from xblocks.roster.domain.table import Row, read_table
from xblocks.roster.domain.words import (
    ALL,
    COLUMNS,
    ROLES,
    SEPARATOR,
    STATES,
    TOPICS,
    Column,
    in_words,
    word_key,
)

_Word = TypeVar("_Word", bound=StrEnum)


def read_people(
    data: bytes,
    companies: Mapping[str, Company] | None = None,
    districts: Mapping[str, District] | None = None,
) -> People:
    """Read a roster file, or say everything that is wrong with its lines.

    `companies` and `districts` are those the list has already: a line may name such a company
    without its district, and ``*`` stands for all districts of list and file together.
    Raises `UnreadableRoster` when the file as a whole cannot be read.
    """
    table = read_table(data)
    reader = _Reader(companies or {}, districts or {})
    for row in table.rows:
        reader.read_places(row)
    entries = tuple((row.line, reader.entry(row)) for row in table.rows)
    reader.find_doubles(entries)
    return People(
        entries,
        reader.companies,
        reader.districts,
        tuple(sorted(reader.problems, key=_place)),
    )


def parts_of(cell: str) -> list[str]:
    """Return the values of a cell with several, without empty ones."""
    return [part for part in (tidy(piece) for piece in cell.split(SEPARATOR)) if part]


def _place(problem: Problem) -> tuple[int, int]:
    """Where a problem is, for putting them in the order one reads them."""
    return problem.line or 0, COLUMNS.index(Column(problem.column)) if problem.column else -1


class _Reader:
    """Collects what a file names and what is wrong with it, line by line.

    Two passes: districts and companies first, because a line may count on a later one for them.
    """

    def __init__(
        self, known_companies: Mapping[str, Company], known_districts: Mapping[str, District]
    ) -> None:
        self.known_companies = known_companies
        self.known_districts = known_districts
        self.companies: dict[str, Company] = {}
        self.districts: dict[str, District] = {}
        self.problems: list[Problem] = []
        self._placed: dict[str, int] = {}
        self._stated: dict[str, int] = {}
        self._homeless: dict[str, int] = {}

    def read_places(self, row: Row) -> None:
        """Note the districts and the company a line names."""
        if row.surplus:
            self._add(row, "", gettext_noop("This line has more cells than there are headings."))
        own = self._district(row, Column.DISTRICT, tidy(row[Column.DISTRICT]))
        self._read_states(row, own)
        for name in parts_of(row[Column.DISTRICTS]):
            if name != ALL:
                self._district(row, Column.DISTRICTS, name)
        if company := tidy(row[Column.COMPANY]):
            self._company(row, company, own)

    def entry(self, row: Row) -> Entry:
        """Return the person of a line; what is wrong is among the problems."""
        company = tidy(row[Column.COMPANY])
        company_key = key_of(company) or None
        if company_key and company_key not in self.companies and SEPARATOR not in company:
            self._needs_district(row, company_key)
        districts = {key_of(name) for name in parts_of(row[Column.DISTRICTS]) if name != ALL}
        if ALL in parts_of(row[Column.DISTRICTS]):
            districts |= {*self.known_districts, *self.districts}
        if not company_key and row[Column.DISTRICT]:
            districts.add(key_of(row[Column.DISTRICT]))
        entry = Entry(
            email=tidy(row[Column.EMAIL]).lower(),
            name=tidy(row[Column.NAME]),
            roles=self._words(row, Column.ROLES, ROLES),
            company=company_key,
            districts=frozenset(districts - {""}),
            topics=self._words(row, Column.TOPICS, TOPICS),
        )
        reported = {problem.column for problem in self.problems if problem.line == row.line}
        self.problems += [
            problem for problem in entry_problems(entry, row.line) if problem.column not in reported
        ]
        return entry

    def find_doubles(self, entries: Collection[tuple[int, Entry]]) -> None:
        """An address may stand in one line only: nobody is in two companies."""
        first: dict[str, int] = {}
        for line, entry in entries:
            if entry.email and first.setdefault(entry.email, line) != line:
                text = gettext_noop(
                    "This address is in line %(first)s already. One line per person, "
                    "one company per trainee; several roles go into one cell, separated by |."
                )
                message = Message(text, {"first": first[entry.email]})
                self.problems.append(Problem(line, Column.EMAIL, message))

    def _add(self, row: Row, column: str, text: str, **params: Any) -> None:
        self.problems.append(Problem(row.line, column, Message(text, params)))

    def _words(self, row: Row, column: Column, known: Mapping[str, _Word]) -> frozenset[_Word]:
        words = set()
        for part in parts_of(row[column]):
            word = known.get(word_key(part))
            if word is None:
                self._add(
                    row,
                    column,
                    gettext_noop(
                        "“%(part)s” is not known. Known are: %(known)s. Separate several by |."
                    ),
                    part=part[:80],
                    known=in_words(known.values()),
                )
            else:
                words.add(word)
        return frozenset(words)

    def _name_key(self, row: Row, column: Column, name: str) -> str:
        """Return the key of a name, or nothing when the name cannot be one."""
        if not name:
            return ""
        wrong = text_problem(name)
        key = key_of(name)
        if wrong is None and not key:
            wrong = Message(gettext_noop("“%(name)s” has no letter in it."), {"name": name[:80]})
        if wrong:
            self.problems.append(Problem(row.line, column, wrong))
            return ""
        return key

    def _district(self, row: Row, column: Column, name: str) -> str:
        if name == ALL:
            self._add(row, column, gettext_noop("* goes into the column districts only."))
            return ""
        key = self._name_key(row, column, name)
        if key:
            self.districts.setdefault(key, self.known_districts.get(key) or District(name))
        return key

    def _read_states(self, row: Row, district: str) -> None:
        states = frozenset(part.upper() for part in parts_of(row[Column.STATES]))
        if not states:
            return
        if unknown := sorted(states - set(STATES)):
            self._add(
                row,
                Column.STATES,
                gettext_noop("“%(part)s” is not the code of a federal state. Known: %(known)s."),
                part=unknown[0][:80],
                known=", ".join(STATES),
            )
        elif not district:
            self._add(
                row,
                Column.STATES,
                gettext_noop("Federal states belong to the district of the same line: name it."),
            )
        elif (
            self._stated.setdefault(district, row.line) != row.line
            and self.districts[district].states != states
        ):
            self._add(
                row,
                Column.STATES,
                gettext_noop("Line %(first)s states other federal states for this district."),
                first=self._stated[district],
            )
        else:
            self.districts[district] = District(self.districts[district].name, states)

    def _company(self, row: Row, name: str, district: str) -> None:
        if SEPARATOR in name:
            self._add(
                row, Column.COMPANY, gettext_noop("Name one company only: nobody is in two teams.")
            )
            return
        key = self._name_key(row, Column.COMPANY, name)
        if not key or not district:
            return
        if self._placed.setdefault(key, row.line) != row.line:
            if self.companies[key].district != district:
                self._add(
                    row,
                    Column.DISTRICT,
                    gettext_noop("Line %(first)s has this company in another district."),
                    first=self._placed[key],
                )
            return
        known = self.known_companies.get(key)
        self.companies[key] = Company(known.name if known else name, district)

    def _needs_district(self, row: Row, company: str) -> None:
        """A company named without a district must be on the list already."""
        known = self.known_companies.get(company)
        if known:
            self.companies[company] = known
            self.districts.setdefault(known.district, self.known_districts[known.district])
        elif not any(
            problem.line == row.line and problem.column in {Column.COMPANY, Column.DISTRICT}
            for problem in self.problems
        ):
            self._add(row, Column.DISTRICT, gettext_noop("Name the district of this company."))
