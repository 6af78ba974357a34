"""What one person may see of a course, decided as the platform does."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from functools import cached_property

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from course_export.preview.chrome import chrome_of
from course_export.preview.course import Course, Entry
from course_export.preview.loaded import current
from course_export.preview.rules import FIRST_OWN, Partition, Rule
from xblocks.core.people import Actor, Role
from xblocks.host.dates import long_date
from xblocks.roster.domain import key_of
from xblocks.roster.records import District

STAFF = (Role.TRAINER, Role.COORDINATOR, Role.AUTHOR)
"""Those who see everything, with a mark at what others do not see."""


class Reader:
    """One person before a course. Groups of cohorts are the roster's districts, by their names.

    A preview is for looking at a course before it begins: its clock stands at `now`, but never
    before the start of the course. Nobody on the roster (`actor` is None) is in no group.
    """

    def __init__(self, course: Course, actor: Actor | None, now: datetime) -> None:
        self.course = course
        self.actor = actor
        begins = course.root.date("start")
        self.now = max(now, begins) if begins else now

    @property
    def sees_all(self) -> bool:
        """Whether nothing is kept from the person."""
        return self.actor is not None and self.actor.has(*STAFF)

    def shows(self, entry: Entry) -> bool:
        """Whether the person knows of the block at all."""
        return self.sees_all or all(
            not rule.staff_only and self._is_in(rule) for rule in self._rules(entry)
        )

    def opens(self, entry: Entry) -> datetime | None:
        """Return when the block opens for the person; None when it has."""
        return None if self.sees_all else self._begins(self._rules(entry))

    def marks(self, entry: Entry) -> list[str]:
        """Return what the block itself keeps from others, in words for those who see it all."""
        rule = self.course.rules.get(entry)
        if rule is None or not self.sees_all:
            return []
        found = [_("only for staff")] if rule.staff_only else []
        for ident, groups in (rule.groups or {}).items():
            names = self._names(ident, groups)
            if names:
                found.append(_("only for %(groups)s") % {"groups": ", ".join(names)})
        if rule.start and rule.start > self.now:
            found.append(_("for trainees from %(date)s") % {"date": long_date(rule.start)})
        return found

    def _rules(self, entry: Entry) -> Iterator[Rule]:
        """The rules of the block and of all above it."""
        for each in (entry, *entry.ancestors()):
            if rule := self.course.rules.get(each):
                yield rule

    def _begins(self, above: Iterator[Rule]) -> datetime | None:
        later = [rule.start for rule in above if rule.start and rule.start > self.now]
        return max(later, default=None)

    def _is_in(self, rule: Rule) -> bool:
        return all(self._is_member(*each) for each in (rule.groups or {}).items())

    def _is_member(self, ident: int, groups: Collection[int]) -> bool:
        """Whether one of the groups is the person's.

        Tracks and teams of the platform are unknown here, so that what hangs on them is shown; a
        partition the course does not have lets nobody in.
        """
        partition = self.course.partitions.get(ident)
        if partition is None:
            return ident < FIRST_OWN
        if not partition.active or partition.scheme not in ("cohort", "random"):
            return True
        return not set(groups).isdisjoint(self._mine(partition))

    def _mine(self, partition: Partition) -> set[int]:
        """The person's groups. Where no group bears the name of a district, each has always one."""
        named = {ident: key_of(name) for ident, name in partition.groups.items()}
        if partition.scheme == "cohort" and not self._districts.keys().isdisjoint(named.values()):
            return {ident for ident, key in named.items() if self._districts.get(key)}
        groups = sorted(partition.groups)
        return {groups[self.actor.user_id % len(groups)]} if self.actor and groups else set()

    @cached_property
    def _districts(self) -> dict[str, bool]:
        """All districts of the course, and whether they are the person's."""
        mine = self.actor.districts if self.actor else frozenset()
        found = District.objects.filter(course_key=str(self.course.key)).values_list("key", "pk")
        return {key: district in mine for key, district in found}

    def _names(self, ident: int, groups: Collection[int]) -> list[str]:
        partition = self.course.partitions.get(ident)
        if partition is None:
            return [_("a group that does not exist")] if ident >= FIRST_OWN else []
        return [name for group, name in partition.groups.items() if group in groups]


def reader_of(request: HttpRequest) -> Reader:
    """Return the one reader of a request."""
    if not hasattr(request, "preview_reader"):
        request.preview_reader = Reader(current(), chrome_of(request).actor, timezone.now())
    return request.preview_reader
