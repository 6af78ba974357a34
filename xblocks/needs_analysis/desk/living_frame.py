"""What every part of a living case's page needs: addresses, headings, what was said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from xblocks.exercises.records import Exercise
from xblocks.needs_analysis.conversation import Conversation
from xblocks.needs_analysis.desk.heat import Heading
from xblocks.needs_analysis.desk.living_words import CONFIDENCES, MARKS
from xblocks.needs_analysis.interviews import SOURCES, Evidence, Inquiry

FOLDER = "wbm/needs_analysis/"


def render(name: str, context: Mapping[str, Any]) -> SafeString:
    """Render one of our parts."""
    return render_to_string(f"{FOLDER}{name}.html", dict(context))


def anchor(exercise: Exercise) -> str:
    """Return what ids of the page begin with."""
    return "wbm-" + exercise.usage_key.rpartition("@")[2]


def page_url(exercise: Exercise) -> str:
    """Return the address of the page."""
    return reverse("wbm:needs_living", args=[exercise.course_key, exercise.usage_key])


def answer_id(here: Conversation, inquiry: str) -> str:
    """Return the id of an answer on the page."""
    return f"{anchor(here.exercise)}-{inquiry}"


def field_name(question: str) -> str:
    """Return the name of the inputs of a question."""
    return f"q-{question}"


def frame(here: Conversation) -> dict[str, Any]:
    """Return what every part needs: addresses, and what its ids begin with."""
    exercise = here.exercise
    args = [exercise.course_key, exercise.usage_key]
    steps = ("begin", "ask", "believe", "closing", "close", "finish")
    return {
        "here": here,
        "case": here.case,
        "prefix": anchor(exercise),
        "page_url": page_url(exercise),
        **{f"{step}_url": reverse(f"wbm:needs_living_{step}", args=args) for step in steps},
    }


def headings(here: Conversation) -> tuple[list[Heading], list[Heading]]:
    """Return the headings of people and competences."""
    return (
        [Heading(each.id, each.code, each.activity) for each in here.case.people],
        [Heading(each.id, each.code, each.label) for each in here.case.competences],
    )


def said(here: Conversation, inquiry: Inquiry) -> dict[str, Any]:
    """Return an answer with what it told about levels."""
    return {
        "id": answer_id(here, inquiry.id),
        "inquiry": inquiry,
        "pieces": [_piece(here, each) for each in inquiry.evidence],
    }


def _piece(here: Conversation, piece: Evidence) -> dict[str, Any]:
    labels = {each.id: each.label for each in here.case.competences}
    return {
        "code": piece.person.upper(),
        "competence": labels[piece.competence],
        "level": piece.level,
        "source": gettext(SOURCES[piece.source]),
        "mark": MARKS[piece.confidence],
        "sure": CONFIDENCES[piece.confidence],
    }
