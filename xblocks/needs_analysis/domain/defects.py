"""What the schema of a definition cannot see."""

from __future__ import annotations

from xblocks.core.definitions import Finding
from xblocks.needs_analysis.definition import CaseStudy, LivingCase, OwnCompany

WARNINGS: frozenset[str] = frozenset()
"""Codes of findings an author may save knowingly."""


def check(_definition: CaseStudy | LivingCase | OwnCompany) -> list[Finding]:
    """Return what is wrong with a definition that its schema allows."""
    return []
