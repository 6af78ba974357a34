"""A plan in words, for the page that shows what a file would change."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from xblocks.roster.domain import Change, ChangeKind, Column, Entry
from xblocks.roster.labels import CHANGE_NAMES, column_name, role_names, topic_names
from xblocks.roster.service import ImportResult

SHOWN_LINES = 500
"""How much of a long list is shown; the counters tell the whole."""


@dataclass(frozen=True)
class ShownChange:
    """One person; `details` are lines like “Company: A → B”."""

    line: int | None
    name: str
    email: str
    details: tuple[str, ...]


@dataclass(frozen=True)
class ShownGroup:
    """All changes of one kind; `rest` counts those that are not listed."""

    kind: ChangeKind
    name: str
    count: int
    changes: tuple[ShownChange, ...]

    @property
    def rest(self) -> int:
        """How many are not listed."""
        return self.count - len(self.changes)


def changes_shown(result: ImportResult) -> list[ShownGroup]:
    """Return who is new, changed or back, by kind."""
    groups = []
    for kind in (ChangeKind.CREATE, ChangeKind.UPDATE, ChangeKind.RETURN):
        changes = [change for change in result.plan.changes if change.kind is kind]
        shown = tuple(_shown(change, result) for change in changes[:SHOWN_LINES])
        if changes:
            groups.append(ShownGroup(kind, str(CHANGE_NAMES[kind]), len(changes), shown))
    return groups


def places_shown(result: ImportResult) -> list[str]:
    """Return a line for every district and company that is new or changed."""
    before, plan = result.before, result.plan
    districts = {**before.districts, **plan.districts}
    lines = []
    for key, district in plan.districts.items():
        params = {"name": district.name, "states": ", ".join(sorted(district.states)) or "–"}
        if key in before.districts:
            lines.append(gettext("District %(name)s: federal states %(states)s") % params)
        else:
            lines.append(gettext("New district: %(name)s") % params)
    for key, company in plan.companies.items():
        params = {"name": company.name, "district": districts[company.district].name}
        if key in before.companies:
            lines.append(gettext("%(name)s moves to the district %(district)s") % params)
        else:
            lines.append(gettext("New company: %(name)s (%(district)s)") % params)
    return lines


def _shown(change: Change, result: ImportResult) -> ShownChange:
    after = _values(change.entry, result)
    if change.before is None:
        details = [after[column] for column in (Column.ROLES, Column.COMPANY, Column.TOPICS)]
    else:
        before = _values(change.before, result)
        details = [
            f"{column_name(column)}: {before[column] or '–'} → {after[column] or '–'}"
            for column in map(Column, change.fields)
        ]
    return ShownChange(
        change.line, change.entry.name, change.entry.email, tuple(filter(None, details))
    )


def _values(entry: Entry, result: ImportResult) -> dict[Column, str]:
    companies = {**result.before.companies, **result.plan.companies}
    districts = {**result.before.districts, **result.plan.districts}
    return {
        Column.EMAIL: entry.email,
        Column.NAME: entry.name,
        Column.ROLES: ", ".join(role_names(entry.roles)),
        Column.COMPANY: companies[entry.company].name if entry.company else "",
        Column.DISTRICTS: ", ".join(sorted(districts[key].name for key in entry.districts)),
        Column.TOPICS: ", ".join(topic_names(entry.topics)),
    }
