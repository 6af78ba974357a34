"""The rules of the dossier on plain values."""

from xblocks.dossier.domain.badge import (
    Award,
    Issuer,
    Recipient,
    claims,
    credential,
    hashed_address,
    plain_name,
)
from xblocks.dossier.domain.release import LONGEST_DAYS, MOST_LINKS, Part, parts_from, parts_text
from xblocks.dossier.domain.rule import (
    DAYS,
    DAYS_NEEDED,
    Evidence,
    HandIn,
    HandInState,
    Practice,
    SeminarDay,
    Standing,
    seminar_days,
    standing,
)

__all__ = [
    "DAYS",
    "DAYS_NEEDED",
    "LONGEST_DAYS",
    "MOST_LINKS",
    "Award",
    "Evidence",
    "HandIn",
    "HandInState",
    "Issuer",
    "Part",
    "Practice",
    "Recipient",
    "SeminarDay",
    "Standing",
    "claims",
    "credential",
    "hashed_address",
    "parts_from",
    "parts_text",
    "plain_name",
    "seminar_days",
    "standing",
]
