"""What is kept of finished dialogues and of ratings of sample talks."""

from xblocks.role_play.records.practice import PracticeRating, TalkPath

__all__ = ["PracticeRating", "TalkPath"]
