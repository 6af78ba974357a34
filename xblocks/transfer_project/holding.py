"""What a team's project keeps of its members, and of those who give it more time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from xblocks.core.holdings import Holding, OwnFile, Subject, Term
from xblocks.core.redaction import Redaction
from xblocks.core.text import gettext_noop
from xblocks.files.storing import open_stored
from xblocks.grading.holding import WORKS
from xblocks.grading.records import Work
from xblocks.host.course import of_ended_courses
from xblocks.host.erasing import former_member, redact
from xblocks.roster.holding import companies_left_empty
from xblocks.roster.records import Person
from xblocks.transfer_project.records import Activity, Draft, Extension, FieldFile, Folder
from xblocks.transfer_project.uploading import file_ids

PROJECT_DRAFTS = Term(
    "project_drafts",
    180,
    gettext_noop("Working state and activity list of projects"),
    gettext_noop("after the end of the course"),
)


class TransferProjectHolding(Holding):
    """Folders of teams: texts, files, activities, extensions."""

    ident = "transfer_project"
    title = gettext_noop("Transfer project")
    what = gettext_noop(
        "What your team writes, who changed a field last, your files, confirmations with your "
        "name, and a list of who did what when – without what was written."
    )
    why = gettext_noop("So that two can write one project together and nothing gets lost.")
    readers = gettext_noop(
        "Your team alone. Trainers of your district and juries read what you handed in."
    )
    leaving = gettext_noop(
        "Texts and files of the team stay, your name goes: it says “a former member” instead. If "
        "nobody is left in the team, everything is removed."
    )
    references = {
        "Draft": frozenset({"updated_by"}),
        "FieldFile": frozenset({"added_by"}),
        "Extension": frozenset({"given_by"}),
        "Activity": frozenset({"person"}),
    }
    terms = (PROJECT_DRAFTS, WORKS)

    def export(self, who: Subject) -> Mapping[str, Any]:
        """Return the fields of the person's team as they stand, and what the person did."""
        companies = Person.objects.filter(pk__in=who.people, left_at=None).exclude(company=None)
        drafts = Draft.objects.filter(folder__company__in=companies.values("company"))
        own = Activity.objects.filter(person__in=who.people).order_by("pk")
        extensions = Extension.objects.filter(given_by=who.user_id) if who.user_id else []
        return {
            "fields": [
                _field(draft, who) for draft in drafts.select_related("folder").order_by("pk")
            ],
            "files": list(_files(who).values("name", "field", "added_at", "removed_at")),
            "activities": list(own.values("verb", "field", "facts", "at")),
            "extensions_given": [
                {"due": each.due, "reason": each.reason, "at": each.at} for each in extensions
            ],
        }

    def files(self, who: Subject) -> Iterable[OwnFile]:
        """Return the files the person added, also those removed from the draft."""
        for each in _files(who):
            yield OwnFile(each.name, each.stored.size, partial(open_stored, each.stored))

    def erase(self, who: Subject, _now: datetime) -> None:
        """Let the team's folders go on without the person."""
        Folder.objects.filter(company__in=companies_left_empty(who.people)).delete()
        _not_held(_files(who)).delete()
        unlisted = Q(person=None, name__in=who.names | who.usernames)
        for entry in Activity.objects.filter(Q(person__in=who.people) | unlisted).select_related(
            "folder"
        ):
            name = former_member(entry.folder.course_key)
            Activity.objects.filter(pk=entry.pk).update(name=name)
        if who.user_id:
            for given in Extension.objects.filter(given_by=who.user_id).select_related("folder"):
                name = former_member(given.folder.course_key)
                Extension.objects.filter(pk=given.pk).update(given_by=None, given_by_name=name)
        for course_key in who.courses:
            redaction = who.redaction(former_member(course_key))
            here = {"folder__course_key": course_key}
            redact(Draft.objects.filter(**here), ["value"], redaction, json_texts=True)
            redact(FieldFile.objects.filter(**here), ["name"], redaction)
            redact(Extension.objects.filter(**here), ["reason"], redaction)

    def expire(self, term: str, before: datetime, *, dry_run: bool) -> int:
        """Forget working states, and later whole folders, of courses long over."""
        folders = of_ended_courses(Folder.objects.all(), before)
        if term == WORKS.ident:
            count = folders.count()
            if not dry_run:
                folders.delete()
            return count
        here = {"folder__in": folders}
        old = (
            Draft.objects.filter(**here),
            Activity.objects.filter(**here),
            _not_held(FieldFile.objects.filter(**here)),
        )
        if dry_run:
            return sum(rows.count() for rows in old)
        return sum(rows.delete()[0] for rows in old)


def _files(who: Subject) -> QuerySet[FieldFile]:
    return FieldFile.objects.filter(added_by__in=who.people).select_related("stored").order_by("pk")


def _not_held(files: QuerySet[FieldFile]) -> QuerySet[FieldFile]:
    """Return those of the files that were removed and stand in no version handed in."""
    removed = files.exclude(removed_at=None).select_related(None).order_by()
    folders = removed.values("folder__usage_key", "folder__company").distinct()
    held: set[int] = set()
    for folder in folders:
        works = Work.objects.filter(
            usage_key=folder["folder__usage_key"], company=folder["folder__company"]
        )
        for content in works.values_list("content", flat=True):
            held.update(file_ids(content))
    return removed.exclude(pk__in=held)


def _field(draft: Draft, who: Subject) -> dict[str, Any]:
    """Return a field with the names of the others in the team left out."""
    others = Person.objects.filter(company=draft.folder.company_id).exclude(pk__in=who.people)
    names = frozenset(others.values_list("name", flat=True))
    hidden = Redaction(names, frozenset(), gettext("another member"))
    return {
        "usage_key": draft.folder.usage_key,
        "field": draft.field,
        "value": hidden.value(json.loads(draft.value)),
        "changed_last_by_you": draft.updated_by_id in who.people,
        "changed_at": draft.updated_at,
    }
