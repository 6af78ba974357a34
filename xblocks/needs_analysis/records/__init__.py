"""What a needs analysis keeps."""

from xblocks.needs_analysis.records.matrices import MatrixRow, TeamMatrix
from xblocks.needs_analysis.records.sheets import Sheet, SheetEntry

__all__ = ["MatrixRow", "Sheet", "SheetEntry", "TeamMatrix"]
