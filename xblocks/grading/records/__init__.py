"""Grading's tables."""

from xblocks.grading.records.feedback import FeedbackFile
from xblocks.grading.records.reviews import Review, ReviewDraft, ReviewNote, Seat
from xblocks.grading.records.scores import MemberScore, ScoreChange
from xblocks.grading.records.trainers import DownloadMark, LibraryComment
from xblocks.grading.records.works import Pile, Work, WorkMember

__all__ = [
    "DownloadMark",
    "FeedbackFile",
    "LibraryComment",
    "MemberScore",
    "Pile",
    "Review",
    "ReviewDraft",
    "ReviewNote",
    "ScoreChange",
    "Seat",
    "Work",
    "WorkMember",
]
