"""Lists of people that are right, for Hypothesis."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from hypothesis import strategies as st

from xblocks.core.people import Role
from xblocks.core.topics import Topic
from xblocks.roster.domain import Company, District, Entry, key_of, text_problem, tidy

STATES = ("BW", "BY", "HH", "SH")


def _usable(name: str) -> bool:
    return bool(key_of(name)) and text_problem(name) is None


names = (
    st.one_of(
        st.text(min_size=1, max_size=30).map(tidy),
        st.sampled_from(["Özlem Ünal", "=1+1 Leiser", "-Nord", "@ctme", "O'Neil", 'Die "Rote"']),
        st.sampled_from(["'=quoted", "''=twice", "'Apostroph", "Łukasz; Nowak", "Straße, Süd"]),
    )
    .map(tidy)
    .filter(_usable)
)


@dataclass(frozen=True)
class Listing:
    """A list that is right: its people, and every company and district by key."""

    entries: tuple[Entry, ...]
    companies: dict[str, Company]
    districts: dict[str, District]


@st.composite
def listings(draw: st.DrawFn) -> Listing:
    """Draw up to eight people with every mixture of roles."""
    district_names = draw(st.lists(names, min_size=1, max_size=3, unique_by=key_of))
    company_names = draw(st.lists(names, min_size=1, max_size=3, unique_by=key_of))
    states = st.frozensets(st.sampled_from(STATES), max_size=2)
    districts = {key_of(name): District(name, draw(states)) for name in district_names}
    keys = st.sampled_from(sorted(districts))
    companies = {key_of(name): Company(name, draw(keys)) for name in company_names}
    count = draw(st.integers(0, 8))
    entries = tuple(_entry(draw, number, companies, districts) for number in range(count))
    return _named_only(entries, companies, districts)


def _entry(
    draw: st.DrawFn, number: int, companies: dict[str, Company], districts: dict[str, District]
) -> Entry:
    roles = draw(st.frozensets(st.sampled_from(Role), min_size=1, max_size=3))
    places = st.frozensets(st.sampled_from(sorted(districts)), min_size=1)
    topics = st.frozensets(st.sampled_from(Topic), min_size=1)
    return Entry(
        email=f"person{number}.{draw(st.sampled_from(['a', 'b', 'x-y']))}@example.org",
        name=draw(names),
        roles=roles,
        company=draw(st.sampled_from(sorted(companies))) if Role.TRAINEE in roles else None,
        districts=draw(places) if roles & {Role.TRAINER, Role.EXPERT} else frozenset(),
        topics=draw(topics) if Role.EXPERT in roles else frozenset(),
    )


def _named_only(
    entries: tuple[Entry, ...], companies: dict[str, Company], districts: dict[str, District]
) -> Listing:
    """Leave out what no line of a file could name, and the states no line could state."""
    used = {key: companies[key] for entry in entries if (key := entry.company)}
    homes = {company.district for company in used.values()}
    named = homes | {key for entry in entries for key in entry.districts}
    kept = {key: districts[key] if key in homes else District(districts[key].name) for key in named}
    return Listing(entries, used, kept)


def rewritten(data: bytes, delimiter: str, newline: str, *, bom: bool) -> bytes:
    """Write the same cells in another dialect."""
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";")
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=newline).writerows(rows)
    return text.getvalue().encode("utf-8-sig" if bom else "utf-8")
