"""The page of a milestone with its rubric."""

from __future__ import annotations

from course_export.curriculum.sections import FULL_WEIGHT, Milestone
from course_export.olx.pages.markup import bullets, facts, heading, page, paragraph, table
from course_export.olx.pages.words import Words


def render(milestone: Milestone, words: Words) -> str:
    """Purpose, what to hand in, when and to whom, how it is judged."""
    labels = words.labels
    rows = [
        (labels.due_date, f"{words.week(milestone)}: {words.due(milestone)}"),
        (labels.extent, milestone.extent),
        (labels.approval, milestone.approval),
    ]
    return page(
        paragraph(milestone.purpose),
        paragraph(labels.voluntary) if milestone.voluntary else "",
        heading(labels.facts),
        facts(rows),
        heading(labels.hand_in),
        bullets(milestone.hand_in),
        *(paragraph(note) for note in milestone.notes),
        *(_rubric(milestone, words) if milestone.criteria else ()),
    )


def _rubric(milestone: Milestone, words: Words) -> list[str]:
    labels, rule = words.labels, words.course.rubric_rule
    levels = [f"{number} · {level}" for number, level in enumerate(rule.levels)]
    rows = [
        (
            f"{line.label} ({line.weight}{', ' + labels.must if line.must else ''})",
            *line.levels,
        )
        for line in milestone.criteria
    ]
    caption = f"{labels.rubric_caption} {labels.milestone}{milestone.number}"
    return [
        heading(labels.rubric),
        table(caption, (f"{labels.criterion} ({labels.weight})", *levels), rows),
        heading(labels.pass_rule_title),
        bullets(
            (
                labels.fill("pass_rule", points=rule.pass_points, full=FULL_WEIGHT),
                labels.must_note,
                labels.fill("revision", days=rule.revision_days),
            )
        ),
    ]
