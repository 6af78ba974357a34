"""Everything others may ask of the transfer project.

Use cases take the actor first, check what they may do first, and run in one transaction.
"""

from __future__ import annotations

from xblocks.transfer_project.handing_in import extend, hand_in, withdraw
from xblocks.transfer_project.opening import (
    changed_since,
    changes,
    draft_values,
    open_field,
    open_milestone,
    own_version,
    pulse,
    view_of,
    written_under,
)
from xblocks.transfer_project.project import dossier, overview, teams
from xblocks.transfer_project.reach import find_milestone, milestone_of, milestones
from xblocks.transfer_project.uploading import add_small, begin, finish, readable, remove
from xblocks.transfer_project.writing import Entry, Seen, keep_both, keep_mine, save_field

__all__ = [
    "Entry",
    "Seen",
    "add_small",
    "begin",
    "changed_since",
    "changes",
    "dossier",
    "draft_values",
    "extend",
    "find_milestone",
    "finish",
    "hand_in",
    "keep_both",
    "keep_mine",
    "milestone_of",
    "milestones",
    "open_field",
    "open_milestone",
    "overview",
    "own_version",
    "pulse",
    "readable",
    "remove",
    "save_field",
    "teams",
    "view_of",
    "withdraw",
    "written_under",
]
