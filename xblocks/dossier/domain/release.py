"""What somebody may release of their dossier, and for how long."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

LONGEST_DAYS = 730
MOST_LINKS = 20


class Part(StrEnum):
    """What a shared page may show besides the name. Nothing of it is about anybody else."""

    CERTIFICATE = "certificate"
    DAYS = "days"
    HAND_INS = "hand_ins"
    PRACTICE = "practice"
    COMPANY = "company"


def parts_text(parts: Iterable[Part]) -> str:
    """Return parts as they are stored, in their order."""
    chosen = set(parts)
    return "|".join(part for part in Part if part in chosen)


def parts_from(words: Iterable[str]) -> frozenset[Part]:
    """Return the parts among words; what is none is left out."""
    known = set(words)
    return frozenset(part for part in Part if part.value in known)
