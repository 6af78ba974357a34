"""How coaching works."""

from __future__ import annotations

from course_export.curriculum.sections import Coaching
from course_export.olx.pages.markup import bullets, heading, page, paragraph, table
from course_export.olx.pages.words import Words


def render(coaching: Coaching, words: Words) -> str:
    """The form, what makes a good request, the way of a request, rules."""
    labels = words.labels
    rows = [
        (field.label, field.entry, labels.yes if field.required else labels.no, field.note or "")
        for field in coaching.form
    ]
    head = (labels.field, labels.entry, labels.required, labels.note)
    return page(
        paragraph(coaching.intro),
        heading(labels.rules),
        bullets(coaching.rules),
        heading(labels.form),
        table(labels.form_caption, head, rows),
        heading(labels.quality),
        paragraph(labels.fill("quality_rule", points=coaching.feedback_below)),
        bullets(coaching.quality),
        heading(labels.states),
        bullets(coaching.states, ordered=True),
    )
