"""What grading shows of a milestone, and what the project notes of a review."""

from __future__ import annotations

import json
from typing import Any

from xblocks.core.people import Actor
from xblocks.core.rubric import Given, Rubric
from xblocks.exercises.records import Exercise
from xblocks.grading import service as grading
from xblocks.grading.domain import Status
from xblocks.grading.presenters import WorkFile
from xblocks.grading.records import Review, Work
from xblocks.notices import service as notices
from xblocks.roster.records import Person
from xblocks.transfer_project import domain
from xblocks.transfer_project.definition import Milestone, adapter
from xblocks.transfer_project.desk import shown
from xblocks.transfer_project.log import Verb
from xblocks.transfer_project.opening import changes
from xblocks.transfer_project.records import Activity, FieldFile, Folder
from xblocks.transfer_project.telling import tell
from xblocks.transfer_project.uploading import file_ids


class MilestonePresenter:
    """Presents the works of company teams (`grading.presenters.Presenter`)."""

    def collects(self, definition: dict[str, Any]) -> bool:
        """Return whether anything is handed in: to milestones, not to the overview."""
        return isinstance(adapter.validate_python(definition), Milestone)

    def rubric(self, definition: dict[str, Any]) -> Rubric | None:
        """Return what is rated; None for a voluntary check."""
        return _parsed(definition).rubric

    def revisions(self, definition: dict[str, Any]) -> tuple[int, int]:
        """Return how often a work may come back, and within how many days."""
        found = _parsed(definition)
        return found.revisions, found.revision_days

    def jury(self, definition: dict[str, Any]) -> int:
        """Return the size of the jury."""
        return _parsed(definition).jury

    def given(self, work: Work, definition: dict[str, Any]) -> Given | None:
        """Return None: of a milestone everything is rated."""
        return None

    def html(self, work: Work, definition: dict[str, Any], _actor: Actor) -> str:
        """Return the work to be read, and what changed since the version before."""
        milestone = _parsed(definition)
        content = json.loads(work.content)
        before = self._before(work)
        context = {
            "shown": shown.reading(milestone, content, work),
            "before": before.number if before else None,
        }
        if before:
            found = changes(milestone, json.loads(before.content), content)
            context |= shown.changes_context(found)
        return shown.render("work", context)

    def text_lines(self, work: Work, definition: dict[str, Any]) -> list[str]:
        """Return the work as plain lines."""
        content = json.loads(work.content)
        found: list[str] = []
        for field in _parsed(definition).fields:
            value = content.get(field.id, domain.empty(field))
            found += [field.label, *(f"  {line}" for line in domain.lines(field, value)), ""]
        return found

    def files(self, work: Work) -> list[WorkFile]:
        """Return the files the work holds."""
        held = FieldFile.objects.filter(
            pk__in=file_ids(work.content),
            folder__usage_key=work.usage_key,
            folder__company=work.company_id,
        )
        kept = held.select_related("stored").order_by("pk")
        return [WorkFile(each.stored, each.name) for each in kept]

    def decided(self, work: Work, review: Review) -> None:
        """Note in the team's log that somebody has reviewed the version."""
        folder, _new = Folder.objects.get_or_create(
            usage_key=work.usage_key,
            company_id=work.company_id,
            defaults={"course_key": work.course_key},
        )
        grader = Person.objects.filter(course_key=work.course_key, user=review.grader_id).first()
        name = grader.name if grader else (review.grader.get_username() if review.grader else "")
        Activity.objects.create(
            folder=folder,
            person=grader,
            name=name,
            verb=Verb.DECIDED,
            facts={"version": work.number},
            at=review.created_at,
        )
        exercise = Exercise.objects.filter(usage_key=work.usage_key).first()
        if exercise is not None:
            people = [member.person_id for member in work.members.all()]
            kind = notices.WORK_RETURNED if review.revise_by else notices.WORK_DECIDED
            tell(exercise, people, kind, review.created_at, review.revise_by)

    def _before(self, work: Work) -> Work | None:
        """Return the version the team had back before this one."""
        if work.number == 1 or work.company_id is None:
            return None
        for each in grading.works_of(work.usage_key, company=work.company_id):
            if each.number < work.number and each.status == Status.SUPERSEDED:
                return each
        return None


def _parsed(definition: dict[str, Any]) -> Milestone:
    found = adapter.validate_python(definition)
    if not isinstance(found, Milestone):
        raise TypeError("nothing is handed in to an overview")
    return found
