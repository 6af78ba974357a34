"""The rules of the transfer project on plain values; time and people are arguments."""

from xblocks.transfer_project.domain.checking import TEAM_BYTES, WARNINGS, check
from xblocks.transfer_project.domain.comparing import Comparison, Row, Run, compare, words
from xblocks.transfer_project.domain.deadlines import (
    Deadline,
    Stage,
    days_left,
    deadline,
    stage_of,
)
from xblocks.transfer_project.domain.merging import merged
from xblocks.transfer_project.domain.readiness import Missing, Readiness, open_anchors, readiness
from xblocks.transfer_project.domain.timeline import (
    Picture,
    Step,
    StepKind,
    Stop,
    next_step,
    picture,
)
from xblocks.transfer_project.domain.values import (
    HARD_LIMIT,
    Confirmed,
    EntryTooLong,
    NotAnOption,
    NotReadable,
    empty,
    is_filled,
    lines,
    problems,
    read,
    safe_link,
)

__all__ = [
    "HARD_LIMIT",
    "TEAM_BYTES",
    "WARNINGS",
    "Comparison",
    "Confirmed",
    "Deadline",
    "EntryTooLong",
    "Missing",
    "NotAnOption",
    "NotReadable",
    "Picture",
    "Readiness",
    "Row",
    "Run",
    "Stage",
    "Step",
    "StepKind",
    "Stop",
    "check",
    "compare",
    "days_left",
    "deadline",
    "empty",
    "is_filled",
    "lines",
    "merged",
    "next_step",
    "open_anchors",
    "picture",
    "problems",
    "read",
    "readiness",
    "safe_link",
    "stage_of",
    "words",
]
