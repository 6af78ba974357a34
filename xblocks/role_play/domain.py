"""Rules of the branching dialogue: what others may use of them.

One step is in `rules`, searching the talk in `graph`, defects in `defects`, stored attempts in
`attempts`, playing in `play` (with `standing` and `recording`), what may be seen in `position`, the
sheet in `profile`, the author's view in `overview`.
"""

from xblocks.role_play.attempts import (
    Attempt,
    History,
    Kept,
    Named,
    Reading,
    Result,
    Turn,
    best_attempt,
)
from xblocks.role_play.defects import SENTENCES
from xblocks.role_play.defects_all import WARNINGS, check
from xblocks.role_play.graph import (
    Exploration,
    Outcome,
    Step,
    best_path,
    best_sum,
    explore,
    reachable,
)
from xblocks.role_play.overview import Edge, Node, Overview, overview
from xblocks.role_play.play import MOVES_LIMIT, adopt, restart, rewind, say, start, token
from xblocks.role_play.position import Answer, Choice, Closing, Gauge, Moment, Position, view
from xblocks.role_play.profile import CriterionProfile, Grade, focus, grade, profile

__all__ = [
    "MOVES_LIMIT",
    "SENTENCES",
    "WARNINGS",
    "Answer",
    "Attempt",
    "Choice",
    "Closing",
    "CriterionProfile",
    "Edge",
    "Exploration",
    "Gauge",
    "Grade",
    "History",
    "Kept",
    "Moment",
    "Named",
    "Node",
    "Outcome",
    "Overview",
    "Position",
    "Reading",
    "Result",
    "Step",
    "Turn",
    "adopt",
    "best_attempt",
    "best_path",
    "best_sum",
    "check",
    "explore",
    "focus",
    "grade",
    "overview",
    "profile",
    "reachable",
    "restart",
    "rewind",
    "say",
    "start",
    "token",
    "view",
]
