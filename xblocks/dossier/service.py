"""Everything others may ask of the dossier.

Use cases take the actor first, and check what they may do first. `released` alone asks nobody who
they are: whoever has the link reads what was released.
"""

from __future__ import annotations

from dataclasses import dataclass

from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require
from xblocks.dossier import domain
from xblocks.dossier.attendance import districts, found_in, save, sheet, table
from xblocks.dossier.domain import Evidence, Standing
from xblocks.dossier.gathering import evidence_of, person_of
from xblocks.dossier.issuing import badge, criteria
from xblocks.dossier.sharing import checked, end, own_links, preview, released, share
from xblocks.roster.records import Person


@dataclass(frozen=True)
class Dossier:
    """A person's own evidence, and what it comes to."""

    person: Person
    evidence: Evidence
    standing: Standing


def dossier(actor: Actor) -> Dossier:
    """Return the person's own dossier, nobody else's. Raises `NotAllowed`."""
    require(actor, Action.SEE_DOSSIER)
    person = person_of(actor)
    evidence = evidence_of(person)
    return Dossier(person, evidence, domain.standing(evidence))


__all__ = [
    "Dossier",
    "badge",
    "checked",
    "criteria",
    "districts",
    "dossier",
    "end",
    "found_in",
    "own_links",
    "preview",
    "released",
    "save",
    "share",
    "sheet",
    "table",
]
