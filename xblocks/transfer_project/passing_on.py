"""What a team has written in a milestone, for parts of the suite that ask with its consent."""

from __future__ import annotations

import json

from xblocks.exercises.team import Passage, Passages
from xblocks.grading import service as grading
from xblocks.transfer_project import domain
from xblocks.transfer_project.definition import Milestone
from xblocks.transfer_project.fields import ConfirmationField, FileField, HandoverField
from xblocks.transfer_project.opening import written_under
from xblocks.transfer_project.reach import folder_of, milestone_of, milestones
from xblocks.transfer_project.writing import values


def passages(course_key: str, company: int, phase: str) -> Passages | None:
    """Return what the team's page shows of a milestone, filled fields alone; None when empty.

    That is the version handed in, or the draft while the team writes. Confirmations and files
    stay out: they carry names; and what was handed over to this milestone alone.
    """
    for exercise in milestones(course_key):
        definition = milestone_of(exercise)
        if definition.milestone != phase:
            continue
        work = grading.latest(exercise.usage_key, company=company)
        if work is None or domain.stage_of(work.status).writable:
            content = values(definition, folder_of(exercise.usage_key, company))
            return Passages(exercise.title, _passages(definition, content), draft=True)
        if work.definition_hash != exercise.definition_hash:
            definition = written_under(work)
        return Passages(exercise.title, _passages(definition, json.loads(work.content)))
    return None


def _passages(definition: Milestone, content: dict[str, object]) -> tuple[Passage, ...]:
    found = []
    for field in definition.fields:
        if isinstance(field, ConfirmationField | FileField | HandoverField):
            continue
        value = content.get(field.id, domain.empty(field))
        if domain.is_filled(field, value):
            found.append(Passage(field.label, "\n".join(domain.lines(field, value))))
    return tuple(found)
