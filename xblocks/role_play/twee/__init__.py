"""Dialogues as Twee 3, the text format of Twine: to write them there and to bring them back.

The format is specified by the Interactive Fiction Technology Foundation. `notation` says how what
a dialogue has beyond passages and links stands in the text.
"""

from xblocks.role_play.twee.reading import from_twee
from xblocks.role_play.twee.writing import to_twee

__all__ = ["from_twee", "to_twee"]
