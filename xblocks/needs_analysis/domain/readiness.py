"""What is still open before a case is handed in, and what must not be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from xblocks.needs_analysis.definition import CaseStudy
from xblocks.needs_analysis.domain.names import WEIGHED, Part, name_of
from xblocks.needs_analysis.domain.own import targets_of


@dataclass(frozen=True)
class Missing:
    """A part that is open. `needed`: nothing can be handed in without it."""

    step: str
    name: str
    label: str
    needed: bool = False


def missing_parts(definition: CaseStudy, answers: Mapping[str, Any]) -> list[Missing]:
    """Return what is open, in the order of the steps.

    Target profiles are needed, for every figure follows from them, and so are the texts that are
    graded; what else is open counts as not right.
    """
    return [
        *_targets(definition, answers),
        *_figures(definition, answers),
        *_priorities(definition, answers),
        *_measures(definition, answers),
        *missing_reasons(definition, answers),
    ]


def missing_reasons(definition: CaseStudy, answers: Mapping[str, Any]) -> list[Missing]:
    """Return the texts that are not there, or too short."""
    found = []
    for each in definition.reasons:
        name = name_of(Part.REASON, each.id)
        if not each.is_long_enough(answers.get(name) or ""):
            found.append(Missing("reasons", name, each.label, needed=True))
    return found


def _targets(definition: CaseStudy, answers: Mapping[str, Any]) -> list[Missing]:
    found = []
    set_already = targets_of(definition, answers)
    for person in definition.people:
        name = name_of(Part.PROFILE, person.id)
        if person.id not in set_already:
            label = f"{person.code} · {person.activity}"
            found.append(Missing("matrix", name, label, needed=True))
        gaps = [name_of(Part.GAP, person.id, each.id) for each in definition.competences]
        if definition.gaps == "asked" and any(answers.get(each) is None for each in gaps):
            found.append(Missing("matrix", gaps[0], f"{person.code} · {person.activity}"))
    return found


def _figures(definition: CaseStudy, answers: Mapping[str, Any]) -> list[Missing]:
    found = []
    for each in definition.questions:
        name = name_of(Part.QUESTION, each.id)
        if answers.get(name) is None:
            found.append(Missing("figures", name, each.text))
    return found


def _priorities(definition: CaseStudy, answers: Mapping[str, Any]) -> list[Missing]:
    labels = {each.id: f"{each.code} · {each.label}" for each in definition.competences}
    found = []
    for each in definition.priorities:
        name = name_of(Part.WEIGHING, each.competence)
        given = answers.get(name) or {}
        if any(given.get(part) is None for part in WEIGHED):
            found.append(Missing("priorities", name, labels[each.competence]))
    return found


def _measures(definition: CaseStudy, answers: Mapping[str, Any]) -> list[Missing]:
    names = [name_of(Part.MEASURE, each.id) for each in definition.measures]
    if names and not any(answers.get(name) for name in names):
        return [Missing("measures", names[0], definition.measures[0].label)]
    return []
