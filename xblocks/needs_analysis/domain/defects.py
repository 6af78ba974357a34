"""What is wrong with a definition that its schema allows.

One module looks at each part: `defects_papers`, `defects_asked`, `defects_measures`,
`defects_interviews`. Places name entries by id, or by number where they have none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xblocks.core.definitions import Finding
from xblocks.core.text import Message, gettext_noop
from xblocks.needs_analysis.definition import Case, CaseStudy, LivingCase, OwnCompany
from xblocks.needs_analysis.domain import (
    defects_asked,
    defects_interviews,
    defects_measures,
    defects_papers,
)
from xblocks.needs_analysis.domain.comparing import model_matrix
from xblocks.needs_analysis.staffing import Competence, Profile

WARNINGS: frozenset[str] = frozenset(
    {
        "all-right",
        "gap-unmet",
        "key-too-long",
        "label-twice",
        "measure-idle",
        "measure-nobody",
        "model-length",
        "no-choice",
        "no-gap",
        "no-key",
        "priority-missing",
        "profile-unused",
        "share-of-nothing",
        "untold",
    }
)
"""Findings that leave an exercise that works, though perhaps not as it was meant."""


def check(definition: CaseStudy | LivingCase | OwnCompany) -> list[Finding]:
    """Return what is wrong with a definition that its schema allows."""
    found = [
        *_twice(definition.competences, "competences"),
        *_twice(definition.profiles, "profiles"),
    ]
    if isinstance(definition, Case):
        found += [*_staffing(definition), *defects_papers.found(definition.dossier)]
    if isinstance(definition, CaseStudy):
        found += [
            *_targets(definition),
            *defects_asked.found(definition),
            *defects_measures.found(definition),
        ]
    if isinstance(definition, LivingCase):
        found += [*defects_asked.found(definition), *defects_interviews.found(definition)]
    return found


def _twice(named: Sequence[Competence] | Sequence[Profile], where: str) -> Iterator[Finding]:
    seen: set[str] = set()
    for each in named:
        if each.label.casefold() in seen:
            said = gettext_noop("“%(label)s” stands here twice. Tell them apart by their names.")
            params = {"label": each.label}
            yield Finding("label-twice", (where, each.id, "label"), Message(said, params))
        seen.add(each.label.casefold())


def _staffing(case: Case) -> Iterator[Finding]:
    used = {name for each in case.people for name in (each.profile, *each.also)}
    for profile in case.profiles:
        if profile.id not in used:
            said = gettext_noop("Nobody has this profile. Give it to somebody, or remove it.")
            yield Finding("profile-unused", ("profiles", profile.id), Message(said))
    if not model_matrix(case).gaps:
        said = gettext_noop("Nobody has a gap. Lower some levels, or ask for more in the profiles.")
        yield Finding("no-gap", ("people",), Message(said))


def _targets(case: CaseStudy) -> Iterator[Finding]:
    if case.targets == "set" and len(case.profiles) == 1:
        said = gettext_noop("Trainees set the profiles, but there is only one to choose from.")
        yield Finding("no-choice", ("targets",), Message(said))
