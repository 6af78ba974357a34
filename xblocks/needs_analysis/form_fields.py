"""Fields that several kinds of a needs analysis have: limits, and how Studio's form calls them."""

from __future__ import annotations

from typing import Any, Final

from pydantic import Field

from xblocks.core.definitions import in_editor
from xblocks.core.text import gettext_noop
from xblocks.needs_analysis.staffing import MOST_COMPETENCES, MOST_PEOPLE, MOST_PROFILES

FRAME: Final = gettext_noop("Frame")
"""A part of the form that several fields stand in."""


def title() -> Any:
    """The title."""
    return Field(title=gettext_noop("Title"), json_schema_extra=in_editor(section=FRAME))


def intro(description: str) -> Any:
    """What it is about, in Markdown."""
    return Field(
        title=gettext_noop("What it is about"),
        description=description,
        json_schema_extra=in_editor(section=FRAME, markdown=True, rows=6),
    )


def dossier() -> Any:
    """Pieces of the dossier."""
    return Field(
        default_factory=list,
        max_length=30,
        title=gettext_noop("What is known"),
        description=gettext_noop("Of the company: texts, tables, charts."),
        json_schema_extra=in_editor(item=gettext_noop("Piece"), add=gettext_noop("Add a piece")),
    )


def competences(least: int) -> Any:
    """The columns: at least so many."""
    return Field(
        min_length=least,
        max_length=MOST_COMPETENCES,
        title=gettext_noop("Competences"),
        json_schema_extra=in_editor(
            item=gettext_noop("Competence"), add=gettext_noop("Add a competence"), prefix="k"
        ),
    )


def profiles(least: int) -> Any:
    """Target profiles: at least so many."""
    return Field(
        min_length=least,
        max_length=MOST_PROFILES,
        title=gettext_noop("Target profiles"),
        json_schema_extra=in_editor(
            item=gettext_noop("Profile"), add=gettext_noop("Add a profile"), prefix="p"
        ),
    )


def people() -> Any:
    """The rows."""
    return Field(
        min_length=1,
        max_length=MOST_PEOPLE,
        title=gettext_noop("People"),
        json_schema_extra=in_editor(
            item=gettext_noop("Person"), add=gettext_noop("Add a person"), prefix="a"
        ),
    )


def questions() -> Any:
    """Questions of any kind."""
    return Field(
        default_factory=list,
        max_length=60,
        title=gettext_noop("Questions"),
        json_schema_extra=in_editor(
            item=gettext_noop("Question"), add=gettext_noop("Add a question"), prefix="q"
        ),
    )


def closing() -> Any:
    """What is told at the end, in Markdown."""
    return Field(
        default=None,
        title=gettext_noop("What one should take along"),
        description=gettext_noop("Shown at the end."),
        json_schema_extra=in_editor(section=FRAME, markdown=True, rows=6),
    )
