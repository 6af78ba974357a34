"""Everything the pages of cases ask for.

Use cases take the actor first, check what they may do first, and run in one transaction.
"""

from __future__ import annotations

from xblocks.needs_analysis.handing_in import begin_anew, hand_in, take_over
from xblocks.needs_analysis.sheets import opened, save, save_gap

__all__ = ["begin_anew", "hand_in", "opened", "save", "save_gap", "take_over"]
