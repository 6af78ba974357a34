"""From people to CSV that spreadsheets open well and `read_people` reads back."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping

from xblocks.core.people import Role
from xblocks.core.topics import Topic
from xblocks.roster.domain.entries import Company, District, Entry
from xblocks.roster.domain.words import (
    COLUMNS,
    GERMAN_HEADINGS,
    GERMAN_ROLES,
    GERMAN_TOPICS,
    SEPARATOR,
    Column,
)

_FORMULA = re.compile(r"^'*[=+\-@\t\r]")

_EXAMPLES = (
    ("mira.beispiel@example.org", "Mira Beispiel", (Role.TRAINEE,), "Muster GmbH", (), ()),
    ("timo.beispiel@example.org", "Timo Beispiel", (Role.TRAINER,), "", ("Nord", "Mitte"), ()),
    (
        "jo.beispiel@example.org",
        "Jo Beispiel",
        (Role.EXPERT,),
        "",
        ("Nord",),
        (Topic.LAW, Topic.FUNDING),
    ),
)


def write_csv(
    entries: Iterable[Entry],
    companies: Mapping[str, Company],
    districts: Mapping[str, District],
    *,
    german: bool = False,
) -> bytes:
    """Return CSV with BOM, semicolons and CRLF, as spreadsheets expect it.

    Cells that a spreadsheet would run as a formula get an apostrophe in front.
    """
    rows = []
    for entry in entries:
        company = companies[entry.company] if entry.company else None
        own = districts[company.district] if company else None
        rows.append(
            {
                Column.EMAIL: entry.email,
                Column.NAME: entry.name,
                Column.ROLES: _roles(entry.roles, german=german),
                Column.COMPANY: company.name if company else "",
                Column.DISTRICT: own.name if own else "",
                Column.TOPICS: _topics(entry.topics, german=german),
                Column.DISTRICTS: _joined(districts[key].name for key in entry.districts),
                Column.STATES: _joined(own.states) if own else "",
            }
        )
    return _written(rows, german=german)


def template_csv(*, german: bool = False) -> bytes:
    """Return a file with the headings and an example of each kind of person."""
    rows = [
        {
            Column.EMAIL: email,
            Column.NAME: name,
            Column.ROLES: _roles(roles, german=german),
            Column.COMPANY: company,
            Column.DISTRICT: "Nord" if company else "",
            Column.TOPICS: _topics(topics, german=german),
            Column.DISTRICTS: _joined(districts),
            Column.STATES: "SH|HH" if company else "",
        }
        for email, name, roles, company, districts, topics in _EXAMPLES
    ]
    return _written(rows, german=german)


def _roles(roles: Iterable[Role], *, german: bool) -> str:
    return SEPARATOR.join(
        GERMAN_ROLES[role] if german else role.value for role in Role if role in set(roles)
    )


def _topics(topics: Iterable[Topic], *, german: bool) -> str:
    return SEPARATOR.join(
        GERMAN_TOPICS[topic] if german else topic.value for topic in Topic if topic in set(topics)
    )


def _joined(names: Iterable[str]) -> str:
    return SEPARATOR.join(sorted(names))


def _written(rows: Iterable[Mapping[Column, str]], *, german: bool) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(GERMAN_HEADINGS[column] if german else column.value for column in COLUMNS)
    writer.writerows([_guarded(row[column]) for column in COLUMNS] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _guarded(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell
