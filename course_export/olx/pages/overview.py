"""The first page of a section, made from its data."""

from __future__ import annotations

from course_export.curriculum.labels import Labels
from course_export.curriculum.sections import Coaching, Day, Milestone, Phase, Section
from course_export.olx.pages import coaching, day, milestone, phase
from course_export.olx.pages.words import Words


def title(section: Section, labels: Labels) -> str:
    """The title of a section with its number: ``Tag 1 · …``."""
    if isinstance(section, Day):
        return f"{labels.day} {section.number} · {section.title}"
    if isinstance(section, Phase):
        return f"{labels.phase}{section.number} · {section.title}"
    if isinstance(section, Milestone):
        return f"{labels.milestone}{section.number} · {section.title}"
    return section.title


def render(section: Section, words: Words) -> str:
    """The HTML of the overview."""
    if isinstance(section, Day):
        return day.render(section, words)
    if isinstance(section, Phase):
        return phase.render(section, words)
    if isinstance(section, Milestone):
        return milestone.render(section, words)
    if isinstance(section, Coaching):
        return coaching.render(section, words)
    raise TypeError(f"no overview for {type(section).__name__}")
