"""The whole exercise with its model answer, for those who write it or teach with it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.safestring import SafeString

from xblocks.core.people import Actor
from xblocks.exercises.records import Exercise
from xblocks.host.html import render_markdown
from xblocks.needs_analysis.definition import CaseStudy, LivingCase, OwnCompany
from xblocks.needs_analysis.desk import result, steps
from xblocks.needs_analysis.desk.dossier import dossier_html
from xblocks.needs_analysis.desk.page import CasePage, render
from xblocks.needs_analysis.desk.targets import own_matrix_html
from xblocks.needs_analysis.domain.comparing import model_profiles
from xblocks.needs_analysis.domain.names import Part, name_of
from xblocks.needs_analysis.keeping import Entry
from xblocks.needs_analysis.sheets import Opened, Stage

NOBODY = Actor(0, "", "", frozenset(), masquerading=True)


def model_page(exercise: Exercise, definition: CaseStudy, now: datetime) -> CasePage:
    """Return a page on which everything is told, with the profiles of the model answer."""
    profiles = {
        name_of(Part.PROFILE, person): Entry(profile)
        for person, profile in model_profiles(definition).items()
    }
    opened = Opened(exercise, definition, definition, stage=Stage.CLOSED, entries=profiles)
    return CasePage(NOBODY, opened, now, looks=True, step="result")


def author_context(
    exercise: Exercise, definition: CaseStudy | LivingCase | OwnCompany, now: datetime
) -> dict[str, Any]:
    """Return what authors and trainers see of an exercise of any kind."""
    if isinstance(definition, OwnCompany):
        return {}
    if isinstance(definition, LivingCase):
        return {"dossier": dossier_html(definition)}
    page = model_page(exercise, definition, now)
    return {
        **page.frame(),
        "dossier": dossier_html(definition),
        "matrix": own_matrix_html(page),
        "figures": result.figure_rows(page),
        "profile_rows": result.profile_rows(page),
        "priorities": result.priority_rows(page),
        "measures": [
            (each, ", ".join(name.upper() for name in each.people)) for each in definition.measures
        ],
        "reasons": result.reason_rows(page, decided=True),
        "closing": render_markdown(definition.closing) if definition.closing else "",
    }


def look_html(exercise: Exercise, definition: CaseStudy, now: datetime) -> SafeString:
    """Return all steps one below the other, for who only looks: nothing of the solution."""
    page = CasePage(NOBODY, Opened(exercise, definition, definition), now, looks=True)
    found = [
        (step.label, step.html(page)) for step in steps.steps_of(page) if step.name != "summary"
    ]
    intro = render_markdown(definition.intro)
    return render("case_look", {**page.frame(), "steps": found, "intro": intro})
