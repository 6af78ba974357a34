"""All Django models of the suite, where Django looks for them."""

from xblocks.exercises.records import Exercise

__all__ = ["Exercise"]
