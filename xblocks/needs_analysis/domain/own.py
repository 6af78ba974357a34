"""The matrix a trainee works with: the levels of the case, the profiles that are given or set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xblocks.needs_analysis.definition import CaseStudy
from xblocks.needs_analysis.domain.comparing import matrix_with, model_profiles
from xblocks.needs_analysis.domain.matrix import Matrix
from xblocks.needs_analysis.domain.names import Part, name_of


def targets_of(definition: CaseStudy, answers: Mapping[str, Any]) -> dict[str, str]:
    """Return the profiles that count, by person: given ones, or those the trainee has set.

    Who has none yet is left out, and so is a profile that no longer exists.
    """
    if definition.targets == "given":
        return model_profiles(definition)
    known = {each.id for each in definition.profiles}
    found = {
        person.id: answers.get(name_of(Part.PROFILE, person.id)) for person in definition.people
    }
    return {person: profile for person, profile in found.items() if profile in known}


def targets_complete(definition: CaseStudy, answers: Mapping[str, Any]) -> bool:
    """Whether everybody has a profile, so that figures can be reckoned."""
    return len(targets_of(definition, answers)) == len(definition.people)


def own_matrix(definition: CaseStudy, answers: Mapping[str, Any]) -> Matrix:
    """Return the matrix with the targets that count; without profile the targets are unknown."""
    return matrix_with(definition, targets_of(definition, answers))
