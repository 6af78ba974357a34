"""The roster's rules on plain values: reading a CSV file, planning a change, writing CSV.

The way of a file: `read_table` (bytes to cells), `read_entries` (cells to people, with everything
that is wrong), `plan` (people against the list as it stands).
"""

from xblocks.roster.domain.entries import (
    Company,
    District,
    Entry,
    People,
    Problem,
    address_of,
    entry_problems,
    key_of,
    search_text,
    text_problem,
    tidy,
    without_marks,
)
from xblocks.roster.domain.plan import (
    Change,
    ChangeKind,
    Known,
    Plan,
    State,
    change_of,
    own_hands_problem,
    plan,
)
from xblocks.roster.domain.reading import read_people
from xblocks.roster.domain.table import (
    MAX_BYTES,
    MAX_LINES,
    UnreadableRoster,
    read_table,
)
from xblocks.roster.domain.words import COLUMNS, ROLE_NAMES, STATES, TOPIC_NAMES, Column
from xblocks.roster.domain.writing import template_csv, write_csv

__all__ = [
    "COLUMNS",
    "MAX_BYTES",
    "MAX_LINES",
    "ROLE_NAMES",
    "STATES",
    "TOPIC_NAMES",
    "Change",
    "ChangeKind",
    "Column",
    "Company",
    "District",
    "Entry",
    "Known",
    "People",
    "Plan",
    "Problem",
    "State",
    "UnreadableRoster",
    "address_of",
    "change_of",
    "entry_problems",
    "key_of",
    "own_hands_problem",
    "plan",
    "read_people",
    "read_table",
    "search_text",
    "template_csv",
    "text_problem",
    "tidy",
    "without_marks",
    "write_csv",
]
