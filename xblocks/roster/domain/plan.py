"""What a file would change on the list, before anything is changed."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from xblocks.core.people import Role
from xblocks.core.text import Message, gettext_noop
from xblocks.roster.domain.entries import Company, District, Entry, People, Problem
from xblocks.roster.domain.words import Column


class ChangeKind(StrEnum):
    """What happens to a person."""

    CREATE = "create"
    UPDATE = "update"
    RETURN = "return"
    LEAVE = "leave"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Known:
    """A person as the list has them now. `account_email` is the linked account's, in small letters.

    `protected` marks the person who acts: nobody takes the list out of their own hands.
    """

    person_id: int
    entry: Entry
    account_email: str = ""
    left: bool = False
    protected: bool = False


@dataclass(frozen=True)
class State:
    """The list of one course as it stands; companies and districts by key."""

    people: tuple[Known, ...] = ()
    companies: Mapping[str, Company] = field(default_factory=dict)
    districts: Mapping[str, District] = field(default_factory=dict)


@dataclass(frozen=True)
class Change:
    """What happens to one person: `entry` is how they will stand, `before` how they stood.

    `fields` names what differs (`Column`), for people who stay.
    """

    kind: ChangeKind
    entry: Entry
    person_id: int | None = None
    before: Entry | None = None
    line: int | None = None
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """All that would happen, or all that is in the way (`problems`); then nothing happens.

    `missing` are the people who take part and are not in the file.
    """

    changes: tuple[Change, ...] = ()
    companies: Mapping[str, Company] = field(default_factory=dict)
    districts: Mapping[str, District] = field(default_factory=dict)
    missing: tuple[Known, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def counts(self) -> dict[ChangeKind, int]:
        """How many people each kind of change concerns."""
        found = Counter(change.kind for change in self.changes)
        return {kind: found[kind] for kind in ChangeKind}

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return (
            not self.companies
            and not self.districts
            and all(change.kind is ChangeKind.UNCHANGED for change in self.changes)
        )

    @property
    def fingerprint(self) -> str:
        """16 hex digits that change when anything else would happen, or to other people."""
        steps = [
            repr((change.kind, change.person_id, _plain(change.before), _plain(change.entry)))
            for change in self.changes
        ]
        steps.append(repr([known.person_id for known in self.missing]))
        places = [repr((key, company)) for key, company in sorted(self.companies.items())]
        for key, district in sorted(self.districts.items()):
            places.append(repr((key, district.name, sorted(district.states))))
        return hashlib.sha256("\n".join(steps + places).encode()).hexdigest()[:16]


def plan(people: People, state: State, *, missing_leave: bool = False) -> Plan:
    """Compare a file with the list.

    People are recognised by their address, else by the address of the account linked to them: an
    account keeps its person when its address changes. Nobody is dropped; who is not in the file
    is listed as missing, and with `missing_leave` marked as having left.
    """
    if people.problems:
        return Plan(problems=people.problems)
    by_email = {known.entry.email: known for known in state.people}
    by_account = {known.account_email: known for known in state.people if known.account_email}
    in_file = {entry.email for _line, entry in people.entries}
    changes, problems, seen = [], [], set()
    for line, entry in people.entries:
        known = by_email.get(entry.email) or by_account.get(entry.email)
        if known and known.entry.email != entry.email and known.entry.email in in_file:
            known = None  # the file has a line of its own for the person behind the account
        if known:
            seen.add(known.person_id)
            problems += _own_hands(known, entry, line)
        changes.append(change_of(entry, known, line))
    missing = tuple(
        known for known in state.people if known.person_id not in seen and not known.left
    )
    if missing_leave:
        changes += [_leave(known) for known in missing if not known.protected]
        missing = tuple(known for known in missing if known.protected)
    if problems:
        return Plan(problems=tuple(problems))
    return Plan(
        tuple(changes),
        {key: new for key, new in people.companies.items() if state.companies.get(key) != new},
        {key: new for key, new in people.districts.items() if state.districts.get(key) != new},
        missing,
    )


def differences(before: Entry, after: Entry) -> tuple[str, ...]:
    """Return the columns in which two entries differ."""
    pairs = {
        Column.EMAIL: (before.email, after.email),
        Column.NAME: (before.name, after.name),
        Column.ROLES: (before.roles, after.roles),
        Column.COMPANY: (before.company, after.company),
        Column.DISTRICTS: (before.districts, after.districts),
        Column.TOPICS: (before.topics, after.topics),
    }
    return tuple(column for column, (old, new) in pairs.items() if old != new)


def own_hands_problem(protected: bool, roles: frozenset[Role]) -> Message | None:  # noqa: FBT001
    """Return the refusal when coordinators would take the list out of their own hands."""
    if protected and Role.COORDINATOR not in roles:
        return Message(
            gettext_noop(
                "You cannot take the role of coordinator from yourself. "
                "Ask another coordinator to do it."
            )
        )
    return None


def _own_hands(known: Known, entry: Entry, line: int) -> list[Problem]:
    message = own_hands_problem(known.protected, entry.roles)
    return [Problem(line, Column.ROLES, message)] if message else []


def change_of(entry: Entry, known: Known | None, line: int | None = None) -> Change:
    """Return what becomes of a person (None: not on the list yet) when `entry` holds."""
    if known is None:
        return Change(ChangeKind.CREATE, entry, line=line)
    fields = differences(known.entry, entry)
    kind = ChangeKind.UPDATE if fields else ChangeKind.UNCHANGED
    if known.left:
        kind = ChangeKind.RETURN
    return Change(kind, entry, known.person_id, known.entry, line, fields)


def _leave(known: Known) -> Change:
    return Change(ChangeKind.LEAVE, known.entry, known.person_id, known.entry)


def _plain(entry: Entry | None) -> tuple[object, ...]:
    """Return the entry with its sets in order, so that it prints the same everywhere."""
    if entry is None:
        return ()
    return (
        entry.email,
        entry.name,
        sorted(entry.roles),
        entry.company,
        sorted(entry.districts),
        sorted(entry.topics),
    )
