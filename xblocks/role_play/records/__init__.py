"""What role-plays with people keep, and what is known of finished dialogues."""

from xblocks.role_play.records.practice import PracticeRating, TalkPath
from xblocks.role_play.records.triads import (
    RoundNote,
    RoundSheet,
    Triad,
    TriadMember,
    TriadRound,
)

__all__ = [
    "PracticeRating",
    "RoundNote",
    "RoundSheet",
    "TalkPath",
    "Triad",
    "TriadMember",
    "TriadRound",
]
