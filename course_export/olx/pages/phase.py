"""The overview of an online phase."""

from __future__ import annotations

from course_export.curriculum.sections import Phase
from course_export.olx.pages.markup import heading, page, paragraph, table
from course_export.olx.pages.words import Words


def render(phase: Phase, words: Words) -> str:
    """Time in sum, modules, tasks with their weeks, meetings."""
    labels = words.labels
    parts = [
        paragraph(phase.intro),
        paragraph(f"{words.starting(phase)} · {labels.fill('hours', hours=phase.hours)}"),
    ]
    if phase.modules:
        rows = [(module.text, words.minutes(module.minutes)) for module in phase.modules]
        head = (labels.module, labels.time)
        parts += [heading(labels.modules), table(labels.modules, head, rows)]
    tasks = [
        (
            task.text,
            words.by_week(task.week),
            words.minutes(task.minutes) if task.minutes else labels.own_time,
        )
        for task in phase.tasks
    ]
    columns = (labels.task, labels.until, labels.time)
    parts += [heading(labels.tasks), table(labels.tasks, columns, tasks)]
    if phase.meetings:
        meetings = labels.fill(
            "meetings", count=phase.meetings.count, minutes=phase.meetings.minutes
        )
        parts += [heading(labels.meetings_title), paragraph(meetings)]
    return page(*parts)
