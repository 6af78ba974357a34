"""Tables made from the course itself."""

from __future__ import annotations

from course_export.curriculum.blocks import Generated
from course_export.curriculum.language import Language
from course_export.olx.pages import overview
from course_export.olx.pages.markup import page, table
from course_export.olx.pages.words import Words


def render(block: Generated, words: Words) -> str:
    """The table that `block` asks for."""
    if block.what == "timeline":
        return page(_timeline(block.title, words))
    if block.what == "glossary":
        return page(_glossary(block.title, words))
    return page(_building_blocks(block.title, words))


def _timeline(caption: str, words: Words) -> str:
    """Every section with a week, by week."""
    labels = words.labels
    sections = [section for section in words.course.sections() if section.week is not None]
    sections.sort(key=lambda section: section.week or 0)
    rows = [
        (
            overview.title(section, labels),
            words.week(section),
            words.monday(section.week or 0),
            words.due(section),
        )
        for section in sections
    ]
    return table(caption, (labels.event, labels.time, labels.starts, labels.due_date), rows)


def _glossary(caption: str, words: Words) -> str:
    """Every word in alphabetical order, with its name in the other language."""
    labels, course = words.labels, words.course
    other: Language = "en" if course.language == "de" else "de"
    terms = sorted(
        course.glossary.terms if course.glossary else [],
        key=lambda term: term.name(course.language).casefold(),
    )
    rows = [(term.name(course.language), term.means, term.name(other)) for term in terms]
    return table(caption, (labels.term, labels.means, labels.in_other_language), rows)


def _building_blocks(caption: str, words: Words) -> str:
    labels = words.labels
    head = (labels.block, labels.core, labels.where, labels.assessment)
    rows = [
        (block.title, block.core, block.where, block.assessment)
        for block in words.course.building_blocks
    ]
    return table(caption, head, rows)
