"""What is kept of role-plays: ways through dialogues, ratings of sample talks, triads."""

from xblocks.role_play.records.practice import PracticeRating, TalkPath
from xblocks.role_play.records.triads import (
    RoundNote,
    RoundSheet,
    TriadGroup,
    TriadMember,
    TriadRound,
)

__all__ = [
    "PracticeRating",
    "RoundNote",
    "RoundSheet",
    "TalkPath",
    "TriadGroup",
    "TriadMember",
    "TriadRound",
]
